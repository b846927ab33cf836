// `lauter curate`.
#include "cli/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "io/files.h"
#include "report/curate_html.h"

namespace lauter {
namespace {

Result<CurateJob> make_curate_job(const Config& config) {
  if (!config.positional.empty()) {
    return invalid_argument("curate: \"" + config.positional.front() +
                            "\": the recipe names the inputs");
  }
  if (config.recipe == "anonymize") {
    return invalid_argument("curate: say what to curate, and how, with --recipe FILE.yaml");
  }
  if (config.output.empty() || config.to_stdout()) {
    return invalid_argument("curate: say which folder to write to with -o OUT (stdout is none)");
  }
  CurateJob job;
  std::vector<std::string> overrides = config.overrides;
  if (config.seed != 0) overrides.push_back("seed=" + std::to_string(config.seed));
  LAUTER_ASSIGN(job.recipe, load_curate_recipe(config.recipe, overrides));
  job.out = config.output;
  job.overwrite = config.overwrite;
  job.resume = config.resume;
  job.threads = config.threads;
  job.stop = &stop_flag();
  job.version = lauter_version();
  return job;
}

void say_summary(const CurateReport& report) {
  say("lauter: " + with_commas(report.rows_in()) + " rows: " +
      with_commas(report.rows(Fate::kTaken)) + " taken\n");
  for (size_t i = 1; i < kFates; ++i) {
    const auto fate = static_cast<Fate>(i);
    if (report.rows(fate) == 0) continue;
    say("  " + with_commas(report.rows(fate)) + " left out: " + std::string(fate_name(fate)) + "\n");
  }
  if (report.learnt.guard && !report.learnt.guard->kept) {
    say("  the order is random: `select` was not better by proxy runs (strategy.guard)\n");
  }
}

}  // namespace

int run_curate(const Config& config) {
  const auto job = make_curate_job(config);
  if (!job.ok()) return fail(job.error());
  const auto report = curate_to_folder(*job);
  if (!report.ok() && stop_flag().load()) {
    say("lauter: interrupted; the same command with --resume goes on\n");
    return kExitInterrupted;
  }
  if (!report.ok()) return fail(report.error());
  const auto page =
      write_file_atomic(join_path(config.output, "report.html"), render_curate_html(*report));
  if (!page.ok()) return fail(page.error());
  if (!config.quiet) say_summary(*report);
  return report->rows(Fate::kMalformed) > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
