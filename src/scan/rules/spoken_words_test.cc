#include "scan/rules/spoken_words.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "scan/views/relaxed.h"

namespace lauter::scan {
namespace {

TEST(SpokenWords, AreReadByTheirTables) {
  EXPECT_EQ(spoken_value("four"), "4");
  EXPECT_EQ(spoken_value("twelve"), "12");
  EXPECT_EQ(spoken_value("zwei"), "2");
  EXPECT_EQ(spoken_value("whiskey"), "W");
  EXPECT_EQ(spoken_value("twenty"), "");
  EXPECT_EQ(spoken_tens("twenty"), "2");
  EXPECT_EQ(spoken_tens("four"), "");
  for (const char* word : {"One", "NINE", "fifty", "double", "Bravo"})
    EXPECT_TRUE(may_be_spoken(word));
  for (const char* word : {"", "a", "the", "said", "people"}) EXPECT_FALSE(may_be_spoken(word));
}

/// The reading itself is the reference: what it can use of a word is never ruled out.
TEST(SpokenWords, ThatAreNeverDictatedGiveAReadingNothing) {
  const std::string parts[] = {"four", "one", "ten", "tan",   "x",  "A", "ab",
                               "dash", "7",   "th",  "Bravo", "oh", "e"};
  std::mt19937 rng(5);
  size_t ruled_out = 0, read = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    std::string word;
    for (size_t n = 1 + rng() % 3; n > 0; --n) word += parts[rng() % std::size(parts)];
    RelaxedView view;
    relax(word + " 4 1 5", 0, view);
    const bool is_read = view.text.size() > 0;
    read += is_read;
    if (!never_dictated(word)) continue;
    ++ruled_out;
    EXPECT_FALSE(is_read) << word;
  }
  EXPECT_GT(ruled_out, 1000U);
  EXPECT_GT(read, 1000U);
}

TEST(SpokenWords, StandAloneInProse) {
  const auto lone = [](std::string_view text, std::string_view word) {
    const size_t at = text.find(word);
    return is_lone_spoken(text, {at, at + word.size()});
  };
  EXPECT_TRUE(lone("it was one of the doctors", "one"));
  EXPECT_TRUE(lone("one", "one"));
  EXPECT_TRUE(lone("The two, and nobody", "two"));
  EXPECT_FALSE(lone("pin four one five", "four"));
  EXPECT_FALSE(lone("Bravo seven, over", "seven"));
  EXPECT_FALSE(lone("five 77", "five"));
  EXPECT_FALSE(lone("K nine", "nine"));
  EXPECT_FALSE(lone("one ab 12", "one"));
}

}  // namespace
}  // namespace lauter::scan
