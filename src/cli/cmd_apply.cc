// `lauter apply`.
#include "cli/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "run/apply_job.h"

namespace lauter {

int run_apply(const Config& config) {
  if (config.programs.empty()) {
    return fail(invalid_argument("apply: say which programs with --programs P"));
  }
  if (config.output.empty()) {
    return fail(
        invalid_argument("apply: say where to write with -o OUT (a folder, or - for stdout)"));
  }
  if (config.invert && !config.key_file) {
    return fail(invalid_argument("apply --invert: give the key of the run with --key-file"));
  }
  auto options = make_job(config);
  if (!options.ok()) return fail(options.error());
  ApplyJob job;
  job.job = std::move(*options);
  auto programs = expand_inputs({config.programs});
  if (!programs.ok()) return fail(std::move(programs.error()).context("--programs"));
  job.programs = std::move(*programs);
  job.invert = config.invert;
  job.out = config.output;
  job.overwrite = config.overwrite;
  if (config.key_file) {
    auto key = make_key(config);
    if (!key.ok()) return fail(key.error());
    job.key = std::move(*key);
  }
  ProgressBar bar(config, "apply");
  job.job.progress = bar.sink();
  const auto stats = config.to_stdout() ? apply_to_sink(job, write_stdout) : apply_to_folder(job);
  bar.clear();
  if (!stats.ok()) return fail(stats.error());
  if (!config.quiet) {
    say("lauter: " + with_commas(stats->rows_in) + " rows: " + with_commas(stats->rows_kept) +
        " kept, " + with_commas(stats->rows_edited) +
        (config.invert ? " restored, " : " edited, ") + with_commas(stats->rows_rejected) +
        " rejected\n");
    for (const auto& [reason, rows] : stats->reject_reasons) {
      say("  " + with_commas(rows) + " rejected: " + reason + "\n");
    }
  }
  if (stop_flag().load()) return kExitInterrupted;
  return stats->rows_rejected > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
