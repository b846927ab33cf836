/// Reading and executing text programs on documents of 3 KB, as refining models write them.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/check.h"
#include "edit/dialect/dialect.h"

namespace lauter {
namespace {

constexpr size_t kDocuments = 64;

struct Job {
  std::string text;
  std::string program;
};

/// Documents of about 3 KB in lines of 20 to 140 bytes, each with a menu, a footer and noise inside
/// lines.
std::vector<Job> jobs(bool with_remove_str) {
  std::vector<Job> jobs(kDocuments);
  uint32_t state = 1;
  const auto below = [&state](uint32_t n) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % n;
  };
  for (Job& job : jobs) {
    std::vector<uint64_t> noisy;
    uint64_t line = 0;
    while (job.text.size() < 3000) {
      ++line;
      for (uint32_t n = 3 + below(20); n > 0; --n) {
        job.text += std::string(2 + below(9), static_cast<char>('a' + below(26))) + " ";
      }
      if (below(4) == 0) {
        job.text += "(share: http://x.example/" + std::to_string(line) + ")";
        noisy.push_back(line);
      }
      job.text += '\n';
    }
    job.program = "remove_lines(1, 2)\nremove_lines(7, 9)\nremove_lines(15, 15)\nremove_lines(" +
                  std::to_string(line - 3) + ", " + std::to_string(line) + ")";
    if (!with_remove_str) continue;
    for (const uint64_t n : noisy) {
      job.program += "\nremove_str(" + std::to_string(n) + ", \"(share: http://x.example/" +
                     std::to_string(n) + ")\")";
    }
  }
  return jobs;
}

void execute_bench(benchmark::State& state, bool with_remove_str) {
  const std::vector<Job> all = jobs(with_remove_str);
  ProgramReader reader(Dialect::kRefinex);
  std::string refined;
  int64_t bytes = 0;
  for (auto _ : state) {
    for (const Job& job : all) {
      const auto done = reader.execute(job.program, job.text, refined);
      LAUTER_CHECK(done.ok(), "the benchmark's programs fit");
      benchmark::DoNotOptimize(refined.data());
      bytes += static_cast<int64_t>(job.text.size());
    }
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK_CAPTURE(execute_bench, remove_lines, false);
BENCHMARK_CAPTURE(execute_bench, remove_str, true);

void print_bench(benchmark::State& state) {
  const std::vector<Job> all = jobs(true);
  std::vector<EditProgram> programs;
  for (const Job& job : all) {
    programs.push_back(*parse_dialect(job.program, job.text, Dialect::kRefinex));
  }
  int64_t bytes = 0;
  for (auto _ : state) {
    for (size_t i = 0; i < all.size(); ++i) {
      benchmark::DoNotOptimize(print_dialect(programs[i], all[i].text, Dialect::kRefinex));
      bytes += static_cast<int64_t>(all[i].text.size());
    }
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(print_bench);

}  // namespace
}  // namespace lauter
