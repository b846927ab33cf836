#include "catalog/checks_financial.h"

#include <algorithm>

#include "catalog/checks_internal.h"
#include "known/checks_financial.h"

namespace lauter {

using namespace checks_internal;

namespace {

// Numbers that the networks and payment processors publish for testing; sorted.
constexpr auto kTestCards = std::to_array(known::kChecksFinancialTestCards);

struct IbanCountry {
  std::string_view code;
  size_t length;
  std::string_view
      bban;  // pairs of count and class (n digits, a letters, c both); "" = not checked
};

// SWIFT IBAN registry, release 99, and the partial list (countries outside the registry in actual
// use).
constexpr std::array<IbanCountry, 111> kIban = {{
    {"AD", 24, "8n12c"},    {"AE", 23, "19n"},      {"AL", 28, "8n16c"},    {"AO", 25, ""},
    {"AT", 20, "16n"},      {"AZ", 28, "4a20c"},    {"BA", 20, "16n"},      {"BE", 16, "12n"},
    {"BF", 28, ""},         {"BG", 22, "4a6n8c"},   {"BH", 22, "4a14c"},    {"BI", 27, ""},
    {"BJ", 28, ""},         {"BR", 29, "23n1a1c"},  {"BY", 28, "4c4n16c"},  {"CF", 27, ""},
    {"CG", 27, ""},         {"CH", 21, "5n12c"},    {"CI", 28, ""},         {"CM", 27, ""},
    {"CR", 22, "18n"},      {"CV", 25, ""},         {"CY", 28, "8n16c"},    {"CZ", 24, "20n"},
    {"DE", 22, "18n"},      {"DJ", 27, ""},         {"DK", 18, "14n"},      {"DO", 28, "4c20n"},
    {"DZ", 26, ""},         {"EE", 20, "16n"},      {"EG", 29, "25n"},      {"ES", 24, "20n"},
    {"FI", 18, "14n"},      {"FK", 18, ""},         {"FO", 18, "14n"},      {"FR", 27, "10n11c2n"},
    {"GA", 27, ""},         {"GB", 22, "4a14n"},    {"GE", 22, "2a16n"},    {"GI", 23, "4a15c"},
    {"GL", 18, "14n"},      {"GQ", 27, ""},         {"GR", 27, "7n16c"},    {"GT", 28, "24c"},
    {"GW", 25, ""},         {"HN", 28, ""},         {"HR", 21, "17n"},      {"HU", 28, "24n"},
    {"IE", 22, "4a14n"},    {"IL", 23, "19n"},      {"IQ", 23, "4a15n"},    {"IR", 26, ""},
    {"IS", 26, "22n"},      {"IT", 27, "1a10n12c"}, {"JO", 30, "4a4n18c"},  {"KM", 27, ""},
    {"KW", 30, "4a22c"},    {"KZ", 20, "3n13c"},    {"LB", 28, "4n20c"},    {"LC", 32, "4a24c"},
    {"LI", 21, "5n12c"},    {"LT", 20, "16n"},      {"LU", 20, "3n13c"},    {"LV", 21, "4a13c"},
    {"LY", 25, "21n"},      {"MA", 28, ""},         {"MC", 27, "10n11c2n"}, {"MD", 24, "20c"},
    {"ME", 22, "18n"},      {"MG", 27, ""},         {"MK", 19, "3n10c2n"},  {"ML", 28, ""},
    {"MN", 20, ""},         {"MR", 27, "23n"},      {"MT", 31, "4a5n18c"},  {"MU", 30, "4a19n3a"},
    {"MZ", 25, ""},         {"NE", 28, ""},         {"NI", 28, ""},         {"NL", 18, "4a10n"},
    {"NO", 15, "11n"},      {"OM", 23, ""},         {"PK", 24, "4a16c"},    {"PL", 28, "24n"},
    {"PS", 29, "4a21c"},    {"PT", 25, "21n"},      {"QA", 29, "4a21c"},    {"RO", 24, "4a16c"},
    {"RS", 22, "18n"},      {"RU", 33, "14n15c"},   {"SA", 24, "2n18c"},    {"SC", 31, "4a20n3a"},
    {"SD", 18, "14n"},      {"SE", 24, "20n"},      {"SI", 19, "15n"},      {"SK", 24, "20n"},
    {"SM", 27, "1a10n12c"}, {"SN", 28, ""},         {"SO", 23, ""},         {"ST", 25, "21n"},
    {"SV", 28, "4a20n"},    {"TD", 27, ""},         {"TG", 28, ""},         {"TL", 23, "19n"},
    {"TN", 24, "20n"},      {"TR", 26, "6n16c"},    {"UA", 29, "6n19c"},    {"VA", 22, "18n"},
    {"VG", 24, "4a16n"},    {"XK", 20, "16n"},      {"YE", 30, ""},
}};

const IbanCountry* iban_country(std::string_view code) {
  const auto* found =
      std::lower_bound(kIban.begin(), kIban.end(), code,
                       [](const IbanCountry& row, std::string_view key) { return row.code < key; });
  return found != kIban.end() && found->code == code ? found : nullptr;
}

bool bban_shape_ok(std::string_view bban, std::string_view shape) {
  size_t at = 0;
  for (size_t i = 0; i < shape.size();) {
    size_t count = 0;
    while (is_ascii_digit(shape[i])) count = count * 10 + static_cast<size_t>(digit(shape[i++]));
    const char kind = shape[i++];
    for (; count > 0; --count, ++at) {
      if (at >= bban.size()) return false;
      const char c = bban[at];
      if (kind == 'n' ? !is_ascii_digit(c) : kind == 'a' ? !is_ascii_upper(c) : false) return false;
    }
  }
  return true;
}

/// mod 97 of an IBAN with the first four characters moved to the end.
int iban_remainder(std::string_view country, std::string_view check, std::string_view bban) {
  int state = mod_97(bban);
  if (state < 0) return -1;
  for (const std::string_view part : {country, check}) {
    for (const char c : part) {
      if (is_ascii_digit(c)) {
        state = (state * 10 + digit(c)) % 97;
      } else if (is_ascii_upper(c)) {
        state = (state * 100 + (c - 'A' + 10)) % 97;
      } else {
        return -1;
      }
    }
  }
  return state;
}

/// French RIB: letters count as A, J = 1; B, K, S = 2; ... I, R, Z = 9.
int rib_value(char c) {
  if (is_ascii_digit(c)) return digit(c);
  const int index = c - 'A';
  return index < 18 ? index % 9 + 1 : index - 18 + 2;
}

bool french_key_ok(std::string_view bban) {
  int state = 0;
  for (const char c : bban) state = (state * 10 + rib_value(c)) % 97;
  return state == 0;
}

char spanish_control(std::string_view ten) {
  const int check = 11 - weighted(ten, {1, 2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11;
  return check == 11 ? '0' : check == 10 ? '1' : digit_char(check);
}

bool spanish_control_ok(std::string_view bban) {
  std::array<char, 10> bank = {'0', '0'};
  std::copy_n(bban.begin(), 8, bank.begin() + 2);
  return spanish_control({bank.data(), bank.size()}) == bban[8] &&
         spanish_control(bban.substr(10, 10)) == bban[9];
}

bool italian_cin_ok(std::string_view bban) {
  constexpr std::array<int, 26> kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                        20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (size_t i = 1; i < bban.size(); ++i) {
    const int value = is_ascii_digit(bban[i]) ? digit(bban[i]) : bban[i] - 'A';
    sum += i % 2 == 1 ? kOdd[static_cast<size_t>(value)] : value;
  }
  return letter_char(sum % 26) == bban[0];
}

// ISO 3166-1 alpha-2, and XK.
constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC "
    "EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK "
    "HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB "
    "LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
    "NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU "
    "RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN "
    "TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

constexpr std::array<uint32_t, 26> country_bits() {
  std::array<uint32_t, 26> bits{};
  for (size_t i = 0; i + 1 < kCountries.size(); i += 3) {
    bits[static_cast<size_t>(kCountries[i] - 'A')] |=
        1U << static_cast<unsigned>(kCountries[i + 1] - 'A');
  }
  return bits;
}
constexpr std::array<uint32_t, 26> kCountryBits = country_bits();

}  // namespace

CardBrand card_brand(std::string_view value) {
  const size_t n = value.size();
  if (n < 12 || n > 19 || !all_digits(value)) return CardBrand::kNone;
  const int two = number(value, 0, 2);
  const int three = number(value, 0, 3);
  const int four = number(value, 0, 4);
  if (value[0] == '4') return n == 13 || n == 16 || n == 19 ? CardBrand::kVisa : CardBrand::kNone;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
    return n == 16 ? CardBrand::kMastercard : CardBrand::kNone;
  }
  if (two == 34 || two == 37) return n == 15 ? CardBrand::kAmex : CardBrand::kNone;
  if (four >= 3528 && four <= 3589) return n >= 16 ? CardBrand::kJcb : CardBrand::kNone;
  if (four == 2131 || four == 1800) return n == 15 ? CardBrand::kJcb : CardBrand::kNone;
  if ((three >= 300 && three <= 305) || three == 309 || two == 36 || two == 38 || two == 39) {
    return n == 14 || n == 16 ? CardBrand::kDiners : CardBrand::kNone;
  }
  if (four == 6011 || (three >= 644 && three <= 649) || two == 65) {
    return n >= 16 ? CardBrand::kDiscover : CardBrand::kNone;
  }
  if (two == 62 || two == 81) return n >= 16 ? CardBrand::kUnionPay : CardBrand::kNone;
  if (four >= 2200 && four <= 2204) return n >= 16 ? CardBrand::kMir : CardBrand::kNone;
  if (three == 508 || two == 60 || two == 82) return n == 16 ? CardBrand::kRupay : CardBrand::kNone;
  if (two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67 || four == 604) {
    return CardBrand::kMaestro;
  }
  return CardBrand::kNone;
}

bool credit_card_ok(std::string_view value) {
  return card_brand(value) != CardBrand::kNone && luhn_ok(value) && !all_same(value);
}

bool is_test_card(std::string_view value) {
  return std::binary_search(kTestCards.begin(), kTestCards.end(), value);
}

bool iban_ok(std::string_view value) {
  if (value.size() < 15 || value.size() > 34) return false;
  const IbanCountry* row = iban_country(value.substr(0, 2));
  if (row == nullptr || row->length != value.size() || !all_digits(value.substr(2, 2)))
    return false;
  const std::string_view bban = value.substr(4);
  // 00, 01 and 99 cannot come out of 98 - n mod 97, though 97 of them would pass.
  if (value.substr(2, 2) < "02" || value.substr(2, 2) > "98") return false;
  return bban_shape_ok(bban, row->bban) &&
         iban_remainder(value.substr(0, 2), value.substr(2, 2), bban) == 1;
}

CheckPair iban_check_digits(std::string_view country, std::string_view bban) {
  const int rest = country.size() == 2 ? iban_remainder(country, "00", bban) : -1;
  if (rest < 0) return {};
  const int check = 98 - rest;
  return {digit_char(check / 10), digit_char(check % 10)};
}

bool iban_national_ok(std::string_view value) {
  if (!iban_ok(value)) return false;
  const std::string_view country = value.substr(0, 2);
  const std::string_view bban = value.substr(4);
  if (country == "FR" || country == "MC") return french_key_ok(bban);
  if (country == "ES") return spanish_control_ok(bban);
  if (country == "IT" || country == "SM") return italian_cin_ok(bban);
  if (country == "BE") {
    const int rest = mod_97(bban.substr(0, 10));
    return number(bban, 10, 2) == (rest == 0 ? 97 : rest);
  }
  for (const std::string_view iso7064 : {"PT", "SI", "BA", "ME", "MK", "RS"}) {
    if (country == iso7064) return mod_97(bban) == 1;
  }
  return true;
}

bool country_code_ok(std::string_view two_letters) {
  if (two_letters.size() != 2 || !is_ascii_upper(two_letters[0]) || !is_ascii_upper(two_letters[1]))
    return false;
  return (kCountryBits[static_cast<size_t>(two_letters[0] - 'A')] >>
              static_cast<unsigned>(two_letters[1] - 'A') &
          1U) != 0;
}

bool bic_ok(std::string_view value) {
  return (has_shape(value, "AAAAAAXX") || has_shape(value, "AAAAAAXXXXX")) &&
         country_code_ok(value.substr(4, 2)) && value[7] != 'O';
}

bool aba_routing_ok(std::string_view value) {
  if (!digits_of_length(value, 9) || all_same(value)) return false;
  const int prefix = number(value, 0, 2);
  const bool assigned = prefix <= 12 || (prefix >= 21 && prefix <= 32) ||
                        (prefix >= 61 && prefix <= 72) || prefix == 80;
  return assigned && aba_routing_check_digit(value.substr(0, 8)) == value[8];
}

char aba_routing_check_digit(std::string_view body8) {
  if (!digits_of_length(body8, 8)) return '\0';
  return digit_char((10 - weighted(body8, {3, 7, 1, 3, 7, 1, 3, 7}) % 10) % 10);
}

bool in_ifsc_ok(std::string_view value) { return has_shape(value, "AAAA0XXXXXX"); }

bool mx_clabe_ok(std::string_view value) {
  return digits_of_length(value, 18) && value.substr(0, 3) != "000" &&
         mx_clabe_check_digit(value.substr(0, 17)) == value[17];
}

char mx_clabe_check_digit(std::string_view body17) {
  if (!digits_of_length(body17, 17)) return '\0';
  constexpr std::array<int, 3> kWeights = {3, 7, 1};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += digit(body17[i]) * kWeights[i % 3] % 10;
  return digit_char((10 - sum % 10) % 10);
}

}  // namespace lauter
