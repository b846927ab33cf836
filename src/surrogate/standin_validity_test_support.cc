#include "surrogate/standin_validity_test_support.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "catalog/category_check_test_support.h"
#include "known/standin_validity.h"
#include "surrogate/date_words.h"
#include "surrogate/dates.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/decimals.h"
#include "surrogate/numbers/form.h"
#include "surrogate/surrogate.h"

namespace lauter {
namespace {

using surrogate::Alphabet;
using View = std::string_view;
using Rule = bool (*)(View value);

bool at(View value, size_t from, View piece) {
  return value.size() >= from + piece.size() && value.substr(from, piece.size()) == piece;
}
bool digits_at(View value, size_t from, size_t n) {
  return value.size() >= from + n && all_digits(value.substr(from, n));
}
int number_at(View value, size_t from, size_t n) {
  int number = 0;
  for (const char c : value.substr(from, n)) number = number * 10 + (c - '0');
  return number;
}
bool digits(View value, size_t n) { return value.size() == n && all_digits(value); }
bool ends_with_checks(View value, CheckPair checks) {
  return checks[0] != '\0' && value.ends_with(View(checks.data(), 2));
}

/// The rule of a numbered identifier on its normal form; null for categories without one.
Rule id_rule_of(Category category) {
  using enum Category;
  switch (category) {
    case kUsSsn:
      return [](View v) {
        return digits(v, 9) && v[0] == '9' && number_at(v, 3, 2) >= 1 && number_at(v, 3, 2) <= 49 &&
               !us_ssn_ok(v) && !us_itin_ok(v);
      };
    case kUsItin:
      return [](View v) {
        return digits(v, 9) && v[0] == '9' && number_at(v, 3, 2) >= 66 &&
               number_at(v, 3, 2) <= 69 && !us_itin_ok(v);
      };
    case kUkNino:
      return [](View v) { return at(v, 0, "QQ") && digits_at(v, 2, 6) && !uk_nino_ok(v); };
    case kCaSin:
      return [](View v) { return digits(v, 9) && v[0] == '8' && luhn_ok(v) && !ca_sin_ok(v); };
    case kAuTfn:
      return au_tfn_ok;
    case kAuAbn:
      return au_abn_ok;
    case kNzIrd:
      return nz_ird_ok;
    case kInAadhaar:
      return [](View v) {
        return digits(v, 12) && v[0] <= '1' && verhoeff_ok(v) && !in_aadhaar_ok(v);
      };
    case kInPan:
      return [](View v) {
        return v.size() == 10 && at(v, 5, "0000") && View("PCHFATBLJG").find(v[3]) != View::npos &&
               is_ascii_upper(v[9]) && !in_pan_ok(v);
      };
    case kBrCpf:
      return br_cpf_ok;
    case kBrCnpj:
      return br_cnpj_ok;
    case kArCuit:
      return ar_cuit_ok;
    case kClRut:
      return cl_rut_ok;
    case kMxCurp:
      return [](View v) {
        return v.size() == 18 && at(v, 0, "XEXX") && at(v, 11, "NE") &&
               v[17] == mx_curp_check_digit(v.substr(0, 17));
      };
    case kEsNif:
      return [](View v) {
        return v.size() == 9 && (at(v, 0, "999") || !is_ascii_digit(v[0])) && es_nif_ok(v);
      };
    case kEsNie:
      return es_nie_ok;
    case kItFiscalCode:
      return [](View v) {
        return v.size() == 16 && at(v, 11, "Z000") &&
               v[15] == it_fiscal_code_check_letter(v.substr(0, 15));
      };
    case kFrNir:
      return [](View v) {
        return at(v, 7, "000") &&
               (v.size() == 13 ||
                (v.size() == 15 && ends_with_checks(v, fr_nir_key(v.substr(0, 13)))));
      };
    case kDeTaxId:
      return de_tax_id_ok;
    case kDeIdCard:
      return [](View v) { return de_id_card_ok(v.substr(0, 10)); };
    case kPtNif:
      return pt_nif_ok;
    case kNlBsn:
      return nl_bsn_ok;
    case kBeNationalNumber:
      return [](View v) {
        return digits(v, 11) && (at(v, 6, "999") || at(v, 6, "000")) &&
               (ends_with_checks(v, be_national_number_key(v.substr(0, 9), true)) ||
                ends_with_checks(v, be_national_number_key(v.substr(0, 9), false)));
      };
    case kPlPesel:
      return [](View v) {
        return digits(v, 11) && at(v, 4, "00") && v[10] == pl_pesel_check_digit(v.substr(0, 10)) &&
               !pl_pesel_ok(v);
      };
    case kCzBirthNumber:
      return [](View v) {
        return (digits(v, 9) ||
                (digits(v, 10) && v[9] == cz_birth_number_check_digit(v.substr(0, 9)))) &&
               at(v, 4, "00") && !cz_birth_number_ok(v);
      };
    case kRoCnp:
      return [](View v) {
        return digits(v, 13) && at(v, 7, "00") && v[12] == ro_cnp_check_digit(v.substr(0, 12)) &&
               !ro_cnp_ok(v);
      };
    case kBgEgn:
      return [](View v) {
        return digits(v, 10) && at(v, 4, "00") && v[9] == bg_egn_check_digit(v.substr(0, 9)) &&
               !bg_egn_ok(v);
      };
    case kSePersonnummer:
      return [](View v) {
        const View ten = v.size() > 10 ? v.substr(v.size() - 10) : v;
        return all_digits(v) && at(ten, 4, "00") && luhn_ok(ten) && !se_personnummer_ok(v);
      };
    case kNoBirthNumber:
      return [](View v) {
        return digits(v, 11) && number_at(v, 2, 2) > 80 && number_at(v, 2, 2) <= 92 &&
               ends_with_checks(v, no_birth_number_check_digits(v.substr(0, 9)));
      };
    case kDkCpr:
      return [](View v) { return digits(v, 10) && at(v, 0, "00") && !dk_cpr_ok(v); };
    case kFiPersonalIdentityCode:
      return [](View v) {
        return v.size() >= 10 && v[v.size() - 4] == '9' &&
               v.back() == fi_personal_identity_code_check(std::string(v.substr(0, 6)) +
                                                           std::string(v.substr(v.size() - 4, 3)));
      };
    case kIePpsn:
      return ie_ppsn_ok;
    case kChAhv:
      return ch_ahv_ok;
    case kTrNationalId:
      return tr_national_id_ok;
    case kIlId:
      return il_id_ok;
    case kZaIdNumber:
      return [](View v) {
        return digits(v, 13) && at(v, 2, "13") && luhn_ok(v) && !za_id_number_ok(v);
      };
    case kKrRrn:
      return [](View v) { return digits(v, 13) && at(v, 4, "00") && !kr_rrn_ok(v); };
    case kJpMyNumber:
      return jp_my_number_ok;
    case kCnResidentId:
      return [](View v) {
        return at(v, 0, "000000") && (digits(v, 15) || (v.size() == 18 && mod_11_2_ok(v))) &&
               !cn_resident_id_ok(v);
      };
    case kSgNricFin:
      return sg_nric_fin_ok;
    case kHkId:
      return hk_id_ok;
    case kThTnin:
      return th_tnin_ok;
    case kIdNik:
      return [](View v) { return digits(v, 16) && at(v, 0, "990000") && !id_nik_ok(v); };
    case kRuSnils:
      return [](View v) {
        return digits(v, 11) && at(v, 0, "000000") &&
               ends_with_checks(v, ru_snils_check_digits(v.substr(0, 9)));
      };
    case kNgNin:
      return ng_nin_ok;
    case kPassport:
      return [](View v) {
        std::string numbers = ascii_digits_of(v);
        if (numbers.size() > 2)
          numbers.resize(numbers.size() - 2);
        else
          numbers.clear();
        return numbers.find_first_not_of('0') == std::string::npos;
      };
    case kPassportMrz:
      return
          [](View v) { return passport_mrz_ok(v) ? v.find("UTO") != View::npos : at(v, 2, "UTO"); };
    case kCreditCard:
      return [](View v) {
        static constexpr View kBins[] = {"400000", "555555", "378282", "601111",
                                         "353011", "305693", "620000"};
        return luhn_ok(v) && std::any_of(std::begin(kBins), std::end(kBins),
                                         [&](View bin) { return v.starts_with(bin); });
      };
    case kIbanCode:
      return [](View v) { return iban_ok(v) && iban_national_ok(v); };
    case kSwiftCode:
      return [](View v) { return at(v, 0, "ZZZZ") && bic_ok(v); };
    case kAbaRoutingNumber:
      return [](View v) {
        return digits(v, 9) && number_at(v, 0, 2) >= 13 && number_at(v, 0, 2) <= 20 &&
               v[8] == aba_routing_check_digit(v.substr(0, 8)) && !aba_routing_ok(v);
      };
    case kUkSortCode:
      return [](View v) { return digits(v, 6) && at(v, 0, "0000"); };
    case kInIfsc:
      return [](View v) { return at(v, 0, "ZZZZ0") && in_ifsc_ok(v); };
    case kMxClabe:
      return [](View v) {
        return digits(v, 18) && at(v, 0, "000") && v[17] == mx_clabe_check_digit(v.substr(0, 17)) &&
               !mx_clabe_ok(v);
      };
    case kUkNhs:
      return [](View v) { return at(v, 0, "999") && uk_nhs_ok(v); };
    case kUsMbi:
      return us_mbi_ok;
    case kUsNpi:
      return us_npi_ok;
    case kMedicalLicense:
      return us_dea_ok;
    case kAuMedicare:
      return au_medicare_ok;
    case kNzNhi:
      return [](View v) { return at(v, 0, "ZZZ") && nz_nhi_ok(v); };
    case kCaHealthCard:
      return ca_health_card_ok;
    case kDeHealthInsurance:
      return de_health_insurance_ok;
    case kVin:
      return [](View v) {
        return v.size() == 17 && v[0] == '0' && v.find_first_of("IOQ") == View::npos &&
               v[8] == vin_check_digit(v) && !vin_ok(v);
      };
    case kUkDrivingLicence:
      return [](View v) {
        // The licence of a Mr A: all but the surname is as DVLA writes it.
        return at(v, 0, "99999") && v.size() >= 16 &&
               uk_driving_licence_ok("A9999" + std::string(v.substr(5, 11)));
      };
    case kEticketNumber:
      return [](View v) { return at(v, 0, "000") && all_digits(v); };
    case kImei:
      return [](View v) { return at(v, 0, "00") && imei_ok(v); };
    case kImsi:
      return
          [](View v) { return (digits(v, 15) || digits(v, 14)) && at(v, 0, "001") && !imsi_ok(v); };
    case kIccid:
      return [](View v) { return at(v, 0, "89000") && iccid_ok(v); };
    case kMacAddress:
      return [](View v) {
        return (at(v, 0, "00005E0053") && v.size() == 12) || v.size() == 16 ||
               at(v, 0, "00:00:5E:00:53");
      };
    default:
      return nullptr;
  }
}

/// Digits, letters and everything else of a value, as a pattern: `AB-12` and `CD-34` share one.
std::string pattern_of(View value, bool keep_case) {
  std::string pattern;
  for (size_t i = 0; i < value.size();) {
    const surrogate::CodePoint c = surrogate::decode(value, i);
    if (const char32_t zero = digit_zero(c.value); zero != 0) {
      append_utf8(pattern, zero);
    } else if (surrogate::is_letter(c.value)) {
      pattern.push_back(keep_case && to_lower(c.value) != c.value ? 'A' : 'a');
    } else {
      pattern.append(value.substr(i, c.size));
    }
    i += c.size;
  }
  return pattern;
}

bool fits_id_rule(Rule rule, Category category, View original, View value) {
  std::string normal;
  normalise_id(value, normal);
  std::string normal_original;
  normalise_id(original, normal_original);
  if (category == Category::kFiPersonalIdentityCode || category == Category::kSePersonnummer) {
    std::erase_if(normal, [](char c) { return !is_ascii_alnum(c); });
  }
  if (category == Category::kMacAddress || category == Category::kHkId)
    std::erase_if(normal, [](char c) { return c == ':'; });
  if (rule(normal)) return pattern_of(value, false).size() <= value.size() && !normal.empty();
  // Spelled out, or with a label around it.
  for (const Alphabet alphabet : {Alphabet::kDigits, Alphabet::kAlnum}) {
    const std::string core = surrogate::core_of(value, alphabet);
    for (size_t cut = 0; cut <= 6 && cut < core.size(); ++cut) {
      if (rule(View(core).substr(cut))) return true;
    }
  }
  // An original of no length the rule knows has no valid stand-in: then the same form is all there
  // is.
  static_cast<void>(normal_original);
  return pattern_of(original, true) == pattern_of(value, true) &&
         !category_check(category, normal_original).value_or(false);
}

bool is_documentation_ip(View value) {
  std::vector<int> numbers;
  int number = -1;
  for (size_t i = 0; i <= value.size();) {
    const surrogate::CodePoint c =
        i < value.size() ? surrogate::decode(value, i) : surrogate::CodePoint{' ', 1};
    const char32_t zero = digit_zero(c.value);
    if (zero != 0 && number < 1000) {
      number = std::max(number, 0) * 10 + static_cast<int>(c.value - zero);
    } else if (number >= 0) {
      numbers.push_back(number);
      number = -1;
    }
    i += c.size;
  }
  if (numbers.size() < 4 || numbers[3] > 255) return false;
  const auto is = [&](int a, int b, int c) {
    return numbers[0] == a && numbers[1] == b && numbers[2] == c;
  };
  return is(192, 0, 2) || is(198, 51, 100) || is(203, 0, 113);
}

bool is_example_mail(View original, View value) {
  const std::string flat = surrogate::folded(value);
  if (surrogate::folded(original).find("at") == std::string::npos &&
      original.find('@') == View::npos)
    return true;
  for (const View domain : known::kStandinValidityExampleDomains) {
    if (flat.ends_with(domain)) return true;
  }
  return false;
}

/// Kinds of characters of a secret; only separators must stand where they stood.
bool same_secret_form(View original, View value) {
  if (original.size() != value.size()) return false;
  for (size_t i = 0; i < value.size(); ++i) {
    if (is_ascii_alnum(original[i]) != is_ascii_alnum(value[i])) return false;
    if (!is_ascii_alnum(original[i]) && is_ascii(original[i]) && original[i] != value[i])
      return false;
  }
  return true;
}

bool is_valid_secret(Category category, View original, View value) {
  using enum Category;
  switch (category) {
    case kAwsAccessKey:
      return original.size() != 20 ||
             (value.ends_with("EXAMPLE") && value.substr(0, 4) == original.substr(0, 4) &&
              value.size() == 20 &&
              value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == View::npos);
    case kAwsSecretKey:
      return original.size() <= 20 ||
             (value.size() == original.size() && value.ends_with("EXAMPLEKEY"));
    case kJwt: {
      const size_t dot = original.find('.');
      if (std::count(original.begin(), original.end(), '.') != 2)
        return same_secret_form(original, value);
      return value.substr(0, dot + 1) == original.substr(0, dot + 1) && at(value, dot + 1, "e30");
    }
    case kBasicAuth:
      return value.starts_with("ZXhhbXBsZTpleGFtcGxl");
    case kPrivateKey: {
      const size_t mark = original.find("-----", original.find("-----BEGIN") + 10);
      if (original.find("-----BEGIN") == View::npos || mark == View::npos)
        return same_secret_form(original, value);
      return value.size() == original.size() &&
             value.substr(0, mark + 5) == original.substr(0, mark + 5) &&
             (original.size() < mark + 40 || value.find("EXAMPLE") != View::npos ||
              value.find("XAMPLE") != View::npos);
    }
    case kWebhookUrl: {
      const size_t path =
          original.find('/', original.find("://") == View::npos ? 0 : original.find("://") + 3);
      return value.size() == original.size() && value.substr(0, path) == original.substr(0, path);
    }
    case kPasswordHash:
      return value.size() == original.size() && value.substr(0, 3) == original.substr(0, 3);
    case kPassword:
    case kConnectionString:
      return true;
    case kSecurityAnswer:
      return true;
    case kOneTimeCode:
      return surrogate::core_of(value, Alphabet::kAlnum).size() ==
             surrogate::core_of(original, Alphabet::kAlnum).size();
    case kOtpSeed: {
      std::string seed = surrogate::core_of(value, Alphabet::kAlnum);
      return seed.find_first_of("0189") == std::string::npos && value.size() == original.size();
    }
    default:
      return (same_secret_form(original, value) || !is_all_ascii(original) ||
              value.size() == original.size() + 1) &&
             !crc_token_ok(value);
  }
}

bool is_valid_age(View original, View value) {
  const auto number = [](View text) {
    const auto numbers = surrogate::find_decimals(text);
    if (!numbers.empty()) return static_cast<int>(std::min<int64_t>(numbers[0].mantissa, 1000));
    return surrogate::read_number_words(text);
  };
  const int from = number(original);
  const int to = number(value);
  if (from < 0 || to < 0) return !value.empty();
  if (from > 90) return to == 90;
  const auto bracket = [](int age) { return age < 18 ? 0 : age < 65 ? 1 : 2; };
  return std::abs(from - to) <= 3 && bracket(from) == bracket(to);
}

bool is_valid_date(View original, View value) {
  using surrogate::DateOrder;
  const auto from = surrogate::read_date(original, DateOrder::kUnknown);
  if (!from) return !value.empty();
  const auto to = surrogate::read_date(value, DateOrder::kUnknown);
  if (!to) return false;
  if (to->month < 0 || to->month > 12 || to->day < 0 || to->day > 31) return false;
  return (from->year != 0) == (to->year != 0) && (from->month != 0) == (to->month != 0) &&
         (from->day != 0) == (to->day != 0);
}

}  // namespace

bool is_valid_surrogate(Category category, std::string_view original, std::string_view value) {
  using enum Category;
  if (original.empty()) return value.empty();
  if (value.empty() || value == original || !is_utf8(value)) return false;
  if (const Rule rule = id_rule_of(category)) return fits_id_rule(rule, category, original, value);
  if (category_group(category) == CategoryGroup::kDate) return is_valid_date(original, value);
  if (category_group(category) == CategoryGroup::kSecret)
    return is_valid_secret(category, original, value);
  switch (category) {
    case kAge:
      return is_valid_age(original, value);
    case kEmailAddress:
      return is_example_mail(original, value);
    case kUpiId:
      return original.find('@') == View::npos || to_ascii_lower(value).ends_with("@example");
    case kIpAddress:
      return is_documentation_ip(value);
    case kIpv6Address: {
      const std::string lower = to_ascii_lower(value);
      return lower.starts_with("2001:db8") || lower.starts_with("2001:0db8");
    }
    case kUrl:
      return original.find('.') == View::npos || value.find("example") != View::npos;
    case kCrypto: {
      std::string address;
      for (const char c : value) {
        if (is_ascii_alnum(c)) address.push_back(c);
      }
      return crypto_address_ok(address) || ethereum_address_ok(address);
    }
    case kEthereumAddress:
      return original.size() != 42 || ethereum_address_ok(value);
    case kCryptoPrivateKey:
      return value.size() == original.size() && !wif_ok(value) && !extended_private_key_ok(value);
    case kCryptoSeedPhrase:
      return !bip39_phrase_ok(to_ascii_lower(value));
    case kPhoneNumber:
    case kFaxNumber: {
      const std::string from = surrogate::core_of(original, Alphabet::kDigits);
      const std::string to = surrogate::core_of(value, Alphabet::kDigits);
      if (from.size() != to.size()) return false;
      const bool north_american = original.starts_with("+1") && from.size() == 11;
      return !north_american || to.substr(4, 5) == "55501";
    }
    case kAdvertisingId: {
      const std::string id = surrogate::core_of(value, Alphabet::kAlnum);
      return id.size() != 32 || id[12] == '4';
    }
    default:
      // Words and free forms: something else of the same script.
      return surrogate::folded(value) != surrogate::folded(original) ||
             surrogate::folded(original).empty();
  }
}

}  // namespace lauter
