// Bytes a second of one core for what reads every document once, and seconds for the figures of a
// whole corpus. Generated prose.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "curate/detector/ngram_lm.h"
#include "curate/metrics/bench_texts_test_support.h"
#include "curate/metrics/bleu.h"
#include "curate/metrics/error_signs.h"
#include "curate/metrics/lexical_diversity.h"
#include "curate/metrics/text_overlap.h"
#include "curate/selection/near_duplicates.h"

namespace lauter {
namespace {

/// Runs each(text) over the texts, and counts bytes.
template <typename Each>
void over_texts(benchmark::State& state, Each each) {
  const std::vector<std::string> texts = bench_texts(200);
  int64_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      each(text);
      bytes += static_cast<int64_t>(text.size());
    }
  }
  state.SetBytesProcessed(bytes);
}

void lexical(benchmark::State& state) {
  LexicalScratch scratch;
  over_texts(state, [&](const std::string& text) {
    benchmark::DoNotOptimize(lexical_diversity(text, {}, scratch));
  });
}

void sketches(benchmark::State& state) {
  SketchScratch scratch;
  over_texts(state,
             [&](const std::string& text) { benchmark::DoNotOptimize(sketch(text, scratch)); });
}

void signs(benchmark::State& state) {
  SignScratch scratch;
  over_texts(state, [&](const std::string& text) {
    const std::string_view half = std::string_view(text).substr(0, text.size() / 2);
    benchmark::DoNotOptimize(error_signs(text, half, scratch));
  });
}

/// Argument: the order.
void lm_train(benchmark::State& state) {
  const std::vector<std::string> texts = bench_texts(4000);
  int64_t bytes = 0;
  for (auto _ : state) {
    NgramLmTrainer trainer = *NgramLmTrainer::make({.order = static_cast<uint32_t>(state.range())});
    for (const std::string& text : texts) {
      if (!trainer.add(text).ok()) return state.SkipWithError("the model is full");
      bytes += static_cast<int64_t>(text.size());
    }
    const NgramLm lm = std::move(trainer).finish();
    state.counters["ngrams"] = static_cast<double>(lm.ngrams(lm.order()));
  }
  state.SetBytesProcessed(bytes);
}

void lm_score(benchmark::State& state) {
  NgramLmTrainer trainer = *NgramLmTrainer::make({.order = static_cast<uint32_t>(state.range())});
  for (const std::string& text : bench_texts(4000)) {
    if (!trainer.add(text).ok()) return state.SkipWithError("the model is full");
  }
  const NgramLm lm = std::move(trainer).finish();
  LmScratch scratch;
  over_texts(state,
             [&](const std::string& text) { benchmark::DoNotOptimize(lm.score(text, scratch)); });
}

/// Argument: texts.
void self_bleu_of(benchmark::State& state) {
  const std::vector<std::string> texts = bench_texts(static_cast<int>(state.range()));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  for (auto _ : state) benchmark::DoNotOptimize(self_bleu(views));
}

/// Arguments: texts, threads.
void rouge2(benchmark::State& state) {
  const std::vector<std::string> texts = bench_texts(static_cast<int>(state.range(0)));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  for (auto _ : state) {
    benchmark::DoNotOptimize(mean_pairwise_rouge2(views, static_cast<int>(state.range(1))));
  }
}

BENCHMARK(lexical);
BENCHMARK(sketches);
BENCHMARK(signs);
BENCHMARK(lm_train)->Arg(3)->Arg(5)->Unit(benchmark::kMillisecond);
BENCHMARK(lm_score)->Arg(3)->Arg(5);
BENCHMARK(self_bleu_of)->Arg(1000)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(rouge2)
    ->Args({10'000, 1})
    ->Args({10'000, 2})
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lauter
