/// Cuts the bytes of one input into chunks of whole records. Internal to io; the rule is in
/// chunk.h.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "io/chunk.h"
#include "io/codec/byte_source.h"
#include "io/record_scan.h"

namespace lauter::internal {

class ChunkCutter {
 public:
  /// `source` stands at byte `range.frame_offset` of the content; the first next() goes on to
  /// `from.offset`, and if that is where a part begins, to its first line. `head`: of a format that
  /// has_head(), if `from` is not the file's begin.
  ChunkCutter(const InputFile& file, size_t file_index, const ChunkOptions& options,
              const FileRange& range, ChunkPosition from, std::unique_ptr<ByteSource> source,
              std::shared_ptr<const std::string> head = nullptr);

  /// As ChunkReader::next().
  Result<bool> next(Chunk& chunk);

 private:
  /// One read of at least a byte, until `buffer_` holds at most `size`, unless the input ends or
  /// fails.
  void read_once(size_t size);
  /// Reads until `buffer_` holds `size` bytes or the input ends or fails.
  void fill(size_t size);
  /// As fill, but for inputs that come slowly: stops once there is a whole line and no more is
  /// ready.
  void fill_lines(size_t size);
  /// Whether a read would not have to wait: only then may a cutter look what comes behind a record.
  bool is_ready();
  size_t next_target();
  Result<void> check_begin();
  Result<void> go_to_begin();
  /// Of `size` bytes of whole lines: those before the line that the grid gives to the next chunk.
  size_t before_grid_line(size_t size) const;
  bool is_at_end() const;
  bool ended() const { return at_end_ || error_.has_value(); }
  /// Gives the first `size` bytes of the buffer to `chunk`.
  void take(size_t size, Chunk& chunk);
  /// The same, as far as lines go that may still be taken, which are counted.
  Result<bool> take_lines(size_t size, Chunk& chunk);
  /// The record that begins the chunk has gone, all `size` bytes of it. `is_row`: it is to be rejected and counted.
  void take_discarded(uint64_t size, bool is_row, Chunk& chunk);
  /// Forgets the first `size` bytes of the buffer.
  void drop_front(size_t size);
  Result<bool> cut_lines(Chunk& chunk);
  Result<bool> cut_long_line(Chunk& chunk);
  Result<bool> cut_frames(Chunk& chunk);
  Error cut_off_frame(uint64_t size) const;
  Result<bool> cut_records(Chunk& chunk);
  Result<bool> cut_whole(Chunk& chunk);
  /// Records that RecordScan knows: of CSV and JSON values.
  Result<bool> cut_scanned(Chunk& chunk);
  Result<void> find_head();
  /// Reads on until the record at `whole` is complete, `fed` bytes of it being known. kGoesOn: it is
  /// for the next chunk.
  RecordScan::State scan_record(size_t whole, size_t target, uint64_t& fed);
  Result<bool> discard_scanned(uint64_t fed, RecordScan::State state, Chunk& chunk);
  Error broken_json(uint64_t byte) const;
  /// The array of values still has to be closed.
  bool is_open() const { return is_array_ && !is_closed_; }
  /// The rest up to and with `end_byte` (or all of it) is thrown away and counted.
  /// `is_row`: it is to be rejected and counted; else it is nothing that anybody asked for.
  Result<bool> discard(std::optional<char> end_byte, uint64_t known_size, Chunk& chunk,
                       bool is_row = true);
  Result<bool> finish(Chunk& chunk);

  /// Bytes asked for at once beyond the target when a long record is read.
  static constexpr size_t kGrowStep = size_t{1} << 20;

  const Format format_;
  const Framing framing_;
  const bool is_stdin_;
  const std::string name_;
  const uint64_t size_hint_;
  const size_t file_index_;
  const ChunkOptions options_;
  const FileRange range_;
  const InputFile file_;
  std::unique_ptr<ByteSource> source_;
  std::string buffer_;  ///< bytes read behind position_.offset; only [0, size_) count
  size_t size_ = 0;
  ChunkPosition position_;
  uint64_t rows_left_;
  bool is_positioned_ = false;
  bool paused_ = true;         ///< the input had no more, and
  uint64_t stdin_target_ = 0;  ///< the size of its last chunk
  bool at_end_ = false;
  bool done_ = false;
  std::optional<Error> error_;
  std::shared_ptr<const std::string> head_;
  std::optional<RecordScan> scan_;
  bool is_array_ = false;
  bool is_closed_ = false;
};

}  // namespace lauter::internal
