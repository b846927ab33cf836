/// Looks at the surroundings of a value, for rules_identifiers.cc and others.
#pragma once

#include <cstddef>
#include <string_view>

#include "scan/views/page.h"

/// A piece of shapes: a break inside a value, a soft or escaped line end, with the prefix of a
/// quoted or commented next line. knowledge/identifiers.toml has the same.
#define IDS_BREAK "[ =-]{0,2}(\\\\?\\n|\\\\n)(&gt;)?[>#*| \\/]{0,4}"

namespace lauter::scan {

/// Whether one of `words` (lower case, joined by '|', non-ASCII as it stands) occurs in the
/// `before` bytes before `begin` or the `after` bytes after `end`, in any ASCII case and with word
/// bounds at ASCII letters. For `accept` functions, so after shape and check: cost is O(window x
/// words).
bool mentions(const Page& page, size_t begin, size_t end, std::string_view words,
              size_t before = 160, size_t after = 120);
/// The same, stopping at the line's ends.
bool line_mentions(const Page& page, size_t begin, size_t end, std::string_view words,
                   size_t before = 160, size_t after = 120);

/// Whether no digit stands between the value and the end of the nearest of `cues` before it.
bool first_number_after(const Page& page, const char* cues, size_t begin, size_t reach = 60);

/// Whether the nearest of `cues` before the value on its line has no other number between: it is
/// that one's. A table's column is not on its line.
bool first_on_line(const Page& page, const char* cues, size_t begin);

/// Whether a value of free form looks like one: no commas, clock times, sentence ends or lower-case
/// words with a year inside ("12, 2025", "in 2024", "November 2025. Two"), no measure ("200mm").
bool tidy(const Page& page, size_t begin, size_t end);

/// Generic checks on letters and digits: how many digits there must be.
size_t count_digits(std::string_view value);

/// A date written as a value of digits only (YYYYMMDD of 1950-2035) - what 8-digit ids are not.
bool looks_like_date8(std::string_view digits);

/// Digits and two marks as of a date, or behind the word "date": never a docket or an account.
bool date_like(const Page& page, size_t begin, size_t end);

}  // namespace lauter::scan
