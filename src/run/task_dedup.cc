#include "run/task_dedup.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "io/files.h"
#include "run/dedup_job.h"
#include "run/dedup_pass.h"
#include "run/heartbeat.h"
#include "run/ordered.h"
#include "run/shard_folder.h"
#include "run/shard_reader.h"

namespace lauter {
namespace {

constexpr std::chrono::milliseconds kLookAgain{200};

/// What became of a chunk of a shard.
struct SketchedShard {
  size_t shard = 0;
  internal::SketchedRows rows{};
  bool last = false;
  bool failed = false;
};

/// The pass of one task.
class TaskDedup {
 public:
  explicit TaskDedup(const TaskJob& job)
      : job_(job),
        options_(job.refine.job),
        out_(dedup_folder(job.refine.out)),
        folder_(out_),
        temporary_(folder_.temporary_folder(job.holder)) {}

  /// Nothing if the task was stopped.
  Result<std::optional<DuplicateRows>> run() {
    const std::string table = join_path(out_, "duplicates");
    if (!path_exists(table)) {
      LAUTER_TRY(folder_.make());
      LAUTER_TRY(make_dirs(temporary_));
      Heartbeat heartbeat(folder_, {.task = job_.task, .holder = job_.holder, .state = "running"});
      const Result<void> made = make(table);
      heartbeat.end(made.ok() ? "done" : "failed", "");
      LAUTER_TRY(remove_tree(temporary_));
      if (stopped()) return std::optional<DuplicateRows>();
      LAUTER_TRY(made);
    }
    LAUTER_ASSIGN(DuplicateRows rows, DuplicateRows::open(table));
    return std::optional<DuplicateRows>(std::move(rows));
  }

 private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  size_t shards() const { return job_.plan.shards.size(); }
  std::string sketches_path(size_t shard) const { return folder_.piece_paths(shard)[0]; }

  Result<void> make(const std::string& table) {
    while (!path_exists(table)) {
      LAUTER_TRY(sketch_shards());
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
  Result<void> sketch_shards() {
    ShardReader reader(job_.plan, folder_, ShardQueue(job_.plan, folder_, job_.task, job_.holder),
                       {.max_record_bytes = options_.recipe.limits.max_record_bytes,
                        .stop = options_.stop,
                        .grid_bytes = options_.recipe.limits.shard_bytes,
                        .decode_threads = 1},
                       job_.holder);
    std::vector<SketchScratch> scratch(static_cast<size_t>(options_.threads));
    return run_ordered<ShardChunk, SketchedShard>(
        {.threads = options_.threads, .max_weight = max_chunk_weight(options_.threads)},
        [&] { return reader.next(); },
        [&](const ShardChunk& item, int thread) -> Result<SketchedShard> {
          if (item.failed) return SketchedShard{.shard = item.shard, .failed = true};
          SketchScratch& own = scratch[static_cast<size_t>(thread)];
          return SketchedShard{item.shard, internal::sketch_chunk(item.chunk, options_, own),
                               item.last};
        },
        [&](const SketchedShard& chunk) { return write(chunk); });
  }

  /// Under names of this life of the task; then the names that others look for.
  Result<bool> write(const SketchedShard& chunk) {
    const std::string written = join_path(temporary_, "sketches");
    if (shard_ != chunk.shard || !file_) {
      LAUTER_ASSIGN(file_, internal::SketchFile::create(written));
      shard_ = chunk.shard;
    }
    if (chunk.failed) {
      file_.reset();
      return true;
    }
    LAUTER_TRY(file_->append(chunk.rows));
    if (!chunk.last) return true;
    LAUTER_TRY(file_->commit());
    file_.reset();
    const std::string path = sketches_path(chunk.shard);
    LAUTER_TRY(rename_file(internal::sketch_ids_path(written), internal::sketch_ids_path(path)));
    LAUTER_TRY(rename_file(written, path));
    LAUTER_TRY(replace_file(folder_.row_path(chunk.shard), "{}\n", join_path(temporary_, "done")));
    return true;
  }

  /// A shard that failed in another task is not tried again here.
  Result<void> check_readable(size_t shard) const {
    const auto claim = folder_.claim(shard);
    if (!claim || claim->failed.empty()) return {};
    return unavailable("dedup: shard " + std::to_string(shard) + ": " + claim->failed);
  }

  /// By the one task that has the claim, which is numbered behind those of the shards.
  Result<void> join(const std::string& table) {
    const ShardClaim mine{.task = job_.task, .holder = job_.holder};
    LAUTER_ASSIGN(const bool first, folder_.try_claim(shards(), mine));
    const auto theirs = first ? std::nullopt : folder_.claim(shards());
    if (!first && theirs && !folder_.is_gone(*theirs, job_.task)) return {};
    LAUTER_TRY(folder_.set_claim(shards(), mine));
    std::vector<std::string> files;
    for (size_t shard = 0; shard < shards(); ++shard) files.push_back(sketches_path(shard));
    const auto& options =
        std::get<DedupOptions>(internal::dedup_step(options_.recipe)->options);
    const std::string written = join_path(temporary_, "duplicates");
    const auto begun = unix_now();
    LAUTER_TRY(internal::write_duplicates(files, options, temporary_, written, options_.stop));
    LAUTER_TRY(rename_file(written, table));
    job_.log("dedup: joined " + std::to_string(shards()) + " shards in " +
             std::to_string(static_cast<int>(std::max(0.0, unix_now() - begun))) + " s");
    return {};
  }

  const TaskJob& job_;
  const JobOptions& options_;
  const std::string out_;
  const ShardFolder folder_;
  const std::string temporary_;
  std::optional<size_t> shard_;
  std::optional<internal::SketchFile> file_;
};

}  // namespace

Result<std::shared_ptr<const DuplicateRows>> find_task_duplicates(const TaskJob& job) {
  if (internal::dedup_step(job.refine.job.recipe) == nullptr) {
    return std::shared_ptr<const DuplicateRows>();
  }
  LAUTER_ASSIGN(std::optional<DuplicateRows> rows, TaskDedup(job).run());
  if (!rows) return std::shared_ptr<const DuplicateRows>();
  return std::make_shared<const DuplicateRows>(std::move(*rows));
}

}  // namespace lauter
