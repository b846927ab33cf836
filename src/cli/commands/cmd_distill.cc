// `lauter distill`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/destination.h"
#include "cli/terminal.h"
#include "run/jobs/distill_job.h"
#include "run/jobs/teach_job.h"
#include "run/output/output_folder.h"

namespace lauter {
namespace {

Result<DistillJob> make_distill_job(const Config& config, Destination& destination) {
  if (config.raw.empty()) return invalid_argument("distill: say what was refined with --raw A");
  if (config.refined.empty()) {
    return invalid_argument("distill: say what the expert made of it with --refined B, or what a run "
                            "made of it with --programs OUT/edits");
  }
  if (config.output.empty() || config.to_stdout()) {
    return invalid_argument("distill: say which folder to write to with -o OUT (stdout is none)");
  }
  if (!config.positional.empty()) {
    return invalid_argument("distill: \"" + config.positional.front() +
                            "\": inputs are given with --raw and --refined");
  }
  const auto dialect = dialect_of_name(config.dialect);
  if (dialect == Dialect::kUltrax) {
    return invalid_argument("--dialect ultrax: such programs are read, not written");
  }
  if (!dialect || (config.keep_all && *dialect != Dialect::kLauter)) {
    return invalid_argument("--dialect " + config.dialect +
                            ": --keep all is written in the dialect lauter only");
  }
  Config raw = config;
  raw.positional = {config.raw};
  DistillJob job;
  auto options = make_job(raw);
  if (!options.ok()) return std::move(options.error()).context("--raw");
  job.job = std::move(*options);
  auto refined = make_inputs(config, {config.refined});
  if (!refined.ok()) return std::move(refined.error()).context("--refined");
  job.refined = std::move(*refined);
  if (config.raw == "-" && config.refined == "-") {
    return invalid_argument("distill: only one of --raw and --refined can be - (standard input)");
  }
  LAUTER_TRY(check_inputs_stay(config.output, job.job.inputs));
  LAUTER_TRY(check_inputs_stay(config.output, job.refined));
  job.options = {.keep = config.keep_all ? KeepEdits::kAll : KeepEdits::kDeletions,
                 .max_insert = config.max_insert,
                 .min_deleted = config.min_deleted,
                 .keep_unchanged = config.keep_unchanged,
                 .seed = config.seed};
  job.dialect = *dialect;
  job.sft = config.sft;
  job.version = lauter_version();
  LAUTER_ASSIGN(destination, Destination::open(config));
  LAUTER_TRY(destination.prepare());
  job.out = destination.folder();
  job.overwrite = config.overwrite;
  return job;
}

void say_summary(const DistillRun& run) {
  const DistillStats& stats = run.stats;
  say("lauter: " + with_commas(stats.raw_rows) + " raw rows: " + with_commas(stats.programs) +
      " programs (" + with_commas(stats.unchanged) + " keep everything), " +
      with_commas(stats.rejected) + " rejected\n");
  for (const auto& [reason, rows] : stats.reject_reasons) {
    say("  " + with_commas(rows) + " rejected: " + reason + "\n");
  }
  for (size_t i = 0; i < kLosses; ++i) {
    if (stats.lost[i] == 0) continue;
    say("  " + counted(stats.lost[i], "edit") + " that the dialect cannot say: " +
        std::string(loss_name(static_cast<Loss>(i))) + "\n");
  }
}

/// Training data from what a run accepted.
int run_teach(const Config& config) {
  if (config.raw.empty()) return fail(invalid_argument("distill: needs --raw A"));
  if (config.output.empty() || config.to_stdout()) {
    return fail(invalid_argument("distill: say which folder to write to with -o OUT"));
  }
  Config raw = config;
  raw.positional = {config.raw};
  raw.dry_run = true;  // nobody is asked: no keys of servers are needed
  auto options = make_job(raw);
  if (!options.ok()) return fail(options.error());
  TeachJob job;
  job.job = std::move(*options);
  auto programs = expand_inputs({config.programs}, std::nullopt, config.store);
  if (!programs.ok()) return fail(std::move(programs.error()).context("--programs"));
  job.programs = std::move(*programs);
  job.overwrite = config.overwrite;
  for (const Inputs* inputs : {&job.job.inputs, &job.programs}) {
    if (const auto stay = check_inputs_stay(config.output, *inputs); !stay.ok()) {
      return fail(stay.error());
    }
  }
  auto destination = Destination::open(config);
  if (!destination.ok()) return fail(destination.error());
  if (const auto ready = destination->prepare(); !ready.ok()) return fail(ready.error());
  job.out = destination->folder();
  auto result = teach_to_folder(job);
  if (!result.ok()) return fail(result.error());
  if (!result->interrupted) {
    const auto finished = destination->finish();
    if (!finished.ok()) return fail(finished.error());
    result->interrupted = !*finished;
  }
  if (!config.quiet) {
    say("lauter: " + counted(result->rows, "row") + ": " + counted(result->students, "chat") +
        " in student.jsonl, " + counted(result->heads, "row") + " in heads.jsonl\n");
    for (const auto& [reason, rows] : result->left_out) {
      say("  " + with_commas(rows) + " left out: " + reason + "\n");
    }
  }
  return result->interrupted ? kExitInterrupted : kExitOk;
}

}  // namespace

int run_distill(const Config& config) {
  if (!config.programs.empty()) return run_teach(config);
  Destination destination;
  auto job = make_distill_job(config, destination);
  if (!job.ok()) return fail(job.error());
  ProgressBar bar(config, "distill");
  job->job.progress = bar.sink();
  const auto say_interrupted = [] {
    say("lauter: interrupted; distill does not resume: begin anew with --overwrite\n");
  };
  WayOut::Step step = way_out().before(say_interrupted);
  auto result = distill_to_folder(*job);
  step.drop();
  bar.clear();
  if (!result.ok()) return fail(result.error());
  if (!result->interrupted) {
    const auto finished = destination.finish();
    if (!finished.ok()) return fail(finished.error());
    result->interrupted = !*finished;
  }
  if (result->interrupted) {
    say_interrupted();
    return kExitInterrupted;
  }
  if (!config.quiet) say_summary(result->run);
  return result->run.stats.rejected > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
