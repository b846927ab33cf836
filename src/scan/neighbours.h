/// The letters around a word, by which most of its occurrences are seen to belong to no phrase.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter::scan {

/// By byte: bit 1 to 26 of a letter in either case; bit 0 of what may join the words of a phrase.
inline constexpr auto kJoints = [] {
  std::array<uint32_t, 256> table{};
  for (size_t i = 1; i <= 26; ++i) table['a' - 1 + i] = table['A' - 1 + i] = 1U << i;
  for (const char c : {' ', '\t', '\n', '\r', '_', '-', '.', '\''})
    table[static_cast<uint8_t>(c)] = 1;
  return table;
}();

inline uint32_t joint(char c) { return kJoints[static_cast<uint8_t>(c)]; }

/// Words of a phrase are joined by nothing, one or two of the joining bytes, or " & ".
inline constexpr size_t kMostGap = 3;

/// The letters that can end the word before a literal and begin the word behind it, at any joint:
/// bit 1 to 26 each, bit kAnyLetter always.
struct Neighbours {
  static constexpr uint8_t kAnyLetter = 31;

  uint32_t before = ~0U;
  uint32_t after = ~0U;

  Neighbours() = default;  ///< any
  Neighbours(uint32_t before_bits, uint32_t after_bits) : before(before_bits), after(after_bits) {}
  /// Around text[begin, end).
  Neighbours(std::string_view text, size_t begin, size_t end);

  /// The bits of one letter.
  static uint32_t of(char letter) { return joint(letter) | 1U << kAnyLetter; }

  bool allow(unsigned letter_before, unsigned letter_after) const {
    return (before >> letter_before & after >> letter_after & 1) != 0;
  }
  bool meets(Neighbours other) const {
    return ((before & other.before) | (after & other.after)) != 0;
  }
};

inline Neighbours::Neighbours(std::string_view text, size_t begin, size_t end) {
  constexpr uint32_t kAny = 1U << kAnyLetter;
  // Without branches: what stands beside a word cannot be foreseen.
  const auto reach = [](uint32_t near, uint32_t next, uint32_t far, uint32_t beyond) {
    const uint32_t second = near == 1 ? next : 0;
    const uint32_t third = second == 1 ? far : 0;
    return kAny | near | second | third | beyond;
  };
  const auto at = [&](size_t i) { return i < text.size() ? text[i] : '\0'; };
  const auto around = [&](auto byte_before, auto byte_after) {
    const auto before_joint = [&](size_t i) { return joint(byte_before(i)); };
    const auto after_joint = [&](size_t i) { return joint(byte_after(i)); };
    before = reach(before_joint(1), before_joint(2), before_joint(3),
                   byte_before(2) == '&' ? before_joint(kMostGap + 1) : 0);
    after = reach(after_joint(0), after_joint(1), after_joint(2),
                  byte_after(1) == '&' ? after_joint(kMostGap) : 0);
  };
  if (begin > kMostGap && end + kMostGap < text.size()) {
    const char* const first = text.data() + begin;
    const char* const last = text.data() + end;
    around([first](size_t i) { return *(first - i); }, [last](size_t i) { return last[i]; });
  } else {
    around([&](size_t i) { return begin < i ? '\0' : text[begin - i]; },
           [&](size_t i) { return at(end + i); });
  }
}

}  // namespace lauter::scan
