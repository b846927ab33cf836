#include "scan/literal_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace lauter::scan {
namespace {

struct Row {
  std::string bytes;
  bool caseless;
};

using Finds = std::vector<std::pair<uint32_t, uint16_t>>;

Finds find(const LiteralIndex& index, std::string_view text) {
  std::vector<AnchorEvent> events;
  index.scan(text, events);
  Finds found;
  for (const AnchorEvent& e : events) found.emplace_back(e.end, e.literal);
  std::sort(found.begin(), found.end());
  return found;
}

/// The obvious version: every literal compared at every place.
Finds reference(const std::vector<Row>& rows, std::string_view text) {
  Finds found;
  const auto same = [](char a, char b) {
    return a == b || ((a ^ b) == 32 && (a | 32) >= 'a' && (a | 32) <= 'z');
  };
  for (size_t at = 0; at < text.size(); ++at) {
    for (size_t r = 0; r < rows.size(); ++r) {
      const std::string_view piece = text.substr(at, rows[r].bytes.size());
      const bool equal = rows[r].caseless
                             ? std::equal(piece.begin(), piece.end(), rows[r].bytes.begin(),
                                          rows[r].bytes.end(), same)
                             : piece == rows[r].bytes;
      if (equal) found.emplace_back(at + piece.size(), r);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

LiteralIndex index_of(const std::vector<Row>& rows) {
  LiteralIndex index;
  for (size_t r = 0; r < rows.size(); ++r)
    index.add(rows[r].bytes, rows[r].caseless, static_cast<uint16_t>(r));
  index.build();
  return index;
}

TEST(LiteralIndex, FindsLiteralsOfOneByteAtTheVeryEnd) {
  const LiteralIndex index = index_of({{"@", false}, {"a", true}, {"@@", false}});
  EXPECT_EQ(find(index, "A@"), (Finds{{1, 1}, {2, 0}}));
  EXPECT_EQ(find(index, "@@"), (Finds{{1, 0}, {2, 0}, {2, 2}}));
  EXPECT_EQ(find(index, ""), Finds{});
  EXPECT_EQ(find(LiteralIndex(), "@"), Finds{});
}

TEST(LiteralIndex, AgreesWithTheObviousVersion) {
  std::mt19937 rng(7);
  constexpr std::string_view kLetters = "abcABC@:/-_ 0z[{";
  const auto random_text = [&](size_t most) {
    std::string text;
    for (size_t n = 1 + rng() % most; n > 0; --n) text += kLetters[rng() % kLetters.size()];
    return text;
  };
  size_t events = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Row> rows;
    for (size_t n = 1 + rng() % 80; n > 0; --n) {
      rows.push_back({random_text(1 + rng() % 8), rng() % 2 == 0});
    }
    const LiteralIndex index = index_of(rows);
    for (int trial = 0; trial < 40; ++trial) {
      std::string text = random_text(300);
      for (size_t n = rng() % 6; n > 0; --n)
        text.insert(rng() % text.size(), rows[rng() % rows.size()].bytes);
      if (trial % 4 == 0) text[rng() % text.size()] = '\xC3';
      const Finds expected = reference(rows, text);
      ASSERT_EQ(find(index, text), expected) << text;
      events += expected.size();
    }
  }
  EXPECT_GT(events, 100000U);
}

}  // namespace
}  // namespace lauter::scan
