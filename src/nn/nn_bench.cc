/// Tokens a second of the encoder on random models of the shipped sizes.
///   taskset -c 0 build/release/src/nn_bench
#include <benchmark/benchmark.h>

#include <string>

#include "nn/encoder.h"
#include "nn/kernels.h"
#include "nn/random_model.h"

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
  state.counters["tokens/s"] = benchmark::Counter(done, benchmark::Counter::kIsRate);
  state.counters["ops/s"] = benchmark::Counter(done * per_token, benchmark::Counter::kIsRate);
}

void small_f32(benchmark::State& state) {
  encode(state, small_config(), DType::kF32, static_cast<size_t>(state.range(0)), {});
}
void small_i8(benchmark::State& state) {
  encode(state, small_config(), DType::kI8, static_cast<size_t>(state.range(0)), {});
}
BENCHMARK(small_f32)->Arg(32)->Arg(512)->Arg(16384)->Unit(benchmark::kMillisecond);
BENCHMARK(small_i8)->Arg(32)->Arg(512)->Arg(16384)->Unit(benchmark::kMillisecond);

void small_portable(benchmark::State& state) {
  encode(state, small_config(), state.range(0) == 0 ? DType::kF32 : DType::kI8, 512,
         {.portable = true});
}
BENCHMARK(small_portable)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lauter
