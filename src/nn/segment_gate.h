/// The gate of a context head: by the embeddings of its tokens and their hints, which segments of a text hold nothing
/// and are not read. Internal to nn.
#pragma once

#include <span>
#include <vector>

#include "nn/block_stack.h"

namespace lauter::internal {

class SegmentGate {
 public:
  SegmentGate() = default;
  SegmentGate(const HeadConfig& config, const HeadWeights& weights, size_t width);

  /// What it sees of T tokens.
  struct Tokens {
    const float* rows;                ///< embeddings, T x width
    std::span<const uint16_t> hints;  ///< T
  };
  /// Flags all tokens of a segment where one has a flag or there is a reason to. Returns what a closed segment gives to
  /// the surroundings, in the place of what its states would have given: segments x width, of open ones too. Linear.
  std::vector<float> open(const Kernels& kernels, const Tokens& tokens, size_t window, StackScratch& scratch,
                          std::span<uint8_t> open) const;

 private:
  /// [mean; max] of what `token_` makes of the tokens of each segment.
  std::vector<float> pool(const Kernels& kernels, const Tokens& tokens) const;

  size_t width_ = 0;
  size_t segment_ = 0;
  size_t features_ = 0;  ///< of a token
  std::vector<float> hint_features_;  ///< what each hint adds to them
  PackedAffine token_, in_, inner_, reasons_, around_;
  BlockStack blocks_;
  NormWeights norm_;
};

}  // namespace lauter::internal
