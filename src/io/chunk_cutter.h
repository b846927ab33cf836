/// Cuts the bytes of one input into chunks of whole records. Internal to io; the rule is in
/// chunk.h.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "io/byte_source.h"
#include "io/chunk.h"

namespace lauter::internal {

class ChunkCutter {
 public:
  /// `source` stands at the begin of the file; the first next() goes on to `from.offset`.
  ChunkCutter(const InputFile& file, size_t file_index, const ChunkOptions& options,
              ChunkPosition from, std::unique_ptr<ByteSource> source);

  /// As ChunkReader::next().
  Result<bool> next(Chunk& chunk);

 private:
  /// Reads until `buffer_` holds `size` bytes or the input ends or fails.
  void fill(size_t size);
  /// As fill, but for inputs that come slowly: stops once there is a whole line and no more is
  /// ready.
  void fill_lines(size_t size);
  Result<void> check_begin();
  bool ended() const { return at_end_ || error_.has_value(); }
  /// Gives the first `size` bytes of the buffer to `chunk`.
  void take(size_t size, Chunk& chunk);
  Result<bool> cut_lines(Chunk& chunk);
  Result<bool> cut_long_line(Chunk& chunk);
  Result<bool> cut_records(Chunk& chunk);
  Result<bool> cut_whole(Chunk& chunk);
  /// The rest up to and with `end_byte` (or all of it) is thrown away and counted.
  Result<bool> discard(std::optional<char> end_byte, uint64_t known_size, Chunk& chunk);
  Result<bool> finish(Chunk& chunk);

  const Format format_;
  const std::string name_;
  const uint64_t size_hint_;
  const size_t file_index_;
  const ChunkOptions options_;
  std::unique_ptr<ByteSource> source_;
  std::string buffer_;  ///< bytes read behind position_.offset; only [0, size_) count
  size_t size_ = 0;
  ChunkPosition position_;
  uint64_t rows_left_;
  bool is_positioned_ = false;
  bool at_end_ = false;
  bool done_ = false;
  std::optional<Error> error_;
};

}  // namespace lauter::internal
