/// Helpers of the rules in *_rules.cc.
#pragma once

#include <string>
#include <string_view>

#include "catalog/checks.h"
#include "surrogate/numbers/draw.h"
#include "text/ascii.h"

namespace lauter::surrogate {

inline void put(std::string& core, size_t at, std::string_view with) {
  core.replace(at, with.size(), with);
}
inline void put_random_digits(std::string& core, size_t at, size_t n, KeyedRandom& random) {
  for (size_t i = 0; i < n; ++i) core[at + i] = draw_digit(random);
}
inline bool put_check(std::string& core, size_t at, char check) {
  if (check == '\0') return false;
  core[at] = check;
  return true;
}
inline bool put_checks(std::string& core, size_t at, CheckPair checks) {
  return put_check(core, at, checks[0]) && put_check(core, at + 1, checks[1]);
}

/// Digits stay digits, letters letters (of `letters`).
inline void put_same_classes(std::string& core, size_t at, size_t n, KeyedRandom& random,
                             std::string_view letters = kUpperLetters) {
  for (size_t i = at; i < at + n; ++i) {
    core[i] = is_ascii_digit(core[i]) ? draw_digit(random) : draw_from(random, letters);
  }
}

/// Replaces the digit at `at` by another of the same parity: national numbers keep the sex there.
inline void put_same_parity(std::string& core, size_t at, KeyedRandom& random) {
  const int odd = (core[at] - '0') & 1;
  core[at] = static_cast<char>('0' + 2 * static_cast<int>(random.below(5)) + odd);
}

inline int two_digits(std::string_view core, size_t at) {
  return (core[at] - '0') * 10 + (core[at + 1] - '0');
}

/// Moves the two-digit year at `at` by up to three years inside its century.
inline void shift_year(std::string& core, size_t at, KeyedRandom& random) {
  const int year = two_digits(core, at);
  const int low = year < 3 ? 0 : year - 3;
  const int high = year > 96 ? 99 : year + 3;
  put(core, at, padded(static_cast<uint64_t>(draw_between(random, low, high)), 2));
}

/// A random month 01-12, plus `offset` (centuries and sex are coded there).
inline void put_month(std::string& core, size_t at, int offset, KeyedRandom& random) {
  put(core, at, padded(static_cast<uint64_t>(offset + 1 + static_cast<int>(random.below(12))), 2));
}

/// A random day 01-28, plus `offset`.
inline void put_day(std::string& core, size_t at, int offset, KeyedRandom& random) {
  put(core, at, padded(static_cast<uint64_t>(offset + 1 + static_cast<int>(random.below(28))), 2));
}

inline bool is_digits(std::string_view core, size_t size) {
  return core.size() == size && all_digits(core);
}

/// Calls `once` until it succeeds: some bodies have no check digit. 64 tries; each fails with a
/// probability of at most 1/5.
template <typename Once>
bool until_it_fits(Once once) {
  for (int i = 0; i < 64; ++i) {
    if (once()) return true;
  }
  return false;
}

}  // namespace lauter::surrogate
