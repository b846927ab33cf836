#include "scan/views/word_context.h"

#include <gtest/gtest.h>

#include <string>

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

TEST(WordContext, WordBehind) {
  EXPECT_EQ(word_after("year-old nurse", 8), "nurse");
  EXPECT_EQ(word_after("old, nurse", 3), "");
}

TEST(WordContext, FoldedTextIsCut) {
  EXPECT_EQ(folded(" A  B\nC\xC3\x89"), "a b c\xC3\xA9");
  EXPECT_EQ(folded(std::string(500, 'X')).size(), FoldedText::kMost);
}

}  // namespace
}  // namespace lauter::scan
