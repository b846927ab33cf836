/// Dates that keep their written form while they move by days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lauter::surrogate {

/// Which number comes first in 03/04/2021.
enum class DateOrder : uint8_t { kUnknown, kDayFirst, kMonthFirst };

struct CivilDate {
  int year = 0;
  int month = 0;
  int day = 0;
  bool operator==(const CivilDate&) const = default;
};

/// Days since 1970-01-01 and back (proleptic Gregorian calendar).
/// H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
int64_t days_of(CivilDate date);
CivilDate date_of(int64_t days);

/// What a written date says; 0 for a part that it does not name.
std::optional<CivilDate> read_date(std::string_view value, DateOrder order);

/// The order that `value` proves (a first or second number above 12), or kUnknown.
DateOrder proven_order(std::string_view value);

/// `value` moved by `shift` days (not 0) in its own format: ISO, numeric, month names, ordinals,
/// weekday, spelled-out English; the time stays. A month and year alone move by whole months, a
/// year alone by one or two. Nothing if `value` holds no date.
std::optional<std::string> shifted_date(std::string_view value, int shift, DateOrder order);

}  // namespace lauter::surrogate
