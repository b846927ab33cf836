/// The places of a text where a value may begin.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/ascii.h"
#include "text/byte_block.h"

namespace lauter {

/// Kinds of first bytes that values have, as a set of bits.
using BeginKinds = uint8_t;
inline constexpr BeginKinds kBeginDigit = 1;
inline constexpr BeginKinds kBeginUpper = 2;
inline constexpr BeginKinds kBeginLower = 4;
inline constexpr BeginKinds kBeginMark = 8;    ///< visible ASCII that is no letter or digit
inline constexpr BeginKinds kBeginOther = 16;  ///< a character beyond ASCII
inline constexpr BeginKinds kBeginAny = 31;

/// The kind of a value's first byte; 0 for one that begins with a blank or a control character, or
/// inside of a character.
constexpr BeginKinds begin_kind(char first) {
  const auto byte = static_cast<uint8_t>(first);
  if (is_ascii_digit(first)) return kBeginDigit;
  if (is_ascii_upper(first)) return kBeginUpper;
  if (is_ascii_lower(first)) return kBeginLower;
  if (byte >= 0x80) return byte >= 0xC2 && byte <= 0xF4 ? kBeginOther : BeginKinds{0};
  return byte > ' ' && byte < 0x7F ? kBeginMark : BeginKinds{0};
}

/// Calls at(offset) wherever a value of one of `kinds` may begin, in order, until it returns false:
/// at an ASCII letter or digit behind another byte, at any mark, at the first byte of a non-ASCII
/// character. Of the places of prose that is a fifth, or a fortieth if all begin in upper case.
template <typename F>
void each_value_begin(std::string_view text, BeginKinds kinds, F at) {
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
    const uint64_t digits = raw.in_range('0', 10);
    const uint64_t upper = raw.in_range('A', 26);
    const uint64_t lower = raw.in_range('a', 26);
    const uint64_t word = digits | upper | lower;
    uint64_t begins = 0;
    if ((kinds & kBeginDigit) != 0) begins |= digits;
    if ((kinds & kBeginUpper) != 0) begins |= upper;
    if ((kinds & kBeginLower) != 0) begins |= lower;
    begins &= ~(word << 1 | carry);
    carry = word >> 63;
    if ((kinds & kBeginMark) != 0) begins |= raw.in_range('!', '~' - '!' + 1) & ~word;
    if ((kinds & kBeginOther) != 0) begins |= raw.in_range('\xC2', 0xF5 - 0xC2);
    for (begins &= inside; begins != 0; begins &= begins - 1) {
      if (!at(i + static_cast<size_t>(std::countr_zero(begins)))) return;
    }
  }
}

}  // namespace lauter
