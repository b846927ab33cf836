/// Passages that two long texts share and that stand in each of them once.
#pragma once

#include <cstdint>
#include <vector>

#include "edit/diff/units.h"

namespace lauter {

struct Landmark {
  size_t a = 0;  ///< where the passage begins
  size_t b = 0;
};

/// The longest chain of landmarks in the order of both texts. Passages have `length` units; about
/// one in eight is looked at, chosen by its hash, so the same ones in both texts. Passages may
/// overlap. Deterministic. Time: O(units), and O(n log n) in the landmarks found.
std::vector<Landmark> find_landmarks(Units a, Units b, size_t length);

}  // namespace lauter
