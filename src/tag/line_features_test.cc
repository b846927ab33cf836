#include "tag/line_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lauter {
namespace {

std::vector<float> line_features_of(std::string_view text,
                                    std::span<const uint32_t> documents = {}) {
  LineFeaturizer featurizer;
  std::vector<float> out;
  featurizer.extract(text, LineIndex(text), documents, out);
  return out;
}

uint64_t hash_of(std::string_view line) {
  std::string scratch;
  return folded_line_hash(line, scratch);
}

TEST(FoldedLine, CaseDigitsAndBlanksDoNotMatter) {
  EXPECT_EQ(hash_of("Page 12 of 300"), hash_of("  PAGE 1\tof  7 "));
  EXPECT_EQ(hash_of("ÜBER UNS"), hash_of("über uns"));
  EXPECT_EQ(hash_of("a\xC2\xA0"
                    "b"),
            hash_of("a b"));
  EXPECT_NE(hash_of("Page 1 of 7"), hash_of("Page of 7"));
  EXPECT_NE(hash_of("a b"), hash_of("ab"));
  EXPECT_NE(hash_of("1 2"), hash_of("12"));
  EXPECT_EQ(hash_of(" \t\r"), 0U);
  EXPECT_EQ(hash_of(""), 0U);
}

TEST(LineFeatures, EveryLineHasItsNumbers) {
  EXPECT_TRUE(line_features_of("").empty());
  EXPECT_EQ(line_features_of("a\n\nb").size(), 3 * kLineFeatures);
  EXPECT_EQ(line_features_of("a\nb\n").size(), 2 * kLineFeatures);
}

TEST(LineFeatures, TheShareOfSmallWordsIsWhereTheHeaderSays) {
  EXPECT_FLOAT_EQ(line_features_of("the lamp\nof oil")[kSmallWordShare], 0.5F);
}

/// How many features of line `i` differ between two texts with the same number of lines.
size_t differing(const std::vector<float>& a, const std::vector<float>& b, size_t i) {
  size_t n = 0;
  for (size_t k = i * kLineFeatures; k < (i + 1) * kLineFeatures; ++k) n += a[k] != b[k] ? 1 : 0;
  return n;
}

TEST(LineFeatures, MenusRepeatsAndCorpusCountsShow) {
  const std::vector<float> menu = line_features_of("Home\nLogin\nx");
  EXPECT_GE(differing(menu, line_features_of("Hume\nLogin\nx"), 0), 2U);
  // A repeat changes both lines that are alike; a count only its line and the near ones.
  EXPECT_GE(differing(menu, line_features_of("Home\nLogin\nHOME"), 0), 1U);
  const std::vector<uint32_t> counts = {7, 0, 0};
  EXPECT_GE(differing(menu, line_features_of("Home\nLogin\nx", counts), 0), 3U);
  const std::vector<uint32_t> none = {0, 0, 0};
  EXPECT_EQ(differing(menu, line_features_of("Home\nLogin\nx", none), 0), 1U) << "known or not";
}

TEST(LineFeatures, AreFiniteOnAnyText) {
  std::mt19937 random(3);
  const std::string_view parts[] = {
      "\n", "\n\n", "Home", " ",   "```", "# ",    "- ", "12",           "The cat sat. ",
      "\t", "é",    "漢字", "$x$", "@",   "| a |", "©",  "\xE2\x80\x8B", "https://a.b"};
  LineFeaturizer featurizer;
  std::vector<float> out;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    const uint64_t n = random() % 60;
    for (uint64_t i = 0; i < n; ++i) text += parts[random() % std::size(parts)];
    const LineIndex lines(text);
    featurizer.extract(text, lines, {}, out);
    ASSERT_EQ(out.size(), lines.line_count() * kLineFeatures);
    for (const float value : out)
      ASSERT_TRUE(std::isfinite(value) && std::abs(value) < 100) << text;
    // Nothing is remembered from the text before.
    ASSERT_EQ(out, line_features_of(text));
  }
}

}  // namespace
}  // namespace lauter
