/// The chunks of the shards that one task computes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/chunk.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

/// Which shard a task takes next: first those of its own stripe, in order; then, as long as there
/// are any, those that nobody has begun, from the ends of the other stripes, and those whose task
/// is gone. Claims keep tasks apart as a rule, and nothing depends on them.
class ShardQueue {
 public:
  /// Without `helps` only those of its own stripe.
  ShardQueue(const ShardPlan& plan, const ShardFolder& folder, size_t task, std::string holder,
             bool helps = true);

  size_t task() const { return task_; }
  /// Nothing when no shard is left to take.
  Result<std::optional<size_t>> next();
  /// Nobody need try it again before the run is resumed.
  Result<void> fail(size_t shard, const std::string& why);

 private:
  Result<bool> take(size_t shard);

  const ShardPlan& plan_;
  const ShardFolder& folder_;
  const size_t task_;
  const std::string holder_;
  const bool helps_;
  size_t own_;
  std::optional<std::vector<size_t>> others_;  ///< still to look at, last first
};

struct ShardChunk {
  size_t shard = 0;
  Chunk chunk{};
  bool last = false;              ///< of its shard
  std::optional<Error> failed{};  ///< the shard cannot be read on; there is no chunk
};
inline uint64_t item_weight(const ShardChunk& item) { return item_weight(item.chunk); }

/// One thread at a time calls next(). Keeps references to `plan` and `folder`.
class ShardReader {
 public:
  ShardReader(const ShardPlan& plan, const ShardFolder& folder, ShardQueue queue,
              ChunkOptions options, std::string holder);

  /// The next chunk; an input that cannot be read fails its shard only. Errors: those of the
  /// folder.
  Result<std::optional<ShardChunk>> next();
  double read_seconds() const { return read_seconds_; }
  bool stopped() const { return stopped_; }

 private:
  Result<ShardChunk> read();
  Result<void> open_file();
  Result<uint64_t> lines_before(size_t shard);
  Result<uint64_t> lines_of(size_t shard);

  const ShardPlan& plan_;
  const ShardFolder& folder_;
  ShardQueue queue_;
  const ChunkOptions options_;
  const std::string holder_;
  std::optional<size_t> shard_;
  size_t file_ = 0;
  std::optional<ChunkReader> reader_;
  std::map<size_t, uint64_t> lines_;  ///< by shard
  uint64_t lines_read_ = 0;           ///< of this part so far
  double read_seconds_ = 0;
  bool stopped_ = false;
};

}  // namespace lauter
