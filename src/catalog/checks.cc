#include "catalog/checks.h"

#include <algorithm>
#include <cstdint>

#include "catalog/checks_crypto.h"
#include "catalog/checks_device.h"
#include "catalog/checks_financial.h"
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "catalog/checks_internal.h"
#include "catalog/checks_travel.h"

namespace lauter {
namespace {

using namespace checks_internal;

// Code points of the digit zero of every script with a decimal system in the basic plane (Unicode
// Nd).
constexpr std::array<uint16_t, 36> kZeros = {
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};

/// Decodes one code point of valid UTF-8; malformed bytes come out one by one as U+FFFD.
uint32_t decode(std::string_view text, size_t& i) {
  const auto byte = [&](size_t at) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[at]));
  };
  const uint32_t lead = byte(i);
  size_t length = 0;
  uint32_t value = 0;
  if (lead < 0x80) {
    ++i;
    return lead;
  }
  if (lead >= 0xC2 && lead < 0xE0) {
    length = 2, value = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    length = 3, value = lead & 0x0FU;
  } else if (lead >= 0xF0 && lead < 0xF5) {
    length = 4, value = lead & 0x07U;
  }
  if (length == 0 || i + length > text.size()) {
    ++i;
    return 0xFFFD;
  }
  for (size_t k = 1; k < length; ++k) value = (value << 6U) | (byte(i + k) & 0x3FU);
  i += length;
  return value;
}

bool is_separator(uint32_t c) {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\v':
    case '\f':
    case '-':
    case '.':
    case '/':
    case ',':
    case '_':
    case '(':
    case ')':
    case '[':
    case ']':
    case '"':
    case '\'':
    case '\\':
    case '|':
    case '{':
    case '}':
    case '`':
    case 0x00A0:
    case 0x00AD:
    case 0x00B7:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x2060:
    case 0x2212:
    case 0x3000:
    case 0x3002:
    case 0xFEFF:
    case 0xFE58:
    case 0xFE63:
    case 0x1680:
    case 0x2022:
    case 0x2043:
      return true;
    default:
      // U+2000-200F spaces, zero width, marks; U+2010-2015 dashes; U+2018-201F quotes; U+202A-202E
      // bidi.
      return (c >= 0x2000 && c <= 0x2015) || (c >= 0x2018 && c <= 0x201F) ||
             (c >= 0x202A && c <= 0x202E);
  }
}

/// ASCII equivalent of a digit or full-width form; 0 if there is none.
char to_ascii(uint32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return static_cast<char>(c - 0xFF01 + 0x21);
  if (c >= 0x1D7CE && c <= 0x1D7FF) return digit_char(static_cast<int>((c - 0x1D7CE) % 10));
  if (c > 0xFFFF) return '\0';
  const auto* zero = std::upper_bound(kZeros.begin(), kZeros.end(), c);
  if (zero == kZeros.begin()) return '\0';
  const uint32_t offset = c - *(zero - 1);
  return offset < 10 ? digit_char(static_cast<int>(offset)) : '\0';
}

constexpr std::array<std::array<uint8_t, 10>, 10> kVerhoeffMultiply = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}};
constexpr std::array<std::array<uint8_t, 10>, 8> kVerhoeffPermute = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
}};
constexpr std::array<uint8_t, 10> kVerhoeffInverse = {0, 4, 3, 2, 1, 5, 6, 7, 8, 9};

constexpr std::array<std::array<uint8_t, 10>, 10> kDamm = {{
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}};

/// `shift` is 0 where the check digit is part of `digits`, 1 where it is still to come.
unsigned verhoeff_state(std::string_view digits, size_t shift) {
  unsigned state = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const auto value = static_cast<size_t>(digit(digits[digits.size() - 1 - i]));
    state = kVerhoeffMultiply[state][kVerhoeffPermute[(i + shift) % 8][value]];
  }
  return state;
}

/// Luhn sum; `doubled` says whether the last digit is doubled.
int luhn_sum(std::string_view digits, bool doubled) {
  int sum = 0;
  for (size_t i = digits.size(); i-- > 0; doubled = !doubled) {
    int value = digit(digits[i]);
    if (doubled) {
      value *= 2;
      if (value > 9) value -= 9;
    }
    sum += value;
  }
  return sum;
}

}  // namespace

