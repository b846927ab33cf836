/// Check digits and reserved values as the verifier knows them. Internal to `refine`; written apart
/// from those of the finder, so that one error does not hide in both. Sources: docs/CATEGORIES.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lauter::internal {

/// Digits of `value` without anything else, at most 32 (longer: `n` = 33, nothing passes).
struct Digits {
  explicit Digits(std::string_view value);
  int operator[](int i) const { return d[i]; }
  int d[33] = {};
  int n = 0;
};

bool passes_luhn(const Digits& digits);      ///< ISO/IEC 7812-1
bool passes_verhoeff(const Digits& digits);  ///< Verhoeff 1969
bool passes_iban(std::string_view value);    ///< ISO 13616, with country lengths
/// Sum of digit times weight over weights.size() digits.
int weighted_sum(const Digits& digits, std::span<const int> weights);
/// YY MM DD at digits[at..at+6) with month 1..12 and day 1..31.
bool plausible_ymd(const Digits& digits, int at);

bool is_payment_card(std::string_view value);    ///< issuer range, Luhn, no network's test number
bool is_bitcoin_base58(std::string_view value);  ///< Base58Check, version 0 or 5
bool is_bech32(std::string_view value);          ///< BIP-173 and BIP-350
bool is_public_ipv4(std::string_view value);
bool is_public_ipv6(std::string_view value);
bool is_device_mac(std::string_view value);
bool is_italian_fiscal_code(std::string_view value);

/// Ranges that regulators set aside for fiction and documentation.
bool is_fictional_phone(const Digits& digits);
bool is_reserved_domain(std::string_view domain);

/// Text that stands for a secret instead of being one: `${TOKEN}`, `<key>`, `xxxx`, EXAMPLE,
/// changeme.
bool is_placeholder(std::string_view value);

}  // namespace lauter::internal
