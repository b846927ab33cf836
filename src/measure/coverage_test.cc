#include "measure/coverage.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "measure/token_diff.h"

namespace lauter::internal {
namespace {

TEST(CoverageTest, CountsAgreeWithByteWiseCounting) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "ab \t\ncd"[random() % 7];
    std::vector<ByteSpan> a, b;
    std::vector<bool> in_a(text.size()), in_b(text.size());
    for (int i = 0; i < 5; ++i) {
      for (auto [list, flags] : {std::pair{&a, &in_a}, std::pair{&b, &in_b}}) {
        const uint64_t begin = random() % 38, end = begin + random() % 6;
        list->push_back({begin, std::min<uint64_t>(end, 40)});
        for (uint64_t k = begin; k < std::min<uint64_t>(end, 40); ++k) (*flags)[k] = true;
      }
    }
    const SolidCount solid(text);
    const ByteSet set_a(a), set_b(b);
    uint64_t count_a = 0, shared = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (std::string(" \t\r\n").find(text[i]) != std::string::npos) continue;
      count_a += in_a[i];
      shared += in_a[i] && in_b[i];
    }
    EXPECT_EQ(set_a.solid(solid), count_a);
    EXPECT_EQ(set_a.solid_shared(set_b, solid), shared);
    EXPECT_EQ(set_b.solid_shared(set_a, solid), shared);
  }
}

TEST(CoverageTest, ThresholdsAreInclusive) {
  EXPECT_TRUE(is_found(9, 10));
  EXPECT_FALSE(is_found(89, 100));
  EXPECT_TRUE(is_justified(5, 10));
  EXPECT_FALSE(is_justified(4, 9));
  EXPECT_FALSE(is_found(0, 0));
}

TEST(CoverageTest, RangesBehindTheTextAreEmpty) {
  const SolidCount solid("ab");
  EXPECT_EQ(solid.in({1, 900}), 1U);
  EXPECT_EQ(solid.in({5, 9}), 0U);
}

/// Length of the longest common subsequence by the quadratic textbook recurrence.
size_t lcs(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> best(a.size() + 1, std::vector<size_t>(b.size() + 1, 0));
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      best[i][j] =
          a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    }
  }
  return best[a.size()][b.size()];
}

TEST(TokenDiffTest, KeepsExactlyALongestCommonSubsequence) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string a, b;  // only punctuation: every byte is a token of its own
    const size_t n = random() % 13, m = random() % 13;
    for (size_t i = 0; i < n; ++i) a += ".,;"[random() % 3];
    for (size_t i = 0; i < m; ++i) b += ".,;"[random() % 3];
    const Survival survival = measure_survival(a, b, ByteSet());
    EXPECT_EQ(survival.outside, a.size());
    EXPECT_EQ(survival.identical, lcs(a, b)) << '"' << a << "\" \"" << b << '"';
    EXPECT_FALSE(survival.approximate);
  }
}

TEST(TokenDiffTest, WhatGoldTouchesIsNotCounted) {
  const std::string text = "call +49 561 77 now";
  const Survival survival = measure_survival(text, "call +1 555 0100 then", ByteSet({{5, 15}}));
  EXPECT_EQ(survival.outside, 9U);    // "call", two blanks, "now"
  EXPECT_EQ(survival.identical, 6U);  // all but "now"
}

}  // namespace
}  // namespace lauter::internal
