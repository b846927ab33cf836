/// Which rows of a run are duplicates of an earlier one: what the first pass of `dedup` finds out
/// and the second one does. docs/design/0028-dedup.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/files/mapped_file.h"
#include "refine/outcome.h"

namespace lauter {

/// Const; safe from any thread. The table stays on disk, mapped: 32 bytes and an id a duplicate.
class DuplicateRows {
 public:
  /// A file of write_duplicates() (run/dedup_join.h). Errors: those of reading; kDataLoss.
  static Result<DuplicateRows> open(const std::string& path);

  struct Duplicate {
    std::string_view first_id;  ///< of the group's first row
    bool is_near = false;       ///< else its very bytes came before
  };
  /// `row`: Row::number in the file `file_index` of the inputs. O(log duplicates).
  std::optional<Duplicate> find(size_t file_index, uint64_t row) const;
  uint64_t size() const;

 private:
  explicit DuplicateRows(MappedFile file) : file_(std::move(file)) {}
  MappedFile file_;
};

/// The row is dropped: `duplicate of ID`, where the first row's id is as logs have it.
Outcome dropped_duplicate(const DuplicateRows::Duplicate& duplicate, std::string_view first_id);

/// Under what a report counts a row that was held back: ids are not counted one by one.
std::string_view counted_reason(const Outcome& outcome);

namespace internal {

/// One row of the table, in the machine's order: it never leaves the run. First one whose
/// `id_begin` is their number; behind the last one the ids.
struct DuplicateEntry {
  uint64_t row = 0;
  uint64_t id_begin = 0;  ///< in the ids
  uint32_t id_bytes = 0;
  uint32_t file_index = 0;
  uint64_t is_near = 0;
};

}  // namespace internal
}  // namespace lauter
