/// Bank and card numbers: issuer ranges, lengths, check digits. Values are normalised (checks.h).
#pragma once

#include <cstddef>
#include <string_view>

#include "catalog/checks.h"

namespace lauter {

enum class CardBrand : unsigned char {
  kNone,
  kVisa,
  kMastercard,
  kAmex,
  kDiscover,
  kJcb,
  kDiners,
  kUnionPay,
  kMaestro,
  kMir,
  kRupay,
  kElo,
};

/// Brand by issuer range and length (the networks' published ranges), kNone for none. Does not
/// check Luhn.
CardBrand card_brand(std::string_view value);
/// Luhn and issuer range; not all digits equal.
bool credit_card_ok(std::string_view value);
/// The networks' and processors' published test numbers (4111 1111 1111 1111 and the like).
bool is_test_card(std::string_view value);

/// ISO 13616: country, length, alphabet, mod 97. Does not require the national digits.
bool iban_ok(std::string_view value);
CheckPair iban_check_digits(std::string_view country, std::string_view bban);
/// Whether the country's own digits inside the BBAN are right: FR/MC key, ES DC, BE mod 97, IT/SM
/// CIN, PT, SI, BA, ME, MK, RS mod 97; true where the country has none.
bool iban_national_ok(std::string_view value);

/// Whether two letters are an ISO 3166-1 code (or XK).
bool country_code_ok(std::string_view two_letters);
/// ISO 9362: 4 letters, country, 2 letters or digits, optionally 3 more.
bool bic_ok(std::string_view value);

/// ABA key to routing numbers: prefix 00-12, 21-32, 61-72, 80; weights 3 7 1.
bool aba_routing_ok(std::string_view value);
char aba_routing_check_digit(std::string_view body8);
/// RBI: four letters, 0, six letters or digits.
bool in_ifsc_ok(std::string_view value);
/// Banxico: weights 3 7 1, each product mod 10.
bool mx_clabe_ok(std::string_view value);
char mx_clabe_check_digit(std::string_view body17);

}  // namespace lauter
