/// Parts of one file that can be read by themselves, so that many processes share it.
///
/// A part has the records that begin in it, the last one to its end: so parts need not know where
/// records are when they are planned. Since no chunk crosses a multiple of ChunkOptions::grid_bytes
/// (chunk.h), the chunks of all parts are those of the whole file.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "io/input.h"

namespace lauter {

/// Uncompressed bytes [begin, end) of a file. The default is all of it.
struct FileRange {
  static constexpr uint64_t kToTheEnd = std::numeric_limits<uint64_t>::max();

  uint64_t begin = 0;
  uint64_t end = kToTheEnd;
  /// Of a zst file: a frame that begins at or before the byte ahead of `begin`, as its byte in the
  /// file and in the content. Decompression begins there.
  uint64_t frame_byte = 0;
  uint64_t frame_offset = 0;

  bool is_whole() const { return begin == 0 && end == kToTheEnd; }
  bool operator==(const FileRange&) const = default;
};

/// Cuts a file into parts of `part_bytes`, a multiple of ChunkOptions::grid_bytes. Only lines in a
/// plain file, or in a zst file of many frames with known sizes, can be found from the middle;
/// everything else is one part. Reads nothing of plain files, and the frame headers of zst files.
/// Errors: kNotFound.
Result<std::vector<FileRange>> split_file(const InputFile& file, uint64_t part_bytes);

/// Lines that begin in `range`, which must not reach to the end of the file: what the number of a
/// row behind it is counted from. Errors: those of reading; kUnavailable when stopped.
Result<uint64_t> count_lines(const InputFile& file, const FileRange& range,
                             StopToken stop = {});

}  // namespace lauter
