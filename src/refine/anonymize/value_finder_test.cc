#include "refine/anonymize/value_finder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/work.h"
#include "nn/random_model_test_support.h"

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

std::vector<std::string> judge_labels() {
  std::vector<std::string> labels = {"O", "PUBLIC"};
  for (size_t c = 0; c < kCategoryCount; ++c) {
    const std::string name(category_name(static_cast<Category>(c)));
    labels.push_back("B-" + name);
    labels.push_back("I-" + name);
  }
  for (const char* name : {"O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC", "B-ORG", "I-ORG"}) {
    labels.push_back(std::string("names:") + name);
  }
  return labels;
}

/// Of random numbers, but for what the first label has in advance.
std::string file_with(std::vector<std::string> labels, uint32_t seed, float outside = 0, GateConfig gate = {}) {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.rows = 512;
  config.heads = {{.name = "judge",
                   .kind = HeadKind::kContext,
                   .labels = std::move(labels),
                   .dilations = {1},
                   .segment = 8,
                   .hints = 1 + 2 * kCategoryCount,
                   .segment_dilations = {1},
                   .gate = std::move(gate)}};
  auto tensors = testing_support::RandomModel(seed, DType::kF32).make(config);
  const auto bias = std::find_if(tensors.begin(), tensors.end(), [](const auto& tensor) { return tensor.name == "heads.judge.bias"; });
  if (outside != 0) std::memcpy(bias->bytes.data(), &outside, sizeof outside);
  return testing_support::write_safetensors(config.to_json(), tensors);
}

std::vector<Found> find(const FindOptions& options) {
  const auto finder = ValueFinder::make(options);
  EXPECT_TRUE(finder.ok()) << finder.error().message;
  FindScratch scratch = finder->make_scratch();
  std::vector<Found> found;
  finder->find(kLetter, scratch, found);
  return found;
}

TEST(ValueFinder, WithoutAJudgeIsTheScanner) {
  const auto scanner = Scanner::make({});
  ASSERT_TRUE(scanner.ok());
  const auto scratch = scanner->make_scratch();
  std::vector<Hit> hits;
  scanner->scan(kLetter, *scratch, hits);
  const std::vector<Found> found = find({});
  ASSERT_EQ(found.size(), hits.size());
  ASSERT_GE(found.size(), 2U);
  for (size_t i = 0; i < hits.size(); ++i) {
    EXPECT_EQ(found[i].span, hits[i].span);
    EXPECT_EQ(found[i].category, hits[i].category);
    EXPECT_EQ(found[i].cause.stage, "scan");
  }
}

/// Whatever a judge says, the list is in order, and each candidate is private or left, with a reason.
TEST(ValueFinder, AnyJudgeGivesASoundList) {
  size_t learned = 0;
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    for (const Scope scope : {Scope::kPrivate, Scope::kAll}) {
      const std::string file = file_with(judge_labels(), seed);
      const auto finder = ValueFinder::make(
          {.judge = random_model(file), .decide = {.scope = scope, .threshold = 0.9F}});
      ASSERT_TRUE(finder.ok()) << finder.error().message;
      FindScratch scratch = finder->make_scratch();
      std::vector<Found> found;
      std::vector<LeftValue> left;
      finder->find(kLetter, scratch, found, &left);
      std::vector<ValueCandidate> candidates;
      finder->judge(kLetter, scratch, candidates);
      EXPECT_EQ(candidates.size(), found.size() + left.size());
      for (size_t i = 0; i < candidates.size(); ++i) {
        EXPECT_LE(i > 0 ? candidates[i - 1].span.end : 0, candidates[i].span.begin);
        EXPECT_LT(candidates[i].span.begin, candidates[i].span.end);
        EXPECT_LE(candidates[i].span.end, kLetter.size());
        EXPECT_FALSE(candidates[i].reason.empty());
      }
      for (const Found& value : found) {
        EXPECT_EQ(value.cause.label, category_name(value.category));
        // What goes by a pattern is rather right than wrong, however much the judge doubts it.
        EXPECT_TRUE(value.cause.stage == "tag" || value.cause.score > 0.4999F);
        learned += value.cause.stage == "tag" ? 1 : 0;
      }
    }
  }
  EXPECT_GT(learned, 40U);
}

TEST(ValueFinder, CategoriesThatAreOffStayOff) {
  const std::string file = file_with(judge_labels(), 3);
  FindOptions options{.judge = random_model(file), .decide = {.scope = Scope::kAll, .threshold = 0.1F}};
  options.scan.enabled.reset(static_cast<size_t>(Category::kCity));
  for (const Found& value : find(options)) EXPECT_NE(value.category, Category::kCity);
}

