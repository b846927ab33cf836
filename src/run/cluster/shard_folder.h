/// The files below OUT/state by which the processes of a cluster run know of each other. Nothing is
/// locked: whatever happens twice happens with equal bytes, and counts once.
///
///   shards/000017.json     shard 17 is computed, and these are its figures: the commit
///   pieces/000017.data     outputs of a part of a file, until all its parts are there
///   claims/000017          who works on shard 17, or why it failed: advice, never a lock
///   merged/000003          file 3 was put together from its parts
///   counts/000017          lines of a part of a file, which the row numbers behind it need
///   tasks/3.json           how task 3 is (TaskState)
///   logs/task-3.log        what it said
///   tmp/                   what is being written
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/output/journal.h"

namespace lauter {

struct ShardClaim {
  size_t task = 0;
  std::string holder{};  ///< one life of a task: `HOST-PID-RANDOM`
  std::string failed{};  ///< why the shard cannot be computed, if that is so
};

/// What a task says of itself, every few seconds.
struct TaskState {
  size_t task = 0;
  std::string holder{};
  std::string state{};  ///< `running`, `done`, `stopped` (by a signal), `failed`
  std::string error{};  ///< why it failed
  std::string job{};    ///< the cluster's name for it
  int threads = 0;
  double began_unix = 0;  ///< this life
  double updated_unix = 0;
  double seconds = 0;   ///< of all lives
  uint64_t shards = 0;  ///< committed, in all lives; so are the next two
  uint64_t rows = 0;
  uint64_t bytes = 0;
  uint64_t peak_memory_bytes = 0;
};

/// One that was silent for this long is gone.
inline constexpr double kSilenceSeconds = 60;

class ShardFolder {
 public:
  explicit ShardFolder(const std::string& out);

  Result<void> make() const;
  /// Takes away all that a finished run needs no more.
  Result<void> remove_work() const;
  /// Takes away claims, failed ones too, of which a run that is resumed knows nothing any more.
  Result<void> remove_claims() const;

  bool is_done(size_t shard) const;
  /// Of all shards, by one look at the folder.
  Result<std::vector<bool>> done(size_t n_shards) const;
  Result<JournalRow> row(size_t shard) const;
  std::string row_path(size_t shard) const;
  /// Of data, edits and rejected.
  std::array<std::string, 3> piece_paths(size_t shard) const;

  bool is_merged(size_t file_index) const;
  Result<void> set_merged(size_t file_index) const;

  /// True for one of all that ask.
  Result<bool> try_claim(size_t shard, const ShardClaim& claim) const;
  Result<void> set_claim(size_t shard, const ShardClaim& claim) const;
  std::optional<ShardClaim> claim(size_t shard) const;
  /// Whether the life of a task that holds `claim` has ended, by what it says or by its silence:
  /// task `asking` says more often that it is there.
  bool is_gone(const ShardClaim& claim, size_t asking) const;

  std::optional<uint64_t> lines(size_t shard) const;
  Result<void> set_lines(size_t shard, uint64_t lines, const std::string& holder) const;

  std::optional<TaskState> task(size_t task) const;
  Result<void> set_task(const TaskState& state) const;
  std::string task_path(size_t task) const;
  std::string log_path(const std::string& task) const;
  std::string logs_folder() const;

  /// For the files that one life of a task is writing.
  std::string temporary_folder(const std::string& holder) const;

 private:
  std::string below(const char* folder, size_t shard, const char* suffix) const;
  std::string state_;
};

JsonValue task_to_json(const TaskState& state);
double unix_now();

}  // namespace lauter
