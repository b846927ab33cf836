/// Figures of a `distill` run: OUT/report.json.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "edit/dialect/dialect.h"
#include "edit/dialect/distill.h"
#include "edit/dialect/sft.h"
#include "json/value.h"

namespace lauter {

/// How often values fell below each of some bounds; the last bin is what is above all.
template <size_t N>
struct Histogram {
  std::array<uint64_t, N> bounds;  ///< bin i: values below bounds[i] and not in a bin before
  std::array<uint64_t, N + 1> bins{};

  void add(uint64_t value) {
    size_t i = 0;
    while (i < N && value >= bounds[i]) ++i;
    ++bins[i];
  }
  void add(const Histogram& other) {
    for (size_t i = 0; i <= N; ++i) bins[i] += other.bins[i];
  }
};

/// Adds up over chunks.
struct DistillStats {
  uint64_t raw_rows = 0;
  uint64_t unpaired_refined_rows = 0;  ///< rejected: no raw row has their id
  uint64_t programs = 0;
  uint64_t unchanged = 0;  ///< programs that keep everything
  uint64_t rejected = 0;
  std::map<std::string, uint64_t, std::less<>> reject_reasons{};
  uint64_t raw_bytes = 0;      ///< decoded texts of pairs
  uint64_t raw_chars = 0;      ///< of pairs with a program
  uint64_t deleted_chars = 0;  ///< by programs

  uint64_t deletions = 0;  ///< runs of compared pairs, rejected ones too
  uint64_t insertions = 0;
  uint64_t replacements = 0;
  uint64_t folded = 0;
  uint64_t unproven_runs = 0;
  uint64_t unproven_cost = 0;
  uint64_t proven_subsequences = 0;

  uint64_t said = 0;  ///< edits that the dialect says exactly
  std::array<uint64_t, kLosses> lost{};
  uint64_t lossy_programs = 0;
  std::optional<SftCounts> sft{};  ///< of OUT/sft.jsonl, if it is written

  Histogram<8> edits_a_program{{1, 2, 3, 5, 9, 17, 33, 65}};
  Histogram<8> deleted_percent{{1, 2, 5, 10, 20, 40, 60, 80}};
  Histogram<8> chars_an_edit{{4, 10, 20, 50, 100, 200, 500, 2000}};
  Histogram<8> longest_insert{{1, 2, 5, 10, 20, 50, 100, 500}};  ///< of compared pairs

  void add(const DistillStats& other);
  void add_rejected(std::string_view reason);
  /// raw rows + unpaired refined rows = programs + rejected.
  bool rows_add_up() const { return raw_rows + unpaired_refined_rows == programs + rejected; }
};

struct DistillRun {
  std::string version{};
  DistillOptions options{};
  Dialect dialect = Dialect::kLauter;
  uint64_t refined_rows = 0;
  bool complete = true;  ///< false: --limit ended it
  double seconds = 0;
  int threads = 1;
  DistillStats stats{};
};

JsonValue distill_report_to_json(const DistillRun& run);

}  // namespace lauter
