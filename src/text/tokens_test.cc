#include "text/tokens.h"

#include <gtest/gtest.h>

#include <string>

#include "text/ascii.h"

namespace lauter {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  std::vector<std::string> out;
  for (const Token& t : tokens) out.emplace_back(text.substr(t.begin, t.end - t.begin));
  return out;
}

using Words = std::vector<std::string>;

TEST(Tokens, WordsAndMarks) {
  EXPECT_EQ(words("Dr. O'Neil, 2nd floor"),
            (Words{"Dr", ".", "O", "'", "Neil", ",", "2nd", "floor"}));
  EXPECT_EQ(words("-----\n=== a...b!?"), (Words{"-----", "===", "a", "...", "b", "!", "?"}));
  EXPECT_EQ(words(""), Words{});
  EXPECT_EQ(words(" \n\t "), Words{});
}

TEST(Tokens, OtherScripts) {
  EXPECT_EQ(words("Łódź Ångström"), (Words{"Łódź", "Ångström"}));
  EXPECT_EQ(words("山田さん met Иван"), (Words{"山", "田", "さ", "ん", "met", "Иван"}));
  EXPECT_EQ(words("“quoted”—dash\u00a0here 5€"),
            (Words{"“", "quoted", "”", "—", "dash", "here", "5", "€"}));
  EXPECT_EQ(words("😀😀ok"), (Words{"😀", "😀", "ok"}));
  EXPECT_EQ(words("fu\u200bll"), (Words{"fu\u200bll"}));
}

TEST(Tokens, Gaps) {
  std::vector<Token> tokens;
  tokenize("a b\tc\nd\n\ne,f \n g", tokens);
  std::vector<Gap> gaps;
  for (const Token& t : tokens) gaps.push_back(t.gap);
  EXPECT_EQ(gaps, (std::vector<Gap>{Gap::kBreak, Gap::kBlank, Gap::kTab, Gap::kNewline, Gap::kBreak,
                                    Gap::kNone, Gap::kNone, Gap::kNewline}));
}

TEST(Tokens, LongWordsAreCutAtCharacters) {
  std::string text;
  for (int i = 0; i < 150; ++i) text += "é";
  const Words cut = words(text);
  ASSERT_EQ(cut.size(), 3u);
  EXPECT_EQ(cut[0].size(), 2 * kMaxTokenCharacters);
}

TEST(Tokens, CoverEverythingButWhiteSpace) {
  const std::string text = "x=1; // ünï\r\n\"q\"\v{}[]<>~~~ \u3000終わり\f.";
  std::vector<Token> tokens;
  tokenize(text, tokens);
  size_t at = 0;
  for (const Token& t : tokens) {
    for (; at < t.begin; ++at) EXPECT_TRUE(is_ascii_space(text[at]) || !is_ascii(text[at]));
    EXPECT_LT(t.begin, t.end);
    at = t.end;
  }
  EXPECT_EQ(at, text.size());
}

}  // namespace
}  // namespace lauter
