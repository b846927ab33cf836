/// The rows of a Parquet file as chunks of JSON lines. Internal to io.
#pragma once

#include <memory>

#include "base/result.h"
#include "io/chunk.h"

namespace lauter::internal {

/// A chunk is the longest run of whole rows within ChunkOptions::target_bytes, or one row that is
/// longer; so it depends on the file and the wanted columns alone. A position's `record` counts
/// rows.
class ParquetChunks {
 public:
  /// Errors: kUnimplemented if open_parquet() was not called for the file; kInvalidArgument if it
  /// lacks the text column; kDataLoss if it is broken.
  static Result<std::unique_ptr<ParquetChunks>> open(const InputFile& file, size_t file_index,
                                                     const ChunkOptions& options,
                                                     ChunkPosition from);
  ~ParquetChunks();

  /// As ChunkReader::next().
  Result<bool> next(Chunk& chunk);

 private:
  struct State;
  explicit ParquetChunks(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter::internal
