/// Digits and letters as people dictate them: "four", "zwei", "Bravo", "twenty".
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lauter::scan {

inline constexpr size_t kLongestSpoken = 12;

/// What a word in lower case stands for: "4", "12", "B"; empty if nothing. Tens have a table of
/// their own: "2" for "twenty".
std::string_view spoken_value(std::string_view word);
std::string_view spoken_tens(std::string_view word);

/// Whether a word, in any case, may be one of either kind, or "double" or "triple": all that are,
/// and few others.
bool may_be_spoken(std::string_view word);

inline constexpr std::array<std::string_view, 10> kDigitWords = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
/// The digit whose English word `text`, which is not empty, begins with, in any case; 10 if none.
size_t spoken_digit_at(std::string_view text);

/// Whether a run of letters and digits can be no part of a dictated value, as most words: small
/// letters, perhaps behind a capital, that neither are nor begin with a word that is.
bool never_dictated(std::string_view word);

}  // namespace lauter::scan
