/// Shared by the tests of web.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lauter {

inline std::string times(std::string_view piece, size_t n) {
  std::string all;
  for (size_t i = 0; i < n; ++i) all += piece;
  return all;
}

}  // namespace lauter
