#include "refine/value_finder.h"

#include <gtest/gtest.h>

#include "nn/random_model.h"

namespace lauter {
namespace {

constexpr std::string_view kLetter =
    "Dear Maria,\n\nplease fetch Jonas Weber (jonas.weber@corp-mail.de, +49 561 771234) about the "
    "flat "
    "in Kassel, Lange Str. 12. He is 43.\n\nBest, Tom\n";

std::shared_ptr<const TagModel> random_model(const std::string& file) {
  auto model = TagModel::load(file);
  EXPECT_TRUE(model.ok()) << model.error().message;
  return std::make_shared<const TagModel>(std::move(*model));
}

std::string file_with(std::vector<std::string> labels, uint32_t seed) {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.rows = 512;
  config.heads = {{.name = "pii", .labels = std::move(labels)}};
  return testing_support::random_model(config, seed, DType::kF32);
}

std::vector<Found> find(const FindOptions& options) {
  const auto finder = ValueFinder::make(options);
  EXPECT_TRUE(finder.ok()) << finder.error().message;
  FindScratch scratch = finder->make_scratch();
  std::vector<Found> found;
  finder->find(kLetter, scratch, found);
  return found;
}

TEST(ValueFinder, WithoutAModelIsTheScannerAndTheNamesThatAddressesSpell) {
  const auto scanner = Scanner::make({});
  ASSERT_TRUE(scanner.ok());
  const auto scratch = scanner->make_scratch();
  std::vector<Hit> hits;
  scanner->scan(kLetter, *scratch, hits);
  std::vector<Found> found = find({});
  EXPECT_EQ(
      std::erase_if(found, [](const Found& value) { return value.cause.rule == "person.mail"; }),
      1U);
  ASSERT_EQ(found.size(), hits.size());
  ASSERT_GE(found.size(), 3U);
  for (size_t i = 0; i < hits.size(); ++i) {
    EXPECT_EQ(found[i].span, hits[i].span);
    EXPECT_EQ(found[i].category, hits[i].category);
    EXPECT_EQ(found[i].cause.stage, "scan");
  }
}

/// Whatever a model says, the list is in order and numbers with a form of their own stay.
TEST(ValueFinder, AnyModelGivesASoundList) {
  const std::vector<std::string> labels = {"O",         "B-PERSON",  "I-PERSON", "B-LOC", "I-LOC",
                                           "B-ADDRESS", "I-ADDRESS", "B-DATE",   "I-DATE"};
  const std::vector<Found> patterns = find({});
  size_t learned = 0;
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const std::string file = file_with(labels, seed);
    const std::vector<Found> found = find({.model = random_model(file), .model_score = 0.2F});
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_LE(i > 0 ? found[i - 1].span.end : 0, found[i].span.begin);
      EXPECT_LT(found[i].span.begin, found[i].span.end);
      EXPECT_LE(found[i].span.end, kLetter.size());
      EXPECT_EQ(found[i].cause.label, category_name(found[i].category));
      EXPECT_NE(found[i].category, Category::kDateTime);
      learned += found[i].cause.stage == "tag" ? 1 : 0;
    }
    for (const Category kept : {Category::kEmailAddress, Category::kPhoneNumber}) {
      const auto same = [&](const std::vector<Found>& list) {
        return std::find_if(list.begin(), list.end(),
                            [&](const Found& value) { return value.category == kept; });
      };
      ASSERT_NE(same(found), found.end()) << seed;
      EXPECT_EQ(same(found)->span, same(patterns)->span);
    }
  }
  EXPECT_GT(learned, 40U);
}

TEST(ValueFinder, CategoriesThatAreOffStayOff) {
  const std::string file = file_with({"O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC"}, 3);
  FindOptions options{.model = random_model(file), .model_score = 0.1F};
  options.scan.enabled.reset(static_cast<size_t>(Category::kCity));
  for (const Found& value : find(options)) EXPECT_NE(value.category, Category::kCity);
}

TEST(ValueFinder, AModelWithoutTheHeadIsRefused) {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.heads = {{.name = "toxic", .labels = {"O", "TOXIC"}}};
  const std::string file = testing_support::random_model(config, 1, DType::kF32);
  const auto finder = ValueFinder::make({.model = random_model(file)});
  ASSERT_FALSE(finder.ok());
  EXPECT_NE(finder.error().message.find("pii"), std::string::npos);
}

}  // namespace
}  // namespace lauter
