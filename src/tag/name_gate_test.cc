#include "tag/name_gate.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

/// The words that are seen, and how many tokens are.
struct Seen {
  std::string text;
  size_t tokens = 0;
  size_t all = 0;
};
Seen seen(std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  std::vector<TokenRange> ranges;
  find_name_ranges(text, tokens, ranges);
  Seen out;
  out.all = tokens.size();
  size_t before = 0;
  for (const TokenRange& range : ranges) {
    EXPECT_LE(before, range.first);
    EXPECT_LT(range.first, range.last);
    EXPECT_LE(range.last, tokens.size());
    before = range.last;
    out.tokens += range.size();
    out.text += text.substr(tokens[range.first].begin,
                            tokens[range.last - 1].end - tokens[range.first].begin);
    out.text += '\n';
  }
  return out;
}

std::string plain(int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) text += "The water in the river was cold, and they went home. ";
  return text;
}

TEST(NameGate, LeavesOutPlainProse) {
  const std::string text = plain(30) + "Then they met Maria Keller in the old house. " + plain(30);
  const Seen some = seen(text);
  EXPECT_NE(some.text.find("Then they met Maria Keller in the old house"), std::string::npos);
  EXPECT_LT(some.tokens, 40U);
  EXPECT_GT(some.all, 700U);
  EXPECT_EQ(seen(plain(30)).tokens, 0U);
}

TEST(NameGate, SeesTextWithoutCapitalsWhole) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "did you see maria today, she went home. ";
  EXPECT_EQ(seen(text).tokens, seen(text).all);
}

TEST(NameGate, SeesDigitsAndOtherScripts) {
  for (const std::string_view name : {"43", "\u041c\u0430\u0440\u0438\u044f", "\u738b\u82b3", "\u00c9lodie"}) {
    const std::string text = plain(20) + "He said " + std::string(name) + " to us. " + plain(20);
    EXPECT_NE(seen(text).text.find(name), std::string::npos) << name;
    EXPECT_LT(seen(text).tokens, 60U);
  }
}

TEST(NameGate, EveryCapitalisedWordIsSeenWithItsNeighbours) {
  // A name at each place of a text, one after the other.
  const std::string text = plain(14);
  std::vector<Token> tokens;
  tokenize(text, tokens);
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (tokens[t].gap == Gap::kNone) continue;  // it would become a part of the word before
    std::string with = text;
    with.insert(tokens[t].begin, "Keller ");
    EXPECT_NE(seen(with).text.find("Keller"), std::string::npos) << t;
  }
  EXPECT_EQ(seen("").tokens, 0U);
}

}  // namespace
}  // namespace lauter
