/// Check-digit arithmetic that several identifiers share, and the normal form that all checks
/// expect.
///
/// Every `x_ok` of the checks_*.h headers takes a *normalised* value (separators out, ASCII digits,
/// upper case; see normalise_id) and is pure, allocation-free and safe from any thread, at any
/// input: a value of the wrong length or alphabet is simply not ok. Every `x_check_digit(body)`
/// gives the character that completes `body`, or '\0' where the scheme has none for it (the number
/// cannot exist); it looks at the arithmetic alone, not at dates or reserved ranges, so that
/// never-issued stand-ins can be made with it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace lauter {

/// Two check characters; both '\0' where there are none.
using CheckPair = std::array<char, 2>;

bool all_digits(std::string_view value);

/// Luhn, "double-add-double" from the right. Source: ISO/IEC 7812-1 annex B.
/// Catches every single wrong digit and every swap of neighbours but 09/90.
bool luhn_ok(std::string_view digits);
char luhn_check_digit(std::string_view body);

/// Dihedral group D5. Source: J. Verhoeff, "Error Detecting Decimal Codes", 1969.
/// Catches every single wrong digit and every swap of neighbours.
bool verhoeff_ok(std::string_view digits);
char verhoeff_check_digit(std::string_view body);

/// ISO/IEC 7064 MOD 11-2: digits, check 0-9 or X.
bool mod_11_2_ok(std::string_view value);
char mod_11_2_check_digit(std::string_view body);

/// ISO/IEC 7064 MOD 11,10: digits.
bool mod_11_10_ok(std::string_view digits);
char mod_11_10_check_digit(std::string_view body);

/// ISO/IEC 7064 MOD 97-10 over digits and letters (A = 10 .. Z = 35): remainder 1.
bool mod_97_10_ok(std::string_view value);
/// Remainder of the decimal number that `value` spells (letters as two digits) by 97; -1 for other
/// bytes.
int mod_97(std::string_view value);

/// GS1 (EAN/UCC) digit: weights 3 and 1 from the right.
bool gs1_ok(std::string_view digits);
char gs1_check_digit(std::string_view body);

/// Gregorian calendar date; years 1800 to 2199.
bool calendar_date_ok(int year, int month, int day);
/// Whether a two-digit year makes a date in at least one of 1900 and 2000 (so 29 February is fair
/// to both).
bool short_date_ok(int year_of_century, int month, int day);

/// ORCID iD, 16 characters. Source: ORCID "Structure of the ORCID Identifier" (ISO 7064 MOD 11-2).
bool orcid_ok(std::string_view value);

}  // namespace lauter
