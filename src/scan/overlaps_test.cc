#include "scan/overlaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace lauter::scan {
namespace {

/// Whoever has the highest score of those left is taken, and whatever overlaps it goes.
std::vector<ByteSpan> by_hand(std::vector<Hit> hits) {
  std::vector<ByteSpan> taken;
  while (!hits.empty()) {
    const ByteSpan best = std::max_element(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score < b.score; })->span;
    taken.push_back(best);
    std::erase_if(hits, [&](const Hit& hit) { return hit.span.overlaps(best); });
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

TEST(Overlaps, TheBestAreTakenWhateverOverlaps) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Hit> hits;
    const size_t n = 40 + random() % 200;  // above what is compared by category
    for (size_t i = 0; i < n; ++i) {
      const uint64_t begin = random() % (2 * n);
      hits.push_back({{begin, begin + 30 + random() % 30}, Category::kPerson, static_cast<float>(i + 1), {}});
    }
    const std::vector<ByteSpan> expected = by_hand(hits);
    std::shuffle(hits.begin(), hits.end(), random);
    decide_overlaps(hits);
    std::vector<ByteSpan> spans;
    for (const Hit& hit : hits) spans.push_back(hit.span);
    ASSERT_EQ(spans, expected);
  }
}

}  // namespace
}  // namespace lauter::scan
