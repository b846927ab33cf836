// Bytes a second of one core, over prose with the punctuation, quotes and digits of web text. Every
// document passes its filter: a document that is dropped early would only be faster.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "curate/filters/document_filter.h"
#include "curate/metrics/bench_texts_test_support.h"

namespace lauter {
namespace {

void run(benchmark::State& state, const FilterOptions& options) {
  const std::vector<std::string> texts = bench_texts(200);
  const auto words = std::make_shared<const EnglishWords>();
  const DocumentFilter filter = *DocumentFilter::make(options, words);
  FilterScratch scratch;
  int64_t bytes = 0;
  int64_t dropped = 0;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      dropped += filter.judge(text, scratch).drop() ? 1 : 0;
      bytes += static_cast<int64_t>(text.size());
    }
  }
  state.SetBytesProcessed(bytes);
  state.counters["dropped"] =
      static_cast<double>(dropped) / static_cast<double>(state.iterations());
}

void words(benchmark::State& state) {
  const std::vector<std::string> texts = bench_texts(200);
  const EnglishWords english;
  std::vector<Word> list;
  int64_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      english.split(text, list);
      benchmark::DoNotOptimize(list.data());
      bytes += static_cast<int64_t>(text.size());
    }
  }
  state.SetBytesProcessed(bytes);
}

BENCHMARK(words);
BENCHMARK_CAPTURE(run, gopher_quality, GopherQualityOptions());
BENCHMARK_CAPTURE(run, gopher_repetition, GopherRepetitionOptions());
BENCHMARK_CAPTURE(run, c4, C4Options());
BENCHMARK_CAPTURE(run, fineweb, FineWebOptions());

}  // namespace
}  // namespace lauter
