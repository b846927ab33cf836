#include "catalog/checks_government.h"
#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

bool il_id_ok(std::string_view value) {
  // Leading zeros do not change a Luhn sum, so shorter numbers need no padding.
  return value.size() >= 5 && value.size() <= 9 && luhn_ok(value) && !all_same(value);
}

bool za_id_number_ok(std::string_view value) {
  return digits_of_length(value, 13) && value[10] <= '2' && luhn_ok(value) &&
         short_date_ok(number(value, 0, 2), number(value, 2, 2), number(value, 4, 2));
}

bool ng_nin_ok(std::string_view value) {
  return digits_of_length(value, 11) && !all_same(value) && verhoeff_ok(value);
}

bool in_aadhaar_ok(std::string_view value) {
  if (!digits_of_length(value, 12) || value[0] < '2' || !verhoeff_ok(value)) return false;
  for (size_t i = 0; i < 6; ++i) {
    if (value[i] != value[11 - i]) return true;
  }
  return false;
}

bool in_pan_ok(std::string_view value) {
  return has_shape(value, "AAAAA9999A") && contains("PCHFATBLJG", value[3]) &&
         value.substr(5, 4) != "0000";
}

bool kr_rrn_ok(std::string_view value) {
  if (!digits_of_length(value, 13)) return false;
  // 1, 2, 5, 6: 1900s (5, 6 foreigners); 3, 4, 7, 8: 2000s; 9, 0: 1800s.
  constexpr std::array<int, 10> kCentury = {1800, 1900, 1900, 2000, 2000,
                                            1900, 1900, 2000, 2000, 1800};
  const int year = kCentury[static_cast<size_t>(digit(value[6]))] + number(value, 0, 2);
  return calendar_date_ok(year, number(value, 2, 2), number(value, 4, 2));
}

bool jp_my_number_ok(std::string_view value) {
  return digits_of_length(value, 12) && !all_same(value) &&
         jp_my_number_check_digit(value.substr(0, 11)) == value[11];
}

bool cn_resident_id_ok(std::string_view value) {
  if (value.size() != 18 || !all_digits(value.substr(0, 17)) || !mod_11_2_ok(value)) return false;
  // GB/T 2260 provinces: 11-15, 21-23, 31-37, 41-46, 50-54, 61-65, 71, 81, 82 (83: Taiwan
  // residents).
  const int province = number(value, 0, 2);
  const int region = province / 10;
  const int within = province % 10;
  constexpr std::array<int, 9> kMost = {0, 5, 3, 7, 6, 4, 5, 1, 3};
  if (region < 1 || region > 8 || within > kMost[static_cast<size_t>(region)]) return false;
  if (within == 0 && region != 5) return false;
  return calendar_date_ok(number(value, 6, 4), number(value, 10, 2), number(value, 12, 2)) &&
         number(value, 6, 4) <= 2099 && value.substr(14, 3) != "000";
}

char sg_nric_fin_check_letter(std::string_view prefix_and_digits) {
  if (prefix_and_digits.size() != 8 || !all_digits(prefix_and_digits.substr(1))) return '\0';
  int sum = weighted(prefix_and_digits.substr(1), {2, 7, 6, 5, 4, 3, 2});
  switch (prefix_and_digits[0]) {
    case 'S':
      return "JZIHGFEDCBA"[sum % 11];
    case 'T':
      return "JZIHGFEDCBA"[(sum + 4) % 11];
    case 'F':
      return "XWUTRQPNMLK"[sum % 11];
    case 'G':
      return "XWUTRQPNMLK"[(sum + 4) % 11];
    case 'M':
      return "KLJNPQRTUWX"[(10 - (sum + 3) % 11)];
    default:
      return '\0';
  }
}

bool sg_nric_fin_ok(std::string_view value) {
  return value.size() == 9 && is_ascii_upper(value[8]) &&
         sg_nric_fin_check_letter(value.substr(0, 8)) == value[8];
}

