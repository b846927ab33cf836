/// The whole of OUT, many chunks at a time: what is sound needs no second look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/output/report_data.h"
#include "run/verify/finished_run.h"
#include "run/verify/logged_row.h"

namespace lauter {

/// What became of one input's outputs.
struct QuickVerdict {
  bool is_sound = true;  ///< else the careful pass says what is wrong
  bool is_counted = true;  ///< `stats` are of all its rows
  RunStats stats{};      ///< of a sound one, by the log
  uint64_t data_bytes = 0;  ///< of the file in data/ as it is on disk
  std::array<bool, 3> exists{};  ///< which of data, edits and rejected there must be
  /// The first byte of data/ or rejected/ that is not as it must be, and the row that it is of.
  struct Difference {
    std::string path{};
    uint64_t byte = 0;
    uint64_t row = 0;  ///< of the input
  };
  std::optional<Difference> difference{};
};

/// One verdict a file of the run; where all data is in one file they are sound together, or not.
/// Errors: kUnavailable if it was stopped; else what is wrong is a verdict.
Result<std::vector<QuickVerdict>> quick_pass(const VerifyJob& job, const FinishedRun& run, const LogKeys* keys);

/// Adds what an input row that can be read says to the figures.
void count_read_row(const Row& row, bool is_apply, RunStats& stats);
/// Adds what a log row says to the figures. `row`: of the input, null if it is not known.
void count_logged_row(const LoggedRow& logged, const Row* row, bool is_apply, RunStats& stats);

}  // namespace lauter
