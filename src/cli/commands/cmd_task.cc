// `lauter task`.
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/destination.h"
#include "cli/object_storage.h"
#include "cli/run_summary.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"
#include "run/cluster/task_job.h"
#include "run/output/object_stage.h"
#include "run/steps/models.h"
#include "run/steps/run_asker.h"

namespace lauter {
namespace {

std::string host_name() {
  char name[256] = "host";
  (void)::gethostname(name, sizeof name - 1);
  return name;
}

/// Names this process among all on all machines.
Result<std::string> make_holder() {
  LAUTER_ASSIGN(const SecretKey random, SecretKey::random());
  return host_name() + "-" + std::to_string(::getpid()) + "-" +
         hash128_hex(random.bytes).substr(0, 8);
}

/// What the node gave to this task.
int threads_of(const Config& config) {
  if (config.threads_given) return config.threads;
  for (const char* name : {"SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"}) {
    const std::string text = environment_variable(name).value_or("");
    int threads = 0;
    std::from_chars(text.data(), text.data() + text.size(), threads);
    if (threads > 0) return threads;
  }
  return config.threads;
}

/// The inputs and OUT as this process can reach them.
Result<void> open_places(const Config& config, ShardPlan& plan, RefineJob& job,
                         std::unique_ptr<ObjectStage>& stage) {
  if (plan.store) {
    LAUTER_ASSIGN(const ObjectStore store, connect_as_planned(config, *plan.store));
    set_store(plan, store);
    if (!plan.object.empty()) {
      ObjectStageOptions options{.store = store, .folder = job.out, .resume = true, .shared = true};
      LAUTER_ASSIGN(options.out, s3::parse_object_url(plan.object));
      LAUTER_ASSIGN(stage, ObjectStage::open(std::move(options)));
      job.stage = stage.get();
    }
  }
  Config as_planned = config;
  if (as_planned.duckdb.empty()) as_planned.duckdb = plan.duckdb;
  as_planned.stage = plan.stage;
  job.job.inputs = plan.inputs;
  LAUTER_TRY(open_parquet_of_task(as_planned, job.job));
  plan.inputs = job.job.inputs;
  return {};
}

/// The plan of OUT and its job, from the folder that the run was planned in.
Result<RefineJob> open_job(const Config& config, const std::string& out, ShardPlan& plan,
                           std::unique_ptr<ObjectStage>& stage) {
  LAUTER_ASSIGN(RefineJob job, job_of(plan, out, lauter_version()));
  std::error_code error;
  std::filesystem::current_path(plan.folder, error);
  if (error) return not_found(plan.folder + ": " + error.message());
  LAUTER_ASSIGN(const std::string key, read_secret_file(plan.key_path, 1 << 16));
  LAUTER_ASSIGN(job.key, SecretKey::parse(key));
  const JsonValue* planned = plan.header.find("key_id");
  if (planned == nullptr || planned->string_or("") != key_id(job.key)) {
    return invalid_argument(plan.key_path + ": is not the key that the run was planned with");
  }
  job.job.threads = threads_of(config);
  job.job.stop = &stop_flag();
  job.job.way_out = &way_out();
  LAUTER_TRY(open_places(config, plan, job, stage));
  return job;
}

int run_share(RefineJob job, const ShardPlan& plan, size_t task, const std::string& holder) {
  auto models = load_models(job.job.recipe);
  if (!models.ok()) return fail(models.error());
  if (const auto keys = read_keys(job.job.recipe, environment_variable); !keys.ok()) {
    return fail(keys.error());
  }
  job.job.models = std::move(*models);
  const std::string prefix = "lauter: task " + std::to_string(task) + ": ";
  const std::string slurm = environment_variable("SLURM_JOB_ID").value_or("");
  say(prefix + "begins as " + holder + (slurm.empty() ? "" : ", job " + slurm) + ", " +
      std::to_string(job.job.threads) + " threads\n");
  const auto result = run_task({.plan = plan,
                                .refine = job,
                                .task = task,
                                .holder = holder,
                                .job = slurm,
                                .log = [&](auto line) { say(prefix + std::string(line) + "\n"); }});
  if (!result.ok()) return fail(result.error());
  say(prefix + (result->interrupted ? "stopped by a signal" : "ends") + " after " +
      counted(result->shards, "shard") + ", " + counted(result->rows, "row") + ", " +
      human_seconds(result->seconds) + "\n");
  if (result->interrupted) return kExitInterrupted;
  return result->failed.empty() ? kExitOk : kExitFailed;
}

/// Of an OUT in object storage: what is not there yet, the journal last.
Result<void> upload_rest(const RefineJob& job) {
  return job.stage == nullptr ? Result<void>() : job.stage->finish();
}

int end_run(const RefineJob& job, const ShardPlan& plan, const std::string& holder) {
  const auto report = run_final(plan, job, holder, [&](const RunReport& figures) {
    return write_reports(job.out, figures, ShardFolder(job.out).temporary_folder(holder));
  });
  if (!report.ok()) return fail(report.error());
  const std::string out = plan.object.empty() ? job.out : plan.object;
  if (const auto sent = upload_rest(job); !sent.ok()) return fail(sent.error());
  say(run_summary(*report) + "  report    " + join_path(out, "report.html") + "\n");
  return report->stats.rows_rejected > 0 ? kExitRejected : kExitOk;
}

}  // namespace

int run_task_command(const Config& config) {
  if (config.positional.size() != 1 || config.task.empty()) {
    return fail(invalid_argument("task: name the folder of one run, and the task with --task"));
  }
  const auto out = real_path(config.positional[0]);
  if (!out.ok()) return fail(out.error());
  auto plan = read_plan(*out);
  if (!plan.ok()) return fail(plan.error());
  // Also of a run that is finished: the lock that a killed job left goes with this one.
  const auto lock = lock_for_task(*out, !plan->object.empty());
  if (!lock.ok()) return fail(lock.error());
  const bool finished = path_exists(join_path(*out, "state/journal.jsonl"));
  if (finished && (plan->object.empty() || config.task != "final")) {
    // A final job that was killed while it tidied up comes again.
    const auto tidied = config.task == "final" ? tidy_up(*out) : Result<void>();
    if (!tidied.ok()) return fail(tidied.error());
    say("lauter: the run in " + *out + " is finished\n");
    return kExitOk;
  }
  size_t task = 0;
  const auto [end, ec] =
      std::from_chars(config.task.data(), config.task.data() + config.task.size(), task);
  const bool is_number = ec == std::errc() && end == config.task.data() + config.task.size();
  if (config.task != "final" && (!is_number || task >= plan->tasks())) {
    return fail(invalid_argument("--task: " + config.task + " is not `final` or a number below " +
                                 std::to_string(plan->tasks())));
  }
  std::unique_ptr<ObjectStage> stage;
  auto job = open_job(config, *out, *plan, stage);
  if (!job.ok()) return fail(job.error());
  if (finished) {
    const auto sent = upload_rest(*job);
    return sent.ok() ? kExitOk : fail(sent.error());
  }
  const auto holder = make_holder();
  if (!holder.ok()) return fail(holder.error());
  return is_number ? run_share(std::move(*job), *plan, task, *holder)
                   : end_run(*job, *plan, *holder);
}

}  // namespace lauter
