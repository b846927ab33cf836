/// Heads over the states of one text, fed window by window. Internal to nn.
#pragma once

#include <vector>

#include "nn/block_stack.h"
#include "nn/checks.h"
#include "nn/encoder.h"
#include "nn/segment_gate.h"

namespace lauter::internal {

/// A head's weights, packed.
struct PackedHead {
  PackedHead(const HeadConfig& head_config, const HeadWeights& weights, size_t state_width);

  HeadConfig config;
  size_t width;                      ///< of a state
  std::vector<float> attend;         ///< document
  float attend_bias = 0;             ///< document
  std::vector<float> feature_mean;   ///< line
  std::vector<float> feature_scale;  ///< line
  PackedAffine in;                   ///< line, context
  BlockStack blocks;                 ///< line, context
  NormWeights norm;                  ///< line, context
  std::vector<float> hints;          ///< context
  BlockStack segment_blocks;         ///< context
  NormWeights segment_norm;          ///< context
  PackedAffine up;                   ///< context
  SegmentGate gate;                  ///< context
  PackedAffine out;
};

/// One request in the making. States must come in the order of the text; a request with flags begins with open_segments().
class HeadRunner {
 public:
  /// `request` has passed check_request. All three references must outlive this.
  HeadRunner(const Kernels& kernels, const PackedHead& head, const HeadRequest& request);

  /// Opens the segments that the gate does not close; `rows`: embeddings of the whole text. Returns what must be read for the scores of the open ones, in order.
  std::span<const BlockStack::Range> open_segments(const float* rows, size_t window, StackScratch& scratch);
  /// The next `n` states of the text.
  void add(const float* states, size_t n);
  /// The next tokens up to `end` are not read.
  void pass(size_t end);
  /// After the last state: what depends on the whole text. Line blocks run in windows of `window`.
  void finish(size_t window, StackScratch& scratch);

 private:
  void add_to_lines(const float* states, size_t n);
  void close_line();
  void flush_lines();
  void keep_states(const float* states, size_t n);
  void add_surroundings(size_t window, StackScratch& scratch);
  bool is_closed(size_t token) const { return !request_.open.empty() && request_.open[token] == 0; }
  /// Runs the rows that are open of n through the head's blocks and scores them.
  void score_rows(size_t width, size_t n, size_t window, StackScratch& scratch);
  size_t lines() const { return lines_of(request_); }

  const Kernels& kernels_;
  const PackedHead& head_;
  const HeadRequest& request_;
  size_t done_ = 0;  ///< tokens seen

  /// Document: softmax so far. Document and line: sums and maxima of the text or of the line.
  float highest_ = -3e38F;
  float total_ = 0;
  std::vector<float> sum_;
  std::vector<float> max_;

  size_t line_ = 0;            ///< the line that the next token may belong to
  size_t line_tokens_ = 0;     ///< tokens of it so far
  std::vector<float> pooled_;  ///< closed lines that `in` has not seen yet
  /// Line: lines x head width, what `in` made of them. Context: the states with their hints.
  std::vector<float> rows_;
  std::vector<BlockStack::Range> read_;  ///< context with flags: the tokens that are read
  std::vector<float> closed_;            ///< context: what closed segments give to the surroundings, segments x width
};

}  // namespace lauter::internal