bool normalise_id(std::string_view raw, std::string& out) {
  out.clear();
  bool clean = true;
  for (size_t i = 0; i < raw.size();) {
    uint32_t c = decode(raw, i);
    if (is_separator(c)) continue;
    if (c >= 0x80) {
      const char ascii = to_ascii(c);
      if (ascii == '\0') {
        clean = false;
        continue;
      }
      c = static_cast<unsigned char>(ascii);
      if (is_separator(c)) continue;
    }
    const char byte = static_cast<char>(c);
    if (byte >= 'a' && byte <= 'z') {
      out.push_back(static_cast<char>(byte - 'a' + 'A'));
    } else if (is_digit(byte) || is_upper(byte) || contains("+<*&#:@", byte)) {
      out.push_back(byte);
    } else {
      clean = false;
    }
  }
  return clean;
}

bool all_digits(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
}

bool luhn_ok(std::string_view digits) {
  return digits.size() >= 2 && all_digits(digits) && luhn_sum(digits, false) % 10 == 0;
}

char luhn_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  return digit_char((10 - luhn_sum(body, true) % 10) % 10);
}

bool verhoeff_ok(std::string_view digits) {
  return digits.size() >= 2 && all_digits(digits) && verhoeff_state(digits, 0) == 0;
}

char verhoeff_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  return digit_char(kVerhoeffInverse[verhoeff_state(body, 1)]);
}

bool damm_ok(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  unsigned state = 0;
  for (const char c : digits) state = kDamm[state][static_cast<size_t>(digit(c))];
  return state == 0;
}

bool mod_11_2_ok(std::string_view value) {
  return value.size() >= 2 &&
         mod_11_2_check_digit(value.substr(0, value.size() - 1)) == value.back();
}

char mod_11_2_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int state = 0;
  for (const char c : body) state = (state + digit(c)) * 2 % 11;
  const int check = (12 - state) % 11;
  return check == 10 ? 'X' : digit_char(check);
}

