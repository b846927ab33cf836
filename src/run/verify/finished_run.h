/// What OUT says of itself: the settings and inputs of its run, and where everything of it is.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/input.h"
#include "io/parquet.h"
#include "io/row.h"
#include "run/output/journal.h"
#include "run/output/output_folder.h"
#include "run/output/report_data.h"
#include "run/output/run_totals.h"
#include "run/verify/faults.h"

namespace lauter {

struct VerifyJob;

/// One input of the run and what became of it.
struct VerifiedFile {
  InputFile input{};   ///< where the original is now, if has_input
  bool has_input = false;
  bool is_input_changed = false;  ///< by content_hash()
  InputFile data{};    ///< what was written to data/, as a file to read
  std::array<std::string, 3> paths{};  ///< of OutputNames
};

struct FinishedRun {
  Inputs inputs;           ///< as the run read them
  JsonValue header{};
  RunTotals totals;                  ///< of the journal
  std::optional<RunReport> report{};  ///< nothing: it is missing or broken, which was told
  JsonValue report_json{};
  RowOptions rows{};
  uint64_t limit_rows = 0;
  bool is_apply = false;
  bool with_edits = true;
  std::string one_file{};  ///< all data is in it; empty: in data/
  std::vector<VerifiedFile> files{};
  size_t unnamed_inputs = 0;  ///< that neither the journal nor the caller names

  explicit FinishedRun(Inputs as_read) : inputs(std::move(as_read)), totals(inputs) {}
  FinishedRun(const FinishedRun&) = delete;
};

/// Reads journal and report, and finds inputs and outputs; what is wrong with these goes to `faults`.
/// Errors, of what cannot be checked: kNotFound without a finished journal; kInvalidArgument for a
/// folder of another command or an unfinished run; those of open_parquet().
Result<std::unique_ptr<FinishedRun>> read_finished_run(const VerifyJob& job, VerifyFaults& faults);

}  // namespace lauter
