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

bool ng_nin(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 11)) return false;
  core[0] = draw_from(random, "123456789");
  put_random_digits(core, 1, 9, random);
  return put_check(core, 10, verhoeff_check_digit(core.substr(0, 10)));
}

}  // namespace

IdRule government_rule(Category category) {
  using enum Category;
  static constexpr ByCategory<IdRule> kTable({
      {kUsSsn, {Alphabet::kDigits, us_ssn}}, {kUsItin, {Alphabet::kDigits, us_itin}}, {kCaSin, {Alphabet::kDigits, ca_sin}},
      {kAuTfn, {Alphabet::kDigits, au_tfn}}, {kAuAbn, {Alphabet::kDigits, au_abn}}, {kNzIrd, {Alphabet::kDigits, nz_ird}},
      {kInAadhaar, {Alphabet::kDigits, in_aadhaar}}, {kInPan, {Alphabet::kAlnum, in_pan}}, {kBrCpf, {Alphabet::kDigits, br_cpf}},
      {kBrCnpj, {Alphabet::kAlnum, br_cnpj}}, {kArCuit, {Alphabet::kDigits, ar_cuit}}, {kClRut, {Alphabet::kAlnum, cl_rut}},
      {kMxCurp, {Alphabet::kAlnum, mx_curp}}, {kTrNationalId, {Alphabet::kDigits, tr_national_id}}, {kIlId, {Alphabet::kDigits, il_id}},
      {kZaIdNumber, {Alphabet::kDigits, za_id_number}}, {kKrRrn, {Alphabet::kDigits, kr_rrn}}, {kJpMyNumber, {Alphabet::kDigits, jp_my_number}},
      {kCnResidentId, {Alphabet::kAlnum, cn_resident_id}}, {kSgNricFin, {Alphabet::kAlnum, sg_nric_fin}}, {kHkId, {Alphabet::kAlnum, hk_id}},
      {kThTnin, {Alphabet::kDigits, th_tnin}}, {kIdNik, {Alphabet::kDigits, id_nik}}, {kNgNin, {Alphabet::kDigits, ng_nin}},
  });
  return kTable[category];
}

}  // namespace lauter::surrogate
