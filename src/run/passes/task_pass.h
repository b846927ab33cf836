/// A first pass (first_pass.h) in a run over many processes. Internal to `run`.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "io/files/files.h"
#include "run/cluster/heartbeat.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_reader.h"
#include "run/cluster/task_job.h"
#include "run/jobs/ordered.h"
#include "run/passes/first_pass.h"

namespace lauter::internal {

/// What became of a chunk of a shard.
template <typename Part>
struct ShardPart {
  size_t shard = 0;
  Part part{};
  bool last = false;
  bool failed = false;
};

/// The pass of one task. Each task looks at shards, its own and those that nobody has begun; when all
/// are there, one joins them and the others wait for it. It waits only while others are at work:
/// alone it does everything. Below OUT/state/NAME, as below OUT/state: shard_folder.h.
template <typename Pass>
class TaskPass {
 public:
  TaskPass(const TaskJob& job, Pass& pass)
      : job_(job),
        pass_(pass),
        options_(job.refine.job),
        out_(pass_folder(job.refine.out, Pass::kName)),
        folder_(out_),
        temporary_(folder_.temporary_folder(job.holder)) {}

  /// The path of the table; empty if the task was stopped. Errors: those of the pass, and of writing;
  /// kUnavailable if a shard cannot be read.
  Result<std::string> run() {
    const std::string table = join_path(out_, Pass::kTable);
    if (!path_exists(table)) {
      LAUTER_TRY(folder_.make());
      LAUTER_TRY(make_dirs(temporary_));
      Heartbeat heartbeat(folder_, {.task = job_.task, .holder = job_.holder, .state = "running"});
      const Result<void> made = make(table);
      heartbeat.end(made.ok() ? "done" : "failed", "");
      LAUTER_TRY(remove_tree(temporary_));
      if (stopped()) return std::string();
      LAUTER_TRY(made);
    }
    return table;
  }

 private:
  using Looked = ShardPart<typename Pass::Part>;
  static constexpr std::chrono::milliseconds kLookAgain{200};

  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  size_t shards() const { return job_.plan.shards.size(); }
  std::string part_path(size_t shard) const { return folder_.piece_paths(shard)[0]; }

  Result<void> make(const std::string& table) {
    while (!path_exists(table)) {
      LAUTER_TRY(look_at_shards());
      LAUTER_ASSIGN(const std::vector<bool> done, folder_.done(shards()));
      const auto missing = std::find(done.begin(), done.end(), false);
      if (missing == done.end()) {
        LAUTER_TRY(join(table));
      } else {
        LAUTER_TRY(check_readable(static_cast<size_t>(missing - done.begin())));
      }
      if (stopped()) return {};
      if (!path_exists(table)) std::this_thread::sleep_for(kLookAgain);
    }
    return {};
  }

  /// All that this task may take.
  Result<void> look_at_shards() {
    ShardReader reader(job_.plan, folder_, ShardQueue(job_.plan, folder_, job_.task, job_.holder),
                       {.max_record_bytes = options_.recipe.limits.max_record_bytes,
                        .stop = options_.stop,
                        .grid_bytes = options_.recipe.limits.shard_bytes,
                        .decode_threads = 1},
                       job_.holder);
    return run_ordered<ShardChunk, Looked>(
        {.threads = options_.threads, .max_weight = max_chunk_weight(options_.threads)},
        [&] { return reader.next(); },
        [&](const ShardChunk& item, int thread) -> Result<Looked> {
          if (item.failed) return Looked{.shard = item.shard, .failed = true};
          LAUTER_ASSIGN(auto part, pass_.look(item.chunk, thread));
          return Looked{item.shard, std::move(part), item.last};
        },
        [&](const Looked& looked) { return write(looked); });
  }

  /// Under names of this life of the task; then the names that others look for.
  Result<bool> write(const Looked& chunk) {
    const std::string written = join_path(temporary_, "part");
    if (shard_ != chunk.shard || !file_) {
      LAUTER_ASSIGN(file_, Pass::File::create(written));
      shard_ = chunk.shard;
    }
    if (chunk.failed) {
      file_.reset();
      return true;
    }
    LAUTER_TRY(file_->append(chunk.part));
    if (!chunk.last) return true;
    LAUTER_TRY(file_->commit());
    file_.reset();
    LAUTER_TRY(Pass::File::move(written, part_path(chunk.shard)));
    LAUTER_TRY(sync_dir(parent_path(part_path(chunk.shard))));  // before others are told of it
    LAUTER_TRY(replace_file(folder_.row_path(chunk.shard), "{}\n", join_path(temporary_, "done")));
    return true;
  }

  /// A shard that failed in another task is not tried again here.
  Result<void> check_readable(size_t shard) const {
    const auto claim = folder_.claim(shard);
    if (!claim || claim->failed.empty()) return {};
    return unavailable(std::string(Pass::kName) + ": shard " + std::to_string(shard) + ": " + claim->failed);
  }

  /// By the one task that has the claim, which is numbered behind those of the shards.
  Result<void> join(const std::string& table) {
    const ShardClaim mine{.task = job_.task, .holder = job_.holder};
    LAUTER_ASSIGN(const bool first, folder_.try_claim(shards(), mine));
    const auto theirs = first ? std::nullopt : folder_.claim(shards());
    if (!first && theirs && !folder_.is_gone(*theirs, job_.task)) return {};
    LAUTER_TRY(folder_.set_claim(shards(), mine));
    std::vector<std::string> files;
    for (size_t shard = 0; shard < shards(); ++shard) files.push_back(part_path(shard));
    const std::string written = join_path(temporary_, Pass::kTable);
    const auto begun = unix_now();
    LAUTER_TRY(pass_.join(files, temporary_, written));
    LAUTER_TRY(rename_file(written, table));
    job_.log(std::string(Pass::kName) + ": joined " + std::to_string(shards()) + " shards in " +
             std::to_string(static_cast<int>(std::max(0.0, unix_now() - begun))) + " s");
    return {};
  }

  const TaskJob& job_;
  Pass& pass_;
  const JobOptions& options_;
  const std::string out_;
  const ShardFolder folder_;
  const std::string temporary_;
  std::optional<size_t> shard_;
  std::optional<typename Pass::File> file_;
};

}  // namespace lauter::internal
