/// The canonical place of runs that could as well stand some units further.
#pragma once

#include <vector>

#include "edit/diff/units.h"

namespace lauter {

/// Moves runs of `runs` (sorted, apart) without changing what they turn `a` into. A deletion (an
/// insertion alike, in `b`) can go left by one unit if the unit before it equals its last one, as
/// far as its neighbours. First all go left as far as they can; two that meet become one. Then, the
/// last run first, each takes the best place of those it can reach: a place ranks by the lower rank
/// of its two ends, then by the sum of both, then by being earlier. Ranks of ends:
///   3  a line begins there, or the text ends
///   2  a sentence begins there (white space after . ! ? ...), or a line ends
///   1  a word begins or ends there
///   0  anything else
/// The result depends on the texts and on what can be slid into each other only, not on where the
/// runs were. Time: O(how far runs can go).
void slide_runs(Units a, Units b, std::vector<UnitRun>& runs);

}  // namespace lauter
