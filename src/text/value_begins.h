/// The places of a text where a value may begin.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/byte_block.h"

namespace lauter {

/// Calls at(offset) wherever a word or mark begins, in order, until it returns false: an ASCII
/// letter or digit behind another byte, a visible ASCII mark, the first byte of a non-ASCII
/// character. In prose that is a fifth of the places. No value begins elsewhere but one that begins
/// with a blank or a control character.
template <typename F>
void each_value_begin(std::string_view text, F at) {
  uint64_t carry = 0;  // the last byte of the block before was an ASCII letter or digit
  for (size_t i = 0; i < text.size(); i += 64) {
    char padded[64] = {};
    const char* bytes = text.data() + i;
    uint64_t inside = ~uint64_t{0};
    if (text.size() - i < 64) {
      std::memcpy(padded, bytes, text.size() - i);
      bytes = padded;
      inside = (uint64_t{1} << (text.size() - i)) - 1;
    }
    const ByteBlock raw(bytes);
    const uint64_t word = raw.in_range('0', 10) | raw.folded().in_range('a', 26);
    const uint64_t leads = raw.in_range('\xC2', 0xF5 - 0xC2);
    const uint64_t marks = raw.in_range('!', '~' - '!' + 1) & ~word;
    uint64_t begins = ((word & ~(word << 1 | carry)) | leads | marks) & inside;
    carry = word >> 63;
    for (; begins != 0; begins &= begins - 1) {
      if (!at(i + static_cast<size_t>(std::countr_zero(begins)))) return;
    }
  }
}

/// Whether `value` can only begin at such a place.
inline bool begins_visibly(std::string_view value) {
  const auto first = value.empty() ? uint8_t{0} : static_cast<uint8_t>(value.front());
  return (first > ' ' && first < 0x7F) || (first >= 0xC2 && first <= 0xF4);
}

}  // namespace lauter
