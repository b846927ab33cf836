#include "cli/refine_files.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "base/way_out.h"
#include "cli/cluster.h"
#include "cli/endpoint_check.h"
#include "cli/job_setup.h"
#include "cli/low_args.h"
#include "cli/object_storage.h"
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

namespace {

/// A run in a thread of its own, which may outlive the call that began it.
struct FilesRun {
  RefineJob job;
  Destination destination;
  std::atomic<bool> stop{false};
  std::mutex mutex;  ///< guards what follows
  std::condition_variable ended;
  Progress latest;
  RefineResult kept;  ///< what is durable, once the run was left
  std::optional<Result<RefineResult>> result;
  WayOut way_out{[this] {
    const std::lock_guard lock(mutex);
    if (result) return;
    kept.interrupted = true;
    result.emplace(kept);
    ended.notify_all();
  }};  ///< last: it uses all else
};

/// Runs, which may outlive the calls that began them: a worker in the middle of a long row ends when it can.
class LeftRuns {
 public:
  void start(std::function<void()> run) {
    const std::lock_guard lock(mutex_);
    ++running_;
    threads_.emplace_back([this, run = std::move(run)]() mutable {
      run();
      run = nullptr;
      const std::lock_guard ending(mutex_);
      --running_;
      ended_.notify_all();
    });
    if (std::exchange(waits_at_exit_, true)) return;
    std::atexit([] { of_process().wait(std::chrono::hours(1)); });  // they use what the end of a process destroys
  }
  bool wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    if (!ended_.wait_for(lock, time, [this] { return running_ == 0; })) return false;
    for (std::thread& thread : std::exchange(threads_, {})) thread.join();
    return true;
  }
  static LeftRuns& of_process() {
    static auto* const runs = new LeftRuns;
    return *runs;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::vector<std::thread> threads_;
  int running_ = 0;
  bool waits_at_exit_ = false;
};

}  // namespace

Result<RefineResult> refine_files(const std::vector<std::string>& args,
                                  const std::function<bool(const Progress&)>& progress) {
  // What a run before has locked is free when its last worker has ended.
  while (!LeftRuns::of_process().wait(kProgressInterval)) {
    if (!progress({})) return unavailable("stopped");
  }
  LAUTER_ASSIGN(const Config config, quiet_config(args));
  const auto run = std::make_shared<FilesRun>();
  LAUTER_ASSIGN(run->destination, set_up_refine(config, run->job));
  run->job.job.stop = &run->stop;
  run->job.job.way_out = &run->way_out;
  run->job.job.progress = [at = run.get()](const Progress& now) {
    const std::lock_guard lock(at->mutex);
    at->latest = now;
  };
  run->job.job.leave = [at = run.get()](const RefineResult& written) {
    if (!write_reports(at->destination.folder(), written.report).ok()) return;
    const std::lock_guard lock(at->mutex);
    at->kept = written;
  };
  LeftRuns::of_process().start([run] {
    auto done = refine_to_destination(run->job, run->destination);
    run->way_out.close();
    const std::lock_guard lock(run->mutex);
    if (!run->result) run->result.emplace(std::move(done));
    run->ended.notify_all();
  });
  std::unique_lock lock(run->mutex);
  while (!run->ended.wait_for(lock, kProgressInterval, [&] { return run->result.has_value(); })) {
    const Progress now = run->latest;
    lock.unlock();
    if (!run->stop && !progress(now)) {
      run->stop = true;
      run->way_out.open();
    }
    lock.lock();
  }
  return *run->result;
}

}  // namespace lauter
