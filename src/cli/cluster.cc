#include "cli/cluster.h"

#include <filesystem>
#include <numeric>

#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "io/files.h"
#include "run/folder_job.h"
#include "run/output_folder.h"
#include "run/refine_work.h"
#include "run/shard_folder.h"
#include "run/shard_plan.h"
#include "run/slurm.h"
#include "run/task_job.h"

namespace lauter {
namespace {

Result<ShardPlan> new_plan(const Config& config, const RefineJob& job) {
  LAUTER_ASSIGN(ShardPlan plan, make_plan(job, config.tasks));
  plan.executor = config.executor;
  LAUTER_ASSIGN(plan.key_path, real_path(config.key_file.value_or(default_key_path(config))));
  plan.folder = std::filesystem::current_path().string();
  plan.started_unix = unix_now();
  LAUTER_TRY(prepare_out_folder(config.output, config.overwrite || config.resume));
  LAUTER_TRY(ShardFolder(config.output).make());
  LAUTER_TRY(write_plan(plan, config.output));
  return plan;
}

/// The plan of a run that was begun, if it is the same run and nothing of it waits or runs.
Result<ShardPlan> old_plan(const Config& config, const RefineJob& job) {
  LAUTER_ASSIGN(ShardPlan plan, read_plan(config.output));
  JsonValue now = journal_header(job.job, job.version);
  add_refine_settings(job, now);
  LAUTER_TRY(check_same_run(plan.header, now, config.output));
  if (config.tasks != 0 && config.tasks < plan.tasks()) {
    return invalid_argument("--tasks: the run in " + config.output + " was planned for " +
                            std::to_string(plan.tasks()) + "; leave N as it was, or say how many " +
                            "run at a time with --tasks " + std::to_string(plan.tasks()) + "%" +
                            std::to_string(config.tasks));
  }
  if (const auto ids = submitted(config.output); ids && is_queued(*ids).value_or(false)) {
    return invalid_argument(
        "--resume: jobs " + ids->array + " and " + ids->last + " of the run in " + config.output +
        " are still in the queue; `lauter status " + config.output + "` shows how they are");
  }
  LAUTER_TRY(ShardFolder(config.output).make());
  LAUTER_TRY(ShardFolder(config.output).remove_claims());
  return plan;
}

std::vector<size_t> all_tasks(const ShardPlan& plan) {
  std::vector<size_t> tasks(plan.tasks());
  std::iota(tasks.begin(), tasks.end(), 0);
  return tasks;
}

Result<int> start(const Config& config, const RefineJob& job) {
  const bool resume = config.resume && path_exists(plan_path(config.output));
  if (resume && path_exists(join_path(config.output, "state/journal.jsonl"))) {
    say("lauter: the run in " + config.output + " is finished\n");
    return kExitOk;
  }
  LAUTER_ASSIGN(const ShardPlan plan, resume ? old_plan(config, job) : new_plan(config, job));
  std::vector<size_t> tasks = all_tasks(plan);
  std::string what = std::to_string(plan.shards.size()) + " shards";
  if (resume) {
    LAUTER_ASSIGN(const MissingShards missing, missing_shards(plan, config.output));
    tasks = missing.tasks;
    what = std::to_string(missing.shards.size()) + " of " + what + " are missing";
  }
  LAUTER_ASSIGN(const std::string out, real_path(config.output));
  LAUTER_ASSIGN(const std::string program, real_path("/proc/self/exe"));
  what += ", " + std::to_string(tasks.size()) + (tasks.size() == 1 ? " task" : " tasks");
  if (config.executor == "shell") {
    std::string commands;
    for (const size_t task : tasks) {
      commands += task_command(program, out, std::to_string(task)) + "\n";
    }
    commands += task_command(program, out, "final") + "\n";
    if (!config.quiet) say("lauter: " + what + "; the last command is for when all have ended\n");
    return print(commands);
  }
  const SlurmJob slurm{.program = program,
                       .out = out,
                       .tasks = tasks,
                       .at_once = config.at_once,
                       .words = config.slurm_words};
  LAUTER_ASSIGN(const SlurmIds ids, submit(slurm));
  if (!config.quiet) {
    say("lauter: " + what + ": submitted job " + ids.array + ", and " + ids.last +
        " to end the run; `lauter status " + config.output + "` shows how they are\n");
  }
  return kExitOk;
}

}  // namespace

Result<void> check_cluster(const Config& config, const JobOptions& job) {
  const std::string name = "--executor " + config.executor;
  const auto refuse = [&name](const std::string& why) {
    return invalid_argument(name + ": " + why);
  };
  if (config.executor == "slurm") LAUTER_TRY(find_slurm());
  if (config.to_stdout()) return refuse("writes to a folder, not to stdout");
  if (config.output.starts_with("s3://")) {
    return refuse("writes to a folder that all nodes share, not to s3:// in this version");
  }
  const bool is_planned = config.resume && path_exists(plan_path(config.output));
  if (config.tasks == 0 && !is_planned) return refuse("say into how many tasks with --tasks N");
  if (reads_stdin(job.inputs)) return refuse("reads files, not stdin");
  if (job.limit_rows != std::numeric_limits<uint64_t>::max()) {
    return refuse("--limit needs the rows in order; use --executor local");
  }
  if (asks_servers(job.recipe)) {
    return refuse(
        "the recipe asks language models, whose budget and pace are those of one process; use "
        "--executor local");
  }
  for (const InputFile& file : job.inputs.files) {
    if (file.format == Format::kParquet) return refuse("reads no Parquet in this version");
    if (file.is_object()) return refuse("reads no s3:// in this version");
    if (file.framing != Framing::kLines) return refuse("reads lines, not --framing length");
  }
  if (config.resume && !is_planned && path_exists(join_path(config.output, "data"))) {
    return refuse("the run in " + config.output + " was begun with --executor local");
  }
  return {};
}

Result<void> check_local(const Config& config) {
  const std::string journal = join_path(config.output, "state/journal.jsonl");
  if (config.resume && path_exists(plan_path(config.output)) && !path_exists(journal)) {
    return invalid_argument("the run in " + config.output +
                            " was begun with --executor slurm or shell; resume it so");
  }
  return {};
}

int start_cluster_run(const Config& config, const RefineJob& job) {
  const auto code = start(config, job);
  return code.ok() ? *code : fail(code.error());
}

}  // namespace lauter
