/// Lists of found values as finders keep them: sorted by place, apart.
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// Adds `more` (sorted, apart, and apart from `found`) to `found`. Linear.
inline void merge_found(std::vector<Found> more, std::vector<Found>& found) {
  const auto n_before = static_cast<std::ptrdiff_t>(found.size());
  std::move(more.begin(), more.end(), std::back_inserter(found));
  std::inplace_merge(found.begin(), found.begin() + n_before, found.end(),
                     [](const Found& a, const Found& b) { return a.span < b.span; });
}

}  // namespace lauter::internal
