#include "text/compose.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lauter {
namespace {

struct Composition {
  char32_t base;
  char32_t mark;
  char32_t composed;
};

constexpr Composition kCompositions[] = {
#include "text/compositions.inc"
};

}  // namespace

char32_t composed(char32_t base, char32_t mark) {
  if (mark < 0x300 || mark > 0x36F) return 0;
  const auto at = std::lower_bound(
      std::begin(kCompositions), std::end(kCompositions), std::pair(base, mark),
      [](const Composition& c, const std::pair<char32_t, char32_t>& pair) {
        return std::pair(c.base, c.mark) < pair;
      });
  const bool is_there = at != std::end(kCompositions) && at->base == base && at->mark == mark;
  return is_there ? at->composed : 0;
}

}  // namespace lauter
