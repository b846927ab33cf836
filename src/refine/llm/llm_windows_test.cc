// Which passages are shown: they cover every doubt, cut nothing in two, and repeat nothing.
#include "refine/llm/llm_windows.h"

#include <gtest/gtest.h>

#include <random>

#include "text/utf8.h"

namespace lauter {
namespace {

std::vector<std::string> texts_of(std::string_view text, const std::vector<AskWindow>& windows) {
  std::vector<std::string> texts;
  for (const AskWindow& window : windows) texts.emplace_back(window.span.of(text));
  return texts;
}

Doubt doubt_at(std::string_view text, std::string_view word, float risk = 0.5F) {
  const size_t at = text.find(word);
  return {{at, at + word.size()}, risk, {}};
}

TEST(LlmWindows, WholeSentencesAroundADoubt) {
  const std::string_view text =
      "The first one is long enough to stay outside of every context that is asked for here. "
      "Then came Weber. He sat down. And the last sentence goes on and on, as last ones do, far "
      "beyond the end of what anybody wants to read.";
  const std::vector<Doubt> doubts = {doubt_at(text, "Weber")};
  const auto windows = windows_around(text, doubts, {}, {.context_bytes = 20});
  EXPECT_EQ(texts_of(text, windows), std::vector<std::string>{"Then came Weber. He sat down."});
  EXPECT_DOUBLE_EQ(windows[0].risk, 0.5);
}

TEST(LlmWindows, WithoutSentencesWordsAreWhole) {
  const std::string_view text = "one two three four five Weber six seven eight nine ten";
  const std::vector<Doubt> doubts = {doubt_at(text, "Weber")};
  EXPECT_EQ(texts_of(text, windows_around(text, doubts, {}, {.context_bytes = 12})),
            std::vector<std::string>{"four five Weber six seven"});
}

TEST(LlmWindows, NeighboursAreJoinedAndKnownPlacesPassedOver) {
  const std::string_view text =
      "A. Weber sat. B. C. Meier stood. D. E. F. G. H. I. J. K. L. M. N. "
      "O. P. Q. R. S. T. U. V. W. Schulz ran.";
  const std::vector<Doubt> doubts = {doubt_at(text, "Weber", 0.25F), doubt_at(text, "Meier", 0.5F),
                                     doubt_at(text, "Schulz", 1.0F)};
  const auto windows = windows_around(text, doubts, {}, {.context_bytes = 8});
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_DOUBLE_EQ(windows[0].risk, 0.75);
  EXPECT_NE(windows[0].span.of(text).find("Weber"), std::string_view::npos);
  EXPECT_NE(windows[0].span.of(text).find("Meier"), std::string_view::npos);
  const std::vector<ByteSpan> known = {doubts[2].span};
  EXPECT_EQ(windows_around(text, doubts, known, {.context_bytes = 8}).size(), 1U);
}

TEST(LlmWindows, OfTheSameWordsTheRiskiestStays) {
  const std::string_view text = "Weber Meier Weber Meier Weber";
  const auto at = [](uint64_t begin, float risk) { return Doubt{{begin, begin + 5}, risk, {}}; };
  std::vector<Doubt> doubts = {at(0, 0.25F), at(6, 0.5F), at(12, 0.75F), at(18, 0.5F),
                               at(24, 0.75F)};
  const std::vector<ByteSpan> known = {
      {18, 23}};  // lauter's own Meier: neither asked about nor a copy
  const auto copies = take_copies(text, known, doubts);
  const std::vector<DoubtCopy> expected = {{{12, 17}, {0, 5}}, {{12, 17}, {24, 29}}};
  EXPECT_EQ(copies, expected);
  ASSERT_EQ(doubts.size(), 3U);
  EXPECT_EQ(doubts[0].span.begin, 6U);
  EXPECT_EQ(doubts[1].span.begin, 12U);
  EXPECT_EQ(doubts[2].span.begin, 18U);
}

TEST(LlmWindows, AnyTextAnyDoubts) {
  std::mt19937 random(1);
  const std::vector<std::string> pieces = {"word ", ". ", "\n", "\n\n", "ä",
                                           "東京",  "x",  "! ", "  "};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    std::vector<uint64_t> bounds = {0};
    for (size_t i = random() % 300; i > 0; --i) {
      text += pieces[random() % pieces.size()];
      bounds.push_back(text.size());
    }
    std::vector<Doubt> doubts;
    for (size_t i = random() % 5; i > 0; --i) {
      const uint64_t a = bounds[random() % bounds.size()], b = bounds[random() % bounds.size()];
      if (a != b) doubts.push_back({{std::min(a, b), std::max(a, b)}, 0.5F, {}});
    }
    std::sort(doubts.begin(), doubts.end(),
              [](const Doubt& a, const Doubt& b) { return a.span < b.span; });
    const AskWindowOptions options{.context_bytes = random() % 60,
                                   .max_window_bytes = 16 + random() % 200,
                                   .whole_lines = random() % 2 == 0};
    const auto around = windows_around(text, doubts, {}, options);
    const auto all = windows_of_all(text, doubts, options);
    for (const auto* windows : {&around, &all}) {
      uint64_t last = 0;
      for (const AskWindow& window : *windows) {
        ASSERT_LE(last, window.span.begin);
        ASSERT_LT(window.span.begin, window.span.end);
        ASSERT_LE(window.span.size(), options.max_window_bytes);
        ASSERT_TRUE(is_utf8_boundary(text, window.span.begin));
        ASSERT_TRUE(is_utf8_boundary(text, window.span.end));
        last = window.span.end;
      }
    }
    const auto covered = [](const std::vector<AskWindow>& windows, uint64_t at) {
      return std::any_of(windows.begin(), windows.end(), [at](const AskWindow& w) {
        return w.span.begin <= at && at < w.span.end;
      });
    };
    for (uint64_t at = 0; at < text.size(); ++at) {
      if (text[at] == ' ' || text[at] == '\n') continue;
      ASSERT_TRUE(covered(all, at)) << at;
      for (const Doubt& doubt : doubts) {
        const bool is_inside = doubt.span.begin <= at && at < doubt.span.end;
        ASSERT_TRUE(!is_inside || covered(around, at)) << at;
      }
    }
  }
}

TEST(LlmWindows, PacksAreWhole) {
  const std::vector<AskWindow> windows = {
      {{0, 50}, 1}, {{60, 100}, 1}, {{200, 400}, 1}, {{500, 510}, 1}};
  const auto packs = pack_windows(windows, 100);
  ASSERT_EQ(packs.size(), 3U);
  EXPECT_EQ(packs[0].size(), 2U);
  EXPECT_EQ(packs[1].size(), 1U);  // longer than a pack may be: alone
  EXPECT_EQ(packs[2].size(), 1U);
  EXPECT_TRUE(pack_windows({}, 100).empty());
  EXPECT_EQ(pack_windows(windows, 0).size(), 4U);
}

}  // namespace
}  // namespace lauter
