#include "text/lines.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

TEST(Lines, OnlyLineFeedEndsALine) {
  const std::string text = "a\r\nb\x0B\x0C\rc\xE2\x80\xA8z\n\nlast";
  const LineIndex index(text);
  ASSERT_EQ(index.line_count(), 4U);
  EXPECT_EQ(index.line(1).of(text), "a\r");
  EXPECT_EQ(index.line(2).of(text), "b\x0B\x0C\rc\xE2\x80\xA8z");
  EXPECT_EQ(index.line(3).of(text), "");
  EXPECT_EQ(index.line(4).of(text), "last");
  EXPECT_EQ(index.line_with_end(3).of(text), "\n");
}

TEST(Lines, ATrailingLineFeedOpensNoLine) {
  EXPECT_EQ(LineIndex("").line_count(), 0U);
  EXPECT_EQ(LineIndex("\n").line_count(), 1U);
  EXPECT_EQ(LineIndex("a\n").line_count(), 1U);
  EXPECT_EQ(LineIndex("a\n\n").line_count(), 2U);
  EXPECT_EQ(LineIndex("a\nb").line_count(), 2U);
}

/// All texts of up to seven bytes over {a, LF}: index, counter and take_line tell the same story,
/// and every byte belongs to the line that contains it.
TEST(Lines, AllWaysToCountAgree) {
  for (size_t size = 0; size <= 7; ++size) {
    for (size_t bits = 0; bits < (size_t{1} << size); ++bits) {
      std::string text;
      for (size_t i = 0; i < size; ++i) text.push_back((bits >> i) & 1 ? '\n' : 'a');
      const LineIndex index(text);
      std::string_view rest = text;
      uint64_t taken = 0;
      std::string joined;
      while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        ++taken;
        ASSERT_LE(taken, index.line_count());
        EXPECT_EQ(line, index.line(taken).of(text));
        joined += index.line_with_end(taken).of(text);
      }
      EXPECT_EQ(joined, text);
      EXPECT_EQ(taken, index.line_count());
      EXPECT_EQ(taken, count_lines(text));
      for (size_t i = 0; i < size; ++i) {
        const ByteSpan line = index.line_with_end(index.line_of(i));
        EXPECT_TRUE(line.begin <= i && i < line.end);
      }
      EXPECT_EQ(index.line_of(size), size == 0 ? 1 : index.line_count());
    }
  }
}

/// The vector path against the plain one: texts longer than a vector, LFs at every place of it.
TEST(Lines, LongTextsAreCutAtEveryPlace) {
  LineIndex index;
  for (size_t size = 30; size <= 100; ++size) {
    for (size_t step = 1; step <= 9; ++step) {
      std::string text(size, 'a');
      for (size_t i = size % step; i < size; i += step) text[i] = '\n';
      index.assign(text);
      std::string_view rest = text;
      for (uint64_t n = 1; n <= index.line_count(); ++n) {
        ASSERT_EQ(index.line(n).of(text), take_line(rest));
      }
      EXPECT_TRUE(rest.empty());
      EXPECT_EQ(index.ends_with_newline(), text.back() == '\n');
    }
  }
}

}  // namespace
}  // namespace lauter
