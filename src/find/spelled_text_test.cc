#include "find/spelled_text.h"

#include <gtest/gtest.h>

#include <random>

namespace lauter {
namespace {

/// Texts put together of pieces whose spelling is known: every character of one side is where the other has it.
TEST(SpelledText, KnowsEveryCharacterOnBothSides) {
  const std::vector<std::pair<std::string, std::string>> pieces = {
      {"&uuml;", "\u00FC"}, {"&#64;", "@"}, {"&#x1F642;", "\U0001F642"}, {"&amp;", "&"},   {"&nbsp;", "\u00A0"},
      {"M", "M"},          {"ller ", "ller "}, {"\u00E9", "\u00E9"},      {"&copy ", "&copy "}, {"& ", "& "},
      {"&nothing;", "&nothing;"}, {"&acE;", "&acE;"}};  // the last stands for two characters
  std::mt19937 random(5);
  for (int n = 0; n < 500; ++n) {
    std::string original;
    std::string spelled;
    std::vector<std::pair<ByteSpan, ByteSpan>> places;
    for (size_t i = random() % 12; i > 0; --i) {
      const auto& [as_written, as_meant] = pieces[random() % pieces.size()];
      places.push_back({{original.size(), original.size() + as_written.size()}, {spelled.size(), spelled.size() + as_meant.size()}});
      original += as_written;
      spelled += as_meant;
    }
    const SpelledText text(original);
    ASSERT_EQ(text.text(), spelled) << original;
    for (size_t i = 0; i < places.size(); ++i) {
      for (size_t j = i; j < places.size(); ++j) {
        const ByteSpan there{places[i].first.begin, places[j].first.end};
        const ByteSpan here{places[i].second.begin, places[j].second.end};
        EXPECT_EQ(text.to_original(here), there) << original;
        EXPECT_EQ(text.from_original(there), here) << original;
      }
    }
  }
}

TEST(SpelledText, TakesReferencesWhole) {
  const SpelledText text("M&uuml;ller");
  EXPECT_EQ(text.from_original({0, 4}), (ByteSpan{0, 3}));   // M&uu
  EXPECT_EQ(text.from_original({4, 11}), (ByteSpan{1, 7}));  // ml;ller
}

}  // namespace
}  // namespace lauter
