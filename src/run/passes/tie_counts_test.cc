#include "run/passes/tie_counts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

#include "base/hash.h"

namespace lauter {
namespace {

/// Rows of `n` combinations, some alone, some shared, in an order without meaning.
std::vector<uint64_t> rows_of_combinations(uint64_t n) {
  KeyedRandom random(sha256("ties " + std::to_string(n)));
  std::vector<uint64_t> rows;
  for (uint64_t i = 0; i < n; ++i) {
    const uint64_t combination = random.next();
    const uint64_t copies = i % 3 == 0 ? 1 : i % 3 == 1 ? 2 + i % 3 : 5 + i % 7;
    rows.insert(rows.end(), copies, combination);
  }
  for (size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
  return rows;
}

TieSummary counted(const std::vector<uint64_t>& rows) {
  std::map<uint64_t, uint64_t> rows_of;
  for (const uint64_t row : rows) ++rows_of[row];
  TieSummary summary{.rows_with = rows.size(), .combinations = rows_of.size()};
  for (const auto& [combination, n] : rows_of) {
    (n == 1 ? summary.rows_alone : n < 5 ? summary.rows_of_few : summary.rows_of_many) += n;
  }
  return summary;
}

TEST(TieCounts, FewAreCountedExactly) {
  const std::vector<uint64_t> rows = rows_of_combinations(900);
  TieCounts counts;
  for (const uint64_t row : rows) counts.add(row);
  counts.add(uint64_t{0});
  counts.add(std::nullopt);
  const TieSummary made = counts.summary();
  const TieSummary wanted = counted(rows);
  EXPECT_TRUE(made.is_exact);
  EXPECT_EQ(made.rows_without, 1u);
  EXPECT_EQ(made.rows_with, wanted.rows_with);
  EXPECT_EQ(made.combinations, wanted.combinations);
  EXPECT_EQ(made.rows_alone, wanted.rows_alone);
  EXPECT_EQ(made.rows_of_few, wanted.rows_of_few);
  EXPECT_EQ(made.rows_of_many, wanted.rows_of_many);
}

TEST(TieCounts, ManyAreEstimated) {
  const std::vector<uint64_t> rows = rows_of_combinations(60'000);
  TieCounts counts;
  for (const uint64_t row : rows) counts.add(row);
  const TieSummary made = counts.summary();
  const TieSummary wanted = counted(rows);
  EXPECT_FALSE(made.is_exact);
  EXPECT_EQ(counts.sample().size(), TieCounts::kMost);
  const auto is_near = [](uint64_t a, uint64_t b) {
    return std::abs(static_cast<double>(a) / static_cast<double>(b) - 1) < 0.12;
  };
  EXPECT_TRUE(is_near(made.combinations, wanted.combinations)) << made.combinations;
  EXPECT_TRUE(is_near(made.rows_alone, wanted.rows_alone)) << made.rows_alone;
  EXPECT_TRUE(is_near(made.rows_of_few, wanted.rows_of_few)) << made.rows_of_few;
  EXPECT_EQ(made.rows_alone + made.rows_of_few + made.rows_of_many, rows.size());
}

TEST(TieCounts, PartsAddUpToTheWholeInAnyOrder) {
  const std::vector<uint64_t> rows = rows_of_combinations(20'000);
  TieCounts whole;
  for (const uint64_t row : rows) whole.add(row);
  for (const size_t parts : {2u, 7u, 300u}) {
    std::vector<TieCounts> counts(parts);
    for (size_t i = 0; i < rows.size(); ++i) counts[i * 31 % parts].add(rows[i]);
    TieCounts sum;
    for (size_t i = parts; i-- > 0;) sum.add(counts[i]);
    EXPECT_EQ(sum.sample(), whole.sample());
    EXPECT_EQ(sum.rows_with(), whole.rows_with());
  }
}

}  // namespace
}  // namespace lauter
