// Stand-ins of identifiers that the forms of knowledge/identifiers.toml cannot say.
#include <array>

#include "catalog/by_category.h"
#include "catalog/checks_device.h"
#include "catalog/checks_financial.h"
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "catalog/checks_travel.h"
#include "surrogate/numbers/id_form.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

bool es_nif(std::string& core, KeyedRandom& random) {
  if (core.size() != 9) return false;
  if (is_ascii_digit(core[0])) {
    put(core, 0, "999");
    put_random_digits(core, 3, 5, random);
    return put_check(core, 8, es_nif_check_letter(core.substr(0, 8)));
  }
  put_random_digits(core, 1, 7, random);  // K, L, M: special numbers
  return put_check(core, 8, es_nif_check_letter("0" + core.substr(1, 7)));
}

bool it_fiscal_code(std::string& core, KeyedRandom& random) {
  if (core.size() != 16) return false;
  put(core, 0, draw_string(random, "BCDFGLMNPRSTVZ", 6));
  if (!all_digits(std::string_view(core).substr(6, 2))) put(core, 6, draw_digits(random, 2));
  shift_year(core, 6, random);
  core[8] = draw_from(random, "ABCDEHLMPRST");
  const bool woman = core[9] >= '4' && core[9] <= '7';
  put_day(core, 9, woman ? 40 : 0, random);
  put(core, 11, "Z000");
  return put_check(core, 15, it_fiscal_code_check_letter(core.substr(0, 15)));
}

bool fr_nir(std::string& core, KeyedRandom& random) {
  if (core.size() != 15 && core.size() != 13) return false;
  if (!is_ascii_digit(core[0])) return false;
  shift_year(core, 1, random);
  put_month(core, 3, 0, random);
  const bool corsica = core[5] == '2' && (core[6] == 'A' || core[6] == 'B');
  if (!corsica) put(core, 5, padded(21 + random.below(75), 2));
  put(core, 7, "000");
  put(core, 10, padded(1 + random.below(999), 3));
  return core.size() == 13 || put_checks(core, 13, fr_nir_key(core.substr(0, 13)));
}

bool de_tax_id(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  // Ten different digits in random order, of which one is overwritten by another: so one digit
  // occurs twice and one is missing.
  std::string body = "0123456789";
  for (size_t i = 9; i > 0; --i) std::swap(body[i], body[random.below(i + 1)]);
  if (body[0] == '0') std::swap(body[0], body[1 + random.below(9)]);
  const size_t to = 1 + random.below(9);
  const size_t from = (to + 1 + random.below(9)) % 10;
  body[to] = body[from];
  put(core, 0, body);
  return put_check(core, 10, de_tax_id_check_digit(body));
}

constexpr std::string_view kGermanIdLetters = "CFGHJKLMNPRTVWXYZ";

bool nl_bsn(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 8) && !is_digits(core, 9)) return false;
  return until_it_fits([&] {
    std::string body = draw_digits(random, 8);
    if (core.size() == 8) body[0] = '0';
    body[core.size() == 8 ? 1 : 0] = draw_from(random, "123456789");
    const char check = nl_bsn_check_digit(body);
    if (check == '\0') return false;
    put(core, 0, core.size() == 8 ? body.substr(1) : body);
    core.back() = check;
    return true;
  });
}

bool be_national_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  const bool from_2000 =
      be_national_number_key(core.substr(0, 9), true) == CheckPair{core[9], core[10]};
  if (from_2000) {
    put(core, 0, padded(random.below(20), 2));
  } else {
    shift_year(core, 0, random);
  }
  put_month(core, 2, 0, random);
  put_day(core, 4, 0, random);
  put(core, 6, ((core[8] - '0') & 1) != 0 ? "999" : "000");
  return put_checks(core, 9, be_national_number_key(core.substr(0, 9), from_2000));
}

bool cz_birth_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10) && !is_digits(core, 9)) return false;
  const int month = two_digits(core, 2);
  const int offset = month > 70 ? 70 : month > 50 ? 50 : month > 20 ? 20 : 0;
  return until_it_fits([&] {
    shift_year(core, 0, random);
    put_month(core, 2, offset, random);
    put(core, 4, "00");
    put_random_digits(core, 6, 3, random);
    return core.size() == 9 || put_check(core, 9, cz_birth_number_check_digit(core.substr(0, 9)));
  });
}

