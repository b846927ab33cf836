#include "run/verify/verify_job.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "json/members.h"
#include "run/jobs/refine_job.h"
#include "run/verify/accounting.h"
#include "run/verify/careful_pass.h"
#include "run/verify/finished_run.h"
#include "run/verify/quick_pass.h"

namespace lauter {
namespace {

/// The key, if it is that of the run.
std::optional<LogKeys> keys_of(const VerifyJob& job, const FinishedRun& run, VerifyFaults& faults) {
  if (!job.key) return std::nullopt;
  if (key_id(*job.key) == string_at(run.header, "key_id")) return LogKeys(*job.key);
  faults.add(job.key_path, 0, "is not the key of this run; keyed hashes were not checked");
  return std::nullopt;
}

}  // namespace

Result<VerifyResult> verify_run(const VerifyJob& job) {
  const auto began = std::chrono::steady_clock::now();
  VerifyResult result;
  VerifyFaults& faults = result.faults;
  LAUTER_ASSIGN(const auto run, read_finished_run(job, faults));
  if (run == nullptr) return result;
  const std::optional<LogKeys> keys = keys_of(job, *run, faults);
  const LogKeys* key = keys ? &*keys : nullptr;
  LAUTER_ASSIGN(auto verdicts, quick_pass(job, *run, key));
  std::vector<size_t> together(run->files.size());
  std::iota(together.begin(), together.end(), 0);
  const bool is_joined = !run->one_file.empty();
  for (size_t i = 0; i < verdicts.size() && !(is_joined && i > 0); ++i) {
    if (verdicts[i].is_sound) continue;
    LAUTER_TRY(careful_pass(job, *run, is_joined ? together : std::vector<size_t>{i}, key, verdicts, faults));
  }
  result.with_inputs = !job.inputs.empty() && std::ranges::all_of(run->files, [](const VerifiedFile& file) { return file.has_input; });
  result.with_key = key != nullptr;
  check_figures(job, *run, verdicts, result.with_inputs, faults);
  LAUTER_TRY(check_files(job, *run, verdicts, faults));
  result.files = run->files.size();
  for (const QuickVerdict& verdict : verdicts) {
    result.rows += verdict.stats.rows_in;
    result.kept += verdict.stats.rows_kept;
    result.edited += verdict.stats.rows_edited;
    result.rejected += verdict.stats.rows_rejected;
    result.bytes += result.with_inputs ? verdict.stats.bytes_in : verdict.data_bytes;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

}  // namespace lauter
