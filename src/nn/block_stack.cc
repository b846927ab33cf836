#include "nn/block_stack.h"

#include <algorithm>

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

void BlockStack::run(const Kernels& kernels, size_t n, size_t window, StackScratch& scratch,
                     const Source& source, const Sink& sink) const {
  const size_t most = std::min(n, window + 2 * reach_);
  scratch.x.resize(most * width_);
  scratch.gated.resize(most * width_);
  scratch.normal.resize((most + 2 * margin_) * width_);
  scratch.values.resize((most + 2 * margin_) * width_);
  scratch.scales.resize(most + 2 * margin_);
  for (size_t begin = 0; begin < n; begin += window) {
    const size_t end = std::min(n, begin + window);
    const size_t first = begin - std::min(begin, reach_);
    size_t reach = reach_;
    const auto range_of = [&](size_t around) {
      return std::pair(begin - std::min(begin, around), std::min(n, end + around));
    };
    auto [in_begin, in_end] = range_of(reach);
    source(in_begin, in_end, scratch.x.data());
    for (const Block& block : blocks_) {
      reach -= block.dilation;
      const auto [out_begin, out_end] = range_of(reach);
      const Range range{in_begin - first, in_end - first, out_begin - first,
                        out_end - first,  in_begin == 0,  in_end == n};
      convolve(kernels, block, range, scratch);
      project(kernels, block, range, scratch);
      in_begin = out_begin;
      in_end = out_end;
    }
    sink(begin, end, scratch.x.data() + (begin - first) * width_);
  }
}

/// gated = a * sigmoid(g), [a; g] = conv(norm(x)); rows outside the sequence are zero.
void BlockStack::convolve(const Kernels& kernels, const Block& block, const Range& range,
                          StackScratch& scratch) const {
  const Taps taps{.taps = 3, .tap_rows = block.dilation, .width = width_};
  const size_t rows_in = range.in_end - range.in_begin;
  const size_t rows_out = range.out_end - range.out_begin;
  // Row r of the window lies margin_ rows further on in the buffer.
  const size_t in = margin_ + range.in_begin;
  const size_t before = in - block.dilation;
  const size_t after = margin_ + range.in_end;
  const size_t first_tap = margin_ + range.out_begin - block.dilation;
  float* normal = scratch.normal.data();
  float* gated = scratch.gated.data() + range.out_begin * width_;
  kernels.normalise(block.norm.weight.data(), block.norm.bias.data(),
                    scratch.x.data() + range.in_begin * width_, rows_in, width_,
                    normal + in * width_);
  if (!block.conv.is_i8()) {
    const auto clear = [&](size_t row) {
      std::fill_n(normal + row * width_, block.dilation * width_, 0.0F);
    };
    if (range.at_start) clear(before);
    if (range.at_end) clear(after);
    kernels.gate_f32(block.conv.f32(), taps, normal + first_tap * width_, rows_out, gated);
    return;
  }
  uint8_t* values = scratch.values.data();
  float* scales = scratch.scales.data();
  kernels.quantise(normal + in * width_, rows_in, width_, values + in * width_, scales + in);
  const auto clear = [&](size_t row) {
    std::fill_n(values + row * width_, block.dilation * width_, uint8_t{kActivationOffset});
    std::fill_n(scales + row, block.dilation, 0.0F);
  };
  if (range.at_start) clear(before);
  if (range.at_end) clear(after);
  kernels.gate_i8(block.conv.i8(), taps, {values + first_tap * width_, scales + first_tap},
                  rows_out, gated);
}

/// x += out(gated).
void BlockStack::project(const Kernels& kernels, const Block& block, const Range& range,
                         StackScratch& scratch) const {
  const size_t rows = range.out_end - range.out_begin;
  const float* gated = scratch.gated.data() + range.out_begin * width_;
  float* x = scratch.x.data() + range.out_begin * width_;
  if (!block.out.is_i8()) {
    kernels.add_f32(block.out.f32(), gated, width_, rows, width_, x);
    return;
  }
  kernels.quantise(gated, rows, width_, scratch.values.data(), scratch.scales.data());
  kernels.add_i8(block.out.i8(), {scratch.values.data(), scratch.scales.data()}, width_, rows,
                 width_, x);
}

}  // namespace lauter::internal
