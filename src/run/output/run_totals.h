/// The figures of a whole run: sums of what the journal's rows, or the shards of a cluster, say.
#pragma once

#include <cstdint>
#include <vector>

#include "io/input.h"
#include "run/output/journal.h"
#include "run/output/report_data.h"
#include "run/output/sampler.h"

namespace lauter {

/// Keeps a reference to `inputs`.
class RunTotals {
 public:
  explicit RunTotals(const Inputs& inputs) : inputs_(inputs) {}

  void add(const JournalRow& row);
  const RunStats& stats() const { return stats_; }
  double wall_seconds() const { return wall_seconds_; }
  SampleSet& samples() { return samples_; }
  /// Everything that has been added, as a row.
  JournalRow as_row() const;

  void fill(RunReport& report) const;

 private:
  void add_file(size_t index, const RunStats& stats);

  const Inputs& inputs_;
  RunStats stats_;
  double wall_seconds_ = 0;
  std::vector<FileReport> files_;
  SampleSet samples_;
};

/// The most memory that this process has held.
uint64_t peak_memory_bytes();

}  // namespace lauter
