#include "tag/features.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lauter {
namespace {

constexpr uint32_t kRows = 49152;

TokenFeatures features_of(std::string_view text, std::vector<Token>& tokens,
                          uint32_t rows = kRows) {
  tokenize(text, tokens);
  TokenFeatures features;
  extract_features(text, tokens, rows, features);
  return features;
}

std::vector<uint32_t> ids_of(std::string_view word, uint32_t rows = kRows) {
  std::vector<Token> tokens;
  return features_of(word, tokens, rows).ids;
}

TEST(Features, CaseDigitsAndZeroWidthFold) {
  EXPECT_EQ(ids_of("Maria"), ids_of("mARIA"));
  EXPECT_EQ(ids_of("Ünal"), ids_of("ünal"));
  EXPECT_EQ(ids_of("room12"), ids_of("room٣٤"));
  EXPECT_EQ(ids_of("ma\u200bria"), ids_of("maria"));
  EXPECT_NE(ids_of("Maria"), ids_of("Marie"));
}

TEST(Features, WordsShareTheirParts) {
  const auto a = ids_of("Jacobson");
  const auto b = ids_of("Thompson");
  const std::set<uint32_t> left(a.begin(), a.end());
  int shared = 0;
  for (const uint32_t id : b) shared += id != kPaddingRow && left.count(id) != 0;
  EXPECT_GE(shared, 3);  // suffixes "on", "son" and the trigram "son"
}

TEST(Features, RowsStayInTheTable) {
  for (const uint32_t rows : {3u, 100u, kRows}) {
    for (const uint32_t id : ids_of("Internationalisierung", rows)) {
      EXPECT_LT(id, rows);
      EXPECT_NE(id, kMaskRow);
    }
  }
}

TEST(Features, PunctuationHasItsWordOnly) {
  const auto ids = ids_of("----------");
  EXPECT_EQ(std::count(ids.begin(), ids.end(), kPaddingRow), kIdsPerToken - 2);
  EXPECT_EQ(ids, ids_of("--------------------"));
}

TEST(Features, ShapesTellCase) {
  std::vector<Token> tokens;
  const TokenFeatures f = features_of("Maria Peter IBM McCoy 2024 1999 b2 word", tokens);
  EXPECT_EQ(f.shapes[0], f.shapes[1]);
  EXPECT_EQ(f.shapes[4], f.shapes[5]);
  EXPECT_EQ(std::set<uint8_t>(f.shapes.begin(), f.shapes.end()).size(), 6u);
}

TEST(Features, PinnedValues) {
  // Trained weights depend on these numbers.
  const auto ids = ids_of("Ada");
  EXPECT_EQ(ids.size(), kIdsPerToken);
  std::string printed;
  for (const uint32_t id : ids) printed += std::to_string(id) + " ";
  EXPECT_EQ(printed, "31109 44288 35982 35253 23308 4112 36753 0 0 0 0 0 0 0 0 0 ");
}

}  // namespace
}  // namespace lauter
