// `lauter apply`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/destination.h"
#include "cli/run_summary.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "run/cluster/apply_job.h"
#include "run/output/output_folder.h"

namespace lauter {
namespace {

Result<void> check_flags(const Config& config) {
  if (config.programs.empty()) {
    return invalid_argument("apply: say which programs with --programs P");
  }
  if (config.output.empty()) {
    return invalid_argument("apply: say where to write with -o OUT (a folder, or - for stdout)");
  }
  if (config.invert && !config.key_file) {
    return invalid_argument("apply --invert: give the key of the run with --key-file");
  }
  return {};
}

Result<ApplyJob> make_apply_job(const Config& config, Destination& destination) {
  LAUTER_TRY(check_flags(config));
  ApplyJob job;
  LAUTER_ASSIGN(job.job, make_job(config));
  // Whatever its suffix says: programs are JSONL, and there is no flag to say so.
  auto programs = expand_inputs({config.programs}, ForcedFormat{}, config.store);
  if (!programs.ok()) return std::move(programs.error()).context("--programs");
  job.programs = std::move(*programs);
  if (config.programs == "-" && reads_stdin(job.job.inputs)) {
    return invalid_argument("apply: only one of INPUT and --programs can be - (standard input)");
  }
  job.dialect = dialect_of_name(config.dialect).value_or(Dialect::kLauter);
  job.invert = config.invert;
  job.version = lauter_version();
  job.resume = config.resume;
  job.overwrite = config.overwrite;
  // Before a key is made: a refused run leaves nothing behind.
  LAUTER_ASSIGN(destination, Destination::open(config));
  if (!config.to_stdout()) {
    LAUTER_TRY(check_inputs_stay(config.output, job.job.inputs));
    LAUTER_TRY(check_inputs_stay(config.output, job.programs));
  }
  if (config.key_file || !config.to_stdout()) {
    LAUTER_ASSIGN(job.log_key, make_key(config));
    if (config.key_file) job.key = job.log_key;
  }
  LAUTER_TRY(destination.prepare());
  job.out = destination.folder();
  job.stage = destination.stage();
  return job;
}

/// Programs that no row took, and rows that found none.
std::string program_summary(const ProgramCounts& programs) {
  std::string text;
  const auto add = [&text](uint64_t n, const char* noun, const char* what) {
    if (n > 0) text += (text.empty() ? "" : ", ") + counted(n, noun) + what;
  };
  add(programs.missing, "row", " without a program");
  add(programs.duplicates, "duplicate program", " left out");
  add(programs.unused, "program", " of no row");
  add(programs.unreadable, "program row", " unreadable");
  return text.empty() ? text : "lauter: " + text + "\n";
}

}  // namespace

int run_apply(const Config& config) {
  Destination destination;
  auto job = make_apply_job(config, destination);
  if (!job.ok()) return fail(job.error());
  ProgressBar bar(config, "apply");
  job->job.progress = bar.sink();
  const auto say_end = [&](const RefineResult& result) {
    if (config.quiet) return;
    say(run_summary(result.report));
    if (result.report.programs) say(program_summary(*result.report.programs));
    if (!config.to_stdout()) say("  report    " + join_path(config.output, "report.html") + "\n");
    if (result.interrupted && !config.to_stdout()) {
      say("lauter: interrupted; the same command with --resume goes on\n");
    }
  };
  job->job.leave = [&](const RefineResult& written) {
    bar.clear();
    if (write_reports(destination.folder(), written.report).ok()) say_end(written);
  };
  auto result =
      config.to_stdout() ? apply_to_sink(*job, write_stdout) : apply_to_folder(*job);
  bar.clear();
  if (!result.ok()) return fail(result.error());
  const RunReport& report = result->report;
  if (!config.to_stdout()) {
    const auto written = write_reports(destination.folder(), report);
    if (!written.ok()) return fail(written.error());
    if (!result->interrupted) {
      const auto joined = destination.join(job->job.inputs);
      if (!joined.ok()) return fail(joined.error());
      const auto finished = destination.finish();
      if (!finished.ok()) return fail(finished.error());
      result->interrupted = !*finished;
    }
  }
  say_end(*result);
  if (result->interrupted) return kExitInterrupted;
  return report.stats.rows_rejected > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
