/// Which of the values that overlap are reported.
#pragma once

#include <vector>

#include "scan/scanner.h"

namespace lauter::scan {

/// Leaves of `hits` those that do not overlap, sorted by span: of hits that do the higher score
/// wins; a little length counts as a little score. O(n log n), however many overlap.
void decide_overlaps(std::vector<Hit>& hits);

}  // namespace lauter::scan
