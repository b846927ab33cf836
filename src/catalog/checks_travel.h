/// Vehicles, driver's licences, passports' machine readable zones, airline tickets. Values are
/// normalised (checks.h); an MRZ keeps its `<`.
#pragma once

#include <string_view>

#include "catalog/checks.h"

namespace lauter {

/// 17 characters without I, O, Q (ISO 3779). Not whether the check digit is right.
bool vin_shape_ok(std::string_view value);
/// Shape, and the digit at position 9 where it is required: first character 1-5 (49 CFR 565.15).
bool vin_ok(std::string_view value);
char vin_check_digit(std::string_view value17);  ///< position 9 is ignored

/// ICAO 9303-3 digit: 0-9, A = 10 .. Z = 35, < = 0; weights 7 3 1. '\0' for other characters.
char mrz_check_digit(std::string_view field);
/// One or more lines without line breaks: TD3 88 (or its second line, 44), TD2 72, TD1 90, visas
/// MRV-A, -B. Digits of number, birth, expiry, optional data and composite.
bool passport_mrz_ok(std::string_view value);

/// DVLA: 5 of surname (9 filled), decade, month (+50), day, year, 2 initials, digit, 2 letters.
bool uk_driving_licence_ok(std::string_view value);

/// IATA accounting code of an airline (the first three digits of a ticket); larger carriers only.
bool airline_code_ok(std::string_view three_digits);

}  // namespace lauter
