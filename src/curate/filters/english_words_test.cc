#include "curate/filters/english_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "curate/filters/special_words.h"
#include "curate/filters/url_match.h"

namespace lauter {
namespace {

const EnglishWords& english() {
  static const EnglishWords words;
  return words;
}

/// The words of a text, joined by '|'.
std::string cut(std::string_view text) {
  std::vector<Word> words;
  english().split(text, words);
  std::string out;
  for (const Word& word : words) {
    out += (out.empty() ? "" : "|") + std::string(text.substr(word.begin, word.end - word.begin));
  }
  return out;
}

TEST(EnglishWords, CutsAsTheRulesSay) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {" \n\t ", ""},
      {"one two\nthree", "one|two|three"},
      {"Hello, world.", "Hello|,|world|."},
      {"don't can't cannot I'm", "do|n't|ca|n't|can|not|I|'m"},
      {"don\u2019t", "do|n\u2019t"},
      {"\"Mr. Hale's\"", "\"|Mr.|Hale|'s|\""},
      {"e.g. U.S.A. N.Y. Ph.D.", "e.g.|U.S.A.|N.Y.|Ph.D."},
      {"well-known and/or a/b", "well|-|known|and/or|a|/|b"},
      {"10km 5% $5.50 US$7 20\u00B0C.", "10|km|5|%|$|5.50|US$|7|20|\u00B0|C|."},
      {"10am 2+2=4 10-20 1990s", "10|am|2|+|2=4|10|-|20|1990s"},
      {"wait...what \u2026 no......", "wait|...|what|\u2026|no|......"},
      {"end.Next a.b U.S", "end|.|Next|a.b|U.S"},
      {"(see www.a.org/x?y=1).", "(|see|www.a.org/x?y=1|)|."},
      {"a@b.cd http://8.8.8.8/ 10.0.0.1", "a@b.cd|http://8.8.8.8/|10.0.0.1"},
      {"nice:) :-( o.O : )", "nice|:)|:-(|o.O|:|)"},
      {"caf\u00E9\u2014na\u00EFve \u65E5\u672C", "caf\u00E9|\u2014|na\u00EFve|\u65E5\u672C"},
      {"a\u00A0b\u2003c\u3000d\u0085e", "a|b|c|d|e"},
  };
  for (const auto& [text, words] : cases) EXPECT_EQ(cut(text), words) << text;
}

TEST(EnglishWords, CoverAllButWhiteSpace) {
  // Bytes of every kind: what lies between words is white space, and words do not overlap.
  uint32_t state = 12345;
  for (int round = 0; round < 2000; ++round) {
    static constexpr std::string_view kPieces[] = {"a", "B",  "7",  " ",      ".",  "..",     "'",
                                                   "s", "\"", "-",  "\u2019", "\n", "\u00B0", "$",
                                                   "(", ")",  ":",  "/",      "@",  "\u2026", ",",
                                                   "+", "km", "US", "\u3000", "_",  "\u65E5", "%"};
    std::string text;
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525U + 1013904223U;
      text += kPieces[(state >> 16U) % std::size(kPieces)];
    }
    std::vector<Word> words;
    english().split(text, words);
    uint32_t at = 0;
    for (const Word& word : words) {
      ASSERT_LT(word.begin, word.end);
      ASSERT_LE(at, word.begin);
      ASSERT_EQ(strip_spaces(english().classes(), text.substr(at, word.begin - at)), "") << text;
      at = word.end;
    }
    ASSERT_EQ(strip_spaces(english().classes(), text.substr(at)), "") << text;
  }
}

TEST(EnglishWords, CutsTheSameWhereverAWordStands) {
  // Runs of letters and of blanks are read 64 bytes at a time: before, across and behind every
  // seam.
  const std::string text =
      "Mr. Hale's " + std::string(70, 'x') + ", don't" + std::string(66, ' ') + "(e.g.) end.";
  const std::string words = "Mr.|Hale|'s|" + std::string(70, 'x') + "|,|do|n't|(|e.g.|)|end|.";
  for (size_t before = 0; before < 130; ++before) {
    EXPECT_EQ(cut(std::string(before, '\n') + text), words) << before;
    EXPECT_EQ(cut(text + std::string(before, ' ')), words) << before;
  }
}

TEST(EnglishWords, LongChunksTakeLinearTime) {
  for (const char* piece : {"(", ".", "a-", "a.b@", "'", "1m", "x:", ":)"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    std::vector<Word> words;
    english().split(text, words);
    EXPECT_FALSE(words.empty());
  }
}

TEST(EnglishWords, CountsSentences) {
  std::vector<Word> words;
  const auto count = [&](std::string_view text, uint64_t enough = 100) {
    return english().count_sentences(text, enough, words);
  };
  EXPECT_EQ(count(""), 0U);
  EXPECT_EQ(count("no end"), 1U);
  EXPECT_EQ(count("One here. Two here! Three?"), 3U);
  EXPECT_EQ(count("Mr. Hale said \"No.\" Then he left."), 2U);
  EXPECT_EQ(count("Wait... what"), 1U);  // an ellipsis is one word and no full stop
  EXPECT_EQ(count("It ended.  \u2003! Really"), 3U);  // white space begins a sentence of its own
  EXPECT_EQ(count("a. b. c. d one. Two. Three. Four.", 2), 2U);
}

TEST(EnglishWords, KnowsUrls) {
  const CharClasses& classes = english().classes();
  for (const char* url : {"a.org", "www.a-b.co.uk", "http://a.de:80/x", "u:p@h.org", "8.8.8.8",
                          "8.8.8.8:443/", "\u00FCber.de", "x@y.zz?q#f"}) {
    EXPECT_TRUE(internal::is_url(classes, url)) << url;
  }
  for (const char* other : {"", ".", "a.b", "a.B", "end.Next", "10.0.0.1", "256.1.1.1", "1.2.3",
                            "a..de", "-a.de-", "a.de:1", "a.de:123456", "http://", "a_.de", "@a.b"}) {
    EXPECT_FALSE(internal::is_url(classes, other)) << other;
  }
}

TEST(EnglishWords, SpecialWordsSpellThemselves) {
  const auto words = internal::english_special_words();
  EXPECT_GT(words.size(), 800U);
  for (const internal::SpecialWord& word : words) {
    size_t size = 0;
    for (const uint8_t length : word.lengths) size += length;
    EXPECT_EQ(size, word.text.size()) << word.text;
  }
}

}  // namespace
}  // namespace lauter
