#include "surrogate/dates.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

TEST(Dates, ArithmeticAgreesWithTheCalendar) {
  using surrogate::CivilDate;
  CivilDate date{1896, 2, 27};
  int64_t days = surrogate::days_of(date);
  // Walks four centuries day by day with the rule of the calendar itself.
  const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  for (int i = 0; i < 146'097; ++i) {
    ASSERT_EQ(surrogate::date_of(days), date);
    const int lengths[] = {31, leap(date.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (++date.day > lengths[date.month - 1]) {
      date.day = 1;
      if (++date.month > 12) date.month = 1, ++date.year;
    }
    ++days;
  }
  EXPECT_EQ(surrogate::days_of({1970, 1, 1}), 0);
}

TEST(Dates, ShiftedOnesKeepTheirFormat) {
  using surrogate::shifted_date;
  constexpr auto kDay = surrogate::DateOrder::kDayFirst;
  EXPECT_EQ(shifted_date("2020-02-28", 1, kDay), "2020-02-29");
  EXPECT_EQ(shifted_date("2021-02-28", 1, kDay), "2021-03-01");
  EXPECT_EQ(shifted_date("28.2.21", 1, kDay), "1.3.21");
  EXPECT_EQ(shifted_date("02/28/2021", 1, surrogate::DateOrder::kMonthFirst), "03/01/2021");
  EXPECT_EQ(shifted_date("March 31st, 2021", 1, kDay), "April 1st, 2021");
  EXPECT_EQ(shifted_date("31 MARCH 2021", 1, kDay), "1 APRIL 2021");
  EXPECT_EQ(shifted_date("Wed, 31 Mar 2021 14:30:15", 1, kDay), "Thu, 1 Apr 2021 14:30:15");
  EXPECT_EQ(shifted_date("31. M\u00E4rz 2021", 30, kDay), "30. April 2021");
  EXPECT_EQ(shifted_date("le 31 mars 2021", 1, kDay), "le 1 avril 2021");
  EXPECT_EQ(shifted_date("the third of March nineteen eighty-six", 28, kDay),
            "the thirty-first of March nineteen eighty-six");
  EXPECT_EQ(shifted_date("2021\u5E743\u67085\u65E5", 30, kDay), "2021\u5E744\u67084\u65E5");
  EXPECT_EQ(shifted_date("May 2019", 40, kDay), "June 2019");
  EXPECT_EQ(shifted_date("December 2019", 40, kDay), "January 2020");
  EXPECT_EQ(shifted_date("20210331", 1, kDay), "20210401");
  EXPECT_EQ(shifted_date("no date here", 1, kDay), std::nullopt);
}

}  // namespace
}  // namespace lauter
