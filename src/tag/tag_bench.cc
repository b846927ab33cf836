/// Time a token of a model over real text, part by part, as SpanTagger reads it: `tokenize`,
/// `features` of windows of 2,048 tokens, `all` (both, the encoder and the head "pii").
///   TEXT=novel.txt taskset -c 1 build/release/src/tag_bench --benchmark_repetitions=9
/// MODEL: a weights file (default models/small.safetensors). Where other work runs beside it, `best`
/// is the figure to read.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tag/tag_model.h"

namespace lauter {
namespace {

std::string content(const char* variable, const char* fallback) {
  const char* path = std::getenv(variable);
  std::ifstream file(path != nullptr ? path : fallback, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Sample {
  std::string text = content("TEXT", "README.md");
  std::string file = content("MODEL", "models/small.safetensors");
  Result<TagModel> model = TagModel::load(file);
};

const Sample& sample() {
  static const Sample kSample;
  return kSample;
}

template <typename Read>
void over_windows(size_t tokens, const Read& read) {
  constexpr size_t kWindow = 2048;
  for (size_t first = 0; first < tokens; first += kWindow) {
    read(first, std::min(tokens, first + kWindow));
  }
}

void count(benchmark::State& state, size_t tokens) {
  const auto done = static_cast<double>(state.iterations()) * static_cast<double>(tokens);
  state.counters["s/token"] =
      benchmark::Counter(done, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

double smallest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

void tokenize_text(benchmark::State& state) {
  std::vector<Token> tokens;
  for (auto _ : state) tokenize(sample().text, tokens);
  count(state, tokens.size());
}

void features(benchmark::State& state) {
  std::vector<Token> tokens;
  tokenize(sample().text, tokens);
  const uint32_t rows = sample().model->config().rows;
  TokenFeatures out;
  for (auto _ : state) {
    over_windows(tokens.size(), [&](size_t first, size_t last) {
      extract_features(sample().text, std::span(tokens).subspan(first, last - first), rows, out);
    });
  }
  count(state, tokens.size());
}

void all(benchmark::State& state) {
  const TagModel& model = *sample().model;
  const size_t head = *model.head("pii", HeadKind::kToken);
  TagScratch scratch;
  std::vector<float> scores;
  for (auto _ : state) {
    tokenize(sample().text, scratch.tokens);
    over_windows(scratch.tokens.size(), [&](size_t first, size_t last) {
      model.run_range(head, sample().text, {first, last}, scratch, scores);
    });
  }
  count(state, scratch.tokens.size());
}

BENCHMARK(tokenize_text)->Unit(benchmark::kMillisecond)->ComputeStatistics("best", smallest);
BENCHMARK(features)->Unit(benchmark::kMillisecond)->ComputeStatistics("best", smallest);
BENCHMARK(all)->Unit(benchmark::kMillisecond)->ComputeStatistics("best", smallest);

}  // namespace
}  // namespace lauter
