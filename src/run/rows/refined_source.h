/// The rows of a second input by id, in about the order of the first: the join of `distill`.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "io/files/spill_file.h"
#include "io/row.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

/// What pairs rows: the id; for rows without one the row number, if there is but one file.
std::string pair_key(const Row& row, const Inputs& inputs);

/// One row as it stands in its file, as a chunk of its own: RowReader reads it again.
struct StoredRow {
  Chunk chunk;
};

/// Reads ahead until the wanted row comes, and keeps what it passes: up to kMemoryBytes in memory,
/// then in a nameless file in `folder`. So rows in the same order take no space, and any order
/// works while the index of passed rows (80 bytes each) stays below kMaxPassed rows.
class RefinedSource {
 public:
  static constexpr uint64_t kMemoryBytes = uint64_t{256} << 20;
  static constexpr uint64_t kMaxPassed = 50'000'000;

  /// `inputs` must outlive it.
  RefinedSource(const Inputs& inputs, RowOptions rows, std::string folder,
                const std::atomic<bool>* stop);

  /// A row with this key that no earlier call has taken; nothing if there is none (left). Of rows
  /// that were passed only the first of a key is ever given.
  /// Errors: those of reading and of SpillFile; kResourceExhausted beyond kMaxPassed.
  Result<std::optional<StoredRow>> find(const std::string& key);

  /// After the last find(): rows that were not taken, in their order; nothing at the end.
  Result<std::optional<StoredRow>> next_left();

  uint64_t rows() const { return rows_; }

 private:
  using Key = std::pair<uint64_t, uint64_t>;
  struct KeyHash {
    size_t operator()(const Key& key) const { return key.first; }
  };
  struct Slot {
    uint64_t offset;  ///< in memory_ or file_, counted on from one to the other
    uint32_t size;
    uint32_t file_index;
    ChunkPosition position;
    bool oversized;
  };
  /// A row that was just read; its chunk is complete.
  struct NextRow {
    std::string key;
    StoredRow row;
  };
  Result<std::optional<NextRow>> next_row();
  Result<void> keep(const Key& key, const StoredRow& row);
  Result<StoredRow> load(const Slot& slot) const;

  const Inputs& inputs_;
  RowOptions row_options_;
  std::string folder_;
  ChunkStream stream_;
  std::optional<Chunk> chunk_;
  std::optional<RowReader> reader_;
  Row row_;
  uint64_t rows_ = 0;

  std::unordered_map<Key, Slot, KeyHash> passed_;  ///< the first of each key
  std::vector<Slot> again_;                        ///< further ones with a key of passed_
  std::vector<std::shared_ptr<const std::string>> heads_;  ///< Chunk::head of each file
  std::string memory_;
  std::optional<SpillFile> file_;
  std::optional<std::vector<Slot>> left_;  ///< the passed ones, last first
};

}  // namespace lauter
