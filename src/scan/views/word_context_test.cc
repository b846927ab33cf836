#include "scan/views/word_context.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace lauter::scan {
namespace {

std::string folded(std::string_view text) { return std::string(FoldedText(text).view()); }

TEST(WordContext, LineBeforeStartsAtAWord) {
  const std::string_view text = "first line\nshe moved from  Leeds";
  EXPECT_EQ(line_before(text, text.size(), 70), "she moved from  Leeds");
  EXPECT_EQ(line_before(text, text.size(), 12), "from  Leeds");  // "ved" is the rest of a word
  EXPECT_EQ(line_before(text, 11, 70), "");
  EXPECT_EQ(line_before(text, 0, 70), "");
}

TEST(WordContext, LineAfterEndsAtTheLineAndBetweenCharacters) {
  const std::string_view text = "was caf\xC3\xA9\nnext";
  EXPECT_EQ(line_after(text, 3, 70), " caf\xC3\xA9");
  EXPECT_EQ(line_after(text, 3, 5), " caf");
  EXPECT_EQ(line_after(text, text.size(), 5), "");
}

TEST(WordContext, LastWordAndTheWordBehind) {
  EXPECT_EQ(last_word("she is a"), "a");
  EXPECT_EQ(last_word("she"), "she");
  EXPECT_EQ(last_word(""), "");
  EXPECT_EQ(word_after("year-old nurse", 8), "nurse");
  EXPECT_EQ(word_after("old, nurse", 3), "");
}

TEST(WordContext, MatchWordsTakesRunsOfBlanksAsOne) {
  EXPECT_EQ(match_words("  at\tBIRTH in", " at birth"), 10U);
  EXPECT_EQ(match_words("at birth", " at birth"), 0U);
  EXPECT_EQ(match_words(" at bir", " at birth"), 0U);
  EXPECT_TRUE(reads("Single", "single"));
  EXPECT_FALSE(reads("singles", "single"));
  EXPECT_FALSE(reads("", "single"));
}

/// The rule of Endings in plain words.
bool ends_with_one(std::string_view said, const std::vector<std::string>& endings,
                   Endings::Bound bound, size_t before) {
  const std::string text = folded(said);
  for (const std::string& ending : endings) {
    if (!text.ends_with(ending) || text.size() - ending.size() < before) continue;
    if (bound == Endings::Bound::kNone || text.size() == ending.size()) return true;
    const char c = text[text.size() - ending.size() - 1];
    const bool wordish = (c & 0x80) != 0 || c == '_' || (c >= '0' && c <= '9') ||
                         (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!wordish) return true;
  }
  return false;
}

TEST(WordContext, EndingsAgreeWithAPlainSearch) {
  const std::vector<std::string> endings = {
      "a", "as a", " of", "h/o", "i'm", "dx:", "is", "\xC3\xA9", "\xD1\x8F", "lives \xC3\xA0"};
  std::string list;
  for (const std::string& ending : endings) list += (list.empty() ? "" : "|") + ending;
  const Endings any(list);
  const Endings whole(list, Endings::Bound::kWord);
  const std::vector<std::string> pieces = {
      "a", "as", "A",   " ",  "  ",       "\t",       "of", "h/o",   "H/O",      "i'm",
      "x", "_",  "dx:", "is", "\xC3\xA9", "\xC3\x89", "7",  "lives", "\xD0\xAF", "\xC3\xA0"};
  std::mt19937 random(7);
  for (int n = 0; n < 20000; ++n) {
    std::string said;
    for (size_t k = random() % 5; k-- > 0;) said += pieces[random() % pieces.size()];
    while (!said.empty() && (said.back() == ' ' || said.back() == '\t')) said.pop_back();
    while (!said.empty() && (said[0] == ' ' || said[0] == '\t')) said.erase(0, 1);
    const size_t before = random() % 3;
    // Blanks before an ending count as folded ones, so the distance is told by folded text only
    // where there are none.
    if (before > 0 && said.find_first_of(" \t") != std::string::npos) continue;
    EXPECT_EQ(any.match(said, before), ends_with_one(said, endings, Endings::Bound::kNone, before))
        << "[" << said << "] " << before;
    EXPECT_EQ(whole.match(said, before),
              ends_with_one(said, endings, Endings::Bound::kWord, before))
        << "[" << said << "] " << before;
  }
}

TEST(WordContext, FoldedTextIsCut) {
  EXPECT_EQ(folded(" A  B\nC\xC3\x89"), "a b c\xC3\xA9");
  EXPECT_EQ(folded(std::string(500, 'X')).size(), FoldedText::kMost);
}

}  // namespace
}  // namespace lauter::scan
