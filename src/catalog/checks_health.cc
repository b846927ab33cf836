#include "catalog/checks_health.h"

#include <algorithm>

#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

namespace {

constexpr std::string_view kNhiLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";  // value = index + 1

int nhi_value(char c) {
  if (is_ascii_digit(c)) return digit(c);
  const size_t at = kNhiLetters.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at) + 1;
}

int nhi_sum(std::string_view text) {
  int sum = 0;
  for (size_t i = 0; i < 6; ++i) sum += nhi_value(text[i]) * static_cast<int>(7 - i);
  return sum;
}

}  // namespace

bool uk_nhs_ok(std::string_view value) {
  return digits_of_length(value, 10) && !all_same(value) &&
         uk_nhs_check_digit(value.substr(0, 9)) == value[9];
}

bool us_mbi_ok(std::string_view value) {
  if (value.size() != 11) return false;
  // C 1-9, N digit, A letter without SLOIBZ, X either of these two.
  constexpr std::string_view kClasses = "CAXNAXNAANN";
  for (size_t i = 0; i < 11; ++i) {
    const char c = value[i];
    const bool letter = is_ascii_upper(c) && !contains("SLOIBZ", c);
    const bool ok = kClasses[i] == 'C'   ? is_ascii_digit(c) && c != '0'
                    : kClasses[i] == 'N' ? is_ascii_digit(c)
                    : kClasses[i] == 'A' ? letter
                                         : letter || is_ascii_digit(c);
    if (!ok) return false;
  }
  return true;
}

bool us_npi_ok(std::string_view value) {
  return digits_of_length(value, 10) && (value[0] == '1' || value[0] == '2') &&
         us_npi_check_digit(value.substr(0, 9)) == value[9];
}

char us_npi_check_digit(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return '\0';
  std::array<char, 14> whole = {'8', '0', '8', '4', '0'};
  std::copy(body9.begin(), body9.end(), whole.begin() + 5);
  return luhn_check_digit({whole.data(), whole.size()});
}

bool us_dea_ok(std::string_view value) {
  return value.size() == 9 && contains("ABCDEFGHJKLMPRSTUX", value[0]) &&
         (is_ascii_upper(value[1]) || value[1] == '9') && is_ascii_digit(value[8]) &&
         us_dea_check_digit(value.substr(2, 6)) == value[8];
}

char us_dea_check_digit(std::string_view body6) {
  if (!digits_of_length(body6, 6)) return '\0';
  return digit_char(weighted(body6, {1, 2, 1, 2, 1, 2}) % 10);
}

bool au_medicare_ok(std::string_view value) {
  if ((value.size() != 10 && value.size() != 11) || !all_digits(value)) return false;
  if (value[0] < '2' || value[0] > '6' || (value.size() == 11 && value[10] == '0')) return false;
  return au_medicare_check_digit(value.substr(0, 8)) == value[8];
}

char nz_nhi_check(std::string_view body6) {
  if (body6.size() != 6) return '\0';
  for (size_t i = 0; i < 6; ++i) {
    const bool letter_place = i < 3 || (i == 5 && is_ascii_upper(body6[5]));
    if (nhi_value(body6[i]) < 0 || is_ascii_upper(body6[i]) != letter_place) return '\0';
  }
  const int sum = nhi_sum(body6);
  if (is_ascii_upper(body6[5])) {
    return kNhiLetters[static_cast<size_t>(22 - sum % 23)];
  }
  const int rest = sum % 11;
  if (rest == 0) return '\0';
  const int check = 11 - rest;
  return check == 10 ? '0' : digit_char(check);
}

bool nz_nhi_ok(std::string_view value) {
  if (value.size() != 7) return false;
  const char check = nz_nhi_check(value.substr(0, 6));
  if (check == '\0') return false;
  if (check == value[6] || is_ascii_digit(check)) return check == value[6];
  return kNhiLetters[static_cast<size_t>(23 - nhi_sum(value) % 24)] == value[6];
}

bool ca_health_card_ok(std::string_view value) {
  if (value.size() < 10 || value.size() > 12) return false;
  for (const char c : value.substr(10)) {
    if (!is_ascii_upper(c)) return false;
  }
  return value[0] != '0' && luhn_ok(value.substr(0, 10));
}

bool ca_health_number_ok(std::string_view value) {
  if (ca_health_card_ok(value)) return true;
  if (value.size() == 10) {  // British Columbia
    return all_digits(value) && value[0] == '9' &&
           11 - weighted(value.substr(1), {2, 4, 8, 5, 10, 9, 7, 3}) % 11 == digit(value[9]);
  }
  if (value.size() != 12 || !all_digits(value.substr(4))) return false;
  const int month = number(value, 6, 2) % 50, day = number(value, 8, 2);  // Quebec
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool de_health_insurance_ok(std::string_view value) {
  return value.size() == 10 && de_health_insurance_check_digit(value.substr(0, 9)) == value[9];
}

char de_health_insurance_check_digit(std::string_view body9) {
  if (body9.size() != 9 || !is_ascii_upper(body9[0]) || !all_digits(body9.substr(1))) return '\0';
  const int letter = body9[0] - 'A' + 1;
  const auto digit_sum = [](int value) { return value / 10 + value % 10; };
  int sum = digit_sum(letter / 10 * 1) + digit_sum(letter % 10 * 2);
  for (size_t i = 1; i < 9; ++i) sum += digit_sum(digit(body9[i]) * (i % 2 == 1 ? 1 : 2));
  return digit_char(sum % 10);
}

}  // namespace lauter
