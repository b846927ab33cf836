#include "scan/index/flat_maps.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace lauter::scan {
namespace {

TEST(PointerIndex, AgreesWithAMap) {
  static const std::array<char, 4096> kStorage{};
  std::mt19937 rng(5);
  PointerIndex index;
  std::map<const void*, size_t> numbers;
  for (int i = 0; i < 3000; ++i) {
    const void* const key = &kStorage[rng() % kStorage.size()];
    const auto known = numbers.find(key);
    EXPECT_EQ(index.find(key), known == numbers.end() ? PointerIndex::npos : known->second);
    EXPECT_EQ(index.add(key), numbers.emplace(key, numbers.size()).first->second);
    EXPECT_EQ(index.size(), numbers.size());
  }
}

TEST(TextIndex, AgreesWithAMap) {
  std::mt19937 rng(6);
  std::deque<std::string> texts;
  TextIndex index;
  std::map<std::string, uint16_t> numbers;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = std::to_string(rng() % 3000);
    const auto known = numbers.find(text);
    const auto found = index.find(text);
    ASSERT_EQ(found.has_value(), known != numbers.end()) << text;
    if (found) {
      ASSERT_EQ(*found, known->second) << text;
      continue;
    }
    const auto number = static_cast<uint16_t>(rng());
    index.add(texts.emplace_back(text), number);
    numbers.emplace(text, number);
  }
}

TEST(Lists, AgreeWithVectors) {
  std::mt19937 rng(7);
  constexpr size_t kLists = 50;
  Lists<int> lists;
  std::vector<std::vector<int>> vectors(kLists);
  for (int i = 0; i < 2000; ++i) {
    const size_t list = rng() % kLists;
    const auto value = static_cast<int>(rng() % 3);
    lists.add(static_cast<uint16_t>(list), value);
    if (vectors[list].empty() || vectors[list].back() != value) vectors[list].push_back(value);
  }
  lists.build(kLists + 1);
  for (size_t i = 0; i < kLists; ++i) {
    EXPECT_EQ(std::vector<int>(lists[i].begin(), lists[i].end()), vectors[i]) << i;
    EXPECT_EQ(lists[i].data(), lists.all().data() + lists.begin_of(i));
  }
  EXPECT_TRUE(lists[kLists].empty());
}

}  // namespace
}  // namespace lauter::scan
