/// The bytes around a word, by which most of its occurrences are seen to belong to no phrase.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lauter::scan {

/// By byte: bit 0 of what may join the words of a phrase; of all but blanks one more, which tells
/// what it is: bit 1 to 26 of a letter in either case, else one of the following (all for '&').
inline constexpr unsigned kHyphenBit = 27, kDigitBit = 28, kMarkBit = 29, kBeyondAsciiBit = 30;
inline constexpr auto kJoints = [] {
  std::array<uint32_t, 256> table{};
  for (size_t c = '!'; c < 0x7F; ++c) table[c] = 1U << kMarkBit;
  for (size_t c = 0x80; c < 256; ++c) table[c] = 1U << kBeyondAsciiBit;
  for (size_t c = '0'; c <= '9'; ++c) table[c] = 1U << kDigitBit;
  for (size_t i = 1; i <= 26; ++i) table['a' - 1 + i] = table['A' - 1 + i] = 1U << i;
  table['-'] = table['\''] = 1U << kHyphenBit;
  table['&'] = ~1U;  // may stand for a word of its own between two others: tells nothing
  for (const char c : {' ', '\t', '\n', '\r', '_', '-', '.', '\''})
    table[static_cast<uint8_t>(c)] |= 1;
  return table;
}();

inline uint32_t joint(char c) { return kJoints[static_cast<uint8_t>(c)]; }
inline bool is_joiner(char c) { return (joint(c) & 1) != 0; }

/// Words of a phrase are joined by nothing, one or two of the joining bytes, or " & ".
inline constexpr size_t kMostGap = 3;

/// The bytes that can end the word before a literal and begin the word behind it, at any joint, by
/// their joint(); bit kAnyLetter always.
struct Neighbours {
  static constexpr uint8_t kAnyLetter = 31;

  uint32_t before = ~0U;
  uint32_t after = ~0U;

  Neighbours() = default;  ///< any
  Neighbours(uint32_t before_bits, uint32_t after_bits) : before(before_bits), after(after_bits) {}
  /// Around text[begin, end).
  Neighbours(std::string_view text, size_t begin, size_t end);

  /// The bits of one byte.
  static uint32_t of(char letter) { return joint(letter) | 1U << kAnyLetter; }
  /// The number of its bit, 1 to 30; kAnyLetter where it has none or many.
  static uint8_t bit_of(char c) {
    const uint32_t bits = joint(c) & ~1U;
    return std::has_single_bit(bits) ? static_cast<uint8_t>(std::countr_zero(bits)) : kAnyLetter;
  }

  bool allow(unsigned letter_before, unsigned letter_after) const {
    return (before >> letter_before & after >> letter_after & 1) != 0;
  }
  bool meets(Neighbours other) const {
    return ((before & other.before) | (after & other.after)) != 0;
  }
};

inline Neighbours::Neighbours(std::string_view text, size_t begin, size_t end) {
  // The four bytes on either side, little-endian; NUL beyond the text.
  uint32_t left = 0, right = 0;
  if (begin >= 4 && text.size() - end >= 4) [[likely]] {
    std::memcpy(&left, text.data() + begin - 4, 4);
    std::memcpy(&right, text.data() + end, 4);
  } else {
    for (size_t i = begin - std::min<size_t>(begin, 4); i < begin; ++i)
      left = left >> 8 | uint32_t{static_cast<uint8_t>(text[i])} << 24;
    for (size_t i = std::min(text.size(), end + 4); i > end; --i)
      right = right << 8 | static_cast<uint8_t>(text[i - 1]);
  }
  // Without a branch: what stands beside a word cannot be foreseen.
  const auto reach = [](uint32_t near, uint32_t next, uint32_t far) {
    const uint32_t second = next & -(near & 1);
    const uint32_t third = far & -(second & 1);
    return 1U << kAnyLetter | near | second | third;
  };
  before = reach(kJoints[left >> 24], kJoints[left >> 16 & 255], kJoints[left >> 8 & 255]);
  after = reach(kJoints[right & 255], kJoints[right >> 8 & 255], kJoints[right >> 16 & 255]);
}

}  // namespace lauter::scan
