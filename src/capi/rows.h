/// The rows of an input file as a run reads them, chunk by chunk, from any chunk on: what a lauter_rows is.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capi/lauter.h"
#include "io/chunk.h"
#include "io/row.h"

namespace lauter::capi {

class SourceRows {
 public:
  /// `config_json` as of lauter_rows_open(). Errors: those of expand_inputs(), open_parquet(), ChunkReader::open();
  /// kInvalidArgument for a config that is none.
  static Result<std::unique_ptr<SourceRows>> open(std::string_view config_json);

  /// Fills `out`; what it points to lives until the next call. Errors: those of ChunkReader::next().
  Result<void> next(bool with_rows, lauter_chunk& out);

 private:
  SourceRows(InputFile file, RowOptions options, ChunkReader reader)
      : file_(std::move(file)), options_(std::move(options)), reader_(std::move(reader)) {}
  void read_rows();

  const InputFile file_;
  const RowOptions options_;
  ChunkReader reader_;
  Chunk chunk_{};
  std::vector<Row> kept_{};  ///< what rows_ points into
  std::vector<lauter_source_row> rows_{};
  std::vector<lauter_source_text> texts_{};  ///< of all rows of the chunk
  bool ended_ = false;
};

}  // namespace lauter::capi

struct lauter_rows {
  std::unique_ptr<lauter::capi::SourceRows> rows;
};
