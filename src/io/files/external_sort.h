/// Sorts more records than fit into memory: sorted runs on disk, merged.
///
///   LAUTER_ASSIGN(ExternalSort sort, ExternalSort::make(folder, 64 << 20));
///   LAUTER_TRY(sort.add(key, bytes));                       // any number of times
///   LAUTER_TRY(sort.finish());
///   SortRecord record;
///   while (true) { LAUTER_ASSIGN(const bool more, sort.next(record)); if (!more) break; ... }
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

struct SortRecord {
  uint64_t key = 0;
  std::string bytes;
};

/// By key, equal keys in the order of add(). One thread.
///
/// Memory: `memory_bytes` and one record. While adding, that is records; while merging, one read
/// buffer a run. Where the runs are more than there are buffers of 64 KiB, neighbours are merged
/// first, a level at a time. Disk: the records, 12 bytes more each, and while a level is merged
/// twice that.
class ExternalSort {
 public:
  /// Temporary files without names go to `folder`, which must exist. Errors: those of SpillFile.
  static Result<ExternalSort> make(const std::string& folder, uint64_t memory_bytes);
  ExternalSort(ExternalSort&&) noexcept;
  ExternalSort& operator=(ExternalSort&&) noexcept;
  ~ExternalSort();

  /// `bytes` below 4 GiB. Errors: kUnavailable (disk full, ...).
  Result<void> add(uint64_t key, std::string_view bytes);
  /// Between the last add() and the first next().
  Result<void> finish();
  /// False at the end.
  Result<bool> next(SortRecord& record);
  /// Runs that were written to disk before any merging; 0 if everything fitted into memory.
  uint64_t runs() const;

 private:
  struct State;
  explicit ExternalSort(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
