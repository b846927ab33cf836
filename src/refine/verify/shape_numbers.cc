#include <algorithm>
#include <array>

#include "refine/verify/shape_rules.h"
#include "refine/verify/verify_check.h"

namespace lauter::internal {

bool accept_cpf(const ShapeMatch& c) {
  const Digits d(c.value);
  const int first = weighted_sum(d, std::array{10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  const int second = weighted_sum(d, std::array{11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  bool varied = false;
  for (int i = 1; i < 11; ++i) varied |= d[i] != d[0];
  return varied && d[9] == (first < 2 ? 0 : 11 - first) && d[10] == (second < 2 ? 0 : 11 - second);
}

bool accept_cuit(const ShapeMatch& c) {
  const Digits d(c.value);
  const int rest = 11 - weighted_sum(d, std::array{5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return d[10] == (rest == 11 ? 0 : rest);
}

bool accept_rut(const ShapeMatch& c) {
  const Digits d(c.value.substr(0, c.value.size() - 2));
  int sum = 0;
  for (int i = 0; i < d.n; ++i) sum += d[d.n - 1 - i] * (2 + i % 6);
  const int rest = 11 - sum % 11;
  const char expected = rest == 11 ? '0' : rest == 10 ? 'K' : static_cast<char>('0' + rest);
  return ascii_upper(c.value.back()) == expected;
}

bool accept_spanish(const ShapeMatch& c) {
  static constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
  std::string digits;
  const char first = c.value.front();
  if (!is_ascii_digit(first)) digits.push_back(static_cast<char>('0' + (first - 'X')));
  digits += ascii_digits_of(c.value);
  if (digits.size() != 8 || digits == "12345678" || digits.starts_with("00000") ||
      digits.starts_with("999")) {
    return false;
  }
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return c.value.back() == kLetters[static_cast<size_t>(number % 23)];
}

bool accept_fiscal_code(const ShapeMatch& c) {
  return is_italian_fiscal_code(c.value) && c.value.substr(11, 4) != "Z000";
}

bool accept_nir(const ShapeMatch& c) {
  std::string solid;
  for (const char x : c.value) {
    if (x != ' ') solid.push_back(x);
  }
  if (solid.size() != 15) return false;
  if (solid[6] == 'A') solid.replace(5, 2, "19");
  if (solid[6] == 'B') solid.replace(5, 2, "18");
  const Digits d(solid);
  int64_t number = 0;
  for (int i = 0; i < 13; ++i) number = number * 10 + d[i];
  return d.n == 15 && 97 - number % 97 == d[13] * 10 + d[14] && !(d[7] + d[8] + d[9] == 0);
}

bool accept_german_tax(const ShapeMatch& c) {
  const Digits d(c.value);
  int product = 10;
  std::array<int, 10> count{};
  for (int i = 0; i < 10; ++i) {
    int sum = (d[i] + product) % 10;
    sum = sum == 0 ? 10 : sum;
    product = sum * 2 % 11;
    ++count[static_cast<size_t>(d[i])];
  }
  const auto repeated =
      std::count_if(count.begin(), count.end(), [](int n) { return n == 2 || n == 3; });
  const int check = 11 - product == 10 ? 0 : (11 - product) % 11;
  return d[0] != 0 && repeated == 1 && check == d[10] && !in_a_row_of_numbers(c);
}

bool accept_belgian(const ShapeMatch& c) {
  const Digits d(c.value);
  int64_t number = 0;
  for (int i = 0; i < 9; ++i) number = number * 10 + d[i];
  const int check = d[9] * 10 + d[10];
  const int serial = d[6] * 100 + d[7] * 10 + d[8];
  return plausible_ymd(d, 0) && serial != 0 && serial != 999 &&
         (97 - number % 97 == check || 97 - (number + 2000000000) % 97 == check);
}

bool accept_czech(const ShapeMatch& c) {
  const Digits d(c.value);
  int64_t number = 0;
  for (int i = 0; i < 10; ++i) number = number * 10 + d[i];
  const int month = (d[2] * 10 + d[3]) % 50 % 20;
  const int day = d[4] * 10 + d[5];
  return number % 11 == 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool accept_swedish(const ShapeMatch& c) {
  const Digits all(c.value);
  const Digits d(ascii_digits_of(c.value).substr(static_cast<size_t>(all.n - 10)));
  const int month = d[2] * 10 + d[3];
  const int day = (d[4] * 10 + d[5]) % 60;
  return passes_luhn(d) && month >= 1 && month <= 12 && day >= 1 && day <= 31 && !names_a_thing(c);
}

bool accept_finnish(const ShapeMatch& c) {
  static constexpr std::string_view kMarks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  const Digits d(c.value.substr(0, 10));
  int64_t number = 0;
  for (int i = 0; i < 9; ++i) number = number * 10 + d[i];
  const int day = d[0] * 10 + d[1];
  const int month = d[2] * 10 + d[3];
  return d.n == 9 && day >= 1 && day <= 31 && month >= 1 && month <= 12 && d[6] != 9 &&
         c.value.back() == kMarks[static_cast<size_t>(number % 31)];
}

bool accept_swiss(const ShapeMatch& c) {
  const Digits d(c.value);
  const int sum = weighted_sum(d, std::array{1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1});
  return sum % 10 == 0;
}

bool accept_nino(const ShapeMatch& c) {
  const std::string_view prefix = c.value.substr(0, 2);
  for (const std::string_view bad : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
    if (prefix == bad) return false;
  }
  return !names_a_thing(c);
}

bool accept_aadhaar(const ShapeMatch& c) {
  return !in_a_row_of_numbers(c) && !in_a_table_of_code_points(c) &&
         passes_verhoeff(Digits(c.value)) && !names_a_thing(c);
}

bool accept_pan(const ShapeMatch& c) {
  return c.value.substr(5, 4) != "0000" && c.value != "ABCPE1234F" && c.value != "AAAPL1234C" &&
         has_word(c.before, {"pan", "tax", "permanent account"});
}

bool accept_korean(const ShapeMatch& c) {
  return plausible_ymd(Digits(c.value), 0) && !names_a_thing(c);
}

bool accept_chinese(const ShapeMatch& c) {
  static constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const Digits d(c.value.substr(0, 17));
  const int year = d[6] * 1000 + d[7] * 100 + d[8] * 10 + d[9];
  return d[0] != 0 && year >= 1900 && year < 2100 && plausible_ymd(d, 8) &&
         c.value.back() == "10X98765432"[weighted_sum(d, kWeights) % 11];
}

bool accept_snils(const ShapeMatch& c) {
  const Digits d(c.value);
  const int check = weighted_sum(d, std::array{9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101 % 100;
  return check == d[9] * 10 + d[10] && !(d[0] + d[1] + d[2] + d[3] + d[4] + d[5] == 0);
}

bool accept_curp(const ShapeMatch& c) {
  return plausible_ymd(Digits(c.value.substr(4, 6)), 0) && !c.value.starts_with("XEXX");
}

bool accept_mbi(const ShapeMatch& c) {
  return c.value != "1EG4-TE5-MK73" && c.value != "1EG4-TE5-MK72";
}

}  // namespace lauter::internal
