/// Files in which the quick pass met a fault, row by row, to say where and what.
#pragma once

#include <vector>

#include "base/result.h"
#include "run/jobs/progress_meter.h"
#include "run/verify/finished_run.h"
#include "run/verify/logged_row.h"
#include "run/verify/quick_pass.h"

namespace lauter {

/// `files` have one file of data/, or share one. Adds their faults; those without any get the figures
/// of their rows and are sound after all. Errors: kUnavailable if it was stopped.
Result<void> careful_pass(const VerifyJob& job, const FinishedRun& run, const std::vector<size_t>& files,
                          const LogKeys* keys, std::vector<QuickVerdict>& verdicts, VerifyFaults& faults, ProgressMeter& meter);

}  // namespace lauter
