/// What single places of a text fold to in its canonical view (text/canonical.h). Internal to
/// `text`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter::internal {

/// The place at hand and what it becomes: `size` bytes of the original, and one ASCII character or
/// none.
struct Folding {
  uint32_t size = 0;  ///< 0: nothing folds here
  bool removed = false;
  char to = '\0';
};

/// What the text (valid UTF-8) at `at` folds to. `after_fold`: the byte before `at` was folded too,
/// so it counts as a word character. `at` must be a boundary before the end. O(1), bounded
/// look-around.
Folding fold_at(std::string_view text, size_t at, bool after_fold, bool lookalikes);

}  // namespace lauter::internal
