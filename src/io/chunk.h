/// A file as a sequence of chunks of whole records: the unit of work, of output and of --resume.
///
/// Where chunks are cut depends on the uncompressed bytes and ChunkOptions only, never on threads,
/// read sizes, compression or where reading began (stdin alone may also be cut earlier, so that it
/// works as a filter: its first chunks are small, and one ends where no more is there to be read).
/// The concatenation of all chunks, with oversized records in their place, is the input. Rule for
/// lines: a chunk is the longest run of whole lines within target_bytes, or one line that is
/// longer; for frames, WARC records, rows of CSV and values of JSON the same; a text or source file
/// is one chunk. Rows of
/// Parquet are lines of JSON that are made of the wanted columns.
///
/// No chunk of lines in a JSONL file crosses the first line that begins at or behind a multiple of
/// grid_bytes: so parts of a file (file_range.h) have the chunks that the whole has.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/stop.h"
#include "io/files/file_range.h"
#include "io/input.h"

namespace lauter {

struct ChunkOptions {
  uint64_t target_bytes = uint64_t{4} << 20;
  uint64_t max_record_bytes = uint64_t{64} << 20;  ///< a longer record is not held in memory
  /// Stop after this many rows from where reading began (blank lines and WARC's own records do not
  /// count). The chunk that reaches it is cut short and is the last.
  uint64_t limit_rows = std::numeric_limits<uint64_t>::max();
  /// Ends waiting for stdin or another pipe, or for a position to resume from, with kUnavailable.
  StopToken stop{};
  uint64_t grid_bytes = uint64_t{64} << 20;
  int decode_threads = 2;  ///< for zst files of many frames, besides the calling thread
};

/// Where a chunk begins. The default is the begin of the file.
struct ChunkPosition {
  uint64_t index = 0;   ///< chunks before it
  uint64_t offset = 0;  ///< uncompressed bytes before it
  uint64_t record = 0;  ///< records before it (lines, blank ones too; WARC records; files)
};

struct Chunk {
  size_t file_index = 0;
  ChunkPosition position;
  std::string bytes;        ///< whole records; empty for an oversized record
  uint64_t size_bytes = 0;  ///< uncompressed bytes of the input that this chunk stands for
  uint64_t n_records = 0;   ///< lines (blank ones too), WARC records or 1 file
  uint64_t n_rows = 0;      ///< of these, rows: not blank, not WARC's own
  /// What the records cannot be read without: the header of CSV, the bytes ahead of the first value
  /// of JSON. They also are the begin of the file's first chunk.
  std::shared_ptr<const std::string> head{};
  bool oversized = false;   ///< one record longer than max_record_bytes: reject and count it
  bool last = false;  ///< nothing follows (then `bytes` may be empty: an empty file, stdin's end)

  /// Where the next chunk begins: what a journal stores to resume after this one.
  ChunkPosition next_position() const {
    return {position.index + 1, position.offset + size_bytes, position.record + n_records};
  }
};

/// Reads one file. One thread at a time calls next(); decompression runs ahead on threads of its
/// own (none for plain files). Memory: about 4 chunks, plus decode_threads + 2 frames of up to 16
/// MiB for zst files of many frames.
class ChunkReader {
 public:
  /// Opens at `from`, which must be a position that reading with the same options gave. Plain files
  /// and zst files of many frames with known sizes seek there; others decompress up to it.
  /// Errors: kNotFound, kUnavailable; kInvalidArgument if stdin is to be resumed; for Parquet those
  /// of internal::ParquetChunks. That `from` lies behind the end shows in the first next() (kInvalidArgument).
  static Result<ChunkReader> open(const InputFile& file, size_t file_index,
                                  const ChunkOptions& options = {}, ChunkPosition from = {});
  /// Opens a part of a file whose begin and end are multiples of grid_bytes. `records_before`:
  /// those that begin before it. Its chunks have offsets and records of the whole file, and indices
  /// of their own. Errors: as open().
  static Result<ChunkReader> open_range(const InputFile& file, size_t file_index,
                                        const ChunkOptions& options, const FileRange& range,
                                        uint64_t records_before);
  ChunkReader(ChunkReader&&) noexcept;
  ChunkReader& operator=(ChunkReader&&) noexcept;
  ~ChunkReader();

  /// Fills `chunk` (reusing its memory) and returns true, or false after the chunk with `last` set;
  /// every file has at least one chunk. Errors: kDataLoss `FILE: byte N of the compressed file:
  /// why` for corrupt or truncated input, only after all whole records before it were delivered;
  /// kUnavailable when reading fails; kInvalidArgument when JSONL begins as a gzip, zstd, Parquet
  /// or other foreign file does. After an error or false it must not be called again.
  Result<bool> next(Chunk& chunk);

 private:
  struct State;
  static Result<ChunkReader> start(const InputFile& file, size_t file_index,
                                   const ChunkOptions& options, const FileRange& range,
                                   ChunkPosition from);
  explicit ChunkReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
