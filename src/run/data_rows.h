/// The rows of one chunk on their way into data/, or to stdout: as bytes of the file's own format,
/// or staged for a Parquet file, which is made when all its rows are there (finish_parquet.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/chunk.h"
#include "io/input.h"
#include "io/row.h"
#include "io/staged_rows.h"
#include "run/rejected_row.h"

namespace lauter {

/// One of keep(), edit() and drop() for each row, in order. On stdout rows are JSONL, whatever the
/// input is (render_streamed()).
class DataRows {
 public:
  /// Begins a chunk. `folder`: for data/, so compressed as the file is. Keeps a reference to
  /// `file`.
  void begin(const InputFile& file, const Chunk& chunk, bool folder);

  void keep(const Row& row);
  void edit(const Row& row, std::string_view text);
  void drop();
  /// Leaves {"id","error"} in its place. For stdout.
  void drop(const Row& row, std::string_view reason);
  /// The row's line in rejected/.
  void append_rejected(std::string& out, const Row& row, const Rejection& rejection) const;

  /// Swaps or appends what goes to data/ into `out`, which is empty. Errors: those of compression.
  Result<void> take(int compression_level, std::string& out);
  /// Bytes that take() gave; of staged rows those that they would have as lines of JSON.
  uint64_t bytes_out() const { return bytes_out_; }

 private:
  void append(const Row& row, std::string_view text);

  const InputFile* file_ = nullptr;
  bool is_first_file_ = true;
  bool folder_ = false;
  bool is_staged_ = false;
  std::string bytes_;  ///< uncompressed; reused
  StagedRows staged_;
  uint64_t bytes_out_ = 0;
};

}  // namespace lauter
