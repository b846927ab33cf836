/// The second toxicity scorer: a linear model over hashed words, word pairs and character n-grams.
/// It judges what the encoder found and edited, and shares neither features nor weights nor
/// training method with it (train/toxicity_linear.py; card: models/toxicity-linear.md).
///
///   LAUTER_ASSIGN(const ToxicityLinear scorer, ToxicityLinear::embedded());
///   ToxicityScratch scratch;
///   scorer.probability("You are an idiot.", scratch);     // near 1
///
/// A text counts as its worst window: 48 words, every 24. In a window the words with their pairs
/// are one set, the n-grams another; each set is scaled to length 1:
///   z = bias + sum(word weights) / sqrt(words + pairs) + sum(gram weights) / sqrt(grams),
///   P(toxic) = 1 / (1 + exp(-z)).
///
/// File, little-endian: "LTX1", u32 feature version, u32 word rows, u32 gram rows, f32 scale of the
/// word weights, f32 scale of the gram weights, f32 bias, f32 factor of all weights (calibration),
/// i8 q[word rows], i8 q[gram rows]; weight = factor * scale * q * |q|.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "tag/toxicity/toxicity_features.h"

namespace lauter {

/// Working memory of one thread. Reusable, never shared.
struct ToxicityScratch {
  ToxicityFeatures features;
  std::vector<uint32_t> word_rows;
  std::vector<uint32_t> gram_rows;
};

/// How much one word adds to a window's z.
struct ToxicityShare {
  ByteSpan span;  ///< of the text
  float weight = 0.0F;
};

/// Const and safe from any thread, each with its own scratch.
class ToxicityLinear {
 public:
  /// SHA-256 of the weights that this version of the program was measured with.
  static std::string_view pinned_sha256();

  /// `file` must outlive the scorer. Errors: kDataLoss if the header or the size is wrong.
  static Result<ToxicityLinear> load(std::string_view file);
  /// The weights inside the program. Errors: kUnimplemented if it was built without them; kDataLoss
  /// if they are not the pinned ones.
  static Result<ToxicityLinear> embedded();

  /// Of the worst window; the prior of an empty text. Linear.
  float probability(std::string_view text, ToxicityScratch& scratch) const;

  /// Words of the worst window with their shares of z, in text order: what each feature of a word
  /// adds, pairs split between the two words. Replaces `shares`; returns the probability.
  float attribute(std::string_view text, ToxicityScratch& scratch,
                  std::vector<ToxicityShare>& shares) const;

 private:
  struct Window {
    size_t first = 0;
    size_t last = 0;
    float z = 0.0F;
    float word_norm = 1.0F;
    float gram_norm = 1.0F;
  };
  Window judge(size_t first, size_t last, ToxicityScratch& scratch) const;
  Window worst(std::string_view text, ToxicityScratch& scratch) const;
  float word_weight(uint32_t row) const;
  float gram_weight(uint32_t row) const;

  const int8_t* words_ = nullptr;
  const int8_t* grams_ = nullptr;
  float word_scale_ = 0.0F;
  float gram_scale_ = 0.0F;
  float bias_ = 0.0F;
};

}  // namespace lauter
