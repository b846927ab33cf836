/// What the heads over sentences say, and how it is read: the same for the quick judge and for the thorough
/// reader. Internal to tag/toxicity.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/model_config.h"
#include "tag/toxicity/sentence_judge.h"

namespace lauter::internal {

/// Outputs of a head over sentences: acts, kinds, frames.
inline constexpr size_t kSentenceLabels = 21;
/// What the head knows of a sentence besides its words: their number, up to this.
inline constexpr size_t kCountedTokens = 64;

/// Numbers of the heads in a model. Errors: kNotFound, kDataLoss if their labels are not those of train/sentences.py.
struct SentenceHeads {
  static Result<SentenceHeads> of(const std::string& model, const std::vector<HeadConfig>& heads);

  size_t sentence = 0;
  size_t gone = 0;
  std::optional<size_t> seam;  ///< what a place from which words are gone needs (train/seams.py): sound, torn, or a phrase
};

/// Sets acts, kind and frame by kSentenceLabels logits.
void read_logits(const float* logits, JudgedSentence& sentence);

/// P(a minimal rewrite takes it out) by the two logits of a token.
float chance_gone(const float* logits);

}  // namespace lauter::internal
