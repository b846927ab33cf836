#pragma once

#include <atomic>
#include <cstdint>

#include "io/chunk.h"

namespace lauter {

/// Rows that workers are done with, in chunks that may not be written yet: what progress shows of steps that
/// take seconds for a chunk. Only grows.
struct RowsWorkedOn {
  std::atomic<uint64_t> rows{0};
  std::atomic<uint64_t> bytes{0};  ///< of the uncompressed input

  void add(uint64_t more_rows, uint64_t more_bytes) {
    rows.fetch_add(more_rows, std::memory_order_relaxed);
    bytes.fetch_add(more_bytes, std::memory_order_relaxed);
  }
};

/// Counts the rows of one chunk, one by one; its bytes are taken as spread evenly over them. Owns nothing.
class ChunkCount {
 public:
  /// `to` may be null: nobody wants to know.
  ChunkCount(RowsWorkedOn* to, const Chunk& chunk)
      : to_(to), rows_(chunk.n_rows), bytes_(chunk.size_bytes) {}

  void add_row() {
    if (to_ == nullptr || done_ >= rows_) return;
    ++done_;
    const auto share = static_cast<double>(done_) / static_cast<double>(rows_);
    const auto bytes = done_ == rows_ ? bytes_ : static_cast<uint64_t>(share * static_cast<double>(bytes_));
    to_->add(1, bytes - bytes_done_);
    bytes_done_ = bytes;
  }

 private:
  RowsWorkedOn* to_;
  uint64_t rows_;
  uint64_t bytes_;
  uint64_t done_ = 0;
  uint64_t bytes_done_ = 0;
};

}  // namespace lauter
