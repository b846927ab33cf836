/// The check of each category that has one, and the normal form that checks expect of a value as it is written: for tests that go by category.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/by_category.h"
#include "catalog/checks.h"
#include "catalog/checks_crypto.h"
#include "catalog/checks_device.h"
#include "catalog/checks_financial.h"
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "catalog/checks_internal.h"
#include "catalog/checks_travel.h"

namespace lauter {
namespace check_support {

// Code points of the digit zero of every script with a decimal system in the basic plane (Unicode
// Nd).
inline constexpr std::array<uint16_t, 36> kZeros = {
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};

/// Decodes one code point of valid UTF-8; malformed bytes come out one by one as U+FFFD.
inline uint32_t decode(std::string_view text, size_t& i) {
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

inline bool is_separator(uint32_t c) {
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
inline char to_ascii(uint32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return static_cast<char>(c - 0xFF01 + 0x21);
  if (c >= 0x1D7CE && c <= 0x1D7FF) return static_cast<char>('0' + ((c - 0x1D7CE) % 10));
  if (c > 0xFFFF) return '\0';
  const auto* zero = std::upper_bound(kZeros.begin(), kZeros.end(), c);
  if (zero == kZeros.begin()) return '\0';
  const uint32_t offset = c - *(zero - 1);
  return offset < 10 ? static_cast<char>('0' + (offset)) : '\0';
}

}  // namespace check_support

/// Writes the normal form of `raw` to `out` (replaced): white space, dashes, dots, slashes, commas,
/// underscores, brackets, quotes and zero-width characters out; digits of every script, full-width
/// and mathematical forms to ASCII; ASCII letters to upper case; `+`, `<`, `*`, `&`, `#`, `:` and
/// `@` stay. False if anything else was met (it is left out). Cost: linear; no allocation once
/// `out` has capacity.
inline bool normalise_id(std::string_view raw, std::string& out) {
  out.clear();
  bool clean = true;
  for (size_t i = 0; i < raw.size();) {
    uint32_t c = check_support::decode(raw, i);
    if (check_support::is_separator(c)) continue;
    if (c >= 0x80) {
      const char ascii = check_support::to_ascii(c);
      if (ascii == '\0') {
        clean = false;
        continue;
      }
      c = static_cast<unsigned char>(ascii);
      if (check_support::is_separator(c)) continue;
    }
    const char byte = static_cast<char>(c);
    if (byte >= 'a' && byte <= 'z') {
      out.push_back(static_cast<char>(byte - 'a' + 'A'));
    } else if (is_ascii_digit(byte) || is_ascii_upper(byte) || checks_internal::contains("+<*&#:@", byte)) {
      out.push_back(byte);
    } else {
      clean = false;
    }
  }
  return clean;
}


/// The check of `category` on a normalised value; nothing for a category that has none.
/// For CRYPTO and ETHEREUM_ADDRESS the value must keep its letter case.
inline std::optional<bool> category_check(Category category, std::string_view normalised) {
  using enum Category;
  static constexpr ByCategory<bool (*)(std::string_view)> kTable({
      {kUsSsn, us_ssn_ok}, {kUsItin, us_itin_ok}, {kUkNino, uk_nino_ok}, {kCaSin, ca_sin_ok}, {kAuTfn, au_tfn_ok}, {kAuAbn, au_abn_ok},
      {kNzIrd, nz_ird_ok}, {kInAadhaar, in_aadhaar_ok}, {kInPan, in_pan_ok}, {kBrCpf, br_cpf_ok}, {kBrCnpj, br_cnpj_ok}, {kArCuit, ar_cuit_ok},
      {kClRut, cl_rut_ok}, {kMxCurp, mx_curp_ok}, {kEsNif, es_nif_ok}, {kEsNie, es_nie_ok}, {kItFiscalCode, it_fiscal_code_ok}, {kFrNir, fr_nir_ok},
      {kDeTaxId, de_tax_id_ok}, {kDeIdCard, de_id_card_ok}, {kPtNif, pt_nif_ok}, {kNlBsn, nl_bsn_ok}, {kBeNationalNumber, be_national_number_ok},
      {kPlPesel, pl_pesel_ok}, {kCzBirthNumber, cz_birth_number_ok}, {kRoCnp, ro_cnp_ok}, {kBgEgn, bg_egn_ok}, {kSePersonnummer, se_personnummer_ok},
      {kNoBirthNumber, no_birth_number_ok}, {kDkCpr, dk_cpr_ok}, {kFiPersonalIdentityCode, fi_personal_identity_code_ok}, {kIePpsn, ie_ppsn_ok},
      {kChAhv, ch_ahv_ok}, {kTrNationalId, tr_national_id_ok}, {kIlId, il_id_ok}, {kZaIdNumber, za_id_number_ok}, {kKrRrn, kr_rrn_ok},
      {kJpMyNumber, jp_my_number_ok}, {kCnResidentId, cn_resident_id_ok}, {kSgNricFin, sg_nric_fin_ok}, {kHkId, hk_id_ok}, {kThTnin, th_tnin_ok},
      {kIdNik, id_nik_ok}, {kRuSnils, ru_snils_ok}, {kNgNin, ng_nin_ok}, {kPassportMrz, passport_mrz_ok}, {kCreditCard, credit_card_ok},
      {kIbanCode, iban_ok}, {kSwiftCode, bic_ok}, {kAbaRoutingNumber, aba_routing_ok}, {kInIfsc, in_ifsc_ok}, {kMxClabe, mx_clabe_ok},
      {kCrypto, crypto_address_ok}, {kEthereumAddress, ethereum_address_ok}, {kUkNhs, uk_nhs_ok}, {kUsMbi, us_mbi_ok}, {kUsNpi, us_npi_ok},
      {kMedicalLicense, us_dea_ok}, {kAuMedicare, au_medicare_ok}, {kNzNhi, nz_nhi_ok}, {kCaHealthCard, ca_health_card_ok},
      {kDeHealthInsurance, de_health_insurance_ok}, {kVin, vin_ok}, {kUkDrivingLicence, uk_driving_licence_ok}, {kImei, imei_ok}, {kImsi, imsi_ok},
      {kIccid, iccid_ok},
  });
  const auto check = kTable[category];
  return check == nullptr ? std::nullopt : std::optional(check(normalised));
}

}  // namespace lauter
