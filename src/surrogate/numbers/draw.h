/// Small draws from a keyed stream of numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace lauter::surrogate {

inline constexpr std::string_view kDecimalDigits = "0123456789";
inline constexpr std::string_view kUpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kLowerLetters = "abcdefghijklmnopqrstuvwxyz";

inline char draw_from(KeyedRandom& random, std::string_view alphabet) {
  return alphabet[random.below(alphabet.size())];
}
inline char draw_digit(KeyedRandom& random) { return draw_from(random, kDecimalDigits); }

inline std::string draw_string(KeyedRandom& random, std::string_view alphabet, size_t size) {
  std::string out(size, '\0');
  for (char& c : out) c = draw_from(random, alphabet);
  return out;
}
inline std::string draw_digits(KeyedRandom& random, size_t size) {
  return draw_string(random, kDecimalDigits, size);
}
/// Uniform in [low, high].
inline int64_t draw_between(KeyedRandom& random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(random.below(static_cast<uint64_t>(high - low + 1)));
}

/// `value` as `width` decimal digits, zero-padded, the higher digits cut off.
inline std::string padded(uint64_t value, size_t width) {
  std::string out(width, '0');
  for (size_t i = width; i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
  return out;
}

}  // namespace lauter::surrogate
