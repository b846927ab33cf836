#include "nn/cuda/cuda_encoder.h"

#include <gtest/gtest.h>

#include "nn/random_text_test_support.h"

namespace lauter {
namespace {

using namespace testing_support;

/// bf16 keeps 8 bits: each product errs by up to 0.4 %, over a handful of layers.
constexpr double kLimit = 0.06;

Outputs allocate(const ModelConfig& config, const Text& text, std::vector<HeadRequest>& requests) {
  Outputs outputs;
  outputs.states.resize(text.shapes.size() * config.width);
  outputs.heads.resize(config.heads.size());
  for (size_t head = 0; head < config.heads.size(); ++head) {
    requests.push_back(text.request(config, head, outputs.heads[head]));
  }
  return outputs;
}

Outputs run(CudaEncoder& encoder, const Text& text) {
  std::vector<HeadRequest> requests;
  Outputs outputs = allocate(encoder.config(), text, requests);
  const CudaText one{text.input(), requests};
  const auto done = encoder.run({&one, 1}, outputs.states);
  EXPECT_TRUE(done.ok());
  return outputs;
}

CudaEncoder load(const std::string& file) { return std::move(*CudaEncoder::load(file)); }

class CudaEncoderTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string file = random_model(tiny_config(), 1, DType::kF32);
    auto encoder = CudaEncoder::load(file);
    if (!encoder) GTEST_SKIP() << "no GPU: " << encoder.error().message;
  }
};

TEST_F(CudaEncoderTest, AgreesWithTheReference) { expect_reference(load, run, kLimit, kLimit, /*context=*/false); }

TEST_F(CudaEncoderTest, NoBitDependsOnTheBatch) {
  for (const ModelConfig& config : configs(/*context=*/false)) {
    const std::string file = random_model(config, 2, DType::kF32);
    CudaEncoder encoder = load(file);
    std::vector<Text> texts;
    for (uint32_t i = 0; i < 40; ++i) texts.emplace_back(config, i * i % 97, i);
    std::vector<std::vector<HeadRequest>> requests(texts.size());
    std::vector<Outputs> together;
    std::vector<CudaText> batch;
    for (size_t i = 0; i < texts.size(); ++i) {
      together.push_back(allocate(config, texts[i], requests[i]));
      batch.push_back({texts[i].input(), requests[i]});
    }
    ASSERT_TRUE(encoder.run(batch).ok());
    for (size_t i = 0; i < texts.size(); ++i) {
      EXPECT_EQ(run(encoder, texts[i]).heads, together[i].heads) << i;
    }
  }
}

/// Holds in every build: without CUDA or without a device, loading says so.
TEST(CudaEncoderLoadTest, AnErrorSaysWhatIsMissing) {
  const std::string file = random_model(tiny_config(), 1, DType::kF32);
  auto encoder = CudaEncoder::load(file);
  if (encoder) GTEST_SKIP() << "a GPU is here";
  EXPECT_TRUE(encoder.error().code == ErrorCode::kUnimplemented ||
              encoder.error().code == ErrorCode::kUnavailable)
      << encoder.error().message;
  EXPECT_NE(encoder.error().message.find("cuda"), std::string::npos) << encoder.error().message;
}

}  // namespace
}  // namespace lauter
