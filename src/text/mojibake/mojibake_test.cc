// What holds of any text; which texts are repaired is for tests/cli/repair_test.py, against ftfy.
#include "text/mojibake/mojibake.h"

#include <gtest/gtest.h>

#include <random>

#include "text/utf8.h"

namespace lauter {
namespace {

std::string repaired(std::string_view text, MojibakeScratch& scratch) {
  std::string out;
  uint64_t at = 0;
  for (const MojibakeRepair& repair : find_mojibake(text, scratch)) {
    EXPECT_GE(repair.span.begin, at);
    EXPECT_TRUE(is_utf8_boundary(text, repair.span.begin) && is_utf8_boundary(text, repair.span.end));
    const std::string_view was = text.substr(repair.span.begin, repair.span.size());
    EXPECT_NE(repair.with, was);
    EXPECT_TRUE(is_utf8(repair.with));
    EXPECT_TRUE(breaks_to(repair.with, repair.how, was)) << repair.how << ": " << was << " -> " << repair.with;
    out += text.substr(at, repair.span.begin - at);
    out += repair.with;
    at = repair.span.end;
  }
  out += text.substr(at);
  return out;
}

TEST(Mojibake, RepairsOfAnyTextLeadBackToIt) {
  // Characters that charsets have where UTF-8 has its bytes, some that none has, and what is between.
  constexpr char32_t kPool[] = {U' ', U'?', U'a', U'Z', U'\n', 0xC2, 0xC3, 0xE2, 0x20AC, 0x2122, 0x201C, 0xA9,
                                0x80, 0x9F, 0xA0, 0xEF, 0xBF, 0xBD, 0xFFFD, 0xF0, 0x178, 0x2DC, 0x153, 0x420,
                                0x412, 0x403, 0x251C, 0x2510, 0x221A, 0x3B1, 0x4E2D, 0x1F642, 0x102, 0x13D, 0xED};
  std::mt19937 random(1);
  MojibakeScratch scratch;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t n = random() % 24; n > 0; --n) append_utf8(text, kPool[random() % std::size(kPool)]);
    repaired(text, scratch);
  }
}

TEST(Mojibake, LongLinesAndManyLines) {
  MojibakeScratch scratch;
  std::string broken;
  std::string whole;
  for (int i = 0; i < 20'000; ++i) {
    broken += i % 3000 == 0 ? "\n" : " caf\u00C3\u00A9";
    whole += i % 3000 == 0 ? "\n" : " caf\u00E9";
  }
  EXPECT_EQ(repaired(broken, scratch), whole);
  EXPECT_EQ(repaired(whole, scratch), whole);
  std::string one_line = broken;
  std::erase(one_line, '\n');
  std::erase(whole, '\n');
  EXPECT_EQ(repaired(one_line, scratch), whole);
}

TEST(Mojibake, WhatDoesNotLeadBackIsSeen) {
  EXPECT_TRUE(breaks_to("\u00E9", "latin-1", "\u00C3\u00A9"));
  EXPECT_FALSE(breaks_to("\u00E8", "latin-1", "\u00C3\u00A9"));
  EXPECT_FALSE(breaks_to("\u00E9", "macroman", "\u00C3\u00A9"));
  EXPECT_FALSE(breaks_to("\u00E9", "nothing", "\u00C3\u00A9"));
  EXPECT_TRUE(breaks_to("\u2026", "c1", "\u0085"));
  EXPECT_FALSE(breaks_to("\u2026", "c1", "\u0086"));
}

}  // namespace
}  // namespace lauter
