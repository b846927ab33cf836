#include "tag/toxicity/toxic_tagger.h"

#include <gtest/gtest.h>

#include <string>

#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

class ToxicTaggerTest : public testing::Test {
 protected:
  static ModelConfig config() {
    ModelConfig config = testing_support::tiny_config();
    config.ids = kIdsPerToken;
    config.rows = 997;
    config.shapes = kShapeCount;
    config.gaps = kGapCount;
    config.features = kFeatureVersion;
    config.heads = {{.name = "toxic", .kind = HeadKind::kToken, .labels = {"O", "TOXIC"}},
                    {.name = "detox",
                     .kind = HeadKind::kToken,
                     .labels = {"KEEP", "DELETE", "REPLACE:person", "REPLACE:bad thing"}},
                    {.name = "toxic_doc", .kind = HeadKind::kDocument, .labels = {"toxic"}}};
    return config;
  }
  Result<ToxicTagger> make(const ModelConfig& of) {
    file_ = testing_support::random_model(of, 5, DType::kF32);
    auto model = TagModel::load(file_);
    EXPECT_TRUE(model.ok());
    return ToxicTagger::make(std::make_shared<const TagModel>(std::move(*model)));
  }
  std::string file_;
};

TEST_F(ToxicTaggerTest, ReadsProbabilities) {
  const auto tagger = make(config());
  ASSERT_TRUE(tagger.ok());
  ToxicScratch scratch;
  const ToxicReading& reading = tagger->read("One two, three.", scratch);
  ASSERT_EQ(reading.tokens.size(), 5U);
  for (size_t t = 0; t < 5; ++t) {
    EXPECT_GT(reading.abusive[t], 0.0F);
    EXPECT_LT(reading.abusive[t], 1.0F);
    EXPECT_GT(removal_score(reading, t), 0.0F);
    EXPECT_LT(removal_score(reading, t), 1.0F);
  }
  EXPECT_EQ(tagger->read("", scratch).tokens.size(), 0U);
}

/// A long text is rewritten in pieces; its scores are those of one pass.
TEST_F(ToxicTaggerTest, PiecesAgreeWithOnePass) {
  const auto tagger = make(config());
  ASSERT_TRUE(tagger.ok());
  std::string tail;
  for (int i = 0; i < 3000; ++i) tail += "w" + std::to_string(i % 89) + " ";
  ToxicScratch scratch;
  const std::string longer = tail + tail;
  const ToxicReading& whole = tagger->read(tail, scratch);
  const std::vector<float> edited = whole.edited;
  const ToxicReading& pieces = tagger->read(longer, scratch);
  ASSERT_EQ(pieces.edited.size(), 6000U);
  for (size_t t = 0; t < 2900; ++t) ASSERT_EQ(pieces.edited[t], edited[t]) << t;
}

TEST_F(ToxicTaggerTest, RefusesModelsWithoutItsHeads) {
  ModelConfig lacking = config();
  lacking.heads.pop_back();
  EXPECT_FALSE(make(lacking).ok());
  ModelConfig other = config();
  other.heads[1].labels[1] = "GONE";
  EXPECT_FALSE(make(other).ok());
  other = config();
  other.heads[0].labels = {"TOXIC", "O"};
  EXPECT_FALSE(make(other).ok());
}

}  // namespace
}  // namespace lauter
