/// Which bytes of a text survive in its refined version, by a shortest edit script over tokens.
/// Internal to measure.
#pragma once

#include <cstdint>
#include <string_view>

#include "measure/coverage.h"

namespace lauter::internal {

struct Survival {
  uint64_t outside = 0;      ///< bytes of `original` in tokens that no gold value touches
  uint64_t identical = 0;    ///< of these, kept in place by the shortest edit script
  bool approximate = false;  ///< too many changes: only common head and tail were counted
};

/// Tokens are runs of ASCII letters, digits and bytes above 0x7F, and every other byte alone.
/// Myers' O(ND) algorithm (Algorithmica 1, 1986) between the common head and tail, up to 3,000
/// changes.
Survival measure_survival(std::string_view original, std::string_view refined, const ByteSet& gold);

}  // namespace lauter::internal