bool fi_personal_identity_code(std::string& core, KeyedRandom& random) {
  if ((core.size() != 10 && core.size() != 11) ||
      !all_digits(std::string_view(core).substr(0, 6))) {
    return false;
  }
  const size_t serial = core.size() - 4;
  if (!is_ascii_digit(core[serial + 2])) return false;
  put_day(core, 0, 0, random);
  put_month(core, 2, 0, random);
  shift_year(core, 4, random);
  core[serial] = '9';
  put_random_digits(core, serial + 1, 1, random);
  put_same_parity(core, serial + 2, random);
  return put_check(core, serial + 3,
                   fi_personal_identity_code_check(core.substr(0, 6) + core.substr(serial, 3)));
}

bool ie_ppsn(std::string& core, KeyedRandom& random) {
  if (core.size() != 8 && core.size() != 9) return false;
  put_random_digits(core, 0, 7, random);
  const char second = core.size() == 9 ? core[8] : 'W';
  return put_check(core, 7, ie_ppsn_check_letter(core.substr(0, 7), second));
}

bool passport(std::string& core, KeyedRandom& random) {
  if (core.size() < 5 || core.size() > 12) return false;
  size_t digits_left = 2;
  for (size_t i = core.size(); i-- > 0;) {
    if (!is_ascii_digit(core[i])) {
      core[i] = draw_from(random, kGermanIdLetters);
    } else if (digits_left > 0) {
      core[i] = draw_digit(random);
      --digits_left;
    } else {
      core[i] = '0';
    }
  }
  return true;
}

bool au_abn(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  return until_it_fits([&] {
    put_random_digits(core, 2, 9, random);
    return put_checks(core, 0, au_abn_leading_digits(core.substr(2)));
  });
}

bool nz_ird(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 8) && !is_digits(core, 9)) return false;
  return until_it_fits([&] {
    const size_t body = core.size() - 1;
    const uint64_t low = body == 7 ? 1'000'000 : 10'000'000;
    const uint64_t high = body == 7 ? 9'999'999 : 14'999'999;
    put(core, 0, padded(low + random.below(high - low), body));
    return put_check(core, body, nz_ird_check_digit(core.substr(0, body)));
  });
}

bool in_pan(std::string& core, KeyedRandom& random) {
  if (core.size() != 10) return false;
  const char holder = is_ascii_upper(core[3]) ? core[3] : 'P';
  put(core, 0, draw_string(random, kUpperLetters, 5));
  core[3] = holder;
  put(core, 5, "0000");
  core[9] = draw_from(random, kUpperLetters);
  return true;
}

bool mx_curp(std::string& core, KeyedRandom& random) {
  if (core.size() != 18) return false;
  put(core, 0, "XEXX");
  shift_year(core, 4, random);
  put_month(core, 6, 0, random);
  put_day(core, 8, 0, random);
  if (core[10] != 'H' && core[10] != 'M' && core[10] != 'X') core[10] = 'H';
  put(core, 11, "NE");
  put(core, 13, draw_string(random, "BCDFGHJKLMNPQRSTVWXYZ", 3));
  core[16] = is_ascii_digit(core[16]) ? draw_digit(random) : draw_from(random, "ABCDEFGHJ");
  return put_check(core, 17, mx_curp_check_digit(core.substr(0, 17)));
}

bool il_id(std::string& core, KeyedRandom& random) {
  if (!all_digits(core) || core.size() < 5 || core.size() > 9) return false;
  const size_t body = core.size() - 1;
  core[0] = core[0] == '0' ? '0' : draw_from(random, "1234");
  if (core[0] == '0' && body > 1) core[1] = draw_from(random, "123456789");
  put_random_digits(core, core[0] == '0' ? 2 : 1, body - (core[0] == '0' ? 2 : 1), random);
  return put_check(core, body, luhn_check_digit(core.substr(0, body)));
}

bool kr_rrn(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 13)) return false;
  shift_year(core, 0, random);
  put_month(core, 2, 0, random);
  put(core, 4, "00");
  put_random_digits(core, 7, 5, random);
  if (put_check(core, 12, kr_rrn_check_digit(core.substr(0, 12)))) return true;
  core[12] = draw_digit(random);
  return true;
}

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
  uint8_t from = 0;      ///< where bank and branch begin in the BBAN
  uint8_t bank = 0;      ///< their characters
  uint8_t check_at = 0;  ///< national digits, offset in the BBAN; only where check_size > 0
  uint8_t check_size = 0;
  bool check_is_letter = false;
};
constexpr IbanRule kIbanRules[] = {
#include "known/iban_banks.inc"
};

