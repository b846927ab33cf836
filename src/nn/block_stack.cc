#include "nn/block_stack.h"

#include <algorithm>

#include "base/stop.h"

namespace lauter::internal {

BlockStack::BlockStack(const std::vector<BlockWeights>& blocks, size_t width) : width_(width) {
  for (const BlockWeights& block : blocks) {
    reach_ += block.dilation;
    margin_ = std::max<size_t>(margin_, block.dilation);
    blocks_.push_back({block.dilation, block.norm,
                       PackedAffine(block.conv, /*taps=*/3, PanelOrder::kGated),
                       PackedAffine(block.out, /*taps=*/1, PanelOrder::kPlain)});
  }
}

void BlockStack::reserve(size_t rows, StackScratch& scratch) const {
  scratch.x.resize(rows * width_);
  scratch.normal.resize(std::max(rows + 2 * margin_, kNormalRows) * width_);
  scratch.values.resize((rows + 2 * margin_) * width_);
  scratch.scales.resize(rows + 2 * margin_);
  scratch.gated.resize(kBlockRows * width_);
  scratch.gated_values.resize(kBlockRows * width_);
  scratch.gated_scales.resize(kBlockRows);
}

void BlockStack::run(const Kernels& kernels, size_t n, Range wanted, size_t window,
                     StackScratch& scratch, const Source& source, const Sink& sink) const {
  reserve(std::min({n, window + 2 * reach_, wanted.end - wanted.begin + 2 * reach_}), scratch);
  for (size_t begin = wanted.begin; begin < wanted.end && !GiveUpScope::is_over(); begin += window) {
    const size_t end = std::min(wanted.end, begin + window);
    const size_t first = begin - std::min(begin, reach_);
    size_t reach = reach_;
    const auto rows_to_compute = [&] {
      return Range{begin - std::min(begin, reach) - first, std::min(n, end + reach) - first};
    };
    Range in = rows_to_compute();
    source(first, first + in.end, scratch.x.data());
    for (const Block& block : blocks_) {
      reach -= block.dilation;
      const Range out = rows_to_compute();
      // What lies outside the sequence is zero.
      if (first + in.begin == 0) clear({margin_ - block.dilation, margin_}, scratch);
      if (first + in.end == n)
        clear({in.end + margin_, in.end + margin_ + block.dilation}, scratch);
      run_block(kernels, block, in, out, scratch);
      in = out;
    }
    sink(begin, end, scratch.x.data() + (begin - first) * width_);
  }
}

/// In steps of kBlockRows, so that what one kernel writes is still near when the next one reads it.
void BlockStack::run_block(const Kernels& kernels, const Block& block, Range in, Range out,
                           StackScratch& scratch) const {
  size_t normal_end = in.begin;
  for (size_t begin = out.begin; begin < out.end; begin += kBlockRows) {
    const size_t end = std::min(out.end, begin + kBlockRows);
    // A row is normalised before `project` changes it.
    const size_t ahead = std::min(in.end, end + block.dilation);
    normalise(kernels, block, {normal_end, ahead}, scratch);
    normal_end = ahead;
    convolve(kernels, block, {begin, end}, scratch);
    project(kernels, block, {begin, end}, scratch);
  }
}

void BlockStack::normalise(const Kernels& kernels, const Block& block, Range rows,
                           StackScratch& scratch) const {
  // What is quantised next need not leave the L1 cache: few rows, always in the same place.
  const size_t most = block.conv.is_i8() ? kNormalRows : rows.end - rows.begin;
  for (size_t begin = rows.begin; begin < rows.end; begin += most) {
    const size_t n = std::min(most, rows.end - begin);
    const size_t to = margin_ + begin;
    float* normal = scratch.normal.data() + (block.conv.is_i8() ? 0 : to * width_);
    kernels.normalise(block.norm.weight.data(), block.norm.bias.data(),
                      scratch.x.data() + begin * width_, n, width_, normal);
    if (block.conv.is_i8()) {
      kernels.quantise(normal, n, width_, scratch.values.data() + to * width_,
                       scratch.scales.data() + to);
    }
  }
}

/// `rows` of `normal` itself, not of the window.
void BlockStack::clear(Range rows, StackScratch& scratch) const {
  const size_t n = rows.end - rows.begin;
  std::fill_n(scratch.normal.data() + rows.begin * width_, n * width_, 0.0F);
  std::fill_n(scratch.values.data() + rows.begin * width_, n * width_, uint8_t{kActivationOffset});
  std::fill_n(scratch.scales.data() + rows.begin, n, 0.0F);
}

/// gated = a * sigmoid(g), [a; g] = conv(normal).
void BlockStack::convolve(const Kernels& kernels, const Block& block, Range rows,
                          StackScratch& scratch) const {
  const Taps taps{.taps = 3, .tap_rows = block.dilation, .width = width_};
  const size_t first_tap = margin_ + rows.begin - block.dilation;
  const size_t n = rows.end - rows.begin;
  if (block.conv.is_i8()) {
    const RowsI8 input{scratch.values.data() + first_tap * width_,
                       scratch.scales.data() + first_tap};
    kernels.gate_i8(block.conv.i8(), taps, input, n, scratch.gated.data());
  } else {
    kernels.gate_f32(block.conv.f32(), taps, scratch.normal.data() + first_tap * width_, n,
                     scratch.gated.data());
  }
}

/// x += out(gated).
void BlockStack::project(const Kernels& kernels, const Block& block, Range rows,
                         StackScratch& scratch) const {
  const size_t n = rows.end - rows.begin;
  const float* gated = scratch.gated.data();
  float* x = scratch.x.data() + rows.begin * width_;
  if (block.out.is_i8()) {
    kernels.quantise(gated, n, width_, scratch.gated_values.data(), scratch.gated_scales.data());
    const RowsI8 input{scratch.gated_values.data(), scratch.gated_scales.data()};
    kernels.add_i8(block.out.i8(), input, width_, n, width_, x);
  } else {
    kernels.add_f32(block.out.f32(), gated, width_, n, width_, x);
  }
}

}  // namespace lauter::internal