bool mod_11_10_ok(std::string_view digits) {
  return digits.size() >= 2 &&
         mod_11_10_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

char mod_11_10_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int product = 10;
  for (const char c : body) {
    int sum = (digit(c) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return digit_char((11 - product) % 10);
}

int mod_97(std::string_view value) {
  int state = 0;
  for (const char c : value) {
    if (is_digit(c)) {
      state = (state * 10 + digit(c)) % 97;
    } else if (is_upper(c)) {
      state = (state * 100 + (c - 'A' + 10)) % 97;
    } else {
      return -1;
    }
  }
  return state;
}

bool mod_97_10_ok(std::string_view value) { return value.size() >= 3 && mod_97(value) == 1; }

bool gs1_ok(std::string_view digits) {
  return digits.size() >= 2 &&
         gs1_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

char gs1_check_digit(std::string_view body) {
  if (!all_digits(body)) return '\0';
  int sum = 0;
  int weight = 3;
  for (size_t i = body.size(); i-- > 0; weight = 4 - weight) sum += digit(body[i]) * weight;
  return digit_char((10 - sum % 10) % 10);
}

bool calendar_date_ok(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool short_date_ok(int year_of_century, int month, int day) {
  return year_of_century >= 0 && year_of_century < 100 &&
         (calendar_date_ok(1900 + year_of_century, month, day) ||
          calendar_date_ok(2000 + year_of_century, month, day));
}

bool orcid_ok(std::string_view value) {
  // The blocks given to ORCID within ISNI: 0000-0001-5000-0007 to 0000-0003-5000-0001 and 0009-....
  return value.size() == 16 && value.substr(0, 3) == "000" && mod_11_2_ok(value);
}

std::optional<bool> category_check(Category category, std::string_view v) {
  switch (category) {
    case Category::kUsSsn:
      return us_ssn_ok(v);
    case Category::kUsItin:
      return us_itin_ok(v);
    case Category::kUkNino:
      return uk_nino_ok(v);
    case Category::kCaSin:
      return ca_sin_ok(v);
    case Category::kAuTfn:
      return au_tfn_ok(v);
    case Category::kAuAbn:
      return au_abn_ok(v);
    case Category::kNzIrd:
      return nz_ird_ok(v);
    case Category::kInAadhaar:
      return in_aadhaar_ok(v);
    case Category::kInPan:
      return in_pan_ok(v);
    case Category::kBrCpf:
      return br_cpf_ok(v);
    case Category::kBrCnpj:
      return br_cnpj_ok(v);
    case Category::kArCuit:
      return ar_cuit_ok(v);
    case Category::kClRut:
      return cl_rut_ok(v);
    case Category::kMxCurp:
      return mx_curp_ok(v);
    case Category::kEsNif:
      return es_nif_ok(v);
    case Category::kEsNie:
      return es_nie_ok(v);
    case Category::kItFiscalCode:
      return it_fiscal_code_ok(v);
    case Category::kFrNir:
      return fr_nir_ok(v);
    case Category::kDeTaxId:
      return de_tax_id_ok(v);
    case Category::kDeIdCard:
      return de_id_card_ok(v);
    case Category::kPtNif:
      return pt_nif_ok(v);
    case Category::kNlBsn:
      return nl_bsn_ok(v);
    case Category::kBeNationalNumber:
      return be_national_number_ok(v);
    case Category::kPlPesel:
      return pl_pesel_ok(v);
    case Category::kCzBirthNumber:
      return cz_birth_number_ok(v);
    case Category::kRoCnp:
      return ro_cnp_ok(v);
    case Category::kBgEgn:
      return bg_egn_ok(v);
    case Category::kSePersonnummer:
      return se_personnummer_ok(v);
    case Category::kNoBirthNumber:
      return no_birth_number_ok(v);
    case Category::kDkCpr:
      return dk_cpr_ok(v);
    case Category::kFiPersonalIdentityCode:
      return fi_personal_identity_code_ok(v);
    case Category::kIePpsn:
      return ie_ppsn_ok(v);
    case Category::kChAhv:
      return ch_ahv_ok(v);
    case Category::kTrNationalId:
      return tr_national_id_ok(v);
    case Category::kIlId:
      return il_id_ok(v);
    case Category::kZaIdNumber:
      return za_id_number_ok(v);
    case Category::kKrRrn:
      return kr_rrn_ok(v);
    case Category::kJpMyNumber:
      return jp_my_number_ok(v);
    case Category::kCnResidentId:
      return cn_resident_id_ok(v);
    case Category::kSgNricFin:
      return sg_nric_fin_ok(v);
    case Category::kHkId:
      return hk_id_ok(v);
    case Category::kThTnin:
      return th_tnin_ok(v);
    case Category::kIdNik:
      return id_nik_ok(v);
    case Category::kRuSnils:
      return ru_snils_ok(v);
    case Category::kNgNin:
      return ng_nin_ok(v);
    case Category::kPassportMrz:
      return passport_mrz_ok(v);
    case Category::kCreditCard:
      return credit_card_ok(v);
    case Category::kIbanCode:
      return iban_ok(v);
    case Category::kSwiftCode:
      return bic_ok(v);
    case Category::kAbaRoutingNumber:
      return aba_routing_ok(v);
    case Category::kInIfsc:
      return in_ifsc_ok(v);
    case Category::kMxClabe:
      return mx_clabe_ok(v);
    case Category::kCrypto:
      return crypto_address_ok(v);
    case Category::kEthereumAddress:
      return ethereum_address_ok(v);
    case Category::kUkNhs:
      return uk_nhs_ok(v);
    case Category::kUsMbi:
      return us_mbi_ok(v);
    case Category::kUsNpi:
      return us_npi_ok(v);
    case Category::kMedicalLicense:
      return us_dea_ok(v);
    case Category::kAuMedicare:
      return au_medicare_ok(v);
    case Category::kNzNhi:
      return nz_nhi_ok(v);
    case Category::kCaHealthCard:
      return ca_health_card_ok(v);
    case Category::kDeHealthInsurance:
      return de_health_insurance_ok(v);
    case Category::kVin:
      return vin_ok(v);
    case Category::kUkDrivingLicence:
      return uk_driving_licence_ok(v);
    case Category::kImei:
      return imei_ok(v);
    case Category::kImsi:
      return imsi_ok(v);
    case Category::kIccid:
      return iccid_ok(v);
    default:
      return std::nullopt;
  }
}

}  // namespace lauter
