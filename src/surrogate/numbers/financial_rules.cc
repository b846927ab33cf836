#include <array>

#include "catalog/checks_financial.h"
#include "surrogate/numbers/checked_ids.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

/// The networks' published test numbers begin with these (docs/CATEGORIES.md).
std::string_view test_prefix(std::string_view core) {
  switch (core[0]) {
    case '4':
      return "400000";
    case '2':
    case '5':
      return "555555";
    case '6':
      return core[1] == '2' ? "620000" : "601111";
    case '3':
      if (core[1] == '4' || core[1] == '7') return "378282";
      return core[1] == '5' ? "353011" : "305693";
    default:
      return "400000";
  }
}

bool credit_card(std::string& core, KeyedRandom& random) {
  if (!all_digits(core) || core.size() < 12 || core.size() > 19) return false;
  put(core, 0, test_prefix(core));
  const size_t body = core.size() - 1;
  put_random_digits(core, 6, body - 6, random);
  return put_check(core, body, luhn_check_digit(core.substr(0, body)));
}

struct IbanRule {
  std::string_view country;
  uint8_t bank = 0;      ///< characters of bank and branch at the begin of the BBAN (after `from`)
  uint8_t from = 0;      ///< where they begin
  uint8_t check_at = 0;  ///< national digits, offset in the BBAN; only where check_size > 0
  uint8_t check_size = 0;
  bool check_is_letter = false;
};

// SWIFT IBAN registry; countries that are not here have a bank code of four characters.
constexpr IbanRule kIbanRules[] = {{"AD", 8},
                                   {"AT", 5},
                                   {"BE", 3, 0, 10, 2},
                                   {"BA", 6, 0, 14, 2},
                                   {"BG", 8},
                                   {"CH", 5},
                                   {"CY", 8},
                                   {"CZ", 4},
                                   {"DE", 8},
                                   {"DK", 4},
                                   {"EE", 2},
                                   {"ES", 8, 0, 8, 2},
                                   {"FI", 6},
                                   {"FR", 10, 0, 21, 2},
                                   {"GB", 10},
                                   {"GR", 7},
                                   {"HR", 7},
                                   {"HU", 7},
                                   {"IE", 10},
                                   {"IL", 6},
                                   {"IT", 10, 1, 0, 1, true},
                                   {"LI", 5},
                                   {"LT", 5},
                                   {"LU", 3},
                                   {"LV", 4},
                                   {"MC", 10, 0, 21, 2},
                                   {"ME", 3, 0, 16, 2},
                                   {"MK", 3, 0, 13, 2},
                                   {"MT", 9},
                                   {"NL", 4},
                                   {"NO", 4},
                                   {"PL", 8},
                                   {"PT", 8, 0, 19, 2},
                                   {"RO", 4},
                                   {"RS", 3, 0, 16, 2},
                                   {"SA", 2},
                                   {"SE", 3},
                                   {"SI", 5, 0, 13, 2},
                                   {"SK", 4},
                                   {"SM", 10, 1, 0, 1, true},
                                   {"TR", 5},
                                   {"AE", 3},
                                   {"UA", 6}};

bool iban(std::string& core, KeyedRandom& random) {
  if (core.size() < 15 || core.size() > 34) return false;
  const std::string country = core.substr(0, 2);
  IbanRule rule{country, 4};
  for (const IbanRule& known : kIbanRules) {
    if (known.country == country) rule = known;
  }
  std::string bban = core.substr(4);
  for (size_t i = 0; i < bban.size(); ++i) {
    const bool in_bank = i >= rule.from && i < size_t{rule.from} + rule.bank;
    if (is_ascii_digit(bban[i])) {
      bban[i] = in_bank ? '0' : draw_digit(random);
    } else {
      bban[i] = in_bank ? 'Z' : draw_from(random, kUpperLetters);
    }
  }
  const auto with_check_digits = [&] {
    const CheckPair checks = iban_check_digits(country, bban);
    return country + checks[0] + checks[1] + bban;
  };
  if (rule.check_size > 0 && size_t{rule.check_at} + rule.check_size <= bban.size()) {
    const uint64_t n = rule.check_is_letter ? 26 : 100;
    for (uint64_t i = 0; i < n; ++i) {
      if (rule.check_is_letter) {
        bban[rule.check_at] = static_cast<char>('A' + i);
      } else {
        put(bban, rule.check_at, padded(i, rule.check_size));
      }
      if (iban_national_ok(with_check_digits())) break;
    }
  }
  put(core, 4, bban);
  return put_checks(core, 2, iban_check_digits(country, bban));
}

bool swift_code(std::string& core, KeyedRandom& random) {
  if (core.size() != 8 && core.size() != 11) return false;
  put(core, 0, "ZZZZ");
  put(core, 6, draw_string(random, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 2));
  if (core.size() == 11 && core.compare(8, 3, "XXX") != 0) put_same_classes(core, 8, 3, random);
  return true;
}

bool aba_routing_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 9)) return false;
  put(core, 0, padded(13 + random.below(8), 2));  // 13 to 20 are not assigned
  put_random_digits(core, 2, 6, random);
  return put_check(core, 8, aba_routing_check_digit(core.substr(0, 8)));
}

bool uk_sort_code(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 6)) return false;
  put(core, 0, "0000");
  put_random_digits(core, 4, 2, random);
  return true;
}

bool in_ifsc(std::string& core, KeyedRandom& random) {
  if (core.size() != 11) return false;
  put(core, 0, "ZZZZ0");
  put_same_classes(core, 5, 6, random);
  return true;
}

bool mx_clabe(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 18)) return false;
  put(core, 0, "000");
  put_random_digits(core, 3, 14, random);
  return put_check(core, 17, mx_clabe_check_digit(core.substr(0, 17)));
}

}  // namespace

IdRule financial_rule(Category category) {
  using enum Category;
  static constexpr ByCategory<IdRule> kTable({
      {kCreditCard, {Alphabet::kDigits, credit_card}}, {kIbanCode, {Alphabet::kAlnum, iban}}, {kSwiftCode, {Alphabet::kAlnum, swift_code}},
      {kAbaRoutingNumber, {Alphabet::kDigits, aba_routing_number}}, {kUkSortCode, {Alphabet::kDigits, uk_sort_code}},
      {kInIfsc, {Alphabet::kAlnum, in_ifsc}}, {kMxClabe, {Alphabet::kDigits, mx_clabe}},
  });
  return kTable[category];
}

}  // namespace lauter::surrogate
