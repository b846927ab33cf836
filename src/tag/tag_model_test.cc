#include "tag/tag_model.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

ModelConfig config_of_this_build() {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.shapes = kShapeCount;
  config.gaps = kGapCount;
  config.features = kFeatureVersion;
  return config;
}

constexpr std::string_view kText =
    "Dear Maria,\n\nMr Keller from Kassel called at 9:15.\tHe is 43 and a nurse.\nYours, J. O'Neil";

TEST(TagModel, ARangeHasTheScoresOfTheWhole) {
  const std::string file =
      testing_support::random_model(config_of_this_build(), 7, DType::kF32);
  const auto model = TagModel::load(file);
  ASSERT_TRUE(model.ok()) << model.error().message;
  const auto head = model->head("pii", HeadKind::kToken);
  ASSERT_TRUE(head.ok());
  TagScratch scratch;
  model->read(kText, scratch);
  const size_t n = scratch.tokens.size();
  std::vector<float> whole(n * 3);
  const HeadRequest request{.head = *head, .out = whole};
  model->run({&request, 1}, scratch);
  std::vector<float> buffer;
  for (size_t first = 0; first <= n; ++first) {
    for (size_t last = first; last <= n; ++last) {
      const std::span part = model->run_range(*head, kText, {first, last}, scratch, buffer);
      ASSERT_TRUE(std::ranges::equal(part, std::span(whole).subspan(first * 3, (last - first) * 3))) << first << " to " << last;
    }
  }
}

TEST(TagModel, TheGateOpensInARangeWhatItOpensInTheWholeWithTheSameScores) {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const std::string file = testing_support::random_model(config_of_this_build(), seed, DType::kF32);
    const auto model = TagModel::load(file);
    ASSERT_TRUE(model.ok()) << model.error().message;
    const size_t head = *model->head("judge", HeadKind::kContext);
    TagScratch scratch;
    model->read(kText, scratch);
    const size_t n = scratch.tokens.size();
    const std::vector<uint16_t> hints(n, 0);
    std::vector<uint8_t> flags(n, 0);
    flags[n / 2] = 1;
    std::vector<uint8_t> whole = flags;
    std::vector<float> scores(n * model->config().heads[head].outputs());
    const HeadRequest request{.head = head, .out = scores, .hints = hints, .open = whole};
    model->run({&request, 1}, scratch);
    std::vector<float> buffer;
    const size_t outputs = model->config().heads[head].outputs();
    for (size_t first = 0; first <= n; ++first) {
      for (size_t last = first; last <= n; ++last) {
        std::vector<uint8_t> expected = flags;
        std::copy(whole.begin() + static_cast<ptrdiff_t>(first), whole.begin() + static_cast<ptrdiff_t>(last),
                  expected.begin() + static_cast<ptrdiff_t>(first));
        std::vector<uint8_t> open = flags;
        const std::span part = model->run_range(head, kText, {first, last}, scratch, buffer, hints, open);
        ASSERT_EQ(open, expected) << first << " to " << last;
        for (size_t t = first; t < last; ++t) {
          if (open[t] == 0) continue;
          ASSERT_TRUE(std::ranges::equal(part.subspan((t - first) * outputs, outputs), std::span(scores).subspan(t * outputs, outputs))) << first << " to " << last << ", " << t;
        }
      }
    }
  }
}

TEST(TagModel, RefusesAModelOfOtherFeatures) {
  ModelConfig config = config_of_this_build();
  config.features = kFeatureVersion + 1;
  const auto model = TagModel::load(testing_support::random_model(config, 1, DType::kF32));
  ASSERT_FALSE(model.ok());
  EXPECT_NE(model.error().message.find("features"), std::string::npos);
}

TEST(TagModel, NamesTheHeadThatIsMissing) {
  const std::string file =
      testing_support::random_model(config_of_this_build(), 1, DType::kF32);
  const auto model = TagModel::load(file);
  ASSERT_TRUE(model.ok());
  const auto head = model->head("detox", HeadKind::kToken);
  ASSERT_FALSE(head.ok());
  EXPECT_NE(head.error().message.find("detox"), std::string::npos);
  EXPECT_FALSE(model->head("junk", HeadKind::kToken).ok());  // a line head
}

}  // namespace
}  // namespace lauter
