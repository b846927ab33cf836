/// Rows that are kept for a while, each with the chunk that it is in.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "io/chunk.h"
#include "io/row.h"

namespace lauter {

struct HeldRow {
  std::shared_ptr<const Chunk> chunk{};
  Row row{};
  mutable std::string text_hash{};  ///< when somebody has asked for it

  /// Without what joins it to the value before it.
  std::string_view core() const { return row.raw.substr(row.lead); }
  /// The row but for its texts; of a record of WARC its id.
  std::string outside() const;
};

class HeldRows {
 public:
  HeldRows(InputFile file, RowOptions options, uint64_t limit_rows, StopToken stop)
      : file_(std::move(file)), options_(std::move(options)), limit_rows_(limit_rows), stop_(stop) {}

  /// The next row; nothing at the end, also of a file that is missing. Errors: those of ChunkReader.
  Result<std::optional<HeldRow>> next();
  const InputFile& file() const { return file_; }

 private:
  InputFile file_;
  RowOptions options_;
  uint64_t limit_rows_;
  StopToken stop_;
  std::optional<ChunkReader> chunks_;
  std::shared_ptr<const Chunk> chunk_;
  std::optional<RowReader> rows_;
};

}  // namespace lauter
