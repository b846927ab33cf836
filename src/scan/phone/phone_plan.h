/// Telephone numbering plans: which digits can be a number somewhere.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

/// Digits of the country code that `digits` (an international number without + or 00) begins with,
/// if the rest has a length that the country's plan allows; else 0. A national trunk 0 right after
/// the country code, as in +44 (0)20, is tolerated. O(1).
size_t country_code_length(std::string_view digits);

/// North American area code and exchange: begin with 2-9, not N11; the exchange is not 555 with a
/// line of 0100..0199 (fiction). `digits` are ten.
bool nanp_ok(std::string_view digits);

/// Numbers set aside for fiction and documentation: NANP 555-0100..0199, UK 07700 900xxx, 01632
/// 960xxx, 020 7946 0xxx, FR 06 39 98 xx xx and 01 99 00, AU 0491 570 006.., 02 5550 xxxx, SE
/// 070-174 06 xx, with or without the country code; also runs such as 1234567890 and equal digits.
bool is_fictional_number(std::string_view digits);

/// Group lengths ("3344" = 3-3-4-4 digits) that national numbers with a leading 0 are written in,
/// for numbers that stand without any announcement.
bool national_grouping(std::string_view group_lengths);

}  // namespace lauter::scan
