/// Tokens a second of the encoder on random models of the shipped sizes.
///   taskset -c 0 build/release/src/nn_bench --benchmark_min_time=0.02 --benchmark_repetitions=50
///       --benchmark_report_aggregates_only=true
/// Where other work runs beside it, `best` is the figure to read.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

#include "nn/attention_encoder.h"
#include "nn/encoder.h"
#include "nn/kernels.h"
#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

ModelConfig small_config() {
  ModelConfig config = testing_support::tiny_config();
  config.width = 128;
  config.rows = 49152;
  config.ids = 16;
  config.dilations = {1, 1, 2, 4, 8};
  config.heads.clear();
  return config;
}

struct Features {
  std::vector<uint32_t> ids;
  std::vector<uint8_t> shapes, gaps;
  EncoderInput input() const { return {ids, shapes, gaps}; }
};

/// Tokens of a vocabulary with Zipf's law, as text has them: a word always has the same rows.
Features make_features(const ModelConfig& config, size_t tokens) {
  std::mt19937 random(1);
  Features features;
  for (size_t t = 0; t < tokens; ++t) {
    const double u = std::uniform_real_distribution<double>(0, 1)(random);
    const auto word = static_cast<uint32_t>(std::exp(u * std::log(50000.0)));
    std::mt19937 rows(word);
    for (size_t k = 0; k < config.ids; ++k)
      features.ids.push_back(static_cast<uint32_t>(rows()) % config.rows);
    features.shapes.push_back(static_cast<uint8_t>(word));
    features.gaps.push_back(static_cast<uint8_t>(t % 2));
  }
  return features;
}

void encode(benchmark::State& state, const ModelConfig& config, DType dtype, size_t tokens,
            const EncoderOptions& options) {
  const std::string file = testing_support::random_model(config, 1, dtype);
  const Encoder encoder = std::move(*Encoder::load(file, options));
  const Features features = make_features(config, tokens);
  EncoderScratch scratch;
  std::vector<float> out(tokens * config.width);
  for (auto _ : state) {
    encoder.states(features.input(), scratch, out);
    benchmark::ClobberMemory();
  }
  // Multiplications and additions of the matrices, which are nearly all.
  const double width = config.width;
  const double per_token = 2 * 7 * width * width * static_cast<double>(config.dilations.size());
  const auto done = static_cast<double>(state.iterations()) * static_cast<double>(tokens);
  const auto inverse = benchmark::Counter::kIsRate | benchmark::Counter::kInvert;
  state.counters["s/token"] = benchmark::Counter(done, inverse);
  state.counters["s/op"] = benchmark::Counter(done * per_token, inverse);
}

/// Random pieces of a text that attention reads.
void attend(benchmark::State& state, uint32_t layers, size_t tokens, bool portable) {
  AttentionConfig config = testing_support::tiny_attention();
  config.width = 384;
  config.attention_heads = 12;
  config.ffn = 1536;
  config.rank = 128;
  config.pieces = 8000;
  config.positions = 512;
  config.layers = layers;
  config.heads.clear();
  const std::string file = testing_support::random_model(config, 1);
  const AttentionEncoder encoder = std::move(*AttentionEncoder::load(file, portable));
  std::mt19937 random(1);
  std::vector<uint32_t> ids;
  for (size_t t = 0; t < tokens; ++t) ids.push_back(static_cast<uint32_t>(random()) % config.pieces);
  const std::vector<uint8_t> shapes(tokens, 1);
  AttentionScratch scratch;
  std::vector<float> out(tokens * config.width);
  for (auto _ : state) {
    encoder.states({ids, shapes}, scratch, out);
    benchmark::ClobberMemory();
  }
  const auto done = static_cast<double>(state.iterations()) * static_cast<double>(tokens);
  state.counters["token/s"] = benchmark::Counter(done, benchmark::Counter::kIsRate);
}

double smallest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

/// Arguments: I8 instead of F32, tokens of the text, portable kernels.
void small(benchmark::State& state) {
  encode(state, small_config(), state.range(0) == 0 ? DType::kF32 : DType::kI8,
         static_cast<size_t>(state.range(1)), {.portable = state.range(2) != 0});
}
BENCHMARK(small)
    ->ArgNames({"i8", "tokens", "portable"})
    ->ArgsProduct({{0, 1}, {8, 32, 512, 8192}, {0}})
    ->ArgsProduct({{0, 1}, {512}, {1}})
    ->Unit(benchmark::kMillisecond)
    ->ComputeStatistics("best", smallest);

/// Arguments: layers, tokens of the text, portable kernels.
void attention(benchmark::State& state) {
  attend(state, static_cast<uint32_t>(state.range(0)), static_cast<size_t>(state.range(1)),
         state.range(2) != 0);
}
BENCHMARK(attention)
    ->ArgNames({"layers", "tokens", "portable"})
    ->ArgsProduct({{3, 6}, {32, 128, 200}, {0}})
    ->ArgsProduct({{3}, {128}, {1}})
    ->Unit(benchmark::kMillisecond)
    ->ComputeStatistics("best", smallest);

}  // namespace
}  // namespace lauter
