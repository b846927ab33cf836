#include "catalog/checks_device.h"
#include "catalog/checks_health.h"
#include "catalog/checks_travel.h"
#include "surrogate/numbers/checked_ids.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

bool uk_nhs(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 10)) return false;
  return until_it_fits([&] {
    put(core, 0, "999");
    put_random_digits(core, 3, 6, random);
    return put_check(core, 9, uk_nhs_check_digit(core.substr(0, 9)));
  });
}

bool us_mbi(std::string& core, KeyedRandom& random) {
  if (core.size() != 11) return false;
  constexpr std::string_view kLetters = "ACDEFGHJKMNPQRTUVWXY";
  constexpr std::string_view kBoth = "0123456789ACDEFGHJKMNPQRTUVWXY";
  for (size_t i = 0; i < 11; ++i) {
    // CMS: C A AN N A AN N A A N N
    switch (i) {
      case 0:
        core[i] = draw_from(random, "123456789");
        break;
      case 1:
      case 4:
      case 7:
      case 8:
        core[i] = draw_from(random, kLetters);
        break;
      case 2:
      case 5:
        core[i] = draw_from(random, kBoth);
        break;
      default:
        core[i] = draw_digit(random);
    }
  }
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

bool au_medicare(std::string& core, KeyedRandom& random) {
  if (!all_digits(core) || core.size() < 10 || core.size() > 11) return false;
  core[0] = draw_from(random, "23456");
  put_random_digits(core, 1, 7, random);
  core[9] = draw_from(random, "123456789");
  if (core.size() == 11) core[10] = draw_from(random, "123456789");
  return put_check(core, 8, au_medicare_check_digit(core.substr(0, 8)));
}

bool nz_nhi(std::string& core, KeyedRandom& random) {
  if (core.size() != 7) return false;
  return until_it_fits([&] {
    put(core, 0, "ZZZ");
    put_same_classes(core, 3, 3, random, "ABCDEFGHJKLMNPQRSTUVWXYZ");
    return put_check(core, 6, nz_nhi_check(core.substr(0, 6)));
  });
}

bool ca_health_card(std::string& core, KeyedRandom& random) {
  if (core.size() < 10 || core.size() > 12 || !all_digits(std::string_view(core).substr(0, 10))) {
    return false;
  }
  core[0] = draw_from(random, "123456789");
  put_random_digits(core, 1, 8, random);
  put_same_classes(core, 10, core.size() - 10, random);
  return put_check(core, 9, luhn_check_digit(core.substr(0, 9)));
}

bool de_health_insurance(std::string& core, KeyedRandom& random) {
  if (core.size() != 10) return false;
  core[0] = draw_from(random, kUpperLetters);
  put_random_digits(core, 1, 8, random);
  return put_check(core, 9, de_health_insurance_check_digit(core.substr(0, 9)));
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

bool eticket_number(std::string& core, KeyedRandom& random) {
  if (!all_digits(core) || core.size() < 13 || core.size() > 14) return false;
  put(core, 0, "000");
  put_random_digits(core, 3, core.size() - 3, random);
  return true;
}

bool imei(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 15) && !is_digits(core, 16) && !is_digits(core, 14)) return false;
  put(core, 0, "00");
  put_random_digits(core, 2, core.size() - 2, random);
  return core.size() != 15 || put_check(core, 14, luhn_check_digit(core.substr(0, 14)));
}

bool imsi(std::string& core, KeyedRandom& random) {
  if (!is_digits(core, 15) && !is_digits(core, 14)) return false;
  put(core, 0, "00101");
  put_random_digits(core, 5, core.size() - 5, random);
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

IdRule other_rule(Category category) {
  using enum Category;
  static constexpr ByCategory<IdRule> kTable({
      {kUkNhs, {Alphabet::kDigits, uk_nhs}}, {kUsMbi, {Alphabet::kAlnum, us_mbi}}, {kUsNpi, {Alphabet::kDigits, us_npi}},
      {kMedicalLicense, {Alphabet::kAlnum, us_dea}}, {kAuMedicare, {Alphabet::kDigits, au_medicare}}, {kNzNhi, {Alphabet::kAlnum, nz_nhi}},
      {kCaHealthCard, {Alphabet::kAlnum, ca_health_card}}, {kDeHealthInsurance, {Alphabet::kAlnum, de_health_insurance}},
      {kVin, {Alphabet::kAlnum, vin}}, {kUkDrivingLicence, {Alphabet::kAlnum, uk_driving_licence}},
      {kEticketNumber, {Alphabet::kDigits, eticket_number}}, {kImei, {Alphabet::kDigits, imei}}, {kImsi, {Alphabet::kDigits, imsi}},
      {kIccid, {Alphabet::kAlnum, iccid}},
  });
  return kTable[category];
}

IdRule id_rule(Category category) {
  for (const auto rule_of : {european_rule, government_rule, financial_rule}) {
    if (const IdRule rule = rule_of(category); rule.fill != nullptr) return rule;
  }
  return other_rule(category);
}

}  // namespace lauter::surrogate
