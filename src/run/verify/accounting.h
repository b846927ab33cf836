/// What the files hold against what report and journal say, and what lies in OUT that no run made.
#pragma once

#include <vector>

#include "run/verify/finished_run.h"
#include "run/verify/quick_pass.h"

namespace lauter {

/// Report against journal, and both against the rows. Rows that have faults of their own are not
/// counted again. `with_inputs`: the figures of `verdicts` are whole.
void check_figures(const VerifyJob& job, const FinishedRun& run, const std::vector<QuickVerdict>& verdicts,
                   bool with_inputs, VerifyFaults& faults);

/// Files that are missing, and files that are no part of a finished run. Errors: those of reading the
/// folder.
Result<void> check_files(const VerifyJob& job, const FinishedRun& run, const std::vector<QuickVerdict>& verdicts,
                         VerifyFaults& faults);

}  // namespace lauter
