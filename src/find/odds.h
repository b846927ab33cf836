/// What several places of a text say of one thing.
#pragma once

#include <cmath>
#include <cstddef>

#include "find/judge.h"

namespace lauter {

/// Odds of being private, pooled as logits.
class PooledOdds {
 public:
  void add(float odds) {
    sum_ += logit(odds);
    ++n_;
    has_public_ = has_public_ || odds < kSure;
    has_private_ = has_private_ || odds > 1 - kSure;
  }

  /// Surely private here, surely public there: two things of one name.
  bool is_split() const { return has_public_ && has_private_; }

  /// After at least one add().
  float pooled() const { return static_cast<float>(1 / (1 + std::exp(-sum_ / static_cast<double>(n_)))); }

 private:
  static constexpr float kSure = 0.03F;  ///< below it surely public, above one minus it surely private

  double sum_ = 0;
  size_t n_ = 0;
  bool has_public_ = false;
  bool has_private_ = false;
};

}  // namespace lauter
