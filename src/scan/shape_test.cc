#include "scan/shape.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <memory>
#include <random>
#include <vector>

namespace lauter::scan {
namespace {

std::string matched(const char* pattern, std::string_view text) {
  const Result<Shape> shape = Shape::compile(pattern, false);
  if (!shape.ok()) return shape.error().message;
  const size_t n = shape->match(text, 0);
  return n == Shape::npos ? "-" : std::string(text.substr(0, n));
}

/// Shapes that share their byte classes match as those by themselves; a class is kept once.
TEST(Shape, SharesByteClasses) {
  const auto sets = std::make_shared<ByteSets>();
  const char* const patterns[] = {"\\d{3}[- ]?\\d{2}", "(ab|a)(bc)?",
                                  "[A-F\\d]{2}(:[A-F\\d]{2}){2}", "\\d+\\.\\d{2}"};
  std::vector<Shape> shared;
  for (const char* const pattern : patterns) {
    Result<Shape> shape = Shape::compile(pattern, true, sets);
    ASSERT_TRUE(shape.ok()) << shape.error().message;
    shared.push_back(std::move(*shape));
  }
  const uint16_t again = sets->add(ByteSet().set('7'));
  EXPECT_EQ(sets->add(ByteSet().set('7')), again);
  EXPECT_TRUE(sets->members(again).digit);
  EXPECT_FALSE(sets->members(again).letter);
  for (size_t i = 0; i < shared.size(); ++i) {
    const Result<Shape> alone = Shape::compile(patterns[i], true);
    for (const char* const text : {"123-45", "12345", "abc", "ABC", "a", "0f:A1:b2", "12.345", "x"})
      EXPECT_EQ(shared[i].match(text, 0), alone->match(text, 0)) << patterns[i] << " / " << text;
  }
}

TEST(Shape, MatchesGreedilyAndBacktracks) {
  EXPECT_EQ(matched("\\d{3}[- ]?\\d{2}", "123-45x"), "123-45");
  EXPECT_EQ(matched("a*ab", "aaab"), "aaab");
  EXPECT_EQ(matched("(ab|a)(bc)?", "abc"), "abc");  // "ab" would end inside a word
  EXPECT_EQ(matched("\\d{1,3}(\\.\\d{3}){1,2}", "12.345.678"), "12.345.678");
  EXPECT_EQ(matched("[^,]+", "a b,c"), "a b");
  EXPECT_EQ(matched("(x|yz){2,3}", "xyzxx"), "xyzx");
  EXPECT_EQ(matched("a?", "b"), "-");
  EXPECT_EQ(matched("[]x]+", "]x]"), "]x]");
}

TEST(Shape, SaysWhetherTheCaseOfItsLettersMatters) {
  const auto folds = [](const char* pattern, bool caseless) {
    const Result<Shape> shape = Shape::compile(pattern, caseless);
    EXPECT_TRUE(shape.ok()) << pattern;
    return shape->folds();
  };
  for (const char* pattern : {"[A-Z]{2}\\d+", "\\d+x", "[^a-c]", "[A-Za-y]"}) {
    EXPECT_TRUE(folds(pattern, true)) << pattern;
    EXPECT_FALSE(folds(pattern, false)) << pattern;
  }
  for (const char* pattern : {"[A-Za-z\\d]+", "\\d{4}[ -]\\w", ".", "[^A-Ca-c]"}) {
    EXPECT_FALSE(folds(pattern, true)) << pattern;
  }
}

TEST(Shape, RefusesWhatItCannotSay) {
  for (const char* bad : {"(a", "a)", "[a", "*a", "a{2,1}", "\\"}) {
    EXPECT_FALSE(Shape::compile(bad, false).ok()) << bad;
  }
}

TEST(Shape, FirstAtoms) {
  const FirstAtoms ssn = Shape::compile("\\d{3}-?\\d{2}", false)->first_atoms();
  EXPECT_TRUE(ssn.test(first_atom_key(AtomKind::kDigits, 3)));
  EXPECT_TRUE(ssn.test(first_atom_key(AtomKind::kDigits, 5)));
  EXPECT_FALSE(ssn.test(first_atom_key(AtomKind::kDigits, 4)));
  EXPECT_FALSE(ssn.test(first_atom_key(AtomKind::kMixed, 5)));
  EXPECT_TRUE(Shape::compile("[A-Z]{2}\\d{2} \\d", false)
                  ->first_atoms()
                  .test(first_atom_key(AtomKind::kMixed, 4)));
  EXPECT_TRUE(Shape::compile("\\+\\d{2}", false)->first_atoms().test(kSymbolStart));
}

// Differential test against RE2 on random small patterns and texts over a nasty alphabet.
TEST(Shape, AgreesWithRe2) {
  std::mt19937 rng(7);
  const char* atoms[] = {"a",      "b", "[ab]", "[^a]", "(a|ab)",
                         "(b-|a)", "1", "\\d",  "-",    "(ab?|-){1,2}"};
  const char* quantifiers[] = {"", "", "?", "*", "+", "{2}", "{1,3}"};
  size_t matches = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    std::string pattern;
    for (int i = 0; i < 3; ++i) {
      const char* atom = atoms[rng() % 10];
      const char* q = quantifiers[rng() % 7];
      if (atom[0] == '(' && (q[0] == '*' || q[0] == '+')) q = "?";
      if (std::string_view(atom).back() == '}') q = "";
      pattern += std::string(atom) + q;
    }
    const Result<Shape> shape = Shape::compile(pattern, false);
    ASSERT_TRUE(shape.ok()) << pattern;
    const RE2 re("(" + pattern + ")");
    for (int k = 0; k < 20; ++k) {
      std::string text;
      for (size_t i = rng() % 9; i > 0; --i) text += "ab-1"[rng() % 4];
      re2::StringPiece piece(text), group;
      const bool hit =
          re.Match(piece, 0, text.size(), RE2::ANCHOR_START, &group, 1) && !group.empty();
      const size_t n = shape->match(text, 0);
      // Shape prefers a non-empty match where RE2's preferred one is empty, and one that does not
      // end inside a word: only then may they differ.
      if (!hit) continue;
      ++matches;
      const auto inside = [&](size_t end) {
        return end < text.size() && text[end] != '-' && text[end - 1] != '-';
      };
      if (!inside(group.size())) {
        EXPECT_EQ(n, group.size()) << pattern << " on " << text;
        continue;
      }
      bool better = false;
      for (size_t end = 1; end <= text.size(); ++end)
        better = better || (!inside(end) && RE2::FullMatch(text.substr(0, end), re));
      ASSERT_NE(n, Shape::npos);
      EXPECT_TRUE(RE2::FullMatch(text.substr(0, n), re)) << pattern << " on " << text;
      EXPECT_EQ(inside(n), !better) << pattern << " on " << text;
      if (!better) {
        EXPECT_EQ(n, group.size()) << pattern << " on " << text;
      }
    }
  }
  EXPECT_GT(matches, 1000U);
}

TEST(Shape, PrefersToEndWhereAWordEnds) {
  EXPECT_EQ(matched("\\d{4}|\\d{4}[A-Z]", "1234A"), "1234A");
  EXPECT_EQ(matched("\\d{11}|\\d{6,12}", "123456789012"), "123456789012");
  EXPECT_EQ(matched("\\d{4}-\\d{4}|\\d{4}-\\d{5}", "1234-56789 x"), "1234-56789");
  EXPECT_EQ(matched("\\d{4}|\\d{6}", "1234-56"), "1234");
  // No way ends there: the first one.
  EXPECT_EQ(matched("\\d{4}|\\d{6}", "12345678"), "1234");
}

}  // namespace
}  // namespace lauter::scan
