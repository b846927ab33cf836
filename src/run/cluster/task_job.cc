#include "run/cluster/task_job.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "base/way_out.h"
#include "io/files/files.h"
#include "run/cluster/heartbeat.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_reader.h"
#include "run/cluster/shard_writer.h"
#include "run/cluster/task_asker.h"
#include "run/jobs/ordered.h"
#include "run/jobs/refine_work.h"
#include "run/jobs/workforce.h"
#include "run/output/object_stage.h"
#include "run/output/run_totals.h"
#include "run/passes/first_passes.h"

namespace lauter {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kRunsInMessage = 8;

struct ShardOutput {
  size_t shard = 0;
  ChunkOutput chunk{};
  bool last = false;
  std::optional<Error> failed{};
};

/// Takes chunks in order, and commits a shard when it has its last.
class TaskWriter {
 public:
  TaskWriter(const TaskJob& job, ShardWriter& writer, Heartbeat& heartbeat, TaskResult& result,
             SampleBounds& sample_bounds)
      : job_(job),
        writer_(writer),
        heartbeat_(heartbeat),
        result_(result),
        sample_bounds_(sample_bounds) {}

  Result<bool> write(ShardOutput out) {
    if (shard_ != out.shard) LAUTER_TRY(begin(out.shard));
    if (out.failed) {
      const std::string& why = out.failed->message;
      result_.failed.emplace_back(out.shard, why);
      job_.log("shard " + std::to_string(out.shard) + " failed: " + why);
      shard_.reset();
      LAUTER_TRY(writer_.abandon());
      return true;
    }
    const Clock::time_point begin = Clock::now();
    const ChunkOutput& chunk = out.chunk;
    LAUTER_TRY(writer_.append_lead(chunk.file_index, chunk.lead));
    LAUTER_TRY(writer_.append(chunk.file_index, {chunk.data, chunk.edits, chunk.rejected}));
    if (chunk.last) LAUTER_TRY(writer_.finish_file(chunk.file_index));
    add(out.chunk);
    write_seconds_ += std::chrono::duration<double>(Clock::now() - begin).count();
    if (out.last) LAUTER_TRY(commit());
    return true;
  }

 private:
  Result<void> begin(size_t shard) {
    shard_ = shard;
    row_ = {};
    samples_ = SampleSet();
    return writer_.begin(shard);
  }

  void add(ChunkOutput& chunk) {
    row_.stats.add(chunk.stats);
    if (chunk.file_index < kReportFiles) {
      if (row_.files.empty() || row_.files.back().file_index != chunk.file_index) {
        row_.files.push_back({chunk.file_index, {}});
      }
      row_.files.back().stats.add(chunk.stats);
    }
    bool is_news = false;
    for (Sample& sample : chunk.samples) {
      is_news |= best_.add(sample);
      samples_.add(std::move(sample));
    }
    // A sample beyond the bounds has enough better ones in this run, whoever commits them.
    if (is_news) sample_bounds_.publish(best_.cuts());
  }

  Result<void> commit() {
    const Shard& shard = job_.plan.shards[*shard_];
    row_.samples = samples_.samples();
    row_.stats.stage_seconds["write"] += write_seconds_;
    const uint64_t rows = row_.stats.rows_in;
    const uint64_t bytes = row_.stats.bytes_in;
    LAUTER_TRY(writer_.commit(std::move(row_)));
    ++result_.shards;
    result_.rows += rows;
    heartbeat_.add(1, rows, bytes);
    job_.log("shard " + std::to_string(*shard_) + ": " + std::to_string(rows) + " rows, " +
             std::to_string(bytes) + " bytes");
    if (shard.is_part()) LAUTER_TRY(writer_.merge_file(shard.file_begin));
    shard_.reset();
    write_seconds_ = 0;
    return {};
  }

