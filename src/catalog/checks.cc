#include "catalog/checks.h"

#include <algorithm>
#include <cstdint>

#include "catalog/checks_internal.h"

namespace lauter {
namespace {

using namespace checks_internal;

constexpr std::array<std::array<uint8_t, 10>, 10> kVerhoeffMultiply = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}};
constexpr std::array<std::array<uint8_t, 10>, 8> kVerhoeffPermute = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
}};
constexpr std::array<uint8_t, 10> kVerhoeffInverse = {0, 4, 3, 2, 1, 5, 6, 7, 8, 9};

/// `shift` is 0 where the check digit is part of `digits`, 1 where it is still to come.
unsigned verhoeff_state(std::string_view digits, size_t shift) {
  unsigned state = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const auto value = static_cast<size_t>(digit(digits[digits.size() - 1 - i]));
    state = kVerhoeffMultiply[state][kVerhoeffPermute[(i + shift) % 8][value]];
  }
  return state;
}

/// Luhn sum; `doubled` says whether the last digit is doubled.
int luhn_sum(std::string_view digits, bool doubled) {
  int sum = 0;
  for (size_t i = digits.size(); i-- > 0; doubled = !doubled) {
    int value = digit(digits[i]);
    if (doubled) {
      value *= 2;
      if (value > 9) value -= 9;
    }
    sum += value;
  }
  return sum;
}

}  // namespace

bool all_digits(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), is_ascii_digit);
}

bool luhn_ok(std::string_view digits) {
  return digits.size() >= 2 && all_digits(digits) && luhn_sum(digits, false) % 10 == 0;
}

char luhn_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  return digit_char((10 - luhn_sum(body, true) % 10) % 10);
}

bool verhoeff_ok(std::string_view digits) {
  return digits.size() >= 2 && all_digits(digits) && verhoeff_state(digits, 0) == 0;
}

char verhoeff_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  return digit_char(kVerhoeffInverse[verhoeff_state(body, 1)]);
}

bool mod_11_2_ok(std::string_view value) {
  return value.size() >= 2 &&
         mod_11_2_check_digit(value.substr(0, value.size() - 1)) == value.back();
}

char mod_11_2_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int state = 0;
  for (const char c : body) state = (state + digit(c)) * 2 % 11;
  const int check = (12 - state) % 11;
  return check == 10 ? 'X' : digit_char(check);
}

bool mod_11_10_ok(std::string_view digits) {
  return digits.size() >= 2 &&
         mod_11_10_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

char mod_11_10_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int product = 10;
  for (const char c : body) {
    int sum = (digit(c) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return digit_char((11 - product) % 10);
}

int mod_97(std::string_view value) {
  int state = 0;
  for (const char c : value) {
    if (is_ascii_digit(c)) {
      state = (state * 10 + digit(c)) % 97;
    } else if (is_ascii_upper(c)) {
      state = (state * 100 + (c - 'A' + 10)) % 97;
    } else {
      return -1;
    }
  }
  return state;
}

bool mod_97_10_ok(std::string_view value) { return value.size() >= 3 && mod_97(value) == 1; }

bool gs1_ok(std::string_view digits) {
  return digits.size() >= 2 &&
         gs1_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

char gs1_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int sum = 0;
  int weight = 3;
  for (size_t i = body.size(); i-- > 0; weight = 4 - weight) sum += digit(body[i]) * weight;
  return digit_char((10 - sum % 10) % 10);
}

bool calendar_date_ok(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool short_date_ok(int year_of_century, int month, int day) {
  return year_of_century >= 0 && year_of_century < 100 &&
         (calendar_date_ok(1900 + year_of_century, month, day) ||
          calendar_date_ok(2000 + year_of_century, month, day));
}

bool orcid_ok(std::string_view value) {
  // The blocks given to ORCID within ISNI: 0000-0001-5000-0007 to 0000-0003-5000-0001 and 0009-....
  return value.size() == 16 && value.substr(0, 3) == "000" && mod_11_2_ok(value);
}

}  // namespace lauter
