/// Figures that may have nothing to be computed from.
#pragma once

#include <cstdint>
#include <limits>

namespace lauter {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// `part` of `whole`, both counts; NaN of nothing.
inline double share(uint64_t part, uint64_t whole) {
  return whole == 0 ? kNaN : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace lauter
