/// Candidate agreement of long texts: how much of its pairs of words a text shares with the others
/// that say the same.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lauter {

/// For each text the mean overlap (Jaccard) of its set of word pairs (curate/metrics/lexical_words.h) with
/// those of all others, in [0, 1]. NaN for a single text. O(n log n) in the words, O(n^2) in the
/// texts.
std::vector<float> pair_agreement(std::span<const std::string_view> texts);

}  // namespace lauter
