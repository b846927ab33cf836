/// What the rest of a text says of a token: the odds that something is private are higher where
/// the persons around are private, lower in a long text that holds nothing else of the kind. The
/// judge reads 480 tokens on each side with weights learnt from texts that it knows; these few
/// weights are learnt from texts that it does not know (train/judge/prior.py), for the whole text.
#pragma once

#include <span>
#include <vector>

#include "find/judge.h"

namespace lauter {

/// Evidence about a token, without the token's own few neighbours, and 1 for a constant.
inline constexpr size_t kPriorFeatures = 8;

/// Sets `private_odds` of every token from its `odds` and those of the others: a logistic function
/// of the logit of `odds`; the logarithm of the sum of all odds, and the share of private ones
/// among persons, within kPriorNear tokens and in the text; the logarithms of persons and of tokens
/// in the text. Tokens that are hardly private alone stay as they are. `weights`: kPriorFeatures in
/// that order; none: nothing is changed. Linear.
void apply_prior(std::span<const float> weights, std::span<JudgedToken> tokens,
                 std::vector<double>& sums);

}  // namespace lauter
