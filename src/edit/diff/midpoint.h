/// A point in the middle of a shortest path between two texts, in linear space.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "edit/diff/match_masks.h"
#include "edit/diff/units.h"

namespace lauter {

/// The first `a` units of one text become the first `b` units of the other on some shortest path.
struct CutPoint {
  size_t a = 0;
  size_t b = 0;
};

/// Two ways to find one, each good where the other is bad: Myers 1986, "An O(ND) difference
/// algorithm and its variations" (section 4b), whose time grows with the square of the difference,
/// and Hirschberg 1975 with bit-parallel rows (see bit_lcs.h), whose time is the product of the
/// lengths / 64 whatever the difference. The first gives up when it has cost as much as the second.
class MidpointFinder {
 public:
  /// Neither text may be empty, and they must begin and end differently: then the point is no
  /// corner, and both parts are smaller. Nothing if `budget` does not suffice. Deterministic.
  std::optional<CutPoint> find(Units a, Units b, StepBudget& budget);

 private:
  std::optional<CutPoint> by_frontiers(Units a, Units b, uint64_t max_steps, StepBudget& budget);
  /// One edit more on every diagonal of one frontier; true if it met the other. Ends early when
  /// `steps`, which it counts, go beyond `max_steps`.
  bool advance(Units a, Units b, int64_t d, uint64_t max_steps, uint64_t& steps, CutPoint& met);
  bool retreat(Units a, Units b, int64_t d, uint64_t max_steps, uint64_t& steps, CutPoint& met);
  CutPoint by_rows(Units a, Units b);
  void fill_row(Units a, Units b);

  /// How far into `a` (how close to its begin) the edits so far lead on every diagonal; diagonal
  /// x - y stands at index x - y + b.size() + 1.
  std::vector<int32_t> reached_;
  std::vector<int32_t> reached_back_;

  MatchMasks masks_;
  std::vector<uint64_t> along_;
  std::vector<uint32_t> upper_lcs_;
  std::vector<uint32_t> reversed_a_;
  std::vector<uint32_t> reversed_b_;
};

}  // namespace lauter
