#include <array>

#include "catalog/checks_government.h"
#include "surrogate/numbers/checked_ids.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

bool us_ssn(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 9)) return false;
  // The areas 900-999 were never issued, and ITINs of that range have groups from 50.
  core[0] = '9';
  put_random_digits(core, 1, 2, random);
  put(core, 3, padded(1 + random.below(49), 2));
  put(core, 5, padded(1 + random.below(9999), 4));
  return true;
}

bool us_itin(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 9)) return false;
  core[0] = '9';
  put_random_digits(core, 1, 2, random);
  put(core, 3, padded(66 + random.below(4), 2));
  put_random_digits(core, 5, 4, random);
  return true;
}

bool uk_nino(std::string& core, KeyedRandom& random) {
  if (core.size() != 8 && core.size() != 9) return false;
  put(core, 0, "QQ");
  put_random_digits(core, 2, 6, random);
  return true;
}

bool ca_sin(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 9)) return false;
  core[0] = '8';
  put_random_digits(core, 1, 7, random);
  return put_check(core, 8, luhn_check_digit(core.substr(0, 8)));
}

bool au_tfn(std::string& core, KeyedRandom& random) {
  if (is_digits(core, 9)) {
    return until_it_fits([&] {
      core[0] = draw_from(random, "123456789");
      put_random_digits(core, 1, 7, random);
      return put_check(core, 8, au_tfn_check_digit(core.substr(0, 8)));
    });
  }
  if (!is_digits(core, 8)) return false;
  return until_it_fits([&] {
    core[0] = draw_from(random, "123456789");
    put_random_digits(core, 1, 7, random);
    return au_tfn_ok(core);
  });
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

bool in_aadhaar(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 12)) return false;
  core[0] = draw_from(random, "01");
  put_random_digits(core, 1, 10, random);
  return put_check(core, 11, verhoeff_check_digit(core.substr(0, 11)));
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

bool br_cpf(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  return until_it_fits([&] {
    put_random_digits(core, 0, 9, random);
    return put_checks(core, 9, br_cpf_check_digits(core.substr(0, 9))) && br_cpf_ok(core);
  });
}

bool br_cnpj(std::string& core, KeyedRandom& random) {
  if (core.size() != 14) return false;
  return until_it_fits([&] {
    put_same_classes(core, 0, 8, random);
    return put_checks(core, 12, br_cnpj_check_digits(core.substr(0, 12))) && br_cnpj_ok(core);
  });
}

bool ar_cuit(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  return until_it_fits([&] {
    put_random_digits(core, 2, 8, random);
    return put_check(core, 10, ar_cuit_check_digit(core.substr(0, 10)));
  });
}

bool cl_rut(std::string& core, KeyedRandom& random) {
  if (core.size() < 7 || core.size() > 9 ||
      !all_digits(std::string_view(core).substr(0, core.size() - 1))) {
    return false;
  }
  const size_t body = core.size() - 1;
  core[0] = body == 8 ? draw_from(random, "12") : draw_from(random, "456789");
  put_random_digits(core, 1, body - 1, random);
  return put_check(core, body, cl_rut_check_digit(core.substr(0, body)));
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

bool tr_national_id(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  core[0] = draw_from(random, "123456789");
  put_random_digits(core, 1, 8, random);
  return put_checks(core, 9, tr_national_id_check_digits(core.substr(0, 9)));
}

bool il_id(std::string& core, KeyedRandom& random) {
  if (!all_digits(core) || core.size() < 5 || core.size() > 9) return false;
  const size_t body = core.size() - 1;
  core[0] = core[0] == '0' ? '0' : draw_from(random, "1234");
  if (core[0] == '0' && body > 1) core[1] = draw_from(random, "123456789");
  put_random_digits(core, core[0] == '0' ? 2 : 1, body - (core[0] == '0' ? 2 : 1), random);
  return put_check(core, body, luhn_check_digit(core.substr(0, body)));
}

bool za_id_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 13)) return false;
  shift_year(core, 0, random);
  put(core, 2, "13");
  put_day(core, 4, 0, random);
  // The first of the serial says the sex: 0-4 female, 5-9 male.
  core[6] = core[6] < '5' ? draw_from(random, "01234") : draw_from(random, "56789");
  put_random_digits(core, 7, 3, random);
  return put_check(core, 12, luhn_check_digit(core.substr(0, 12)));
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

bool jp_my_number(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 12)) return false;
  put_random_digits(core, 0, 11, random);
  return put_check(core, 11, jp_my_number_check_digit(core.substr(0, 11)));
}

bool cn_resident_id(std::string& core, KeyedRandom& random) {
  if (core.size() == 18 && all_digits(std::string_view(core).substr(0, 17))) {
    put(core, 0, "000000");
    shift_year(core, 8, random);
    put_month(core, 10, 0, random);
    put_day(core, 12, 0, random);
    put_random_digits(core, 14, 2, random);
    put_same_parity(core, 16, random);
    return put_check(core, 17, mod_11_2_check_digit(core.substr(0, 17)));
  }
  if (!is_digits(core, 15)) return false;  // the form before 1999
  put(core, 0, "000000");
  shift_year(core, 6, random);
  put_month(core, 8, 0, random);
  put_day(core, 10, 0, random);
  put_random_digits(core, 12, 2, random);
  put_same_parity(core, 14, random);
  return true;
}

