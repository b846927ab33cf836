#include <algorithm>

#include "catalog/checks_government.h"
#include "catalog/checks_internal.h"
#include "catalog/checks_travel.h"

namespace lauter {

using namespace checks_internal;

namespace {

constexpr std::string_view kSpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
constexpr std::string_view kFinnishCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";
constexpr std::string_view kIrishCheck = "WABCDEFGHIJKLMNOPQRSTUV";
constexpr std::string_view kItalianMonths = "ABCDEHLMPRST";
constexpr std::string_view kOmocodia = "LMNPQRSTUV";  // stand for 0..9
// Values of 0-9 / A-Z at odd places of a codice fiscale (DM 23/12/1976, table 3).
constexpr std::array<int, 26> kItalianOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                             20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

CheckPair pair_of(int value) { return {digit_char(value / 10), digit_char(value % 10)}; }

/// Digit that stands at a digit place of a codice fiscale (omocodia resolved); -1 if it is neither.
int italian_digit(char c) {
  if (is_ascii_digit(c)) return digit(c);
  const size_t at = kOmocodia.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// French number with Corsica resolved, letters elsewhere are -1.
int64_t french_number(std::string_view body13) {
  int64_t value = 0;
  for (size_t i = 0; i < 13; ++i) {
    char c = body13[i];
    if (i == 6 && (c == 'A' || c == 'B') && body13[5] == '2') {
      // 2A counts as 19 and 2B as 18: the tens digit becomes 1, the unit 9 or 8.
      value = value - 2 + 1;
      c = c == 'A' ? '9' : '8';
    }
    if (!is_ascii_digit(c)) return -1;
    value = value * 10 + digit(c);
  }
  return value;
}

}  // namespace

bool uk_nino_ok(std::string_view value) {
  if (!has_shape(value, "AA999999A")) return false;
  constexpr std::string_view kNever = "DFIQUV";
  if (contains(kNever, value[0]) || contains(kNever, value[1]) || value[1] == 'O') return false;
  const std::string_view prefix = value.substr(0, 2);
  for (const std::string_view reserved : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
    if (prefix == reserved) return false;
  }
  return value[8] <= 'D';
}

char es_nif_check_letter(std::string_view body8) {
  if (!digits_of_length(body8, 8)) return '\0';
  return kSpanishLetters[static_cast<size_t>(number(body8, 0, 8) % 23)];
}

bool es_nif_ok(std::string_view value) {
  if (value.size() != 9) return false;
  if (contains("KLM", value[0])) {
    // Children, residents abroad and foreigners without NIE: the letter is that of the seven
    // digits.
    if (!digits_of_length(value.substr(1, 7), 7)) return false;
    return value[8] == kSpanishLetters[static_cast<size_t>(number(value, 1, 7) % 23)];
  }
  return is_ascii_upper(value[8]) && es_nif_check_letter(value.substr(0, 8)) == value[8];
}

char es_nie_check_letter(std::string_view body8) {
  if (body8.size() != 8 || !contains("XYZ", body8[0]) || !all_digits(body8.substr(1))) return '\0';
  const int value = (body8[0] - 'X') * 10'000'000 + number(body8, 1, 7);
  return kSpanishLetters[static_cast<size_t>(value % 23)];
}

bool es_nie_ok(std::string_view value) {
  return value.size() == 9 && is_ascii_upper(value[8]) &&
         es_nie_check_letter(value.substr(0, 8)) == value[8];
}

char it_fiscal_code_check_letter(std::string_view body15) {
  if (!has_shape(body15, "XXXXXXXXXXXXXXX")) return '\0';
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const char c = body15[i];
    const int value = is_ascii_digit(c) ? digit(c) : c - 'A';
    sum += i % 2 == 0 ? kItalianOdd[static_cast<size_t>(value)] : value;
  }
  return letter_char(sum % 26);
}

bool it_fiscal_code_ok(std::string_view value) {
  if (!has_shape(value, "AAAAAAXXAXXAXXXA")) return false;
  for (const size_t i : {6U, 7U, 9U, 10U, 12U, 13U, 14U}) {
    if (italian_digit(value[i]) < 0) return false;
  }
  const size_t month = kItalianMonths.find(value[8]);
  if (month == std::string_view::npos || !contains("ABCDEFGHILMZ", value[11])) return false;
  int day = italian_digit(value[9]) * 10 + italian_digit(value[10]);
  if (day > 40) day -= 40;
  const int year = italian_digit(value[6]) * 10 + italian_digit(value[7]);
  return short_date_ok(year, static_cast<int>(month) + 1, day) &&
         it_fiscal_code_check_letter(value.substr(0, 15)) == value[15];
}

CheckPair fr_nir_key(std::string_view body13) {
  if (body13.size() != 13) return {};
  const int64_t value = french_number(body13);
  if (value < 0) return {};
  return pair_of(static_cast<int>(97 - value % 97));
}

bool fr_nir_ok(std::string_view value) {
  if (value.size() != 15 || !contains("123478", value[0])) return false;
  const CheckPair key = fr_nir_key(value.substr(0, 13));
  if (key[0] == '\0' || value[13] != key[0] || value[14] != key[1]) return false;
  const int month = number(value, 3, 2);
  if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  return value.substr(5, 2) != "00" && value.substr(10, 3) != "000";
}

char de_tax_id_check_digit(std::string_view body10) {
  return body10.size() == 10 ? mod_11_10_check_digit(body10) : '\0';
}

bool de_tax_id_ok(std::string_view value) {
  if (!digits_of_length(value, 11) || value[0] == '0' || !mod_11_10_ok(value)) return false;
  std::array<int, 10> count{};
  for (const char c : value.substr(0, 10)) ++count[static_cast<size_t>(digit(c))];
  int repeated = 0;
  for (size_t d = 0; d < 10; ++d) {
    if (count[d] > 3) return false;
    if (count[d] >= 2) ++repeated;
  }
  if (repeated != 1) return false;
  for (size_t i = 0; i + 2 < 10; ++i) {
    if (value[i] == value[i + 1] && value[i] == value[i + 2]) return false;
  }
  return true;
}

char de_id_card_check_digit(std::string_view body9) {
  return body9.size() == 9 ? mrz_check_digit(body9) : '\0';
}

bool de_id_card_ok(std::string_view value) {
  if (value.size() != 9 && value.size() != 10) return false;
  for (const char c : value.substr(0, 9)) {
    if (!contains("0123456789CFGHJKLMNPRTVWXYZ", c)) return false;
  }
  // The first character names the authority: a letter on every card with this alphabet.
  if (!is_ascii_upper(value[0])) return false;
  return value.size() == 9 || de_id_card_check_digit(value.substr(0, 9)) == value[9];
}

bool pt_nif_ok(std::string_view value) {
  if (!digits_of_length(value, 9)) return false;
  if (!contains("123", value[0]) && value.substr(0, 2) != "45") return false;
  return pt_nif_check_digit(value.substr(0, 8)) == value[8];
}

bool nl_bsn_ok(std::string_view value) {
  if (value.size() == 8 && all_digits(value)) {
    return value[0] != '0' && !all_same(value) &&
           weighted(value, {8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
  }
  return digits_of_length(value, 9) && !all_same(value) && value.substr(0, 2) != "00" &&
         nl_bsn_check_digit(value.substr(0, 8)) == value[8];
}

CheckPair be_national_number_key(std::string_view body9, bool born_from_2000) {
  if (!digits_of_length(body9, 9)) return {};
  const int64_t value = number(body9, 0, 9) + (born_from_2000 ? 2'000'000'000LL : 0);
  return pair_of(static_cast<int>(97 - value % 97));
}

bool be_national_number_ok(std::string_view value) {
  if (!digits_of_length(value, 11)) return false;
  const int serial = number(value, 6, 3);
  if (serial == 0 || serial == 999) return false;
  // Bis numbers add 20 or 40 to the month; an unknown birth date has month or day 00.
  const int month = number(value, 2, 2) % 20;
  const int day = number(value, 4, 2);
  if (number(value, 2, 2) > 52 || month > 12 || day > 31) return false;
  for (const bool from_2000 : {false, true}) {
    const CheckPair key = be_national_number_key(value.substr(0, 9), from_2000);
    if (value[9] != key[0] || value[10] != key[1]) continue;
    if (month == 0 || day == 0) return true;
    return calendar_date_ok((from_2000 ? 2000 : 1900) + number(value, 0, 2), month, day);
  }
  return false;
}

bool pl_pesel_ok(std::string_view value) {
  if (!digits_of_length(value, 11)) return false;
  constexpr std::array<int, 5> kCentury = {1900, 2000, 2100, 2200, 1800};
  const int month = number(value, 2, 2);
  const int year = kCentury[static_cast<size_t>(month / 20)] + number(value, 0, 2);
  return year < 2100 && calendar_date_ok(year, month % 20, number(value, 4, 2)) &&
         pl_pesel_check_digit(value.substr(0, 10)) == value[10];
}

char cz_birth_number_check_digit(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return '\0';
  const int rest = number(body9, 0, 9) % 11;
  return digit_char(rest == 10 ? 0 : rest);
}

bool cz_birth_number_ok(std::string_view value) {
  if ((value.size() != 9 && value.size() != 10) || !all_digits(value)) return false;
  int month = number(value, 2, 2);
  const int year = number(value, 0, 2);
  if (month > 70) {
    month -= 70;
  } else if (month > 50) {
    month -= 50;
  } else if (month > 20) {
    month -= 20;
  }
  const int day = number(value, 4, 2);
  if (value.size() == 9) {
    return year < 54 && value.substr(6, 3) != "000" && calendar_date_ok(1900 + year, month, day);
  }
  return calendar_date_ok((year < 54 ? 2000 : 1900) + year, month, day) &&
         cz_birth_number_check_digit(value.substr(0, 9)) == value[9];
}

bool ro_cnp_ok(std::string_view value) {
  if (!digits_of_length(value, 13) || value[0] == '0') return false;
  const int county = number(value, 7, 2);
  if (county < 1 || (county > 48 && county != 51 && county != 52 && county != 70)) return false;
  const int year = number(value, 1, 2);
  const int month = number(value, 3, 2);
  const int day = number(value, 5, 2);
  const int sex = digit(value[0]);
  // 1, 2: 1900s; 3, 4: 1800s; 5, 6: 2000s; 7, 8, 9: residents and foreigners of any century.
  const bool date = sex <= 2   ? calendar_date_ok(1900 + year, month, day)
                    : sex <= 4 ? calendar_date_ok(1800 + year, month, day)
                    : sex <= 6 ? calendar_date_ok(2000 + year, month, day)
                               : short_date_ok(year, month, day);
  return date && value.substr(9, 3) != "000" &&
         ro_cnp_check_digit(value.substr(0, 12)) == value[12];
}

bool bg_egn_ok(std::string_view value) {
  if (!digits_of_length(value, 10)) return false;
  int month = number(value, 2, 2);
  int century = 1900;
  if (month > 40) {
    month -= 40, century = 2000;
  } else if (month > 20) {
    month -= 20, century = 1800;
  }
  return calendar_date_ok(century + number(value, 0, 2), month, number(value, 4, 2)) &&
         bg_egn_check_digit(value.substr(0, 9)) == value[9];
}

char se_personnummer_check_digit(std::string_view body9) {
  return body9.size() == 9 ? luhn_check_digit(body9) : '\0';
}

bool se_personnummer_ok(std::string_view value) {
  std::array<char, 12> digits{};
  size_t count = 0;
  for (const char c : value) {
    if (c == '+' && (count == 6 || count == 8)) continue;  // hundred years and older
    if (!is_ascii_digit(c) || count == digits.size()) return false;
    digits[count++] = c;
  }
  std::string_view number12(digits.data(), count);
  if (count == 12) {
    const int year = number(number12, 0, 4);
    const int day = number(number12, 6, 2);
    if (year < 1850 || year > 2099) return false;
    if (!calendar_date_ok(year, number(number12, 4, 2), day > 60 ? day - 60 : day)) return false;
    return luhn_ok(number12.substr(2));
  }
  if (count != 10) return false;
  const int day = number(number12, 4, 2);
  return short_date_ok(number(number12, 0, 2), number(number12, 2, 2), day > 60 ? day - 60 : day) &&
         luhn_ok(number12);
}

CheckPair no_birth_number_check_digits(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return {};
  const int first = (11 - weighted(body9, {3, 7, 6, 1, 8, 9, 4, 5, 2}) % 11) % 11;
  const int second = (11 - (weighted(body9, {5, 4, 3, 2, 7, 6, 5, 4, 3}) + 2 * first) % 11) % 11;
  if (first == 10 || second == 10) return {};
  return {digit_char(first), digit_char(second)};
}

bool no_birth_number_ok(std::string_view value) {
  if (!digits_of_length(value, 11)) return false;
  const CheckPair check = no_birth_number_check_digits(value.substr(0, 9));
  if (check[0] == '\0' || value[9] != check[0] || value[10] != check[1]) return false;
  int day = number(value, 0, 2);
  if (day > 40) day -= 40;
  return short_date_ok(number(value, 4, 2), number(value, 2, 2), day);
}

bool dk_cpr_ok(std::string_view value) {
  if (!digits_of_length(value, 10)) return false;
  // The seventh digit and the year name the century (CPR-kontoret, "Personnummeret i CPR", table
  // 1).
  const int year = number(value, 4, 2);
  const int seventh = digit(value[6]);
  int century = 1900;
  if (seventh == 4 || seventh == 9) {
    century = year <= 36 ? 2000 : 1900;
  } else if (seventh >= 5) {
    century = year <= 57 ? 2000 : 1800;
  }
  return calendar_date_ok(century + year, number(value, 2, 2), number(value, 0, 2));
}

char fi_personal_identity_code_check(std::string_view nine_digits) {
  if (!digits_of_length(nine_digits, 9)) return '\0';
  return kFinnishCheck[static_cast<size_t>(number(nine_digits, 0, 9) % 31)];
}

bool fi_personal_identity_code_ok(std::string_view value) {
  if (value.size() != 10 && value.size() != 11) return false;
  const bool has_sign = value.size() == 11;
  if (!digits_of_length(value.substr(0, 6), 6)) return false;
  int century = 1900;
  if (has_sign) {
    const char sign = value[6];
    if (sign == '+') {
      century = 1800;
    } else if (sign >= 'A' && sign <= 'F') {
      century = 2000;
    } else if (sign != '-' && (sign < 'U' || sign > 'Y')) {
      return false;
    }
  }
  const std::string_view rest = value.substr(has_sign ? 7 : 6);
  if (!digits_of_length(rest.substr(0, 3), 3) || number(rest, 0, 3) < 2) return false;
  if (!calendar_date_ok(century + number(value, 4, 2), number(value, 2, 2), number(value, 0, 2))) {
    return false;
  }
  std::array<char, 9> nine{};
  std::copy_n(value.begin(), 6, nine.begin());
  std::copy_n(rest.begin(), 3, nine.begin() + 6);
  return fi_personal_identity_code_check({nine.data(), nine.size()}) == rest[3];
}

char ie_ppsn_check_letter(std::string_view body7, char second_letter) {
  if (!digits_of_length(body7, 7)) return '\0';
  int extra = 0;
  if (second_letter >= 'A' && second_letter <= 'I') {
    extra = second_letter - 'A' + 1;
  } else if (!contains("WTX", second_letter)) {
    return '\0';
  }
  return kIrishCheck[static_cast<size_t>((weighted(body7, {8, 7, 6, 5, 4, 3, 2}) + extra * 9) %
                                         23)];
}

bool ie_ppsn_ok(std::string_view value) {
  if (value.size() != 8 && value.size() != 9) return false;
  const char second = value.size() == 9 ? value[8] : 'W';
  return is_ascii_upper(value[7]) && ie_ppsn_check_letter(value.substr(0, 7), second) == value[7];
}

bool ch_ahv_ok(std::string_view value) {
  return digits_of_length(value, 13) && value.substr(0, 3) == "756" && gs1_ok(value);
}

CheckPair tr_national_id_check_digits(std::string_view body9) {
  if (!digits_of_length(body9, 9) || body9[0] == '0') return {};
  const int odd = weighted(body9, {1, 0, 1, 0, 1, 0, 1, 0, 1});
  const int even = weighted(body9, {0, 1, 0, 1, 0, 1, 0, 1});
  const int tenth = ((7 * odd - even) % 10 + 10) % 10;
  return {digit_char(tenth), digit_char((odd + even + tenth) % 10)};
}

bool tr_national_id_ok(std::string_view value) {
  if (!digits_of_length(value, 11)) return false;
  const CheckPair check = tr_national_id_check_digits(value.substr(0, 9));
  return check[0] != '\0' && value[9] == check[0] && value[10] == check[1];
}

CheckPair ru_snils_check_digits(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return {};
  const int rest = weighted(body9, {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101;
  return pair_of(rest == 100 ? 0 : rest);
}

bool ru_snils_ok(std::string_view value) {
  if (!digits_of_length(value, 11) || number(value, 0, 9) <= 1'001'998) return false;
  const CheckPair check = ru_snils_check_digits(value.substr(0, 9));
  return value[9] == check[0] && value[10] == check[1];
}

}  // namespace lauter
