#include "scan/confident_spans.h"

#include <gtest/gtest.h>

#include <random>

namespace lauter::scan {
namespace {

TEST(ConfidentSpans, HoldWhatSomeSureFindingHolds) {
  constexpr RuleInfo kInfo{"a.rule", Category::kPerson};
  std::mt19937 rng(1);
  for (int round = 0; round < 50; ++round) {
    Found found;
    const size_t n = rng() % 20;
    for (size_t i = 0; i < n; ++i) {
      const size_t begin = rng() % 90;
      found.add(kInfo, begin, begin + 1 + rng() % 9, rng() % 2 == 0 ? 0.9F : 0.8F);
    }
    const ConfidentSpans sure(found, 0.85F);
    for (size_t at = 0; at < 110; ++at) {
      bool held = false;
      for (const Finding& f : found.findings())
        held = held || (f.score > 0.85F && f.begin <= at && at < f.end);
      EXPECT_EQ(sure.hold(at), held) << at;
    }
  }
}

}  // namespace
}  // namespace lauter::scan