bool sg_nric_fin(std::string& core, KeyedRandom& random) {
  if (core.size() != 9) return false;
  put_random_digits(core, 1, 7, random);
  return put_check(core, 8, sg_nric_fin_check_letter(core.substr(0, 8)));
}

bool hk_id(std::string& core, KeyedRandom& random) {
  if (core.size() != 8 && core.size() != 9) return false;
  const size_t letters = core.size() - 7;
  put(core, 0, draw_string(random, "ABCDEFGHKMNPRSTVWYZ", letters));
  put_random_digits(core, letters, 6, random);
  return put_check(core, letters + 6, hk_id_check_digit(core.substr(0, letters + 6)));
}

bool th_tnin(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 13)) return false;
  core[0] = draw_from(random, "12345678");
  put_random_digits(core, 1, 11, random);
  return put_check(core, 12, th_tnin_check_digit(core.substr(0, 12)));
}

bool id_nik(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 16)) return false;
  const bool woman = core[6] >= '4';
  put(core, 0, "990000");
  put_day(core, 6, woman ? 40 : 0, random);
  put_month(core, 8, 0, random);
  shift_year(core, 10, random);
  put(core, 12, padded(1 + random.below(9999), 4));
  return true;
}

bool ru_snils(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  put(core, 0, "000000");
  put_random_digits(core, 6, 3, random);
  return put_checks(core, 9, ru_snils_check_digits(core.substr(0, 9)));
}

bool ng_nin(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  core[0] = draw_from(random, "123456789");
  put_random_digits(core, 1, 9, random);
  return put_check(core, 10, verhoeff_check_digit(core.substr(0, 10)));
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

IdRule government_rule(Category category) {
  using enum Category;
  constexpr Alphabet kDigitsOnly = Alphabet::kDigits;
  constexpr Alphabet kMixed = Alphabet::kAlnum;
  switch (category) {
    case kUsSsn:
      return {kDigitsOnly, us_ssn};
    case kUsItin:
      return {kDigitsOnly, us_itin};
    case kUkNino:
      return {kMixed, uk_nino};
    case kCaSin:
      return {kDigitsOnly, ca_sin};
    case kAuTfn:
      return {kDigitsOnly, au_tfn};
    case kAuAbn:
      return {kDigitsOnly, au_abn};
    case kNzIrd:
      return {kDigitsOnly, nz_ird};
    case kInAadhaar:
      return {kDigitsOnly, in_aadhaar};
    case kInPan:
      return {kMixed, in_pan};
    case kBrCpf:
      return {kDigitsOnly, br_cpf};
    case kBrCnpj:
      return {kMixed, br_cnpj};
    case kArCuit:
      return {kDigitsOnly, ar_cuit};
    case kClRut:
      return {kMixed, cl_rut};
    case kMxCurp:
      return {kMixed, mx_curp};
    case kEsNif:
      return {kMixed, es_nif};
    case kEsNie:
      return {kMixed, es_nie};
    case kItFiscalCode:
      return {kMixed, it_fiscal_code};
    case kFrNir:
      return {kMixed, fr_nir};
    case kDeTaxId:
      return {kDigitsOnly, de_tax_id};
    case kDeIdCard:
      return {kMixed, de_id_card};
    case kPtNif:
      return {kDigitsOnly, pt_nif};
    case kNlBsn:
      return {kDigitsOnly, nl_bsn};
    case kBeNationalNumber:
      return {kDigitsOnly, be_national_number};
    case kPlPesel:
      return {kDigitsOnly, pl_pesel};
    case kCzBirthNumber:
      return {kDigitsOnly, cz_birth_number};
    case kRoCnp:
      return {kDigitsOnly, ro_cnp};
    case kBgEgn:
      return {kDigitsOnly, bg_egn};
    case kSePersonnummer:
      return {kDigitsOnly, se_personnummer};
    case kNoBirthNumber:
      return {kDigitsOnly, no_birth_number};
    case kDkCpr:
      return {kDigitsOnly, dk_cpr};
    case kFiPersonalIdentityCode:
      return {kMixed, fi_personal_identity_code};
    case kIePpsn:
      return {kMixed, ie_ppsn};
    case kChAhv:
      return {kDigitsOnly, ch_ahv};
    case kTrNationalId:
      return {kDigitsOnly, tr_national_id};
    case kIlId:
      return {kDigitsOnly, il_id};
    case kZaIdNumber:
      return {kDigitsOnly, za_id_number};
    case kKrRrn:
      return {kDigitsOnly, kr_rrn};
    case kJpMyNumber:
      return {kDigitsOnly, jp_my_number};
    case kCnResidentId:
      return {kMixed, cn_resident_id};
    case kSgNricFin:
      return {kMixed, sg_nric_fin};
    case kHkId:
      return {kMixed, hk_id};
    case kThTnin:
      return {kDigitsOnly, th_tnin};
    case kIdNik:
      return {kDigitsOnly, id_nik};
    case kRuSnils:
      return {kDigitsOnly, ru_snils};
    case kNgNin:
      return {kDigitsOnly, ng_nin};
    case kPassport:
      return {kMixed, passport};
    default:
      return {};
  }
}

}  // namespace lauter::surrogate
