#include "io/files/file_range.h"

#include <algorithm>
#include <string>

#include "io/codec/byte_source.h"

namespace lauter {
namespace {

/// Fits the second-level cache: the bytes are counted while they are there.
constexpr size_t kReadBytes = 128 << 10;

uint64_t count_line_feeds(const char* bytes, size_t size) {
  uint64_t count = 0;
  while (size > 0) {
    // Counters of one byte, which the compiler keeps 16 or 32 of in a register, cannot overflow.
    const size_t block = std::min<size_t>(size, 255 * 16);
    uint8_t lanes[16] = {};
    size_t i = 0;
    for (; i + 16 <= block; i += 16) {
      for (size_t lane = 0; lane < 16; ++lane) {
        lanes[lane] = static_cast<uint8_t>(lanes[lane] + (bytes[i + lane] == '\n' ? 1 : 0));
      }
    }
    for (; i < block; ++i) count += bytes[i] == '\n' ? 1 : 0;
    for (const uint8_t lane : lanes) count += lane;
    bytes += block;
    size -= block;
  }
  return count;
}

}  // namespace

Result<std::vector<FileRange>> split_file(const InputFile& file, uint64_t part_bytes) {
  const std::vector<FileRange> whole{FileRange()};
  if (file.format != Format::kJsonl || file.framing != Framing::kLines || file.is_stdin() ||
      file.size_bytes == 0) {
    return whole;
  }
  if (file.compression == Compression::kZstd && !file.is_object()) {
    return internal::split_zstd_frames(file, part_bytes);
  }
  if (file.compression != Compression::kNone) return whole;
  std::vector<FileRange> ranges;
  for (uint64_t begin = 0; begin < file.size_bytes; begin += part_bytes) {
    ranges.push_back({.begin = begin, .end = begin + part_bytes});
  }
  ranges.back().end = FileRange::kToTheEnd;
  return ranges;
}

Result<uint64_t> count_lines(const InputFile& file, const FileRange& range,
                             StopToken stop) {
  // A line begins at 0 and behind every line feed.
  const uint64_t from = range.begin == 0 ? 0 : range.begin - 1;
  uint64_t lines = range.begin == 0 ? 1 : 0;
  uint64_t left = range.end - 1 - from;
  LAUTER_ASSIGN(auto source, internal::open_source_at(file, 0, range.frame_byte, stop));
  if (file.compression == Compression::kNone) source->expect_end(range.end);
  LAUTER_TRY(source->skip(from - range.frame_offset, stop));
  std::string buffer(kReadBytes, '\0');
  while (left > 0) {
    if (stop.requested()) return unavailable("interrupted");
    const auto step = static_cast<size_t>(std::min<uint64_t>(buffer.size(), left));
    LAUTER_ASSIGN(const size_t got, source->read(buffer.data(), step));
    if (got == 0)
      return invalid_argument(file.path + ": ends before byte " + std::to_string(range.end));
    lines += count_line_feeds(buffer.data(), got);
    left -= got;
  }
  return lines;
}

}  // namespace lauter
