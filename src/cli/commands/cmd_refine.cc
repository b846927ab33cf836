// `lauter refine`.
#include <cstdio>

#include "cli/cluster.h"
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/object_storage.h"
#include "cli/refine_files.h"
#include "cli/run_summary.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "run/steps/llm_estimate.h"

namespace lauter {

namespace {

std::string estimate_table(const LlmEstimate& e) {
  std::string text = "lauter: dry run: nothing was sent; " + with_commas(e.rows_sampled) + " of " +
                     counted(e.rows, "row") + " sampled; 95 % intervals; repairs not included\n";
  const auto line = [&text](const char* name, const Estimate& estimate, int decimals) {
    const auto number = [decimals](double value) {
      char buffer[64];
      std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
      return std::string(buffer);
    };
    text += std::string("  ") + name + "  " + number(estimate.total) + "   (" + number(estimate.low) +
            " to " + number(estimate.high) + ")\n";
  };
  line("rows asked     ", e.rows_asked, 0);
  line("requests       ", e.requests, 0);
  line("input tokens   ", e.input_tokens, 0);
  line("output tokens  ", e.output_tokens, 0);
  line("money          ", e.money, 4);
  line("minutes at caps", e.minutes, 1);
  return text;
}

int run_dry(const Config& config) {
  const auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  const auto key = SecretKey::random();
  if (!key.ok()) return fail(key.error());
  const auto estimate = estimate_llm(*job, *key);
  if (!estimate.ok()) return fail(estimate.error());
  if (!config.quiet) say(estimate_table(*estimate));
  return print(estimate_to_json(*estimate).to_string() + "\n");
}

}  // namespace

int run_refine(const Config& config) {
  if (config.dry_run) return run_dry(config);
  RefineJob job;
  auto destination = set_up_refine(config, job);
  if (!destination.ok()) return fail(destination.error());
  if (config.executor != "local") return start_cluster_run(config, job, *destination);

  ProgressBar bar(config, std::string(command_spec(config.command).name));
  job.job.progress = bar.sink();
  const auto say_end = [&](const RefineResult& result) {
    if (config.quiet) return;
    say(run_summary(result.report));
    if (!config.to_stdout()) say("  report    " + join_path(config.output, "report.html") + "\n");
    if (result.interrupted && !config.to_stdout()) {
      say("lauter: interrupted; the same command with --resume goes on\n");
    }
  };
  job.job.leave = [&](const RefineResult& written) {
    bar.clear();
    if (write_reports(destination->folder(), written.report).ok()) say_end(written);
  };
  auto result = config.to_stdout() ? refine_to_sink(job, write_stdout) : refine_to_destination(job, *destination);
  bar.clear();
  if (!result.ok()) return fail(result.error());
  say_end(*result);
  if (result->interrupted) return kExitInterrupted;
  return result->report.stats.rows_rejected > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
