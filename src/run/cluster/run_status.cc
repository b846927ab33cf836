#include "run/cluster/run_status.h"

#include <algorithm>
#include <cmath>

#include "io/files/files.h"
#include "json/members.h"
#include "run/cluster/shard_plan.h"
#include "run/cluster/slurm.h"
#include "run/output/journal.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxLogBytes = uint64_t{64} << 20;

/// A clock that was set back makes a file of the future: that is no fresher than one as far in the past.
bool is_fresh(const std::string& path) {
  const auto modified = modified_seconds(path);
  return modified.ok() && std::abs(unix_now() - *modified) < kSilenceSeconds;
}

/// The last line that tells of an error, else the last line: what Slurm or the kernel said of a
/// task's end stands there.
std::string last_words(const std::string& log) {
  const auto text = read_file(log, kMaxLogBytes);
  if (!text.ok()) return "";
  std::string last;
  std::string last_error;
  for (size_t at = 0; at < text->size();) {
    const size_t end = std::min(text->find('\n', at), text->size());
    std::string line = text->substr(at, end - at);
    at = end + 1;
    if (line.empty()) continue;
    for (const char* sign : {"error", "CANCELLED", "failed", "Killed", "TIME LIMIT", "oom"}) {
      if (line.find(sign) != std::string::npos) last_error = line;
    }
    last = std::move(line);
  }
  return last_error.empty() ? last : last_error;
}

/// What happened to a run on this machine.
Result<RunStatus> local_status(const std::string& out) {
  auto read = Journal::read(join_path(out, "state"));
  if (!read.ok()) return not_found(out + ": holds no run");
  const Journal::Contents& journal = *read;
  RunStatus status{.executor = "local", .started_utc = string_at(journal.header, "started")};
  double seconds = 0;
  uint64_t text_bytes = 0;
  for (const JournalRow& row : journal.rows) {
    status.rows += row.stats.rows_in;
    text_bytes += row.stats.bytes_in;
    seconds += row.wall_seconds;
  }
  const StreamPosition next = journal.rows.empty() ? StreamPosition() : journal.rows.back().next;
  if (const JsonValue* inputs = journal.header.find("inputs"); inputs && inputs->is_array()) {
    size_t index = 0;
    for (const JsonValue& input : *inputs->if_array()) {
      const JsonValue* member = input.find("size");
      const uint64_t size = member == nullptr ? 0 : static_cast<uint64_t>(member->int_or(0));
      status.bytes_total += size;
      if (index < next.file_index) status.bytes_done += size;
      // Of a compressed file this is too much, but never more than all of it.
      if (index == next.file_index) status.bytes_done += std::min(size, next.chunk.offset);
      ++index;
    }
  }
  status.bytes_per_s = seconds > 0 ? static_cast<double>(text_bytes) / seconds : 0;
  status.state = journal.finished ? "finished" : is_fresh(journal.path) ? "running" : "stopped";
  if (status.state == "running" && status.bytes_done > 0) {
    status.eta_seconds = seconds * static_cast<double>(status.bytes_total - status.bytes_done) /
                         static_cast<double>(status.bytes_done);
  }
  return status;
}

void add_tasks(const ShardPlan& plan, const ShardFolder& folder, const std::string& out,
               const std::vector<bool>& done, RunStatus& status) {
  // A task that was killed says so as little as one that was never begun; Slurm knows.
  const auto ids = submitted(out);
  const bool all_ended = ids && is_queued(*ids) == std::optional<bool>(false);
  const bool run_done = std::ranges::all_of(done, [](bool one) { return one; });
  for (size_t k = 0; k < plan.tasks(); ++k) {
    TaskState task = folder.task(k).value_or(TaskState{.task = k, .state = "waiting"});
    bool all_done = true;
    for (size_t i = plan.stripes[k]; i < plan.stripes[k + 1]; ++i) all_done = all_done && done[i];
    if (task.state == "running" && (all_ended || !is_fresh(folder.task_path(k)))) {
      task.state = "lost";
    }
    // One that failed at a shard of another's stripe has failed, until the shard is there.
    if (task.state == "failed" && !run_done) all_done = false;
    if (all_done && task.state != "running") {
      task.state = "done";
      task.error.clear();
    } else if (task.error.empty() && (task.state == "lost" || task.state == "stopped")) {
      task.error = last_words(folder.log_path(std::to_string(k)));
    }
    status.tasks.push_back(std::move(task));
  }
}

}  // namespace

