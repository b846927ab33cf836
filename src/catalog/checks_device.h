/// Handsets, SIM cards, meters, and tokens that carry their own checksum. Values are normalised
/// (checks.h), tokens keep their case.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "catalog/checks.h"

namespace lauter {

/// 15 digits with Luhn, or 16 of an IMEISV (no check). Source: 3GPP TS 23.003 section 6.
bool imei_ok(std::string_view value);
/// 14 or 15 digits; the first three a mobile country code of ITU-T E.212.
bool imsi_ok(std::string_view value);
bool mobile_country_code_ok(std::string_view three_digits);
/// 89 + 17 or 18 digits; Luhn where there are 19 or 20, optionally with a final F. Source: ITU-T
/// E.118.
bool iccid_ok(std::string_view value);

/// UK MPAN core, 13 digits: weights 3 5 7 13 17 19 23 29 31 37 41 43, mod 11 mod 10 (Elexon
/// BSCP501).
bool uk_mpan_ok(std::string_view value);
char uk_mpan_check_digit(std::string_view body12);
/// Spanish CUPS: ES + 16 digits + 2 control letters (mod 529 in TRWAG..., RD 1074/2015),
/// optional 2.
bool es_cups_ok(std::string_view value);

/// CRC-32 (IEEE 802.3, reflected, as zlib).
uint32_t crc32_ieee(std::string_view bytes);
/// Six base62 characters (0-9A-Za-z) of a CRC-32, as at the end of GitHub's and npm's tokens.
std::array<char, 6> crc32_base62(std::string_view bytes);
/// ghp_, gho_, ghu_, ghs_, ghr_ or npm_ + 36: the last six are the CRC-32 of the 30 before.
/// Source: GitHub blog, "Behind GitHub's new authentication token formats", 2021.
bool crc_token_ok(std::string_view token);
/// 58 characters of base32 (RFC 4648), of which the last two bytes are the CRC-16 (XMODEM, low byte
/// first) of the 34 before: the seed of an nkey. Source: NATS documentation, "NKeys".
bool nkey_seed_ok(std::string_view seed);

}  // namespace lauter
