#pragma once

#include <cstdint>

namespace lauter {

/// Of WorkBudget: what reading a token for abuse takes, half of what it takes the judge. Asked for at once, so that a text of
/// too many is not begun.
inline constexpr uint64_t kReadingSteps = 1800;
/// Of a piece that the second reader sees.
inline constexpr uint64_t kSecondReadingSteps = 18000;

}  // namespace lauter
