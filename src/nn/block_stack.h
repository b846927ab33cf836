/// Gated convolution blocks over a sequence of rows, in windows. Both the encoder (rows are tokens)
/// and the line heads (rows are lines) are one.
///
/// A window computes its own rows and, on each side, as many as later layers reach; layer by layer
/// fewer. So a row's result never depends on where the windows lie. Internal to nn.
#pragma once

#include <functional>
#include <vector>

#include "nn/packed.h"

namespace lauter::internal {

/// Rows that pass a block together: 96 rows of width 128 and their results stay in the L2 cache.
inline constexpr size_t kBlockRows = 96;
/// Rows that are normalised before they are quantised.
inline constexpr size_t kNormalRows = 16;

/// Buffers of one run, of at most (window + 2 x reach) rows; reused by the next.
struct StackScratch {
  std::vector<float> x;
  std::vector<float> normal;    ///< norm(x), with free rows on both sides; for i8, kNormalRows
  std::vector<uint8_t> values;  ///< norm(x), with free rows on both sides, quantised
  std::vector<float> scales;
  std::vector<float> gated;  ///< of kBlockRows rows
  std::vector<uint8_t> gated_values;
  std::vector<float> gated_scales;
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

  /// Rows [begin, end).
  struct Range {
    size_t begin, end;
  };
  /// Runs the rows `wanted` of n in windows of `window` rows.
  void run(const Kernels& kernels, size_t n, Range wanted, size_t window, StackScratch& scratch,
           const Source& source, const Sink& sink) const;

 private:
  struct Block {
    size_t dilation;
    NormWeights norm;
    PackedAffine conv;
    PackedAffine out;
  };
  // Ranges below are counted from the first row of the window.
  void reserve(size_t rows, StackScratch& scratch) const;
  void run_block(const Kernels& kernels, const Block& block, Range in, Range out,
                 StackScratch& scratch) const;
  void normalise(const Kernels& kernels, const Block& block, Range rows,
                 StackScratch& scratch) const;
  void clear(Range rows, StackScratch& scratch) const;
  void convolve(const Kernels& kernels, const Block& block, Range rows,
                StackScratch& scratch) const;
  void project(const Kernels& kernels, const Block& block, Range rows, StackScratch& scratch) const;

  size_t width_ = 0;
  size_t reach_ = 0;
  size_t margin_ = 0;  ///< the largest dilation: row r of the window is row r + margin_ of `normal`
  std::vector<Block> blocks_;
};

}  // namespace lauter::internal