char hk_id_check_digit(std::string_view body) {
  const size_t letters = body.size() == 7 ? 1 : 2;
  if (body.size() != letters + 6 || !all_digits(body.substr(letters))) return '\0';
  int sum = 0;
  if (!is_ascii_upper(body[0]) || !is_ascii_upper(body[letters - 1])) return '\0';
  sum += 9 * (letters == 2 ? body[0] - 'A' + 10 : 36);
  sum += 8 * (body[letters - 1] - 'A' + 10);
  sum += weighted(body.substr(letters), {7, 6, 5, 4, 3, 2});
  const int check = (11 - sum % 11) % 11;
  return check == 10 ? 'A' : digit_char(check);
}

bool hk_id_ok(std::string_view value) {
  return value.size() >= 8 && value.size() <= 9 &&
         hk_id_check_digit(value.substr(0, value.size() - 1)) == value.back();
}

bool th_tnin_ok(std::string_view value) {
  return digits_of_length(value, 13) && value[0] >= '1' && value[0] <= '8' &&
         th_tnin_check_digit(value.substr(0, 12)) == value[12];
}

bool id_nik_ok(std::string_view value) {
  if (!digits_of_length(value, 16)) return false;
  // Provinces of BPS: 11-21 Sumatra, 31-36 Java, 51-53, 61-65, 71-76, 81-82, 91-97.
  const int province = number(value, 0, 2);
  const int region = province / 10;
  constexpr std::array<int, 10> kMost = {0, 9, 1, 6, 0, 3, 5, 6, 2, 7};
  if (province % 10 == 0 || province % 10 > kMost[static_cast<size_t>(region)]) return false;
  if (number(value, 2, 2) == 0 || number(value, 4, 2) == 0) return false;
  int day = number(value, 6, 2);
  if (day > 40) day -= 40;
  return short_date_ok(number(value, 10, 2), number(value, 8, 2), day) &&
         value.substr(12, 4) != "0000";
}

bool au_tfn_ok(std::string_view value) {
  if (value.empty() || all_same(value)) return false;
  if (digits_of_length(value, 9)) return au_tfn_check_digit(value.substr(0, 8)) == value[8];
  return digits_of_length(value, 8) && weighted(value, {10, 7, 8, 4, 6, 3, 5, 1}) % 11 == 0;
}

CheckPair au_abn_leading_digits(std::string_view body9) {
  if (!digits_of_length(body9, 9)) return {};
  // The leading two digits n make 10 (n1 - 1) + n2 = n - 10 the amount that is missing to 89.
  const int rest = weighted(body9, {3, 5, 7, 9, 11, 13, 15, 17, 19}) % 89;
  const int lead = 89 - rest + 10;
  return {digit_char(lead / 10), digit_char(lead % 10)};
}

bool au_abn_ok(std::string_view value) {
  if (!digits_of_length(value, 11) || value[0] == '0') return false;
  return (weighted(value, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10) % 89 == 0;
}

char nz_ird_check_digit(std::string_view body) {
  if ((body.size() != 7 && body.size() != 8) || !all_digits(body)) return '\0';
  std::array<char, 8> eight = {'0', '0', '0', '0', '0', '0', '0', '0'};
  for (size_t i = 0; i < body.size(); ++i) eight[8 - body.size() + i] = body[i];
  const std::string_view padded(eight.data(), eight.size());
  int check = (11 - weighted(padded, {3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  if (check == 10) check = (11 - weighted(padded, {7, 4, 3, 2, 5, 2, 7, 6}) % 11) % 11;
  return check == 10 ? '\0' : digit_char(check);
}

bool nz_ird_ok(std::string_view value) {
  if ((value.size() != 8 && value.size() != 9) || !all_digits(value)) return false;
  const int n = number(value, 0, value.size());
  return n >= 10'000'000 && n <= 150'000'000 &&
         nz_ird_check_digit(value.substr(0, value.size() - 1)) == value.back();
}

}  // namespace lauter
