#include "edit/diff/midpoint.h"

#include <algorithm>

namespace lauter {
namespace {

/// A frontier step jumps about in both texts: it takes as long as so many words of a row.
constexpr uint64_t kFrontierSteps = 8;

/// The first of every second diagonal that `d` edits reach: `limit` bounds how far.
int64_t first_diagonal(int64_t d, int64_t limit) {
  return d <= limit ? d : limit - ((d - limit) & 1);
}

}  // namespace

std::optional<CutPoint> MidpointFinder::find(Units a, Units b, StepBudget& budget) {
  const uint64_t row_steps = (a.size() + uint64_t{2}) * ((b.size() + 63) / 64);
  if (const auto point = by_frontiers(a, b, row_steps, budget)) return point;
  if (!budget.take(row_steps)) return std::nullopt;
  return by_rows(a, b);
}

/// Both frontiers take one edit in turn. Where they first meet on a diagonal, the edits so far are
/// those of a shortest path.
std::optional<CutPoint> MidpointFinder::by_frontiers(Units a, Units b, uint64_t max_steps,
                                                     StepBudget& budget) {
  const auto n = static_cast<int32_t>(a.size());
  reached_.assign(a.size() + b.size() + 3, -1);
  reached_back_.assign(a.size() + b.size() + 3, n + 1);
  reached_[b.size() + 1] = 0;
  reached_back_[a.size() + 1] = n;
  max_steps = std::min(max_steps, budget.left());
  uint64_t steps = 0;
  CutPoint met;
  for (int64_t d = 1; steps <= max_steps; ++d) {
    if (advance(a, b, d, max_steps, steps, met) || retreat(a, b, d, max_steps, steps, met)) {
      budget.take(steps);
      return met;
    }
  }
  budget.take(steps);
  return std::nullopt;
}

bool MidpointFinder::advance(Units a, Units b, int64_t d, uint64_t max_steps, uint64_t& steps,
                             CutPoint& met) {
  const auto n = static_cast<int32_t>(a.size());
  const auto m = static_cast<int32_t>(b.size());
  const int64_t high = first_diagonal(d, n);
  for (int64_t k = -first_diagonal(d, m); k <= high && steps <= max_steps; k += 2) {
    const auto at = static_cast<size_t>(k + m + 1);
    const int32_t right = reached_[at - 1];
    const int32_t down = reached_[at + 1];
    int32_t x = reached_[at];
    if (right >= 0 && right < n) x = std::max(x, right + 1);
    if (down >= 0 && down - k <= m) x = std::max(x, down);
    if (x < 0) continue;
    const auto from = static_cast<size_t>(x);
    const auto y = static_cast<size_t>(x - k);
    const size_t slide = common_prefix(a.subspan(from), b.subspan(y));
    reached_[at] = static_cast<int32_t>(from + slide);
    steps += kFrontierSteps + slide / 4;
    if (reached_[at] >= reached_back_[at]) {
      met = {from + slide, y + slide};
      return true;
    }
  }
  return false;
}

bool MidpointFinder::retreat(Units a, Units b, int64_t d, uint64_t max_steps, uint64_t& steps,
                             CutPoint& met) {
  const auto n = static_cast<int32_t>(a.size());
  const auto m = static_cast<int32_t>(b.size());
  const int64_t delta = n - m;
  const int64_t high = delta + first_diagonal(d, m);
  for (int64_t k = delta - first_diagonal(d, n); k <= high && steps <= max_steps; k += 2) {
    const auto at = static_cast<size_t>(k + m + 1);
    const int32_t left = reached_back_[at + 1];
    const int32_t up = reached_back_[at - 1];
    int32_t x = reached_back_[at];
    if (left <= n && left > 0) x = std::min(x, left - 1);
    if (up <= n && up - k >= 0) x = std::min(x, up);
    if (x > n) continue;
    const auto from = static_cast<size_t>(x);
    const auto y = static_cast<size_t>(x - k);
    const size_t slide = common_suffix(a.first(from), b.first(y));
    reached_back_[at] = static_cast<int32_t>(from - slide);
    steps += kFrontierSteps + slide / 4;
    if (reached_back_[at] <= reached_[at]) {
      met = {from - slide, y - slide};
      return true;
    }
  }
  return false;
}

/// LCS lengths of `a` with every prefix of `b`, as growth bits in `along_`.
void MidpointFinder::fill_row(Units a, Units b) {
  masks_.assign(b);
  along_.assign(masks_.words(), ~uint64_t{0});
  for (const uint32_t unit : a) {
    const uint64_t* matches = masks_.of(unit);
    uint64_t carry = 0;
    for (size_t w = 0; w < along_.size(); ++w) {
      const uint64_t v = along_[w];
      const uint64_t u = v & matches[w];
      const uint64_t sum = v + u + carry;
      carry = (u | (v & ~sum)) >> 63;
      along_[w] = sum | (v ^ u);
    }
  }
}

/// Halves `a` (so that no part is the whole), and takes the first place in `b` where the LCS
/// lengths of both halves add up to most.
CutPoint MidpointFinder::by_rows(Units a, Units b) {
  const size_t half = (a.size() + 1) / 2;
  const auto grows = [this](size_t y) {
    return static_cast<uint32_t>(((along_[y / 64] >> (y % 64)) & 1) ^ 1);
  };
  fill_row(a.first(half), b);
  upper_lcs_.resize(b.size() + 1);
  upper_lcs_[0] = 0;
  for (size_t y = 0; y < b.size(); ++y) upper_lcs_[y + 1] = upper_lcs_[y] + grows(y);

  reversed_a_.assign(a.rbegin(), a.rend() - static_cast<ptrdiff_t>(half));
  reversed_b_.assign(b.rbegin(), b.rend());
  fill_row(reversed_a_, reversed_b_);
  CutPoint best{half, b.size()};
  uint32_t lower = 0;
  uint32_t most = upper_lcs_[b.size()];
  for (size_t y = b.size(); y-- > 0;) {
    lower += grows(b.size() - 1 - y);
    if (upper_lcs_[y] + lower >= most) {
      most = upper_lcs_[y] + lower;
      best.b = y;
    }
  }
  return best;
}

}  // namespace lauter
