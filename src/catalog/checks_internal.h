/// Small helpers of the checks_*.cc files only.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "text/ascii.h"

namespace lauter::checks_internal {

constexpr int digit(char c) { return c - '0'; }
constexpr char digit_char(int value) { return static_cast<char>('0' + value); }
constexpr char letter_char(int value) { return static_cast<char>('A' + value); }

/// Decimal number of digits [from, from + count); the caller has checked that they are digits.
constexpr int number(std::string_view text, size_t from, size_t count) {
  int value = 0;
  for (size_t i = from; i < from + count; ++i) value = value * 10 + digit(text[i]);
  return value;
}

/// Sum of digit x weight over as many digits as there are weights.
constexpr int weighted(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  size_t i = 0;
  for (const int weight : weights) sum += digit(digits[i++]) * weight;
  return sum;
}

constexpr bool digits_of_length(std::string_view text, size_t length) {
  if (text.size() != length) return false;
  for (const char c : text) {
    if (!is_ascii_digit(c)) return false;
  }
  return true;
}

/// digits[weighted sum mod `mod`]; NUL where that is '-', and for a body of another length.
constexpr char weighted_digit(std::string_view body, std::initializer_list<int> weights, int mod,
                              std::string_view digits) {
  if (!digits_of_length(body, weights.size())) return '\0';
  const char made = digits[static_cast<size_t>(weighted(body, weights) % mod)];
  return made == '-' ? '\0' : made;
}

constexpr bool all_same(std::string_view text) {
  for (const char c : text) {
    if (c != text.front()) return false;
  }
  return !text.empty();
}

constexpr bool contains(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

/// Whether `text` has the shape: `9` digit, `A` letter, `X` either, any other character itself.
constexpr bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (shape[i]) {
      case '9':
        if (!is_ascii_digit(c)) return false;
        break;
      case 'A':
        if (!is_ascii_upper(c)) return false;
        break;
      case 'X':
        if (!is_ascii_digit(c) && !is_ascii_upper(c)) return false;
        break;
      default:
        if (c != shape[i]) return false;
    }
  }
  return true;
}

}  // namespace lauter::checks_internal
