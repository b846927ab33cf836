/// Rows that are held back, as they stand in OUT/rejected.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/chunk.h"
#include "io/input.h"
#include "io/row.h"

namespace lauter {

/// Where and why.
struct Rejection {
  std::string_view file;  ///< InputFile::relative
  uint64_t row = 0;
  uint64_t byte = 0;  ///< of the uncompressed file
  std::string_view reason;
};

/// Byte of the uncompressed file at which `row` begins, plus that of its error.
uint64_t row_byte(const Chunk& chunk, const Row& row);

/// Appends one line of JSON. A row that is a JSON object keeps its bytes (and a sound row of CSV becomes one of strings) and gets the members
/// "lauter_reason", "lauter_file", "lauter_row", "lauter_byte" at its end. Anything else becomes
/// {"id",...} with its bytes in "text" (documents that are valid UTF-8), "lauter_raw" (lines that
/// are valid UTF-8) or "lauter_raw_base64"; a row that was too long to be read has none of them.
void append_rejected(std::string& out, const Row& row, const Rejection& rejection);

/// The members alone, as an object on a line: for rows of Parquet, whose columns come to it when the
/// file is complete (finish_parquet.h).
void append_rejection(std::string& out, const Rejection& rejection);

}  // namespace lauter
