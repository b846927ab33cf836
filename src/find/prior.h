/// What the whole text says of a token. The judge is surer of itself on text that it has learnt from
/// than it should be elsewhere, and reads 480 tokens on each side; these few weights are fitted on
/// texts that it does not know (train/judge/prior.py) and see the whole: where nobody is named, less
/// is private, a long text that names few people is rather about the world, and a name that the world
/// knows is rather that one's.
#pragma once

#include <cstdint>
#include <span>

#include "find/judge.h"

namespace lauter {

inline constexpr size_t kPriorFeatures = 6;

/// Sets `private_odds` of every token: a logistic function of the logit of its `odds`, of the
/// logarithms of the persons named elsewhere in the text (their tokens) and of the text's tokens, of 1,
/// and of being of a known name of several words, or of a well-known single word. Tokens that are hardly
/// private stay as they are. `weights`: kPriorFeatures in that order; none: nothing is changed. `known`:
/// the gazetteer's mark of each token, or empty. Linear.
void apply_prior(std::span<const float> weights, std::span<const uint8_t> known, std::span<JudgedToken> tokens);

/// A name is one thing, private as a whole or not at all: its tokens get the mean of their
/// `private_odds`, but for those that are hardly private, as titles are ("Mr"). `names`: sorted,
/// apart. Linear.
void pool_names(std::span<const JudgedRun> names, std::span<JudgedToken> tokens);

}  // namespace lauter
