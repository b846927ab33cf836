#include "scan/views/relaxed.h"

#include <gtest/gtest.h>

namespace lauter::scan {
namespace {

std::string read(std::string_view text) {
  RelaxedView view;
  relax(text, 0, view);
  return view.text;
}

TEST(Relaxed, ReadsWhatAPersonWouldDictate) {
  const std::pair<const char*, const char*> rows[] = {
      {"four one five, double five", "41555"},
      {"oh two oh triple seven", "020777"},
      {"forty-two seventeen ninety", "421790"},
      {"Bravo seven K-A-Y", "B7KAY"},
      {"4 1 5 - 5 5 . 5", "415555"},
      {"415-55\n> 5-2671",
       "415555"
       "2671"},
      {"4111 1111\r\n# 1111", "411111111111"},
      {"4one5six", "4156"},
      {"four9threenine7397", "49397397"},
      {"AB4one5", "AB415"},
      {"123=\n456", "123456"},
      {"\"1234\" + \"5678\"", ""},  // begins with the quote: nothing to read
      {"1234\" + \"5678", "12345678"},
      {"ab 12 34 56 c", "AB123456c"},
      {"drei sieben null", "370"},
      {"four dash five", "45"},
      {"12 is the answer", "12"},
      {"12. Next", "12"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(read(text), expected) << text;
}

TEST(Relaxed, SpansCoverTheSourceTokens) {
  RelaxedView view;
  const std::string_view text = "four one double five end";
  relax(text, 0, view);
  ASSERT_EQ(view.text, "4155");
  EXPECT_EQ(view.span(0, 4).of(text), "four one double five");
  EXPECT_EQ(view.span(1, 2).of(text), "one");
  EXPECT_TRUE(view.token_ends(2));
  EXPECT_FALSE(view.token_ends(3));
}

TEST(Relaxed, LooksAtABoundedStretch) {
  const std::string ones(100000, '1');
  EXPECT_LE(read(ones).size(), 400U);
  std::string spaced;
  for (int i = 0; i < 50000; ++i) spaced += "1 ";
  EXPECT_LE(read(spaced).size(), 64U);
}

TEST(Relaxed, LookalikesBecomeDigitsWhereDigitsPrevail) {
  RelaxedView view;
  relax("4l5-O67-I234", 0, view);
  EXPECT_TRUE(digits_for_lookalikes(view.text));
  EXPECT_EQ(view.text, "4150671234");
  relax("HELLO1", 0, view);
  EXPECT_FALSE(digits_for_lookalikes(view.text));
}

}  // namespace
}  // namespace lauter::scan