TEST(ValueFinder, ARuleWithALabelOfItsOwnStandsBesideAJudge) {
  const std::string file = file_with(judge_labels(), 3);
  FindOptions options{.judge = random_model(file)};
  options.scan.custom_rules = {{"flat", "FLAT", "Str\\. [0-9]+", 0.9F}};
  const std::vector<Found> found = find(options);
  const auto flat = std::ranges::find(found, "FLAT", [](const Found& value) { return value.cause.label; });
  ASSERT_NE(flat, found.end());
  EXPECT_EQ(flat->span.of(kLetter), "Str. 12");
  EXPECT_EQ(flat->cause.score, 0.9F);
}

TEST(ValueFinder, AModelWithoutTheHeadOrItsLabelsIsRefused) {
  std::vector<std::string> labels = judge_labels();
  std::swap(labels[2], labels[3]);
  const std::string other = file_with(labels, 1);
  const auto swapped = ValueFinder::make({.judge = random_model(other)});
  ASSERT_FALSE(swapped.ok());
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.heads = {{.name = "toxic", .labels = {"O", "TOXIC"}}};
  const std::string file = testing_support::random_model(config, 1, DType::kF32);
  const auto finder = ValueFinder::make({.judge = random_model(file)});
  ASSERT_FALSE(finder.ok());
  EXPECT_NE(finder.error().message.find("judge"), std::string::npos);
}

/// What the gate passes over is nothing; what it does not is read as without it, and so is what a pattern found.
TEST(ValueFinder, AGatePassesOverWhatNoPatternFound) {
  const auto scanner = Scanner::make({});
  ASSERT_TRUE(scanner.ok());
  const auto of_scan = scanner->make_scratch();
  std::string text;
  for (int i = 0; i < 20; ++i) text += "Nothing is said of anybody here, at length and to no end. ";
  text.append(kLetter);
  std::vector<Hit> hits;
  scanner->scan(text, *of_scan, hits);
  size_t passed = 0;
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const std::string file = file_with(judge_labels(), seed, 0, {.tokens = 8, .inner = 8, .dilations = {1}});
    const auto judge = Judge::make(random_model(file));
    ASSERT_TRUE(judge.ok());
    JudgeScratch all;
    JudgeScratch gated;
    judge->read(text, hits, 0.5F, JudgeView::kAll, all);
    judge->read(text, hits, 0.5F, JudgeView::kPrivate, gated);
    for (size_t t = 0; t < all.tokens.size(); ++t) {
      ASSERT_EQ(all.open[t], 1);
      ASSERT_EQ(gated.tokens[t].odds > 0, gated.open[t] == 1) << t;
      passed += gated.open[t] == 0;
    }
    for (const Hit& hit : hits) {
      for (size_t t = token_at(gated.model.tokens, hit.span.begin); gated.model.tokens[t].begin < hit.span.end; ++t) {
        ASSERT_EQ(gated.open[t], 1) << t;
      }
    }
  }
  EXPECT_GT(passed, 0U);
}

/// A text of several windows is judged as one: what a window's edge cuts is the same with other
/// edges, which a longer prefix of the same length in segments makes.
TEST(ValueFinder, NoDecisionDependsOnWindows) {
  const std::string file = file_with(judge_labels(), 5);
  const auto model = random_model(file);
  auto judge = Judge::make(model);
  ASSERT_TRUE(judge.ok());
  std::string text;
  for (int i = 0; i < 1200; ++i) text += "Ada met Bo " + std::to_string(i) + " times in Oslo, no more.\n";
  JudgeScratch windows;
  judge->read(text, {}, 0.5F, JudgeView::kAll, windows);
  ASSERT_GT(windows.tokens.size(), 8192U);
  TagScratch whole;
  model->read(text, whole);
  std::vector<float> logits(whole.tokens.size() * model->config().heads[0].outputs());
  const std::vector<uint16_t> hints(whole.tokens.size(), 0);
  const HeadRequest request{.head = 0, .out = logits, .hints = hints};
  model->run({&request, 1}, whole);
  const size_t outputs = model->config().heads[0].outputs();
  for (size_t t = 0; t < whole.tokens.size(); ++t) {
    double total = 0;
    for (size_t i = 0; i < 2 + 2 * kCategoryCount; ++i) total += std::exp(double{logits[t * outputs + i]});
    const double odds = 1 - (std::exp(double{logits[t * outputs]}) + std::exp(double{logits[t * outputs + 1]})) / total;
    ASSERT_NEAR(windows.tokens[t].private_odds, odds, 0.05) << t;
  }
}

/// A token with many likely labels takes longer than one that is plainly nothing, and counts for more.
TEST(ValueFinder, WhatIsLikelyIsCounted) {
  const auto steps = [](float outside) {
    const std::string file = file_with(judge_labels(), 5, outside);
    const auto judge = Judge::make(random_model(file));
    EXPECT_TRUE(judge.ok());
    JudgeScratch scratch;
    const WorkBudget budget(kLetter.size());
    judge->read(kLetter, {}, 0.5F, JudgeView::kAll, scratch);
    return WorkBudget::taken();
  };
  EXPECT_GT(steps(0), steps(100) + steps(100) / 10);
}

}  // namespace
}  // namespace lauter
