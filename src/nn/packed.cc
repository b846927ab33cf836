#include "nn/packed.h"

namespace lauter::internal {
namespace {

/// The output in column `column` of `panel`; `outputs` or more if there is none.
size_t output_of(PanelOrder order, size_t outputs, size_t panel, size_t column) {
  if (order == PanelOrder::kPlain) return panel * kPanel + column;
  const size_t half = kPanel / 2;
  return column < half ? panel * half + column : outputs / 2 + panel * half + (column - half);
}

}  // namespace

PackedAffine::PackedAffine(const Affine& affine, size_t taps, PanelOrder order)
    : is_i8_(affine.weight.is_i8()),
      outputs_(affine.weight.outputs),
      panels_((outputs_ + kPanel - 1) / kPanel) {
  const size_t inputs = affine.weight.inputs;
  const size_t width = inputs / taps;
  bias_.assign(panels_ * kPanel, 0);
  if (is_i8_) {
    LAUTER_CHECK(width % 4 == 0, "i8 inputs come in fours");
    i8_.assign(panels_ * inputs * kPanel, 0);
    offset_.assign(panels_ * taps * kPanel, 0);
    scale_.assign(panels_ * kPanel, 0);
  } else {
    f32_.assign(panels_ * inputs * kPanel, 0);
  }
  for (size_t panel = 0; panel < panels_; ++panel) {
    for (size_t column = 0; column < kPanel; ++column) {
      const size_t output = output_of(order, outputs_, panel, column);
      if (output >= outputs_) continue;
      bias_[panel * kPanel + column] = affine.bias[output];
      if (is_i8_) scale_[panel * kPanel + column] = affine.weight.scale[output];
      for (size_t input = 0; input < inputs; ++input) {
        if (!is_i8_) {
          f32_[(panel * inputs + input) * kPanel + column] = affine.weight.f32(output, input);
          continue;
        }
        const int8_t weight = affine.weight.i8(output, input);
        i8_[((panel * inputs + input / 4 * 4) * kPanel) + column * 4 + input % 4] = weight;
        offset_[(panel * taps + input / width) * kPanel + column] += kActivationOffset * weight;
      }
    }
  }
}

}  // namespace lauter::internal
