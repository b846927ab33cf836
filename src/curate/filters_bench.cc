// Bytes a second of one core, over prose with the punctuation, quotes and digits of web text. Every
// document passes its filter: a document that is dropped early would only be faster.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "curate/document_filter.h"

namespace lauter {
namespace {

/// 200 documents of some 5 KB: 4,000 words drawn by Zipf's law (log-uniform ranks), the first of them
/// with the marks, quotes and digits of web text.
std::vector<std::string> documents() {
  std::vector<std::string> vocabulary = {
      "the",  "of",    "and",   "to",     "a",       "in",         "that",  "was",   "it",    "for",
      "with", "have",  "on",    "as",     "be",      "been",       "don't", "it's",  "said,", "which",
      "1893", "half)", "(about", "12,400", "yards,", "well-known", "caf\u00E9", "\u201Cno", "end.\u201D"};
  uint64_t state = 42;
  const auto draw = [&state](uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % n;
  };
  while (vocabulary.size() < 4000) {
    std::string word;
    for (uint64_t n = 3 + draw(8); n > 0; --n) word += static_cast<char>('a' + draw(26));
    vocabulary.push_back(std::move(word));
  }
  std::vector<std::string> list;
  for (int document = 0; document < 200; ++document) {
    std::string text;
    for (int paragraph = 0; paragraph < 8; ++paragraph) {
      for (int word = 0; word < 100; ++word) {
        const double rank = std::pow(4000.0, static_cast<double>(draw(1 << 20)) / (1 << 20));
        text += (word == 0 ? "" : " ") + vocabulary[static_cast<size_t>(rank) - 1];
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