bool iban(std::string& core, KeyedRandom& random) {
  if (core.size() < 15 || core.size() > 34) return false;
  const std::string country = core.substr(0, 2);
  IbanRule rule{country, 0, 4};
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

bool us_npi(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10)) return false;
  core[0] = core[0] == '2' ? '2' : '1';
  put_random_digits(core, 1, 8, random);
  return put_check(core, 9, us_npi_check_digit(core.substr(0, 9)));
}

bool us_dea(std::string& core, KeyedRandom& random) {
  if (core.size() != 9) return false;
  if (is_ascii_upper(core[1])) core[1] = draw_from(random, kUpperLetters);
  put_random_digits(core, 2, 6, random);
  return put_check(core, 8, us_dea_check_digit(core.substr(2, 6)));
}

bool vin(std::string& core, KeyedRandom& random) {
  if (core.size() != 17) return false;
  put_same_classes(core, 1, 16, random, "ABCDEFGHJKLMNPRSTUVWXYZ");
  // ISO 3779: the year's place has no U, Z or 0, the last four are digits.
  if (core[9] == 'U' || core[9] == 'Z' || core[9] == '0') core[9] = '7';
  put_random_digits(core, 13, 4, random);
  core[0] = '0';  // no region of ISO 3780 begins with 0
  return put_check(core, 8, vin_check_digit(core));
}

bool uk_driving_licence(std::string& core, KeyedRandom& random) {
  if (core.size() != 16 && core.size() != 18) return false;
  if (!all_digits(std::string_view(core).substr(5, 6))) return false;
  put(core, 0, "99999");
  core[5] = draw_digit(random);
  put_month(core, 6, core[6] >= '5' ? 50 : 0, random);
  put_day(core, 8, 0, random);
  core[10] = draw_digit(random);
  put(core, 11, draw_string(random, kUpperLetters, 2));
  put(core, 14, draw_string(random, "ABCDEFGHJKLMNPQRSTUVWXYZ", 2));
  if (core.size() == 18) put_random_digits(core, 16, 2, random);
  return true;
}

bool iccid(std::string& core, KeyedRandom& random) {
  const bool filled = core.back() == 'F';
  const size_t digits = core.size() - (filled ? 1 : 0);
  if (digits < 18 || digits > 22 || !all_digits(std::string_view(core).substr(0, digits)))
    return false;
  put(core, 0, "89000");
  put_random_digits(core, 5, digits - 5, random);
  if (digits < 19) return true;
  return put_check(core, digits - 1, luhn_check_digit(core.substr(0, digits - 1)));
}

}  // namespace

IdRule odd_rule(Category category) {
  using enum Category;
  static constexpr ByCategory<IdRule> kTable({
      {kEsNif, {Alphabet::kAlnum, es_nif}}, {kItFiscalCode, {Alphabet::kAlnum, it_fiscal_code}}, {kFrNir, {Alphabet::kAlnum, fr_nir}},
      {kDeTaxId, {Alphabet::kDigits, de_tax_id}}, {kNlBsn, {Alphabet::kDigits, nl_bsn}},
      {kBeNationalNumber, {Alphabet::kDigits, be_national_number}}, {kCzBirthNumber, {Alphabet::kDigits, cz_birth_number}},
      {kFiPersonalIdentityCode, {Alphabet::kAlnum, fi_personal_identity_code}}, {kIePpsn, {Alphabet::kAlnum, ie_ppsn}},
      {kPassport, {Alphabet::kAlnum, passport}}, {kAuAbn, {Alphabet::kDigits, au_abn}}, {kNzIrd, {Alphabet::kDigits, nz_ird}},
      {kInPan, {Alphabet::kAlnum, in_pan}}, {kMxCurp, {Alphabet::kAlnum, mx_curp}}, {kIlId, {Alphabet::kDigits, il_id}},
      {kKrRrn, {Alphabet::kDigits, kr_rrn}}, {kCreditCard, {Alphabet::kDigits, credit_card}}, {kIbanCode, {Alphabet::kAlnum, iban}},
      {kSwiftCode, {Alphabet::kAlnum, swift_code}}, {kUsNpi, {Alphabet::kDigits, us_npi}}, {kMedicalLicense, {Alphabet::kAlnum, us_dea}},
      {kVin, {Alphabet::kAlnum, vin}}, {kUkDrivingLicence, {Alphabet::kAlnum, uk_driving_licence}}, {kIccid, {Alphabet::kAlnum, iccid}},
  });
  return kTable[category];
}

}  // namespace lauter::surrogate
