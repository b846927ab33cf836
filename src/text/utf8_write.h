/// The one encoder of UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lauter {

/// Writes `code` (up to U+10FFFF) to `to`, which has room for 4 bytes; returns how many it takes.
inline size_t write_utf8(char32_t code, char* to) {
  const auto c = static_cast<uint32_t>(code);
  const auto byte = [](uint32_t value) { return static_cast<char>(static_cast<uint8_t>(value)); };
  const auto tail = [&](uint32_t value) { return byte(0x80U | (value & 0x3FU)); };
  if (c < 0x80) return to[0] = byte(c), 1;
  if (c < 0x800) return to[0] = byte(0xC0U | c >> 6U), to[1] = tail(c), 2;
  if (c < 0x10000) return to[0] = byte(0xE0U | c >> 12U), to[1] = tail(c >> 6U), to[2] = tail(c), 3;
  return to[0] = byte(0xF0U | c >> 18U), to[1] = tail(c >> 12U), to[2] = tail(c >> 6U), to[3] = tail(c), 4;
}

}  // namespace lauter
