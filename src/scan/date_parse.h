/// Reading calendar dates in the ways people write them.
///
///   2021-03-04  4/3/2021  4.3.21  2021/3/4 14:30  1986\u5E743\u67084\u65E5
///   March 3rd, 2021 at 9:15 am   3 mars 2021   3. M\u00E4rz 2021   03-MAR-2021   marzo de 2019
///   the third of March nineteen eighty-six
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lauter::scan {

struct ParsedDate {
  size_t begin = 0, end = 0;  ///< page bytes, the time that follows included
  int year = 0;               ///< 0 when not written; two digits are completed (00-49: 2000s)
  int month = 0;
  int day = 0;           ///< 0: only month and year
  bool numeric = false;  ///< digits only
  bool iso = false;      ///< year first, with '-'
  bool has_time = false;
  bool has_seconds = false;
  bool zoned = false;         ///< "Z", "+02:00" after the time
  bool short_year = false;    ///< two digits
  bool solid = false;         ///< 20210304
  bool version_like = false;  ///< 2.6.27: three small dotted numbers
  bool full() const { return year != 0 && day != 0; }
};

/// The date of digits that begins at text[pos] (a digit, none before it). Rejects impossible days
/// and months; d/m and m/d are both tried. `solid`: also 20210304.
std::optional<ParsedDate> parse_numeric_date(std::string_view text, size_t pos, bool solid);

/// The date around a month's name at [begin, end).
std::optional<ParsedDate> parse_named_date(std::string_view text, size_t begin, size_t end);

/// The date, of either kind, that begins exactly at `pos`; what labels announce. Month and year
/// alone count ("03/2019", "May 2019").
std::optional<ParsedDate> parse_date_at(std::string_view text, size_t pos);

/// 1..12 for a month's name or short form in any of the languages, any case; else 0.
int month_number(std::string_view word);

/// All names of months, joined by '|', for anchors.
const char* month_names();

/// Whether such a day exists (year 0 counts as a leap year).
bool valid_date(int year, int month, int day);

}  // namespace lauter::scan
