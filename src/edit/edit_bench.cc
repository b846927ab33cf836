#include <benchmark/benchmark.h>

#include <string>

#include "edit/edit.h"

namespace lauter {
namespace {

/// 256 KiB of text with one edit every `gap` bytes.
void apply_bench(benchmark::State& state) {
  const std::string text(1 << 18, 'x');
  const auto gap = static_cast<uint64_t>(state.range(0));
  EditProgram program;
  for (uint64_t at = gap; at + 20 < text.size(); at += gap) {
    program.edits.push_back({{at, at + 17}, "+1 415 555 0134", {}});
  }
  for (auto _ : state) benchmark::DoNotOptimize(apply_program(program, text));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(apply_bench)->Arg(100)->Arg(1000)->Arg(100000);

void copy_bench(benchmark::State& state) {
  const std::string text(1 << 18, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(std::string(text));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(copy_bench);

}  // namespace
}  // namespace lauter
