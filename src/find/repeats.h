/// A claim and its repetition, a question and its answer: what describes a person goes at all of its places or at none.
#pragma once

#include <string_view>
#include <vector>

#include "find/candidate.h"
#include "find/judge.h"

namespace lauter {

/// Adds to `judged` (private runs, sorted, apart) the places at which the text repeats a tie of words, whatever its case, where
/// the judge's odds of all its places, pooled as logits, reach `threshold`. Where one place is surely private and another surely
/// public, all stay as they are. Linear in the tokens.
void add_repeats(std::string_view text, const JudgeScratch& read, float threshold,
                 std::vector<ValueCandidate>& judged);

}  // namespace lauter
