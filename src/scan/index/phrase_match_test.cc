#include "scan/index/phrase_match.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace lauter::scan {
namespace {

/// Every way to match that the flat rows of the registry offer, against match_phrase().
TEST(PhraseMatch, FlatRowsAgreeWithThePhrase) {
  const Registry& registry = Registry::builtin();
  std::mt19937 rng(5);
  constexpr std::string_view kJoints[] = {"",   " ", "_",   "-", ". ",  "  ", "' ",
                                          "\n", "/", "   ", "x", " & ", "&",  " &"};
  constexpr std::string_view kEnds[] = {"", " ", "s", "s ", "X", "x", "\xC3\xA9", ".", "S:"};
  size_t matched = 0, missed = 0;
  for (int trial = 0; trial < 60000; ++trial) {
    const size_t l = rng() % registry.literals().size();
    const LiteralRow& literal = registry.literal_rows()[l];
    if (literal.n_uses == 0) continue;
    const size_t u = rng() % literal.n_uses;
    const UseRow& row = registry.use_rows()[literal.uses + u];
    const Literal::Use& use = registry.literals()[l].uses[u];
    if (row.kind == UseRow::kPhrase || use.word == Literal::kWholePhrase) continue;
    const Phrase& phrase = registry.phrases()[row.phrase];
    std::string text(kEnds[rng() % std::size(kEnds)]);
    size_t begin = 0;
    for (size_t w = 0; w < phrase.words.size(); ++w) {
      if (w > 0) text += kJoints[rng() % (rng() % 2 == 0 ? 4 : std::size(kJoints))];
      if (w == use.word) begin = text.size();
      std::string word(phrase.words[w]);
      if (rng() % 4 == 0 && word[0] >= 'a' && word[0] <= 'z')
        word[0] = static_cast<char>(word[0] - 32);
      if (rng() % 12 == 0 && w != use.word) word.back() = 'q';
      text += word;
    }
    text += kEnds[rng() % std::size(kEnds)];
    const size_t end = begin + literal.length;
    const auto expected = match_phrase(phrase, use.word, text, end);
    const auto found = row.kind == UseRow::kBounds
                           ? match_word(text, begin, end)
                           : match_words(registry.words(), row, text, begin, end);
    ASSERT_EQ(found, expected) << text;
    // No match is ruled out by the letters around the literal.
    if (expected) {
      ASSERT_TRUE(Neighbours(text, begin, end).allow(row.before, row.after)) << text;
    }
    ++(expected ? matched : missed);
  }
  EXPECT_GT(matched, 5000U);
  EXPECT_GT(missed, 5000U);
}

TEST(PhraseMatch, WordsJoinedByAnAmpersand) {
  Phrase phrase;
  constexpr std::array<std::string_view, 2> kMilesMore = {"miles", "more"};
  phrase.words = kMilesMore;
  phrase.forms.resize(2);
  EXPECT_EQ(match_phrase(phrase, 0, "my Miles & More no", 8), (ByteSpan{3, 15}));
  EXPECT_EQ(match_phrase(phrase, 1, "my Miles & More no", 15), (ByteSpan{3, 15}));
  EXPECT_EQ(match_phrase(phrase, 1, "Miles && More", 13), std::nullopt);
  EXPECT_EQ(match_phrase(phrase, 1, "Miles and More", 14), std::nullopt);
}

}  // namespace
}  // namespace lauter::scan
