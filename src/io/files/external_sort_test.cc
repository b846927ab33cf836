#include "io/files/external_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "io/test_support.h"

namespace lauter {
namespace {

struct Item {
  uint64_t key;
  std::string bytes;
  bool operator==(const Item&) const = default;
};

std::vector<Item> sorted_by(uint64_t memory, const std::vector<Item>& items, uint64_t& runs) {
  std::vector<Item> got;
  auto sort = ExternalSort::make(testing::TempDir(), memory);
  EXPECT_TRUE(sort.ok());
  for (const Item& item : items) EXPECT_TRUE(sort->add(item.key, item.bytes).ok());
  EXPECT_TRUE(sort->finish().ok());
  SortRecord record;
  while (true) {
    const auto more = sort->next(record);
    EXPECT_TRUE(more.ok()) << more.error().message;
    if (!more.ok() || !*more) break;
    got.push_back({record.key, record.bytes});
  }
  runs = sort->runs();
  return got;
}

TEST(ExternalSort, IsAStableSortWhateverTheMemory) {
  std::mt19937_64 rng(7);
  for (const size_t n : {0U, 1U, 2U, 3000U}) {
    std::vector<Item> items;
    for (size_t i = 0; i < n; ++i) {
      // Few keys, so that stability shows; records from nothing to longer than every buffer.
      std::string bytes = std::to_string(i) + std::string(i % 500 == 7 ? 9000 : rng() % 40, 'x');
      items.push_back({rng() % 50, i % 97 == 3 ? "" : std::move(bytes)});
    }
    std::vector<Item> want = items;
    std::stable_sort(want.begin(), want.end(),
                     [](const Item& a, const Item& b) { return a.key < b.key; });
    for (const uint64_t memory : {0U, 300U, 5000U, 200'000U, 10'000'000U}) {
      uint64_t runs = 0;
      EXPECT_EQ(sorted_by(memory, items, runs), want) << n << " records in " << memory;
      // 300 bytes hold some five records: many levels of merges of two.
      EXPECT_TRUE(n != 3000 || memory != 300 || runs > 300) << runs;
      EXPECT_TRUE(memory != 10'000'000U || runs == 0) << runs;
    }
  }
}

TEST(ExternalSort, SaysThatItsFolderIsMissing) {
  auto sort = ExternalSort::make("/no/such/folder", 10);
  ASSERT_TRUE(sort.ok());
  ASSERT_TRUE(sort->add(1, "first").ok());
  EXPECT_FALSE(sort->add(2, "second").ok());
}

}  // namespace
}  // namespace lauter
