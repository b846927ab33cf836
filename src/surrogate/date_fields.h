/// The fields of a date (day, month, year, weekday) as byte ranges of the value, each with the way it is written:
///   "Monday, 3rd of March '86" -> weekday[0,6) day[8,9) ordinal[9,11) month[15,20) year[22,24)
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "surrogate/date_words.h"
#include "surrogate/dates.h"

namespace lauter::surrogate {

enum class DatePart : uint8_t { kDay, kMonth, kYear, kWeekday, kOrdinal };
enum class DateWriting : uint8_t {
  kNumber,
  kMonthName,
  kWeekdayName,
  kOrdinalSuffix,
  kWords,
  kOrdinalWords
};

struct DateField {
  DatePart part;
  DateWriting writing;
  size_t begin;
  size_t end;
  size_t width = 0;  // digits of a number
  char32_t zero = '0';
  int base = 0;   // added to a written year: 543 for the Buddhist era taken off, era of Japan
  NameForm name;  // kMonthName, kWeekdayName
};

struct DateFields {
  CivilDate date;
  std::vector<DateField> fields;
  bool padded = false;  ///< days and months below 10 have a leading zero
};

DateFields read_date_fields(std::string_view value, DateOrder order);

}  // namespace lauter::surrogate
