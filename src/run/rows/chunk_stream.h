/// All chunks of all inputs, one after the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/stop.h"
#include "io/chunk.h"
#include "io/input.h"

namespace lauter {

/// Where to begin: a file and a position in it. The default is the begin of everything.
struct StreamPosition {
  size_t file_index = 0;
  ChunkPosition chunk;
};

struct StreamOptions {
  uint64_t chunk_bytes = uint64_t{2} << 20;  ///< small enough that 8 threads stay within 300 MB
  uint64_t max_record_bytes = uint64_t{32} << 20;
  uint64_t grid_bytes = uint64_t{64} << 20;                    ///< ChunkOptions::grid_bytes
  uint64_t limit_rows = std::numeric_limits<uint64_t>::max();  ///< over all files
  int decode_threads = 1;
  StopToken stop{};  ///< ends the stream at the next chunk
};

/// Memory that chunks take between reading and writing, for run_ordered(). A chunk at work takes
/// some four times its bytes (decoded, refined, rendered, compressed); with this bound that stays
/// within 300 MB and 64 MB a thread even when every row is as long as the limits allow.
inline uint64_t item_weight(const Chunk& chunk) { return chunk.bytes.size(); }
inline uint64_t max_chunk_weight(int threads) {
  return (uint64_t{32} << 20) + static_cast<uint64_t>(threads) * (uint64_t{12} << 20);
}

/// Keeps references to `inputs`, which must outlive it. One thread at a time calls next().
class ChunkStream {
 public:
  ChunkStream(const Inputs& inputs, StreamOptions options, StreamPosition from = {});

  /// The next chunk, or nothing at the end. Errors: those of ChunkReader; every error comes after
  /// all chunks before it.
  Result<std::optional<Chunk>> next();

  /// From any thread: nobody needs more of it. A next() that waits for stdin ends.
  void end() { ended_.store(true); }

  /// Seconds spent in reading and decompressing by the callers of next().
  double read_seconds() const { return read_seconds_; }
  /// True if the end came from `stop`, end() or the row limit.
  bool ended_early() const { return ended_early_; }

 private:
  Result<ChunkReader> open(size_t file_index, ChunkPosition from) const;
  /// Opens the small objects behind the current file: they come while others are worked on.
  void open_ahead();

  const Inputs& inputs_;
  StreamOptions options_;
  StreamPosition position_;
  std::optional<ChunkReader> reader_;
  std::deque<ChunkReader> ahead_;  ///< of the files behind it
  uint64_t rows_left_;
  double read_seconds_ = 0;
  bool ended_early_ = false;
  std::atomic<bool> ended_{false};
};

}  // namespace lauter
