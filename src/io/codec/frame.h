/// Records with their length before them, so that any bytes may stand in one: 4 bytes, big-endian,
/// then as many bytes. The same as `writeInt` and `readInt` of Java's data streams, Erlang's
/// {packet, 4} and Python's struct ">I".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/input.h"

namespace lauter {

inline constexpr size_t kFrameHeader = 4;
/// A longer record is no frame at all: the first byte of every such length is a printable character
/// or more, so lines (`{"id"...`) or lengths in decimal are told from frames at their first byte.
inline constexpr uint64_t kMaxFrame = (uint64_t{0x20} << 24) - 1;

/// Length of the frame that begins at `header`, without the header.
inline uint64_t frame_length(const char* header) {
  uint64_t length = 0;
  for (size_t i = 0; i < kFrameHeader; ++i) {
    length = length << 8 | static_cast<unsigned char>(header[i]);
  }
  return length;
}

/// Begins a record of the output; end_record() with what it returned completes it.
inline size_t begin_record(std::string& out, Framing framing) {
  const size_t begin = out.size();
  if (framing == Framing::kLength) out.append(kFrameHeader, '\0');
  return begin;
}

inline void end_record(std::string& out, size_t begin, Framing framing) {
  if (framing == Framing::kLines) {
    out += '\n';
    return;
  }
  uint64_t length = out.size() - begin - kFrameHeader;
  for (size_t i = kFrameHeader; i-- > 0; length >>= 8) {
    out[begin + i] = static_cast<char>(length & 0xFF);
  }
}

}  // namespace lauter
