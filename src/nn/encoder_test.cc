#include "nn/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "nn/kernels.h"
#include "nn/random_text_test_support.h"

namespace lauter {
namespace {

using namespace testing_support;

Outputs run(const Encoder& encoder, const Text& text, EncoderScratch& scratch) {
  const ModelConfig& config = encoder.config();
  Outputs result;
  result.states.resize(text.shapes.size() * config.width);
  encoder.states(text.input(), scratch, result.states);
  result.heads.resize(config.heads.size());
  std::vector<HeadRequest> requests;
  for (size_t head = 0; head < config.heads.size(); ++head) {
    requests.push_back(text.request(config, head, result.heads[head]));
  }
  encoder.run(text.input(), requests, scratch);
  return result;
}

Encoder load(std::string_view file, const EncoderOptions& options = {}) {
  auto encoder = Encoder::load(file, options);
  EXPECT_TRUE(encoder) << encoder.error().message;
  return std::move(*encoder);
}

TEST(EncoderTest, AgreesWithTheReference) {
  EncoderScratch scratch;
  // The rounding of f32 sums costs about 1e-6 of their terms; activations of 7 bits up to 1/126 of
  // a row's largest number in each product.
  expect_reference(
      [](const std::string& file) { return load(file); },
      [&](const Encoder& encoder, const Text& text) { return run(encoder, text, scratch); }, 2e-5,
      0.2);
}

TEST(EncoderTest, NoBitDependsOnTheWindow) {
  for (const ModelConfig& config : configs()) {
    for (const DType dtype : {DType::kF32, DType::kI8}) {
      SCOPED_TRACE("width " + std::to_string(config.width) + " " + name_of(dtype));
      const std::string file = random_model(config, 3, dtype);
      const Text text(config, 70, 3);
      EncoderScratch scratch;
      const Outputs whole = run(load(file), text, scratch);
      for (const size_t window : {1, 2, 7, 64, 69, 70}) {
        SCOPED_TRACE("window " + std::to_string(window));
        expect_same_bits(run(load(file, {.window_tokens = window}), text, scratch), whole);
      }
    }
  }
}

TEST(EncoderTest, NoBitDependsOnTheCpu) {
  if (internal::avx2_kernels() == nullptr) GTEST_SKIP() << "this CPU has only portable kernels";
  for (const ModelConfig& config : configs()) {
    for (const DType dtype : {DType::kF32, DType::kI8}) {
      SCOPED_TRACE("width " + std::to_string(config.width) + " " + name_of(dtype));
      const std::string file = random_model(config, 4, dtype);
      EncoderScratch scratch;
      for (const size_t tokens : {1, 9, 60}) {
        const Text text(config, tokens, 4);
        expect_same_bits(run(load(file, {.portable = true}), text, scratch),
                         run(load(file), text, scratch));
      }
    }
  }
}

TEST(EncoderTest, AStateDependsOnItsReachAlone) {
  const ModelConfig config = configs()[2];
  const size_t reach = config.reach();
  ASSERT_EQ(reach, 16U);
  for (const DType dtype : {DType::kF32, DType::kI8}) {
    const std::string file = random_model(config, 5, dtype);
    const Encoder encoder = load(file);
    EncoderScratch scratch;
    Text text(config, 100, 5);
    const Outputs before = run(encoder, text, scratch);
    text.shapes[50] ^= 1;
    const Outputs after = run(encoder, text, scratch);
    for (size_t t = 0; t < 100; ++t) {
      const auto row = [&](const Outputs& outputs) {
        const auto begin = outputs.states.begin() + static_cast<std::ptrdiff_t>(t * config.width);
        return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(config.width));
      };
      const bool is_near = t + reach >= 50 && t <= 50 + reach;
      // Far off, i8 may round a small change away.
      if (!is_near || dtype == DType::kF32) {
        EXPECT_EQ(row(before) != row(after), is_near) << t;
      }
    }
  }
}

TEST(EncoderTest, AScratchKeepsNothing) {
  const ModelConfig config = tiny_config();
  for (const DType dtype : {DType::kF32, DType::kI8}) {
    const std::string file = random_model(config, 6, dtype);
    const Encoder encoder = load(file);
    EncoderScratch used;
    for (const size_t tokens : {70, 3, 0, 31, 1, 200}) {
      const Text text(config, tokens, static_cast<uint32_t>(tokens) + 1);
      EncoderScratch fresh;
      expect_same_bits(run(encoder, text, used), run(encoder, text, fresh));
    }
  }
}

TEST(EncoderTest, OneRequestGivesWhatAllGive) {
  const ModelConfig config = configs()[1];
  const std::string file = random_model(config, 8, DType::kF32);
  const Encoder encoder = load(file);
  const Text text(config, 60, 8);
  EncoderScratch scratch;
  const Outputs all = run(encoder, text, scratch);
  for (size_t head = 0; head < config.heads.size(); ++head) {
    std::vector<float> alone;
    const HeadRequest request = text.request(config, head, alone);
    encoder.run(text.input(), {&request, 1}, scratch);
    expect_same_bits(alone, all.heads[head]);
  }
}

/// Segments that the gate or a flag opens have scores, those of the reference, in the same bits whatever the window; others are left.
TEST(EncoderTest, OnlyWhatTheGateOpensIsScored) {
  const ModelConfig config = tiny_config();
  const size_t judge = *config.find_head("judge");
  const HeadConfig& head = config.heads[judge];
  constexpr float kLeft = 1e9F;
  size_t opened = 0;
  size_t passed = 0;
  for (uint32_t seed = 1; seed <= 8; ++seed) {
    const std::string file = random_model(config, seed, DType::kF32);
    const ModelWeights weights = *read_weights(file);
    std::vector<float> before;
    for (const size_t window : {3, 1024}) {
      const Encoder encoder = load(file, {.window_tokens = window});
      EncoderScratch scratch;
      const Text text(config, 83, seed);
      std::vector<float> scores;
      HeadRequest request = text.request(config, judge, scores);
      std::ranges::fill(scores, kLeft);
      std::vector<uint8_t> open(83);
      open[41] = 1;
      request.open = open;
      const ReferenceOpen expected = reference_open(weights, request, text.input());
      encoder.run(text.input(), {&request, 1}, scratch);
      for (size_t t = 0; t < open.size(); ++t) {
        const bool is_open = expected.open[t / head.segment];
        ASSERT_EQ(open[t] == 1, is_open) << t;
        (is_open ? opened : passed)++;
        for (size_t i = t * head.outputs(); i < (t + 1) * head.outputs(); ++i) {
          ASSERT_NEAR(scores[i], is_open ? expected.scores[i] : kLeft, is_open ? 2e-5 : 0) << t;
        }
      }
      ASSERT_TRUE(before.empty() || before == scores);
      before = scores;
    }
  }
  EXPECT_GT(opened, 0U);
  EXPECT_GT(passed, 0U);
}

TEST(EncoderTest, LinesMayBeEmptyOrMissing) {
  const ModelConfig config = tiny_config();
  const std::string file = random_model(config, 9, DType::kF32);
  const ModelWeights weights = *read_weights(file);
  const Encoder encoder = load(file);
  EncoderScratch scratch;
  const auto check = [&](size_t tokens, std::vector<uint32_t> line_begin) {
    Text text(config, tokens, 9);
    text.line_begin = std::move(line_begin);
    text.line_features.assign((text.line_begin.size() - 1) * 3, 0.5F);
    std::vector<float> got;
    const HeadRequest request = text.request(config, 2, got);
    encoder.run(text.input(), {&request, 1}, scratch);
    const auto states = reference_states(weights, text.input());
    EXPECT_LE(distance(got, reference_head(weights, request, states)), 2e-5);
  };
  check(10, {0});
  check(0, {0, 0, 0, 0});
  check(10, {10, 10});
  check(10, {0, 0, 5, 5, 5, 10, 10});
  check(10, {3, 4});
  std::vector<uint32_t> many;
  for (uint32_t line = 0; line <= 200; ++line) many.push_back(line / 3);
  check(70, many);
}

TEST(EncoderDeathTest, SizesThatDoNotFitAbort) {
  const ModelConfig config = tiny_config();
  const std::string file = random_model(config, 1, DType::kF32);
  const Encoder encoder = load(file);
  EncoderScratch scratch;
  Text text(config, 5, 1);
  std::vector<float> out(5 * 16);
  EXPECT_DEATH(encoder.states(text.input(), scratch, {out.data(), 5}), "size of the states");
  text.ids[3] = config.rows;
  EXPECT_DEATH(encoder.states(text.input(), scratch, out), "row number outside");
}

}  // namespace
}  // namespace lauter
