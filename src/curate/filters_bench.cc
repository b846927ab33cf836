// Bytes a second of one core, over prose with the punctuation, quotes and digits of web text. Every
// document passes its filter: a document that is dropped early would only be faster.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "curate/document_filter.h"

namespace lauter {
namespace {

/// 200 documents of about 4 KB, words drawn from a small vocabulary by a fixed generator.
std::vector<std::string> documents() {
  static constexpr std::string_view kWords[] = {
      "the", "of", "and", "to", "with", "harbour", "lamp", "keeper", "winter", "that", "have", "been",
      "railway", "painters", "don't", "it's", "well-known", "people", "town", "(about", "half)",
      "1893", "12,400", "yards,", "shops,", "\u201Cno", "street\u201D", "caf\u00E9", "said", "because",
      "measured", "northern", "instrument", "between", "a", "in", "was", "for", "on", "as"};
  std::vector<std::string> list;
  uint64_t state = 42;
  const auto draw = [&state](uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % n;
  };
  for (int i = 0; i < 200; ++i) {
    std::string text;
    for (int paragraph = 0; paragraph < 8; ++paragraph) {
      for (int word = 0; word < 90; ++word) {
        if (word > 0) text += ' ';
        text += kWords[draw(std::size(kWords))];
        // Rare words keep n-grams from repeating, as they do in real text.
        if (draw(3) == 0) {
          text += ' ';
          for (int k = 0; k < 8; ++k) text += static_cast<char>('a' + draw(26));
        }
        if (draw(14) == 0) text += '.';
      }
      text += ".\n\n";
    }
    list.push_back(std::move(text));
  }
  return list;
}

void run(benchmark::State& state, const FilterOptions& options) {
  const std::vector<std::string> texts = documents();
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
  state.counters["dropped"] = static_cast<double>(dropped) / static_cast<double>(state.iterations());
}

void words(benchmark::State& state) {
  const std::vector<std::string> texts = documents();
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
