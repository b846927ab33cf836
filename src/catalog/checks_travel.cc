#include "catalog/checks_travel.h"

#include <algorithm>

#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

namespace {

// 49 CFR 565.15 table III: A-Z, 0 for letters that do not occur.
constexpr std::array<int, 26> kVinValues = {1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4,
                                            5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr std::array<int, 17> kVinWeights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

int mrz_value(char c) {
  if (is_ascii_digit(c)) return digit(c);
  if (is_ascii_upper(c)) return c - 'A' + 10;
  return c == '<' ? 0 : -1;
}

/// Runs the 7 3 1 weights over several fields as if they stood together.
class MrzSum {
 public:
  void add(std::string_view field) {
    constexpr std::array<int, 3> kWeights = {7, 3, 1};
    for (const char c : field) {
      const int value = mrz_value(c);
      if (value < 0) bad_ = true;
      sum_ += value * kWeights[count_++ % 3];
    }
  }
  char digit() const { return bad_ ? '\0' : digit_char(sum_ % 10); }

 private:
  int sum_ = 0;
  size_t count_ = 0;
  bool bad_ = false;
};

bool field_ok(std::string_view field, char check) {
  if (check == '<') return field.find_first_not_of('<') == std::string_view::npos;
  return is_ascii_digit(check) && mrz_check_digit(field) == check;
}

bool composite_ok(std::initializer_list<std::string_view> fields, char check) {
  MrzSum sum;
  for (const std::string_view field : fields) sum.add(field);
  return is_ascii_digit(check) && sum.digit() == check;
}

bool country_field_ok(std::string_view three) {
  for (const char c : three) {
    if (!is_ascii_upper(c) && c != '<') return false;
  }
  return is_ascii_upper(three[0]);
}

/// The second line of TD3, TD2 and the two visas; `composite` is false for visas.
bool second_line_ok(std::string_view line, bool composite) {
  if (!field_ok(line.substr(0, 9), line[9]) || !country_field_ok(line.substr(10, 3))) return false;
  if (!field_ok(line.substr(13, 6), line[19]) || !field_ok(line.substr(21, 6), line[27]))
    return false;
  if (!contains("MFX<", line[20])) return false;
  if (!composite) return true;
  const size_t last = line.size() - 1;
  if (line.size() == 44 && !field_ok(line.substr(28, 14), line[42])) return false;
  return composite_ok({line.substr(0, 10), line.substr(13, 7), line.substr(21, last - 21)},
                      line[last]);
}

bool name_line_ok(std::string_view line) {
  return contains("PVACI", line[0]) && country_field_ok(line.substr(2, 3)) &&
         line.find("<") != std::string_view::npos && is_ascii_upper(line[5]);
}

// Accounting codes of carriers (IATA), sorted.
constexpr std::array<uint16_t, 148> kAirlines = {
    1,   2,   5,   6,   12,  14,  16,  18,  20,  23,  27,  37,  40,  43,  44,  45,  47,  48,  49,
    50,  51,  53,  55,  57,  58,  59,  61,  63,  64,  65,  70,  71,  72,  74,  75,  76,  77,  79,
    80,  81,  82,  83,  86,  89,  90,  93,  96,  98,  101, 105, 106, 108, 112, 114, 115, 116, 117,
    118, 119, 120, 121, 123, 125, 127, 128, 131, 133, 134, 139, 141, 147, 148, 157, 160, 161, 165,
    169, 172, 173, 174, 176, 180, 182, 183, 186, 189, 193, 195, 199, 201, 203, 205, 214, 216, 217,
    220, 228, 229, 230, 231, 232, 235, 239, 257, 258, 262, 265, 279, 281, 285, 288, 297, 312, 324,
    353, 369, 378, 390, 401, 421, 422, 469, 479, 512, 526, 555, 566, 572, 589, 607, 618, 657, 706,
    738, 745, 757, 774, 781, 784, 786, 803, 806, 825, 829, 838, 876, 957, 988};

}  // namespace

bool vin_shape_ok(std::string_view value) {
  if (value.size() != 17) return false;
  size_t digits = 0;
  for (const char c : value) {
    if (contains("IOQ", c) || (!is_ascii_digit(c) && !is_ascii_upper(c))) return false;
    digits += is_ascii_digit(c) ? 1 : 0;
  }
  // ISO 3779: the last four are digits; 17 letters or 17 digits are something else.
  return digits < 17 && all_digits(value.substr(13)) && value[0] != '0' &&
         !contains("UZ0", value[9]);
}

bool vin_ok(std::string_view value) {
  if (!vin_shape_ok(value)) return false;
  const bool required = value[0] >= '1' && value[0] <= '5';
  return !required || vin_check_digit(value) == value[8];
}

char vin_check_digit(std::string_view value17) {
  if (value17.size() != 17) return '\0';
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    const char c = value17[i];
    if (!is_ascii_digit(c) && !is_ascii_upper(c)) return '\0';
    sum += (is_ascii_digit(c) ? digit(c) : kVinValues[static_cast<size_t>(c - 'A')]) * kVinWeights[i];
  }
  return sum % 11 == 10 ? 'X' : digit_char(sum % 11);
}

char mrz_check_digit(std::string_view field) {
  MrzSum sum;
  sum.add(field);
  return sum.digit();
}

bool passport_mrz_ok(std::string_view value) {
  for (const char c : value) {
    if (mrz_value(c) < 0) return false;
  }
  switch (value.size()) {
    case 88:
      return name_line_ok(value.substr(0, 44)) && second_line_ok(value.substr(44), value[0] != 'V');
    case 72:
      return name_line_ok(value.substr(0, 36)) && second_line_ok(value.substr(36), value[0] != 'V');
    case 44:
    case 36:
      return second_line_ok(value, true) || second_line_ok(value, false);
    case 90: {
      const std::string_view first = value.substr(0, 30);
      const std::string_view second = value.substr(30, 30);
      if (!contains("ACIV", first[0]) || !country_field_ok(first.substr(2, 3))) return false;
      // A number longer than nine runs on into the optional field and has < as its check digit.
      if (first[14] != '<' && !field_ok(first.substr(5, 9), first[14])) return false;
      return field_ok(second.substr(0, 6), second[6]) &&
             field_ok(second.substr(8, 6), second[14]) &&
             composite_ok(
                 {first.substr(5), second.substr(0, 7), second.substr(8, 7), second.substr(18, 11)},
                 second[29]);
    }
    default:
      return false;
  }
}

bool uk_driving_licence_ok(std::string_view value) {
  if (value.size() != 16) return false;
  size_t letters = 0;
  while (letters < 5 && is_ascii_upper(value[letters])) ++letters;
  if (letters == 0) return false;
  for (size_t i = letters; i < 5; ++i) {
    if (value[i] != '9') return false;
  }
  if (!all_digits(value.substr(5, 6))) return false;
  int month = number(value, 6, 2);
  if (month > 50) month -= 50;
  if (!short_date_ok(digit(value[5]) * 10 + digit(value[10]), month, number(value, 8, 2)))
    return false;
  const auto initial = [](char c) { return is_ascii_upper(c) || c == '9'; };
  return initial(value[11]) && initial(value[12]) && is_ascii_digit(value[13]) && is_ascii_upper(value[14]) &&
         is_ascii_upper(value[15]);
}

bool airline_code_ok(std::string_view three_digits) {
  if (!digits_of_length(three_digits, 3)) return false;
  const auto code = static_cast<uint16_t>(number(three_digits, 0, 3));
  return std::binary_search(kAirlines.begin(), kAirlines.end(), code);
}

}  // namespace lauter
