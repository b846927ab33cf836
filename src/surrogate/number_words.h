/// English words for numbers.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lauter::surrogate {

inline constexpr std::array<std::string_view, 20> kSmallNumbers = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
inline constexpr std::array<std::string_view, 10> kTens = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

/// Where `word` stands in `words`, or -1.
template <size_t N>
int index_in(const std::array<std::string_view, N>& words, std::string_view word) {
  for (size_t i = 0; i < N; ++i) {
    if (!words[i].empty() && words[i] == word) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace lauter::surrogate
