/// `lauter distill`: pairs of raw and refined rows to edit programs.
#pragma once

#include <string>

#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "edit/dialect/distill.h"
#include "run/jobs/distill_report.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct DistillJob {
  JobOptions job{};  ///< `inputs` are the raw rows; the recipe only gives limits
  Inputs refined{};
  DistillOptions options{};
  Dialect dialect = Dialect::kLauter;
  bool sft =
      false;  ///< OUT/sft.jsonl too: chat rows to train a model on (refinex if dialect is lauter)
  std::string version{};
  std::string out{};  ///< the folder
  bool overwrite = false;
};

struct DistillResult {
  DistillRun run{};
  bool interrupted = false;  ///< ended by `stop`: OUT has no finished file
};

/// Writes OUT/programs.jsonl (rows {"id","program":[OP...]}, {"id","program_text"} in text
/// dialects), OUT/rejected.jsonl (the raw rows, and the refined rows without a raw one, with
/// "lauter_reason") and OUT/report.json. Rows are in the order of the raw input, unpaired refined
/// rows in theirs behind them; the bytes do not depend on threads. Memory: as refine, and what
/// RefinedSource keeps. With a row limit refined rows left over are not looked at. Errors: those of
/// reading, writing and RefinedSource; kInvalidArgument for a non-empty OUT without overwrite.
Result<DistillResult> distill_to_folder(const DistillJob& job);

}  // namespace lauter
