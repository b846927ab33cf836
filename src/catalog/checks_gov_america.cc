#include <algorithm>

#include "catalog/checks_government.h"
#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

bool us_ssn_ok(std::string_view value) {
  if (!digits_of_length(value, 9)) return false;
  const int area = number(value, 0, 3);
  return area != 0 && area != 666 && area < 900 && number(value, 3, 2) != 0 &&
         number(value, 5, 4) != 0;
}

bool us_itin_ok(std::string_view value) {
  if (!digits_of_length(value, 9) || value[0] != '9') return false;
  const int group = number(value, 3, 2);
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
         (group >= 90 && group <= 92) || (group >= 94 && group <= 99);
}

bool ca_sin_ok(std::string_view value) {
  return digits_of_length(value, 9) && value[0] != '0' && value[0] != '8' && luhn_ok(value);
}

namespace {

// The 32 states, and NE for those born abroad, as RENAPO abbreviates them.
constexpr std::string_view kMexicanStates =
    "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN "
    "ZS NE "
    "CX ";

bool is_mexican_state(std::string_view two) {
  for (size_t i = 0; i + 2 < kMexicanStates.size(); i += 3) {
    if (kMexicanStates.substr(i, 2) == two) return true;
  }
  return false;
}

constexpr int cnpj_value(char c) { return c - '0'; }  // ASCII - 48: A = 17

char cnpj_digit(std::string_view body) {
  int sum = 0;
  int weight = 2;
  for (size_t i = body.size(); i-- > 0;) {
    sum += cnpj_value(body[i]) * weight;
    weight = weight == 9 ? 2 : weight + 1;
  }
  const int rest = sum % 11;
  return digit_char(rest < 2 ? 0 : 11 - rest);
}

char cpf_digit(std::string_view body) {
  int sum = 0;
  int weight = static_cast<int>(body.size()) + 1;
  for (const char c : body) sum += digit(c) * weight--;
  const int rest = sum % 11;
  return digit_char(rest < 2 ? 0 : 11 - rest);
}

}  // namespace

bool mx_curp_ok(std::string_view value) {
  if (!has_shape(value, "AAAA999999AAAAAAX9")) return false;
  if (value[10] != 'H' && value[10] != 'M' && value[10] != 'X') return false;
  if (!is_mexican_state(value.substr(11, 2))) return false;
  for (size_t i = 13; i < 16; ++i) {
    if (contains("AEIOU", value[i])) return false;
  }
  // Position 17 is a digit for births until 1999 and a letter from 2000.
  const int century = is_ascii_digit(value[16]) ? 1900 : 2000;
  return calendar_date_ok(century + number(value, 4, 2), number(value, 6, 2),
                          number(value, 8, 2)) &&
         mx_curp_check_digit(value.substr(0, 17)) == value[17];
}

char mx_curp_check_digit(std::string_view body17) {
  if (body17.size() != 17) return '\0';
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    const char c = body17[i];
    int code = 0;
    if (is_ascii_digit(c)) {
      code = digit(c);
    } else if (is_ascii_upper(c)) {
      code = c - 'A' + 10 + (c > 'N' ? 1 : 0);  // N with tilde stands between N and O
    } else if (c == '&') {
      code = 24;
    } else {
      return '\0';
    }
    sum += code * static_cast<int>(18 - i);
  }
  return digit_char((10 - sum % 10) % 10);
}

bool br_cpf_ok(std::string_view value) {
  if (!digits_of_length(value, 11) || all_same(value)) return false;
  const CheckPair check = br_cpf_check_digits(value.substr(0, 9));
  return value[9] == check[0] && value[10] == check[1];
}

CheckPair br_cpf_check_digits(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return {};
  std::array<char, 10> ten{};
  std::copy(body9.begin(), body9.end(), ten.begin());
  ten[9] = cpf_digit(body9);
  return {ten[9], cpf_digit({ten.data(), ten.size()})};
}

bool br_cnpj_ok(std::string_view value) {
  if (value.size() != 14 || all_same(value)) return false;
  const CheckPair check = br_cnpj_check_digits(value.substr(0, 12));
  return check[0] != '\0' && value[12] == check[0] && value[13] == check[1];
}

CheckPair br_cnpj_check_digits(std::string_view body12) {
  if (!has_shape(body12, "XXXXXXXXXXXX")) return {};
  std::array<char, 13> thirteen{};
  std::copy(body12.begin(), body12.end(), thirteen.begin());
  thirteen[12] = cnpj_digit(body12);
  return {thirteen[12], cnpj_digit({thirteen.data(), thirteen.size()})};
}

bool ar_cuit_ok(std::string_view value) {
  if (!digits_of_length(value, 11)) return false;
  switch (number(value, 0, 2)) {
    case 20:
    case 23:
    case 24:
    case 25:
    case 26:
    case 27:
    case 30:
    case 33:
    case 34:
      return ar_cuit_check_digit(value.substr(0, 10)) == value[10];
    default:
      return false;
  }
}

bool cl_rut_ok(std::string_view value) {
  if (value.size() < 8 || value.size() > 9 || value[0] == '0') return false;
  return cl_rut_check_digit(value.substr(0, value.size() - 1)) == value.back();
}

char cl_rut_check_digit(std::string_view body) {
  if (body.size() > 9 || !all_digits(body)) return '\0';
  int sum = 0;
  int weight = 2;
  for (size_t i = body.size(); i-- > 0;) {
    sum += digit(body[i]) * weight;
    weight = weight == 7 ? 2 : weight + 1;
  }
  const int check = 11 - sum % 11;
  if (check == 11) return '0';
  return check == 10 ? 'K' : digit_char(check);
}

}  // namespace lauter
