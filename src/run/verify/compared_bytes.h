/// A file of OUT that is compared with what must stand there, piece by piece.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/chunk.h"
#include "io/files/file_bytes.h"

namespace lauter {

/// Of Parquet the rows as lines of JSON. A file that is missing or cannot be read on ends there.
class ComparedBytes {
 public:
  ComparedBytes(InputFile file, StopToken stop);

  /// Whether the file goes on with these bytes. After a false it stands where they differ.
  bool take(std::string_view expected);
  /// The next line without its LF, for who compares otherwise; nothing at the end.
  std::optional<std::string> take_line();
  bool at_end();
  bool is_missing() const { return is_missing_; }

  const std::string& path() const { return file_.path; }
  uint64_t byte() const { return byte_; }      ///< where it stands, uncompressed, from 0
  uint64_t line() const { return lines_ + 1; }  ///< of that byte, from 1
  const std::string& error() const { return error_; }  ///< why it cannot be read on; empty: it can

 private:
  bool fill();
  void pass(size_t bytes);

  InputFile file_;
  std::optional<FileBytes> bytes_;
  std::optional<ChunkReader> table_;
  Chunk chunk_;
  std::string_view piece_;
  uint64_t byte_ = 0;
  uint64_t lines_ = 0;
  bool ended_ = false;
  bool is_missing_ = false;
  std::string error_;
};

}  // namespace lauter
