#include <array>

#include "catalog/checks_government.h"
#include "surrogate/numbers/checked_ids.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

bool uk_nino(std::string& core, KeyedRandom& random) {
  if (core.size() != 8 && core.size() != 9) return false;
  put(core, 0, "QQ");
  put_random_digits(core, 2, 6, random);
  return true;
}

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

bool es_nie(std::string& core, KeyedRandom& random) {
  if (core.size() != 9) return false;
  put_random_digits(core, 1, 7, random);
  return put_check(core, 8, es_nie_check_letter(core.substr(0, 8)));
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

bool de_id_card(std::string& core, KeyedRandom& random) {
  if (core.size() < 9 || core.size() > 11) return false;
  put_same_classes(core, 0, 9, random, kGermanIdLetters);
  return core.size() == 9 || put_check(core, 9, de_id_card_check_digit(core.substr(0, 9)));
}

bool pt_nif(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 9)) return false;
  core[0] = draw_from(random, "123");
  put_random_digits(core, 1, 7, random);
  return put_check(core, 8, pt_nif_check_digit(core.substr(0, 8)));
}

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

bool pl_pesel(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  shift_year(core, 0, random);
  put_month(core, 2, two_digits(core, 2) / 20 * 20, random);
  put(core, 4, "00");
  put_random_digits(core, 6, 3, random);
  put_same_parity(core, 9, random);
  return put_check(core, 10, pl_pesel_check_digit(core.substr(0, 10)));
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

bool ro_cnp(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 13)) return false;
  shift_year(core, 1, random);
  put_month(core, 3, 0, random);
  put_day(core, 5, 0, random);
  put(core, 7, "00");
  put_random_digits(core, 9, 3, random);
  return put_check(core, 12, ro_cnp_check_digit(core.substr(0, 12)));
}

bool bg_egn(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10)) return false;
  shift_year(core, 0, random);
  put_month(core, 2, two_digits(core, 2) / 20 * 20, random);
  put(core, 4, "00");
  put_random_digits(core, 6, 2, random);
  put_same_parity(core, 8, random);
  return put_check(core, 9, bg_egn_check_digit(core.substr(0, 9)));
}

bool se_personnummer(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10) && !is_digits(core, 12)) return false;
  const size_t at = core.size() - 10;
  shift_year(core, at, random);
  put_month(core, at + 2, 0, random);
  put(core, at + 4, "00");
  put_random_digits(core, at + 6, 2, random);
  put_same_parity(core, at + 8, random);
  return put_check(core, at + 9, se_personnummer_check_digit(core.substr(at, 9)));
}

bool no_birth_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  const bool d_number = core[0] >= '4';
  return until_it_fits([&] {
    put_day(core, 0, d_number ? 40 : 0, random);
    put_month(core, 2, 80, random);
    shift_year(core, 4, random);
    put_random_digits(core, 6, 2, random);
    put_same_parity(core, 8, random);
    return put_checks(core, 9, no_birth_number_check_digits(core.substr(0, 9)));
  });
}

bool dk_cpr(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10)) return false;
  put(core, 0, "00");
  put_month(core, 2, 0, random);
  shift_year(core, 4, random);
  put_random_digits(core, 7, 2, random);
  put_same_parity(core, 9, random);
  return true;
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

bool ch_ahv(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 13)) return false;
  put(core, 0, "756");
  put_random_digits(core, 3, 9, random);
  return put_check(core, 12, gs1_check_digit(core.substr(0, 12)));
}

bool ru_snils(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  put(core, 0, "000000");
  put_random_digits(core, 6, 3, random);
  return put_checks(core, 9, ru_snils_check_digits(core.substr(0, 9)));
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

}  // namespace

IdRule european_rule(Category category) {
  using enum Category;
  static constexpr ByCategory<IdRule> kTable({
      {kUkNino, {Alphabet::kAlnum, uk_nino}}, {kEsNif, {Alphabet::kAlnum, es_nif}}, {kEsNie, {Alphabet::kAlnum, es_nie}},
      {kItFiscalCode, {Alphabet::kAlnum, it_fiscal_code}}, {kFrNir, {Alphabet::kAlnum, fr_nir}}, {kDeTaxId, {Alphabet::kDigits, de_tax_id}},
      {kDeIdCard, {Alphabet::kAlnum, de_id_card}}, {kPtNif, {Alphabet::kDigits, pt_nif}}, {kNlBsn, {Alphabet::kDigits, nl_bsn}},
      {kBeNationalNumber, {Alphabet::kDigits, be_national_number}}, {kPlPesel, {Alphabet::kDigits, pl_pesel}},
      {kCzBirthNumber, {Alphabet::kDigits, cz_birth_number}}, {kRoCnp, {Alphabet::kDigits, ro_cnp}}, {kBgEgn, {Alphabet::kDigits, bg_egn}},
      {kSePersonnummer, {Alphabet::kDigits, se_personnummer}}, {kNoBirthNumber, {Alphabet::kDigits, no_birth_number}},
      {kDkCpr, {Alphabet::kDigits, dk_cpr}}, {kFiPersonalIdentityCode, {Alphabet::kAlnum, fi_personal_identity_code}},
      {kIePpsn, {Alphabet::kAlnum, ie_ppsn}}, {kChAhv, {Alphabet::kDigits, ch_ahv}}, {kRuSnils, {Alphabet::kDigits, ru_snils}},
      {kPassport, {Alphabet::kAlnum, passport}},
  });
  return kTable[category];
}

}  // namespace lauter::surrogate
