#include <benchmark/benchmark.h>

#include <string>

#include "text/canonical.h"
#include "text/utf8.h"

namespace lauter {
namespace {

std::string repeat(std::string_view piece, size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

const std::string& sample(int64_t kind) {
  static const std::string kAscii =
      repeat("The train to the coast leaves at nine, and we will be there by noon. ", 1 << 18);
  static const std::string kQuotes = repeat(
      "\u201CWe don\u2019t know,\u201D she said \u2014 the caf\u00E9 was closed\u2026 again. ",
      1 << 18);
  static const std::string kChinese = repeat("\u4ECA\u5929\u5929\u6C14\u5F88\u597D\u3002", 1 << 18);
  static const std::string kRussian =
      repeat("\u0421\u0435\u0433\u043E\u0434\u043D\u044F ", 1 << 18);
  static const std::string kChinesePunct =
      repeat("\u4ECA\u5929\u5929\u6C14\u5F88\u597D\uFF0C\u6211\u4EEC\u53BB\uFF01", 1 << 18);
  switch (kind) {
    case 0:
      return kAscii;
    case 1:
      return kQuotes;
    case 2:
      return kChinese;
    case 3:
      return kRussian;
    default:
      return kChinesePunct;
  }
}

void canonicalize_bench(benchmark::State& state) {
  const std::string& text = sample(state.range(0));
  CanonicalBuffer buffer;
  for (auto _ : state) benchmark::DoNotOptimize(canonicalize(text, buffer));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(canonicalize_bench)->DenseRange(0, 4);

void validate_bench(benchmark::State& state) {
  const std::string& text = sample(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(find_utf8_error(text));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(validate_bench)->DenseRange(0, 4);

void memcpy_bench(benchmark::State& state) {
  const std::string& text = sample(0);
  std::string copy(text.size(), '\0');
  for (auto _ : state) {
    std::copy(text.begin(), text.end(), copy.begin());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(memcpy_bench);

}  // namespace
}  // namespace lauter
