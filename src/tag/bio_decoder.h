/// From scores of labels O, B-TYPE, I-TYPE to spans of tokens: the best sequence in which every I
/// follows a B or I of its type (Viterbi), and how sure each span is (forward-backward).
///
///   LAUTER_ASSIGN(const BioDecoder decoder, BioDecoder::make(head.labels));
///   decoder.decode(logits, /*threshold=*/0.5F, scratch, spans);
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Tokens [first, last) of one type.
struct BioSpan {
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t type = 0;  ///< index into BioDecoder::types()
  float score = 0;    ///< mean probability of the type over the tokens, given that sequences are sound
};

struct BioScratch {
  std::vector<float> odds;       ///< T x labels: probability of the label at the token
  std::vector<float> forward;    ///< T x labels
  std::vector<float> of_type;    ///< T x types: probability of the type at the token
  std::vector<uint8_t> entered;  ///< T: label before a token that is O or begins a span
  std::vector<uint32_t> stayed;  ///< T: bit x set if before I-x stands I-x, not B-x
};

/// Const and safe from any thread.
class BioDecoder {
 public:
  /// Errors: kDataLoss if labels other than O come alone, double, or are more than 32 types.
  static Result<BioDecoder> make(std::span<const std::string> labels);

  const std::vector<std::string>& types() const { return types_; }

  /// Replaces `spans`. `logits`: T x labels. `threshold` in (0, 1): a span is reported if its type
  /// is that probable. The sequence is the best one when the odds against O are weighed by
  /// (1 - threshold) / threshold, so that a low threshold also widens and joins. Linear in T.
  void decode(std::span<const float> logits, float threshold, BioScratch& scratch,
              std::vector<BioSpan>& spans) const;

 private:
  BioDecoder() = default;
  void find_path(std::span<const float> logits, float bonus, BioScratch& scratch,
                 std::vector<BioSpan>& spans) const;
  void weigh(std::span<const float> logits, BioScratch& scratch) const;

  std::vector<std::string> types_;
  size_t labels_ = 0;
  size_t outside_ = 0;
  std::vector<size_t> begin_;   ///< label B-x by type
  std::vector<size_t> inside_;  ///< label I-x by type
};

}  // namespace lauter
