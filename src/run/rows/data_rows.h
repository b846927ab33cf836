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
#include "run/rows/rejected_row.h"

namespace lauter {

/// Of values of JSON: what stands ahead of a chunk's first value depends on whether one was written before it, which the
/// chunk's worker cannot know. Both are compressed as the file is, and empty for other formats and chunks without data.
struct DataLead {
  std::string opening;  ///< if nothing of the file was written
  std::string joint;    ///< if something was

  const std::string& of(bool is_begun) const { return is_begun ? joint : opening; }
};

/// One of keep(), edit() and drop() for each row, in order. On stdout, and where the input says
/// so, rows are JSONL whatever the input is (render_streamed()).
class DataRows {
 public:
  /// Begins a chunk. `folder`: for data/, so compressed as the file is. Keeps references to `file`
  /// and `chunk`.
  void begin(const InputFile& file, const Chunk& chunk, bool folder);

  void keep(const Row& row);
  /// `spans`: of a row with several texts, where each is in `text`.
  void edit(const Row& row, std::string_view text, std::span<const ByteSpan> spans = {});
  void drop();
  /// Leaves {"id","error"} in its place. For stdout.
  void drop(const Row& row, std::string_view reason);
  /// The row's line in rejected/.
  void append_rejected(std::string& out, const Row& row, const Rejection& rejection) const;

  /// Swaps or appends what goes to data/ into `out`, and what goes ahead of it into `lead`; both are
  /// empty. Errors: those of compression.
  Result<void> take(int compression_level, std::string& out, DataLead& lead);
  /// Bytes that take() gave; of staged rows those that they would have as lines of JSON.
  uint64_t bytes_out() const { return bytes_out_; }

 private:
  void append(const Row& row, std::string_view text, std::span<const ByteSpan> spans = {});
  void append_value(const Row& row, std::string_view text, std::span<const ByteSpan> spans);
  Result<void> take_lead(int compression_level, DataLead& lead);

  const InputFile* file_ = nullptr;
  const Chunk* chunk_ = nullptr;
  bool is_first_file_ = true;
  bool folder_ = false;
  bool is_staged_ = false;
  bool is_streamed_ = false;  ///< as lines of JSON
  std::string bytes_;  ///< uncompressed; reused
  std::string joint_;  ///< of values: ahead of the chunk's first one
  bool has_value_ = false;
  bool has_tail_ = false;  ///< the end of the array
  StagedRows staged_;
  uint64_t bytes_out_ = 0;
};

}  // namespace lauter
