/// Gated convolution blocks over a sequence of rows, in windows. Both the encoder (rows are tokens)
/// and the line heads (rows are lines) are one.
///
/// A window computes its own rows and, on each side, as many as later layers reach; layer by layer
/// fewer. So a row's result never depends on where the windows lie. Internal to nn.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "nn/packed.h"

namespace lauter::internal {

/// Buffers of one run, of (window + 2 x reach) rows; reused by the next.
struct StackScratch {
  std::vector<float> x;
  std::vector<float> normal;
  std::vector<float> gated;
  std::vector<uint8_t> values;  ///< quantised rows
  std::vector<float> scales;
};

class BlockStack {
 public:
  BlockStack() = default;
  BlockStack(const std::vector<BlockWeights>& blocks, size_t width);

  /// Rows on each side that a result depends on.
  size_t reach() const { return reach_; }

  /// Writes the rows [begin, end) of the input, width numbers each.
  using Source = std::function<void(size_t begin, size_t end, float* rows)>;
  /// Takes the rows [begin, end) of the result, which it may overwrite; called in ascending order.
  using Sink = std::function<void(size_t begin, size_t end, float* rows)>;

  /// Runs n rows in windows of `window` rows.
  void run(const Kernels& kernels, size_t n, size_t window, StackScratch& scratch,
           const Source& source, const Sink& sink) const;

 private:
  struct Block {
    size_t dilation;
    NormWeights norm;
    PackedAffine conv;
    PackedAffine out;
  };
  /// The rows that a layer reads and those that it makes, counted from the window's first.
  struct Range {
    size_t in_begin, in_end;
    size_t out_begin, out_end;
    bool at_start, at_end;  ///< the rows read begin or end with the sequence
  };
  void convolve(const Kernels& kernels, const Block& block, const Range& range,
                StackScratch& scratch) const;
  void project(const Kernels& kernels, const Block& block, const Range& range,
               StackScratch& scratch) const;

  size_t width_ = 0;
  size_t reach_ = 0;
  size_t margin_ = 0;  ///< the largest dilation: rows kept free before and after the window
  std::vector<Block> blocks_;
};

}  // namespace lauter::internal
