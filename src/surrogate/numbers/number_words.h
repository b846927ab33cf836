/// English words for numbers.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "known/standin_number_words.h"

namespace lauter::surrogate {

inline constexpr auto kSmallNumbers = std::to_array(known::kStandinNumberWordsSmallNumbers);
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
