#include "find/second_judge.h"

#include <gtest/gtest.h>

#include <cmath>

#include "find/judge_labels.h"
#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

using internal::kLabels;
using internal::kOutputs;

std::vector<std::string> judge_labels() {
  std::vector<std::string> labels = {"O", "PUBLIC"};
  for (size_t i = internal::kOutside; i < kLabels; ++i) {
    labels.push_back((i % 2 == 0 ? "B-" : "I-") + std::string(category_name(internal::category_of(i))));
  }
  for (const char* name : {"O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC", "B-ORG", "I-ORG"}) {
    labels.push_back("names:" + std::string(name));
  }
  return labels;
}

AttentionConfig judging() {
  AttentionConfig config = testing_support::tiny_attention();
  config.name = "large";
  config.pieces = 53;
  config.positions = 256;
  config.hints = internal::kHints;
  config.heads = {{.name = "judge", .labels = judge_labels()}};
  return config;
}

/// A random network over letters, which begin a word or go on.
std::string judging_file(const AttentionConfig& config) {
  auto tensors = testing_support::RandomModel(3, DType::kF32).make(config);
  std::string vocabulary = "[UNK]";
  for (char c = 'a'; c <= 'z'; ++c) (vocabulary += '\n') += c;
  for (char c = 'a'; c <= 'z'; ++c) (vocabulary += "\n##") += c;
  for (testing_support::OwnedTensor& tensor : tensors) {
    if (tensor.name == "vocabulary") tensor = {"vocabulary", DType::kU8, {vocabulary.size()}, vocabulary};
  }
  return testing_support::write_safetensors(config.to_json(), tensors);
}

std::string error_of_second(std::string file) {
  const auto judge = SecondJudge::load(std::move(file));
  return judge.ok() ? "" : judge.error().message;
}

std::string text_of_words(size_t words) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    text += i % 7 == 3 ? "Mr " : "";
    text += static_cast<char>('a' + i * 11 % 26);
    text += i % 3 == 0 ? "bc " : " ";
  }
  return text;
}

/// What `logits` are after the piece that begins at `byte`.
std::vector<float> joined(const SecondJudge& judge, uint32_t byte, std::vector<float> logits, SecondJudgeScratch& scratch) {
  judge.join(byte, logits, scratch);
  return logits;
}

std::vector<float> own_logits(size_t seed) {
  std::vector<float> logits(kLabels);
  for (size_t i = 0; i < kLabels; ++i) logits[i] = static_cast<float>((i * 31 + seed * 17) % 13) / 3;
  return logits;
}

std::vector<double> log_odds(std::span<const float> logits) {
  double total = 0;
  for (const float v : logits) total += std::exp(static_cast<double>(v));
  std::vector<double> odds;
  for (const float v : logits) odds.push_back(static_cast<double>(v) - std::log(total));
  return odds;
}

TEST(SecondJudgeTest, HasHalfOfTheSay) {
  const std::string file = judging_file(judging());
  const SecondJudge judge = *SecondJudge::load(file);
  const AttentionEncoder encoder = *AttentionEncoder::load(file);
  SecondJudgeScratch scratch;
  judge.begin(text_of_words(300), scratch);
  const size_t n = scratch.pieces.size();
  ASSERT_GT(n, 384U);
  for (size_t piece = 0; piece < n; piece += 5) scratch.hints[piece] = static_cast<uint16_t>(piece % internal::kHints);
  AttentionScratch attention;
  for (size_t piece = 0; piece < n; piece += 37) {
    // 128 pieces are read together, with 64 more on each side.
    const size_t begin = piece / 128 * 128;
    const size_t first = begin - std::min<size_t>(begin, 64);
    const size_t count = std::min(n, begin + 192) - first;
    std::vector<float> scores(count * kOutputs);
    const HeadRequest request{.head = 0, .out = scores};
    encoder.run({std::span(scratch.pieces.ids).subspan(first, count), std::span(scratch.pieces.shapes).subspan(first, count),
                 std::span(scratch.hints).subspan(first, count)},
                {&request, 1}, attention);
    const auto of_second = log_odds(std::span(scores).subspan((piece - first) * kOutputs, kLabels));
    const auto of_first = log_odds(own_logits(piece));
    const auto got = joined(judge, scratch.pieces.spans[piece].begin, own_logits(piece), scratch);
    for (size_t i = 0; i < kLabels; ++i) ASSERT_NEAR(got[i], (of_first[i] + of_second[i]) / 2, 1e-4) << piece << " " << i;
  }
}

TEST(SecondJudgeTest, NoBitDependsOnWhatIsAskedBefore) {
  const SecondJudge judge = *SecondJudge::load(judging_file(judging()));
  const std::string text = text_of_words(300);
  SecondJudgeScratch used;
  SecondJudgeScratch fresh;
  judge.begin(text, used);
  for (const uint32_t byte : {0U, 3U, 500U, 40U, static_cast<uint32_t>(text.size() - 1)}) {
    judge.begin(text, fresh);
    EXPECT_EQ(joined(judge, byte, own_logits(byte), used), joined(judge, byte, own_logits(byte), fresh)) << byte;
  }
  judge.begin("", used);  // says nothing
  EXPECT_EQ(joined(judge, 0, own_logits(1), used), own_logits(1));
}

TEST(SecondJudgeTest, OtherNetworksAreRefused) {
  const std::string refused = "model large: no head judge as this build has it";
  EXPECT_EQ(error_of_second(judging_file(judging())), "");
  AttentionConfig other = judging();
  other.heads[0].name = "gone";
  EXPECT_EQ(error_of_second(judging_file(other)), refused);
  other = judging();
  std::swap(other.heads[0].labels[2], other.heads[0].labels[3]);
  EXPECT_EQ(error_of_second(judging_file(other)), refused);
  other = judging();
  other.hints = 0;
  EXPECT_EQ(error_of_second(judging_file(other)), refused);
  other = judging();
  other.positions = 255;
  EXPECT_EQ(error_of_second(judging_file(other)), refused);
  EXPECT_NE(error_of_second("no weights"), "");
}

}  // namespace
}  // namespace lauter
