#include "cli/refine_files.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "cli/cluster.h"
#include "cli/endpoint_check.h"
#include "cli/job_setup.h"
#include "cli/low_args.h"
#include "cli/run_summary.h"
#include "run/output/output_folder.h"
#include "run/passes/first_passes.h"

namespace lauter {
namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(100);

Result<Config> quiet_config(std::vector<std::string> args) {
  args.insert(args.begin(), "refine");
  LAUTER_ASSIGN(const LowArgs low, parse_low_args(args));
  LAUTER_ASSIGN(Config config, make_config(low));
  if (low.help || low.version || config.dry_run || config.to_stdout() || config.executor != "local") {
    return invalid_argument("refine: only runs into a folder, on this machine, are made here");
  }
  config.quiet = true;
  LAUTER_TRY(connect_objects(config));
  return config;
}

}  // namespace

Result<Destination> set_up_refine(const Config& config, RefineJob& job) {
  if (config.output.empty()) {
    return invalid_argument(std::string(command_spec(config.command).name) +
                            ": say where to write with -o OUT (a folder, or - for stdout)");
  }
  LAUTER_ASSIGN(job.job, make_job(config));
  if (reads_stdin(job.job.inputs)) LAUTER_TRY(check_reads_once(job.job.recipe));
  // Before a key is made: a refused run leaves nothing behind.
  LAUTER_ASSIGN(Destination destination, Destination::open(config));
  LAUTER_TRY(config.executor == "local" ? check_local(config, destination.folder())
                                        : check_cluster(config, job.job, destination.folder()));
  if (!config.to_stdout()) LAUTER_TRY(check_inputs_stay(config.output, job.job.inputs));
  // Those of a cluster may be reached from its nodes alone.
  if (config.executor == "local") LAUTER_TRY(check_helpers(job.job.recipe));
  LAUTER_ASSIGN(job.key, make_key(config));
  job.version = lauter_version();
  job.show_values = config.show_values;
  job.on_error = config.on_error.value_or(reads_stdin(job.job.inputs) ? OnError::kRow : OnError::kDrop);
  job.out = destination.folder();
  job.stage = destination.stage();
  job.resume = config.resume;
  job.overwrite = config.overwrite;
  if (config.executor == "local") LAUTER_TRY(destination.prepare());
  return destination;
}

Result<RefineResult> refine_to_destination(const RefineJob& job, Destination& destination) {
  LAUTER_ASSIGN(RefineResult result, refine_to_folder(job));
  LAUTER_TRY(write_reports(destination.folder(), result.report));
  if (!result.interrupted) {
    LAUTER_TRY(destination.join(job.job.inputs));
    LAUTER_ASSIGN(const bool finished, destination.finish());
    result.interrupted = !finished;
  }
  return result;
}

Result<RefineResult> refine_files(const std::vector<std::string>& args,
                                  const std::function<bool(const Progress&)>& progress) {
  LAUTER_ASSIGN(const Config config, quiet_config(args));
  RefineJob job;
  LAUTER_ASSIGN(Destination destination, set_up_refine(config, job));
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable ended;
  Progress latest;
  std::optional<Result<RefineResult>> result;
  job.job.stop = &stop;
  job.job.progress = [&](const Progress& now) {
    const std::lock_guard lock(mutex);
    latest = now;
  };
  std::jthread worker([&] {
    auto done = refine_to_destination(job, destination);
    const std::lock_guard lock(mutex);
    result.emplace(std::move(done));
    ended.notify_one();
  });
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, kProgressInterval, [&] { return result.has_value(); })) {
    const Progress now = latest;
    lock.unlock();
    if (!stop && !progress(now)) stop = true;
    lock.lock();
  }
  lock.unlock();
  worker.join();
  return *std::move(result);
}

}  // namespace lauter
