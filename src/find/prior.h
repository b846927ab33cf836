/// What the whole text says of a token. The judge is surer of itself on text that it has learnt from
/// than it should be elsewhere, and reads 480 tokens on each side; these few weights are fitted on
/// texts that it does not know (train/judge/prior.py) and see the whole: where nobody is named, less
/// is private, and a long text that names few people is rather about the world.
#pragma once

#include <span>

#include "find/judge.h"

namespace lauter {

inline constexpr size_t kPriorFeatures = 4;

/// Sets `private_odds` of every token: a logistic function of the logit of its `odds`, of the
/// logarithms of the persons named elsewhere in the text (their tokens) and of the text's tokens, and
/// of 1. Tokens that are hardly private stay as they are. `weights`: kPriorFeatures in that order;
/// none: nothing is changed. Linear.
void apply_prior(std::span<const float> weights, std::span<JudgedToken> tokens);

}  // namespace lauter
