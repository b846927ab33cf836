#include "run/passes/tie_counts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace lauter {

void TieCounts::add(std::optional<uint64_t> combination) {
  if (!combination) return;
  if (*combination == 0) {
    ++rows_without_;
    return;
  }
  ++rows_with_;
  add(*combination, 1);
}

void TieCounts::add(uint64_t combination, uint64_t rows) {
  if (rows_of_.size() == kMost && combination > rows_of_.rbegin()->first) return;
  rows_of_[combination] += rows;
  // A combination that leaves has smaller ones enough for good: it would never have come back.
  if (rows_of_.size() > kMost) rows_of_.erase(std::prev(rows_of_.end()));
}

void TieCounts::add(const TieCounts& other) {
  rows_without_ += other.rows_without_;
  rows_with_ += other.rows_with_;
  for (const auto& [combination, rows] : other.rows_of_) add(combination, rows);
}

TieCounts TieCounts::restored(uint64_t rows_without, uint64_t rows_with,
                              std::map<uint64_t, uint64_t> sample) {
  TieCounts counts;
  counts.rows_without_ = rows_without;
  counts.rows_with_ = rows_with;
  counts.rows_of_ = std::move(sample);
  return counts;
}

TieSummary TieCounts::summary() const {
  TieSummary summary{.rows_without = rows_without_, .rows_with = rows_with_};
  uint64_t rows = 0;
  uint64_t alone = 0;
  uint64_t few = 0;
  for (const auto& [combination, n] : rows_of_) {
    rows += n;
    if (n == 1) ++alone;
    if (n > 1 && n < 5) few += n;
  }
  summary.is_exact = rows_of_.size() < kMost || rows == rows_with_;
  double scale = 1;
  if (!summary.is_exact) {
    // Hashes are uniform: the kMost-th smallest of D lies near kMost / D of the range.
    const double share = std::ldexp(static_cast<double>(rows_of_.rbegin()->first), -64);
    scale = static_cast<double>(kMost - 1) / share / static_cast<double>(kMost);
  }
  const auto scaled = [&](uint64_t n) {
    return std::min(rows_with_, static_cast<uint64_t>(std::llround(static_cast<double>(n) * scale)));
  };
  summary.combinations = scaled(rows_of_.size());
  summary.rows_alone = scaled(alone);
  summary.rows_of_few = std::min(scaled(few), rows_with_ - summary.rows_alone);
  summary.rows_of_many = rows_with_ - summary.rows_alone - summary.rows_of_few;
  return summary;
}

}  // namespace lauter
