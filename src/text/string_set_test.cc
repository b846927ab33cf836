#include "text/string_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "text/ascii.h"
#include "text/utf8.h"
#include "text/value_begins.h"

namespace lauter {
namespace {

/// All strings of up to 4 letters out of "ab", and texts of the same letters: every nesting.
TEST(StringSet, AgreesWithComparingEveryString) {
  std::mt19937 random(7);
  const auto word = [&](size_t longest) {
    std::string out(random() % (longest + 1), 'a');
    for (char& c : out) c = "abc\xC3"[random() % 4];
    return out;
  };
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<std::string> strings(random() % 20);
    for (std::string& string : strings) string = word(6);
    const StringSet set({strings.begin(), strings.end()});
    const std::string text = word(40);
    for (size_t at = 0; at < text.size(); ++at) {
      std::vector<std::string_view> found;
      set.match(text, at, [&](size_t i) { found.push_back(set[i]); });
      std::vector<std::string_view> expected;
      for (const std::string& string : strings) {
        if (!string.empty() && text.compare(at, string.size(), string) == 0) {
          expected.push_back(string);
        }
      }
      std::sort(expected.begin(), expected.end(),
                [](auto a, auto b) { return a.size() > b.size(); });
      expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
      ASSERT_EQ(found, expected) << "trial " << trial << ", place " << at;
    }
  }
}

TEST(StringSet, KnowsItsStrings) {
  const std::string b = "b";
  const StringSet set({b, "a", "", b});
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set[set.index_of("b")], "b");
  EXPECT_EQ(set.index_of("ab"), 2u);
  EXPECT_EQ(StringSet({}).match("text", 0, [](size_t) { FAIL(); }), 0u);
}

/// The work at one place grows with the logarithm of the strings, not with their number.
TEST(StringSet, ComparesFewStringsAtAPlace) {
  std::vector<std::string> strings;
  for (int i = 0; i < 100'000; ++i) strings.push_back("+1 555 " + std::to_string(1'000'000 + i));
  const StringSet set({strings.begin(), strings.end()});
  EXPECT_LE(set.match("+1 555 1077777 and more", 0, [](size_t) {}), 20u);
  EXPECT_LE(set.match("+1 555 9999999 and more", 0, [](size_t) {}), 20u);
  EXPECT_EQ(set.match("another text", 0, [](size_t) {}), 0u);
}

TEST(ValueBegins, AreWordsMarksAndCharacters) {
  std::mt19937 random(11);
  for (int trial = 0; trial < 2000; ++trial) {
    std::string text(random() % 200, ' ');
    for (char& c : text) c = " aZ7.\xC3\xA9\n"[random() % 8];
    const auto kinds = static_cast<BeginKinds>(trial % 32);
    std::vector<size_t> expected;
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (is_ascii_alnum(c) && i > 0 && is_ascii_alnum(text[i - 1])) continue;
      const BeginKinds kind = is_ascii_digit(c)                          ? kBeginDigit
                              : is_ascii_upper(c)                        ? kBeginUpper
                              : is_ascii_lower(c)                        ? kBeginLower
                              : is_ascii_punct(c)                        ? kBeginMark
                              : !is_ascii(c) && !is_utf8_continuation(c) ? kBeginOther
                                                                         : BeginKinds{0};
      EXPECT_EQ(begin_kind(c), kind);
      if ((kinds & kind) != 0) expected.push_back(i);
    }
    std::vector<size_t> begins;
    each_value_begin(text, kinds, [&](size_t at) {
      begins.push_back(at);
      return true;
    });
    ASSERT_EQ(begins, expected) << "trial " << trial;
  }
  size_t calls = 0;
  each_value_begin("many words here", kBeginAny, [&](size_t) { return ++calls < 2; });
  EXPECT_EQ(calls, 2u);
}

}  // namespace
}  // namespace lauter
