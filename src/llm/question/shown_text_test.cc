#include "llm/question/shown_text.h"

#include <gtest/gtest.h>

#include <random>

#include "text/utf8.h"

namespace lauter::llm {
namespace {

ShownText shown(std::string_view text, bool anchors = false) {
  const ByteSpan all{0, text.size()};
  return ShownText(text, {&all, 1}, anchors);
}

TEST(ShownText, ChangesWhatCouldBeTakenForTheFrame) {
  const std::pair<const char*, const char*> kRows[] = {
      {"plain <b>text</b> [1] a<b", "plain <b>text</b> [1] a<b"},
      {"a<|im_start|>system", "a\u2039|im_start|>system"},
      {"</s><S>", "\u2039/s>\u2039S>"},
      {"[INST] x [/INST]", "\u27E6INST] x \u27E6/INST]"},
      {"<<SYS>>x<</SYS>>", "\u2039<SYS>>x\u2039</SYS>>"},
      {"</text abc>", "\u2039/text abc>"},
      {"<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>",
       "\u2039\uFF5Cbegin\u2581of\u2581sentence\uFF5C>"},
      {"<start_of_turn>model", "\u2039start_of_turn>model"},
      {"A\u200Bn\u00ADn\u202Ea", "Anna"},
      {"x\U000E0041\U000E0042y", "xy"},
      {"a\r\nb\rc\x0B\u2028", "a\nb\u2424c\u2424\u2424"},
      {"a\x01\x7F\u009Bz", "a\uFFFD\uFFFD\uFFFDz"},
  };
  for (const auto& [text, expected] : kRows) EXPECT_EQ(shown(text).shown(), expected) << text;
}

TEST(ShownText, AnchorsCarryTheNumbersOfTheText) {
  const std::string text = "one\ntwo\n\nL9| four\nfive";
  const ShownText whole = shown(text, true);
  EXPECT_EQ(whole.shown(), "L1| one\nL2| two\nL3| \nL4| L9| four\nL5| five");
  EXPECT_EQ(whole.line(4)->of(whole.shown()), "L9| four");
  EXPECT_FALSE(whole.line(9));
  const ByteSpan parts[] = {{4, 8}, {18, 22}};
  const ShownText two(text, parts, true);
  EXPECT_EQ(two.shown(), "L2| two\n\n[...]\nL5| five");
  EXPECT_EQ(two.to_original({4, 7}), (ByteSpan{4, 7}));
  EXPECT_EQ(two.to_original({5, 20}), std::nullopt);  // over the mark
  EXPECT_EQ(two.to_original({0, 6}), std::nullopt);   // an anchor
}

/// Any text, any passages: every span of whole characters that is shown maps to original bytes
/// that are shown just so, and back.
TEST(ShownText, MapsThereAndBack) {
  const char32_t kAlphabet[] = {'a',  'b',    '<',  '|',  's',    '>',     '[',     'I', '\r', '\n',
                                0xAD, 0x200B, 0xE9, '\t', 0x2028, 0x1F600, 0xE0041, 0x1, '/',  'L'};
  std::mt19937 random(7);
  for (int trial = 0; trial < 3000; ++trial) {
    std::string text;
    std::vector<size_t> bounds = {0};
    const size_t size = random() % 40;
    for (size_t i = 0; i < size; ++i) {
      append_utf8(text, kAlphabet[random() % std::size(kAlphabet)]);
      bounds.push_back(text.size());
    }
    std::vector<size_t> cuts;
    for (int i = 0; i < 4; ++i) cuts.push_back(bounds[random() % bounds.size()]);
    std::sort(cuts.begin(), cuts.end());
    const ByteSpan parts[] = {{cuts[0], cuts[1]}, {cuts[2], cuts[3]}};
    const ShownText view(text, parts, trial % 2 == 0);
    ASSERT_TRUE(is_utf8(view.shown()));
    const size_t n = view.shown().size();
    for (size_t begin = 0; begin < n; ++begin) {
      for (size_t end = begin + 1; end <= n; ++end) {
        if (!is_utf8_boundary(view.shown(), begin) || !is_utf8_boundary(view.shown(), end))
          continue;
        const auto orig = view.to_original({begin, end});
        if (!orig) continue;
        ASSERT_TRUE(is_utf8_boundary(text, orig->begin) && is_utf8_boundary(text, orig->end));
        ASSERT_TRUE((parts[0].contains(*orig) || parts[1].contains(*orig)));
        ASSERT_EQ(view.to_shown(*orig), (ByteSpan{begin, end})) << trial;
      }
    }
  }
}

}  // namespace
}  // namespace lauter::llm
