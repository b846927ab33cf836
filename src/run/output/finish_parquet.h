/// The last step of a Parquet file: from its staged rows to the file in data/ and the rows in
/// rejected/.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "io/files/sink.h"
#include "io/input.h"

namespace lauter {

struct ParquetPaths {
  std::string rows;        ///< staged rows (staged_rows.h)
  std::string rejections;  ///< a line for each rejected row, from append_rejection()
  std::string data;        ///< final names
  std::string rejected;
  std::string run{};       ///< whose files they are until they have their final names
};

/// Complete, but not committed.
struct FinishedParquet {
  AppendFile data;
  std::optional<AppendFile> rejected{};  ///< nothing if no row was rejected
};

/// Row groups are made `threads` at a time; the bytes depend on the input and the staged rows
/// alone. Memory: a row group a thread. Errors: those of ParquetRewrite; kInternal if staged rows
/// and rejections do not agree.
Result<FinishedParquet> finish_parquet(const InputFile& file, const ParquetPaths& paths,
                                       int threads);

}  // namespace lauter
