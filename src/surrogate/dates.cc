// The idea: find the fields of a date (date_fields.h), move the date, write every field again into its range.
#include "surrogate/dates.h"

#include <algorithm>
#include <array>

#include "surrogate/date_fields.h"
#include "surrogate/date_words.h"
#include "surrogate/names/unicode.h"

namespace lauter::surrogate {

int64_t days_of(CivilDate date) {
  const int64_t y = date.year - (date.month <= 2 ? 1 : 0);
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t yoe = y - era * 400;
  const int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

CivilDate date_of(int64_t days) {
  const int64_t z = days + 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  date.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  date.year = static_cast<int>(yoe + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

namespace {

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

/// The date `shift` days on; parts that are not named stay 0.
CivilDate moved(CivilDate date, int shift) {
  if (date.month != 0 && date.day != 0) {
    // Without a year 2001 stands in, a common year: 29 February never comes out of it.
    CivilDate full = date;
    if (full.year == 0) full.year = 2001;
    full.day = std::min(full.day, days_in_month(full.year, full.month));
    CivilDate to = date_of(days_of(full) + shift);
    if (date.year == 0) to.year = 0;
    return to;
  }
  if (date.month != 0) {
    int months = (shift + (shift > 0 ? 15 : -15)) / 30;
    if (months == 0) months = shift > 0 ? 1 : -1;
    if (date.year == 0 && months % 12 == 0) months += shift > 0 ? -1 : 1;
    const int index = (date.year == 0 ? 24 : date.year * 12) + date.month - 1 + months;
    return {date.year == 0 ? 0 : index / 12, index % 12 + 1, 0};
  }
  if (date.year != 0) return {date.year + (shift > 0 ? 1 : -1), 0, date.day};
  return {0, 0,
          date.day == 0 ? 0 : 1 + (date.day - 1 + (shift % 27 == 0 ? 1 : shift) % 28 + 28) % 28};
}

std::string_view english_suffix(int day) {
  if (day >= 11 && day <= 13) return "th";
  switch (day % 10) {
    case 1:
      return "st";
    case 2:
      return "nd";
    case 3:
      return "rd";
    default:
      return "th";
  }
}

void append_number(std::string& out, int number, size_t width, char32_t zero) {
  std::string digits = std::to_string(std::max(number, 0));
  if (width == 2 && digits.size() > 2) digits = digits.substr(digits.size() - 2);
  if (digits.size() < width && (width == 2 || width == 4))
    digits.insert(0, width - digits.size(), '0');
  for (const char c : digits) append_utf8(out, zero + static_cast<char32_t>(c - '0'));
}

void append_field(std::string& out, const DateField& field, std::string_view written, bool padded,
                  CivilDate to, int shift) {
  const auto cased = [&](std::string_view name) {
    const LetterCase letter_case = case_of(written);
    out += letter_case == LetterCase::kNone ? std::string(name) : with_case(name, letter_case);
  };
  switch (field.writing) {
    case DateWriting::kNumber: {
      const int number = field.part == DatePart::kDay     ? to.day
                         : field.part == DatePart::kMonth ? to.month
                                                      : std::max(to.year + field.base, 1);
      append_number(out, number,
                    field.part == DatePart::kYear ? field.width
                    : padded                  ? 2
                                              : 1,
                    field.zero);
      return;
    }
    case DateWriting::kMonthName:
      return cased(month_name(field.name, to.month - 1));
    case DateWriting::kWeekdayName:
      return cased(weekday_name(field.name, ((field.name.index + shift) % 7 + 7) % 7));
    case DateWriting::kOrdinalSuffix: {
      const std::string old = folded(written);
      if (old == "er" || old == "re") {
        if (to.day == 1) out += written;
        return;
      }
      return cased(english_suffix(to.day));
    }
    case DateWriting::kOrdinalWords:
      out += with_case(ordinal_words(to.day), case_of(written) == LetterCase::kUpper
                                                  ? LetterCase::kUpper
                                                  : case_of(written.substr(0, 2)));
      return;
    case DateWriting::kWords:
      out += with_case(year_words(to.year), case_of(written) == LetterCase::kUpper
                                                ? LetterCase::kUpper
                                                : LetterCase::kNone);
      return;
  }
}

}  // namespace

std::optional<std::string> shifted_date(std::string_view value, int shift, DateOrder order) {
  const DateFields parsed = read_date_fields(value, order);
  if (parsed.fields.empty()) return std::nullopt;
  const CivilDate to = moved(parsed.date, shift);
  // Without a full date the weekday moves by itself, and must move.
  const bool whole = parsed.date.month != 0 && parsed.date.day != 0;
  const int weekday_shift = whole || shift % 7 != 0 ? shift : 1;
  std::string out;
  out.reserve(value.size() + 8);
  size_t at = 0;
  for (const DateField& field : parsed.fields) {
    if (field.begin < at) continue;
    out.append(value.substr(at, field.begin - at));
    append_field(out, field, value.substr(field.begin, field.end - field.begin), parsed.padded, to,
                 weekday_shift);
    at = field.end;
  }
  out.append(value.substr(at));
  return out;
}

}  // namespace lauter::surrogate
