#include "cli/cluster.h"

#include <filesystem>
#include <numeric>

#include "cli/job_setup.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "io/parquet.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"
#include "run/cluster/slurm.h"
#include "run/cluster/task_asker.h"
#include "run/cluster/task_job.h"
#include "run/jobs/folder_job.h"
#include "run/jobs/refine_work.h"
#include "run/output/journal.h"
#include "run/output/output_folder.h"
#include "run/passes/first_passes.h"
#include "s3/client.h"

namespace lauter {
namespace {

constexpr const char* kHowManyTasks = "say into how many tasks with --tasks N";

std::string journal_path(const std::string& folder) {
  return Journal::final_path(join_path(folder, "state"));
}

/// What tasks have to know to read and write elsewhere than in the shared file system.
Result<void> add_places(const Config& config, const RefineJob& job, ShardPlan& plan) {
  if (has_parquet(job.job.inputs) && !parquet_library(config).empty()) {
    LAUTER_ASSIGN(plan.duckdb, real_path(parquet_library(config)));
  }
  if (copies_objects(job.job.inputs)) {
    LAUTER_ASSIGN(const std::string stage, stage_parent(config));
    LAUTER_TRY(make_dirs(stage));
    LAUTER_ASSIGN(plan.stage, real_path(stage));
  }
  if (job.stage != nullptr) plan.object = config.output;
  if (config.store != nullptr) plan.store = config.store->settings();
  return {};
}

Result<ShardPlan> new_plan(const Config& config, const RefineJob& job) {
  LAUTER_ASSIGN(ShardPlan plan, make_plan(job, config.tasks));
  plan.at_once = config.at_once;
  if (asks_servers(job.job.recipe)) {
    LAUTER_TRY(task_recipe(job.job.recipe, 0, plan.tasks(), plan.tasks_at_once()));
  }
  plan.executor = config.executor;
  LAUTER_ASSIGN(plan.key_path, real_path(config.key_file.value_or(default_key_path(config))));
  plan.folder = std::filesystem::current_path().string();
  plan.started_unix = unix_now();
  LAUTER_TRY(add_places(config, job, plan));
  LAUTER_TRY(prepare_out_folder(job.out, config.overwrite || config.resume));
  LAUTER_TRY(ShardFolder(job.out).make());
  LAUTER_TRY(write_plan(plan, job.out));
  return plan;
}

/// The plan of a run that was begun, if it is the same run and nothing of it waits or runs.
Result<ShardPlan> old_plan(const Config& config, const RefineJob& job) {
  LAUTER_ASSIGN(ShardPlan plan, read_plan(job.out));
  JsonValue now = journal_header(job.job, job.version);
  add_refine_settings(job, now);
  LAUTER_TRY(check_same_run(plan.header, now, config.output));
  const std::string planned = std::to_string(plan.tasks());
  if (config.tasks != 0 && config.tasks < plan.tasks()) {
    return invalid_argument("--tasks: the run in " + config.output + " was planned for " + planned +
                            " tasks; leave N as it was, or say how many run at a time with " +
                            "--tasks " + planned + "%" + std::to_string(config.tasks));
  }
  const size_t at_once = config.at_once == 0 ? plan.tasks() : config.at_once;
  if (asks_servers(job.job.recipe) && at_once > plan.tasks_at_once()) {
    const std::string most = std::to_string(plan.tasks_at_once());
    return invalid_argument("--tasks: limits of the endpoints were shared by " + most +
                            " tasks at a time; say --tasks " + planned + "%" + most);
  }
  if (const auto ids = submitted(job.out); ids && is_queued(*ids).value_or(false)) {
    return invalid_argument(
        "--resume: jobs " + ids->array + " and " + ids->last + " of the run in " + config.output +
        " are still in the queue; `lauter status " + config.output + "` shows how they are");
  }
  return plan;
}

/// Of a run to resume whose plan is not in its folder: whether it is finished, and its stage gone
/// as it should be.
Result<bool> is_finished_in_store(const Config& config, const RefineJob& job) {
  const std::string state = join_path(job.out, "state");
  if (path_exists(Journal::growing_path(state))) {
    return invalid_argument("the run in " + config.output + " was begun with --executor local");
  }
  if (!path_exists(Journal::final_path(state))) return false;
  LAUTER_TRY(remove_tree(job.out));
  return true;
}

std::vector<size_t> all_tasks(const ShardPlan& plan) {
  std::vector<size_t> tasks(plan.tasks());
  std::iota(tasks.begin(), tasks.end(), 0);
  return tasks;
}

int say_finished(const Config& config) {
  say("lauter: the run in " + config.output + " is finished\n");
  return kExitOk;
}

Result<int> start(const Config& config, const RefineJob& job, Destination& destination) {
  const bool resume = config.resume && path_exists(plan_path(job.out));
  if (resume && path_exists(journal_path(job.out))) {
    // Of an OUT in object storage something is still to be uploaded.
    LAUTER_ASSIGN(const bool all_there, destination.finish());
    return all_there ? say_finished(config) : kExitInterrupted;
  }
  ShardPlan plan;
  if (resume) {
    LAUTER_ASSIGN(plan, old_plan(config, job));
    LAUTER_TRY(destination.prepare());
    LAUTER_TRY(ShardFolder(job.out).make());
    LAUTER_TRY(ShardFolder(job.out).remove_claims());
    LAUTER_TRY(forget_claims_of_passes(job.out));
  } else {
    LAUTER_TRY(destination.prepare());
    if (config.resume) {
      LAUTER_ASSIGN(const bool finished, is_finished_in_store(config, job));
      if (finished) return say_finished(config);
    }
    if (config.tasks == 0) return invalid_argument(kHowManyTasks);
    LAUTER_ASSIGN(plan, new_plan(config, job));
  }
  std::vector<size_t> tasks = all_tasks(plan);
  std::string what = std::to_string(plan.shards.size()) + " shards";
  if (resume) {
    LAUTER_ASSIGN(const MissingShards missing, missing_shards(plan, job.out));
    tasks = missing.tasks;
    what = std::to_string(missing.shards.size()) + " of " + what + " are missing";
  }
  LAUTER_ASSIGN(const std::string out, real_path(job.out));
  LAUTER_ASSIGN(const std::string program, real_path("/proc/self/exe"));
  LAUTER_TRY(destination.share());
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

Result<void> check_cluster(const Config& config, const JobOptions& job, const std::string& folder) {
  const std::string name = "--executor " + config.executor;
  const auto refuse = [&name](const std::string& why) {
    return invalid_argument(name + ": " + why);
  };
  if (config.executor == "slurm") LAUTER_TRY(find_slurm());
  if (config.to_stdout()) return refuse("writes to a folder, not to stdout");
  if (!config.one_file.empty()) return refuse("writes to a folder, not to one file");
  const bool is_planned = config.resume && path_exists(plan_path(folder));
  if (config.tasks == 0 && !config.resume) return refuse(kHowManyTasks);
  if (reads_stdin(job.inputs)) return refuse("reads files, not stdin");
  if (job.limit_rows != std::numeric_limits<uint64_t>::max()) {
    return refuse("--limit needs the rows in order; use --executor local");
  }
  for (const InputFile& file : job.inputs.files) {
    if (file.framing != Framing::kLines) return refuse("reads lines, not --framing length");
  }
  if (config.resume && !is_planned && path_exists(join_path(folder, "data"))) {
    return refuse("the run in " + config.output + " was begun with --executor local");
  }
  return {};
}

Result<void> check_local(const Config& config, const std::string& folder) {
  if (config.resume && path_exists(plan_path(folder)) && !path_exists(journal_path(folder))) {
    return invalid_argument("the run in " + config.output +
                            " was begun with --executor slurm or shell; resume it so");
  }
  return {};
}

int start_cluster_run(const Config& config, const RefineJob& job, Destination& destination) {
  const auto code = start(config, job, destination);
  return code.ok() ? *code : fail(code.error());
}

}  // namespace lauter
