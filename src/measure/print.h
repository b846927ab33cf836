/// Figures and how they are printed. Internal to measure.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "json/writer.h"

namespace lauter::internal {

/// `otherwise` of nothing.
inline double share(uint64_t part, uint64_t whole, double otherwise = 0) {
  return whole == 0 ? otherwise : static_cast<double>(part) / static_cast<double>(whole);
}

/// A member with four places: enough for 1 in 10,000, and the same text on every machine.
inline void write_number(JsonWriter& json, std::string_view name, double value) {
  std::array<char, 32> text{};
  const int n = std::snprintf(text.data(), text.size(), "%.4f", value);
  json.key(name).raw(std::string_view(text.data(), static_cast<size_t>(n)));
}

}  // namespace lauter::internal