  const TaskJob& job_;
  ShardWriter& writer_;
  Heartbeat& heartbeat_;
  TaskResult& result_;
  SampleBounds& sample_bounds_;
  std::optional<size_t> shard_;
  JournalRow row_;
  SampleSet samples_;  ///< of the shard
  SampleSet best_;     ///< of all that this task has seen
  double write_seconds_ = 0;
};

Result<void> compute(const TaskJob& job, const ShardFolder& folder, ShardWriter& writer,
                     Heartbeat& heartbeat, TaskResult& result) {
  const JobOptions& options = job.refine.job;
  SampleBounds sample_bounds;
  LAUTER_ASSIGN(TaskAsker asker, TaskAsker::begin(job.plan, job.refine, job.task));
  LAUTER_ASSIGN(FirstPasses passes, make_task_passes(job));
  if (options.stop != nullptr && options.stop->load()) {
    result.interrupted = true;
    return {};
  }
  LAUTER_ASSIGN(const RefineWork work, RefineWork::make(asker.job(), &sample_bounds, asker.folder(),
                                                        std::move(passes)));
  const Workforce workforce = workforce_of(options);
  ShardQueue queue(job.plan, folder, job.task, job.holder, asker.helps());
  ShardReader reader(job.plan, folder, std::move(queue),
                     {.target_bytes = workforce.chunk_bytes,
                      .max_record_bytes = options.recipe.limits.max_record_bytes,
                      .stop = options.stop,
                      .grid_bytes = options.recipe.limits.shard_bytes,
                      .decode_threads = 1},
                     job.holder);
  TaskWriter task_writer(job, writer, heartbeat, result, sample_bounds);
  const auto ran = run_ordered<ShardChunk, ShardOutput>(
      {.threads = workforce.workers, .max_weight = workforce.max_weight},
      [&] { return reader.next(); },
      [&](ShardChunk item, int) -> Result<ShardOutput> {
        ShardOutput out{.shard = item.shard, .last = item.last, .failed = std::move(item.failed)};
        if (!out.failed) {
          LAUTER_ASSIGN(out.chunk, work(item.chunk));
        }
        return out;
      },
      [&](ShardOutput out) { return task_writer.write(std::move(out)); });
  result.interrupted = reader.stopped();
  const auto noted = asker.end(work, result.interrupted);
  LAUTER_TRY(ran);
  LAUTER_TRY(noted);
  const bool sends = job.refine.stage != nullptr && !result.interrupted;
  return sends ? job.refine.stage->drain() : Result<void>();
}

/// Whether every input has an output, here or in object storage.
Result<void> check_outputs(const ShardPlan& plan, const RefineJob& refine,
                           const ShardWriter& writer) {
  std::set<std::string> objects;
  if (refine.stage != nullptr) {
    LAUTER_TRY(refine.stage->drain());
    LAUTER_ASSIGN(objects, refine.stage->objects());
  }
  const auto is_there = [&](const std::string& path) {
    return path_exists(path) || objects.contains(path.substr(refine.out.size() + 1));
  };
  for (size_t i = 0; i < plan.inputs.files.size(); ++i) {
    const auto& paths = writer.names(i).paths;
    if (!is_there(paths[0]) && !is_there(paths[2])) {
      return data_loss(paths[0] + ": is gone, though its shard was computed");
    }
  }
  return {};
}

}  // namespace

Result<TaskResult> run_task(const TaskJob& job) {
  const ShardFolder folder(job.refine.out);
  LAUTER_TRY(folder.make());
  LAUTER_TRY(make_dirs(folder.temporary_folder(job.holder)));
  TaskState state = folder.task(job.task).value_or(TaskState{.task = job.task});
  state.holder = job.holder;
  state.state = "running";
  state.error.clear();
  state.job = job.job;
  state.threads = job.refine.job.threads;
  state.began_unix = unix_now();
  TaskResult result;
  Heartbeat heartbeat(folder, state);
  ShardWriter writer(job.plan, job.refine, folder, job.holder);
  const Clock::time_point began = Clock::now();
  WayOut::Step step;
  if (WayOut* way_out = job.refine.job.way_out) {
    step = way_out->before([&] {
      heartbeat.end("stopped", "");
      job.log("stopped by a signal");
    });
  }
  const Result<void> ran = compute(job, folder, writer, heartbeat, result);
  step.drop();
  result.seconds = std::chrono::duration<double>(Clock::now() - began).count();
  (void)writer.abandon().ok();
  if (!ran.ok()) {
    heartbeat.end("failed", ran.error().message);
  } else if (result.interrupted) {
    heartbeat.end("stopped", "");
  } else if (!result.failed.empty()) {
    heartbeat.end("failed", result.failed.front().second);
  } else {
    heartbeat.end("done", "");
  }
  (void)remove_tree(folder.temporary_folder(job.holder)).ok();
  if (!ran.ok()) return ran.error();
  return result;
}