uint64_t RunStatus::tasks_in(std::string_view task_state) const {
  return static_cast<uint64_t>(std::ranges::count_if(
      tasks, [&](const TaskState& task) { return task.state == task_state; }));
}

Result<RunStatus> run_status(const std::string& out) {
  if (!path_exists(plan_path(out))) return local_status(out);
  LAUTER_ASSIGN(const ShardPlan plan, read_plan(out));
  const ShardFolder folder(out);
  RunStatus status{.executor = plan.executor, .started_utc = string_at(plan.header, "started")};
  status.shards = plan.shards.size();
  for (const Shard& shard : plan.shards) status.bytes_total += shard.bytes;
  std::vector<bool> done(plan.shards.size(), true);
  auto journal = Journal::read(join_path(out, "state"));
  const bool finished = journal.ok() && journal->finished;
  if (!finished) {
    LAUTER_ASSIGN(done, folder.done(plan.shards.size()));
  }
  add_tasks(plan, folder, out, done, status);

  double text_bytes = 0;
  double rate = 0;
  double seconds = 0;
  for (const TaskState& task : status.tasks) {
    status.rows += task.rows;
    text_bytes += static_cast<double>(task.bytes);
    seconds = std::max(seconds, task.seconds);
    if (task.state == "running" && task.seconds > 0) {
      rate += static_cast<double>(task.bytes) / task.seconds;
    }
  }
  for (size_t i = 0; i < done.size(); ++i) {
    if (done[i]) {
      ++status.shards_done;
      status.bytes_done += plan.shards[i].bytes;
    } else if (const auto claim = folder.claim(i)) {
      const TaskState& task = status.tasks[std::min(claim->task, plan.tasks() - 1)];
      if (!claim->failed.empty()) {
        ++status.shards_failed;
      } else if (task.state == "running" && task.holder == claim->holder) {
        ++status.shards_running;
      }
    }
  }
  if (finished) {
    status.state = "finished";
    status.rows = 0;
    for (const JournalRow& row : journal->rows) status.rows += row.stats.rows_in;
  } else if (status.tasks_in("running") > 0) {
    status.state = "running";
  } else {
    status.state = status.tasks_in("waiting") == plan.tasks() ? "waiting" : "stopped";
  }
  status.bytes_per_s = rate > 0 ? rate : seconds > 0 ? text_bytes / seconds : 0;
  if (rate > 0 && status.bytes_done > 0) {
    const double left = static_cast<double>(status.bytes_total - status.bytes_done);
    // Text bytes for a byte of the files: compressed ones hold more.
    const double swell = text_bytes / static_cast<double>(status.bytes_done);
    status.eta_seconds = left * std::max(swell, 1.0) / rate;
  }
  return status;
}

JsonValue status_to_json(const RunStatus& status) {
  JsonValue value;
  value.set("state", status.state)
      .set("executor", status.executor)
      .set("started", status.started_utc)
      .set("rows", status.rows)
      .set("bytes", JsonValue().set("done", status.bytes_done).set("total", status.bytes_total))
      .set("bytes_per_s", status.bytes_per_s)
      .set("eta_seconds", status.eta_seconds < 0 ? JsonValue() : JsonValue(status.eta_seconds));
  if (status.shards == 0) return value;
  JsonValue::Array tasks;
  for (const TaskState& task : status.tasks) tasks.push_back(task_to_json(task));
  value
      .set("shards", JsonValue()
                         .set("total", status.shards)
                         .set("done", status.shards_done)
                         .set("running", status.shards_running)
                         .set("failed", status.shards_failed)
                         .set("waiting", status.shards_waiting()))
      .set("tasks", std::move(tasks));
  return value;
}

}  // namespace lauter
