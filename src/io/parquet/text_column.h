/// A column of texts, encoded as the bytes that it has in a Parquet file. Internal to
/// src/io/parquet.
///
///   column = page*     a page has about 1 MiB of whole texts
///   page   = PageHeader (thrift)  body, compressed
///   body   = [size:u32 run of the definition level]  {size:u32 bytes} for each text (PLAIN)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/files/sink.h"
#include "io/parquet/page_codec.h"

namespace lauter::internal {

/// What is said of a column elsewhere in the file.
struct TextColumnSize {
  uint64_t n_texts = 0;
  uint64_t bytes = 0;
  uint64_t raw_bytes = 0;  ///< before compression; headers count in both
};

/// No text is null. Equal texts give equal bytes. Memory: a page before and after compression.
class TextColumn {
 public:
  /// Appends to `out`, pages that `codec` compresses. `level`: of definition, that of a value that
  /// is there; 0 for a column that cannot be null.
  TextColumn(AppendFile& out, PageCodec codec, int level);

  /// Errors: those of writing; kResourceExhausted for a text of more than 1 GiB.
  Result<void> add(std::string_view text);
  /// The last call.
  Result<TextColumnSize> finish();

 private:
  Result<void> end_page();

  AppendFile& out_;
  PageCodec codec_;
  int level_;
  std::string page_;  ///< room for the levels, and the texts
  uint64_t in_page_ = 0;
  TextColumnSize size_;
};

}  // namespace lauter::internal