Result<MissingShards> missing_shards(const ShardPlan& plan, const std::string& out) {
  constexpr size_t kReasons = 8;
  const ShardFolder folder(out);
  MissingShards missing;
  LAUTER_ASSIGN(const std::vector<bool> done, folder.done(plan.shards.size()));
  for (size_t shard = 0; shard < done.size(); ++shard) {
    if (done[shard]) continue;
    missing.shards.push_back(shard);
    const size_t task = plan.task_of(shard);
    if (missing.tasks.empty() || missing.tasks.back() != task) missing.tasks.push_back(task);
    if (missing.why.size() == kReasons) continue;
    const auto claim = folder.claim(shard);
    if (!claim || claim->failed.empty()) continue;
    missing.why.push_back("shard " + std::to_string(shard) + ": " + claim->failed);
  }
  return missing;
}

Result<RunReport> run_final(const ShardPlan& plan, const RefineJob& refine,
                            const std::string& holder,
                            const std::function<Result<void>(const RunReport&)>& write_report) {
  const ShardFolder folder(refine.out);
  LAUTER_ASSIGN(const MissingShards missing, missing_shards(plan, refine.out));
  if (!missing.shards.empty()) {
    std::string text = refine.out + ": " + std::to_string(missing.shards.size()) + " of " +
                       std::to_string(plan.shards.size()) + " shards are missing (" +
                       ranges_of(missing.shards, kRunsInMessage) + "), of tasks " +
                       ranges_of(missing.tasks, kRunsInMessage);
    for (const std::string& why : missing.why) text += "; " + why;
    return unavailable(text + "; the same command with --resume submits what is missing");
  }
  LAUTER_TRY(make_dirs(folder.temporary_folder(holder)));
  ShardWriter writer(plan, refine, folder, holder);
  for (size_t i = 0; i < plan.inputs.files.size(); ++i) LAUTER_TRY(writer.merge_file(i));
  LAUTER_TRY(check_outputs(plan, refine, writer));
  RunTotals totals(plan.inputs);
  for (size_t shard = 0; shard < plan.shards.size(); ++shard) {
    LAUTER_ASSIGN(const JournalRow row, folder.row(shard));
    totals.add(row);
  }
  RunReport report = begin_refine_report(refine);
  totals.fill(report);
  if (const JsonValue* started = plan.header.find("started")) {
    report.started_utc = std::string(started->string_or(""));
  }
  report.executor = plan.executor;
  report.tasks = plan.tasks();
  report.threads = 0;
  for (size_t task = 0; task < plan.tasks(); ++task) {
    const TaskState state = folder.task(task).value_or(TaskState());
    report.threads += state.threads;
    report.peak_memory_bytes = std::max(report.peak_memory_bytes, state.peak_memory_bytes);
  }
  LAUTER_TRY(add_asked(plan, refine.out, report));
  report.wall_seconds = std::max(0.0, unix_now() - plan.started_unix);
  if (!report.stats.rows_add_up()) return internal_error("rows do not add up");
  // The journal of a run that is finished: `--resume` has nothing to do, `status` reads it.
  LAUTER_TRY(sync_filesystem(refine.out));
  LAUTER_ASSIGN(Journal journal, Journal::create(join_path(refine.out, "state"), plan.header));
  JournalRow row = totals.as_row();
  row.wall_seconds = report.wall_seconds;
  row.finished = true;
  LAUTER_TRY(journal.append(row));
  LAUTER_TRY(write_report(report));
  LAUTER_TRY(journal.finish());
  LAUTER_TRY(tidy_up(refine.out));
  return report;
}

Result<void> tidy_up(const std::string& out) {
  LAUTER_TRY(ShardFolder(out).remove_work());
  return end_first_passes(out);
}

}  // namespace lauter
