// `lauter find` and `lauter program`.
#include "cli/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "run/row_job.h"

namespace lauter {
namespace {

int finish(const Config& config, ProgressBar& bar, const Result<RowJobResult>& result) {
  bar.clear();
  if (!result.ok()) return fail(result.error());
  if (result->bad_rows > 0 && !config.quiet) {
    say("lauter: " + with_commas(result->bad_rows) + " of " + with_commas(result->rows) +
        " rows have an \"error\" instead of an answer\n");
  }
  if (result->interrupted) return kExitInterrupted;
  return result->bad_rows > 0 ? kExitRejected : kExitOk;
}

}  // namespace

int run_find(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  ProgressBar bar(config, "find");
  job->progress = bar.sink();
  return finish(config, bar, find_to_sink(*job, write_stdout));
}

int run_program(const Config& config) {
  if (config.dialect != "lauter") {
    return fail(unimplemented("--dialect " + config.dialect +
                              ": comes with the next version; this one writes `lauter` programs"));
  }
  RefineJob job;
  auto options = make_job(config);
  if (!options.ok()) return fail(options.error());
  job.job = std::move(*options);
  auto key = make_key(config);
  if (!key.ok()) return fail(key.error());
  job.key = std::move(*key);
  job.version = lauter_version();
  ProgressBar bar(config, "program");
  job.job.progress = bar.sink();
  return finish(config, bar, programs_to_sink(job, write_stdout));
}

}  // namespace lauter
