#include "nn/packed.h"

#include <array>
#include <utility>

namespace lauter::internal {
namespace {

/// The output in column `column` of `panel`; `outputs` or more if there is none.
size_t output_of(PanelOrder order, size_t outputs, size_t panel, size_t column) {
  if (order == PanelOrder::kPlain) return panel * kPanel + column;
  const size_t half = kPanel / 2;
  return column < half ? panel * half + column : outputs / 2 + panel * half + (column - half);
}

/// Four inputs of the sixteen outputs of a panel, [output][input].
using Step = std::array<int8_t, 4 * kPanel>;

/// The extreme sums of products that the 16-bit lanes can see, two inputs of one output each.
struct Bounds {
  std::array<int, 2 * kPanel> highest{};
  std::array<int, 2 * kPanel> lowest{};
};

Bounds bounds_of(const Step& step) {
  constexpr int kMost = kActivationOffset + kActivationLimit;
  constexpr int kLeast = kActivationOffset - kActivationLimit;
  Bounds bounds;
  for (size_t i = 0; i < step.size(); ++i) {
    bounds.highest[i / 2] += step[i] * (step[i] > 0 ? kMost : kLeast);
    bounds.lowest[i / 2] += step[i] * (step[i] > 0 ? kLeast : kMost);
  }
  return bounds;
}

bool fit_together(const Bounds& a, const Bounds& b) {
  for (size_t lane = 0; lane < a.highest.size(); ++lane) {
    if (a.highest[lane] + b.highest[lane] > INT16_MAX) return false;
    if (a.lowest[lane] + b.lowest[lane] < INT16_MIN) return false;
  }
  return true;
}

/// The numbers of `steps` with pairs that fit together first (each step takes the first later one
/// that fits), then the rest; and how many pairs there are. All in order and none unless
/// `pairs_steps`.
std::pair<std::vector<size_t>, size_t> order_steps(const std::vector<Step>& steps,
                                                   bool pairs_steps) {
  std::vector<Bounds> bounds;
  for (size_t i = 0; pairs_steps && i < steps.size(); ++i) bounds.push_back(bounds_of(steps[i]));
  std::vector<size_t> paired;
  std::vector<size_t> single;
  std::vector<bool> is_taken(steps.size());
  for (size_t a = 0; a < steps.size(); ++a) {
    if (is_taken[a]) continue;
    size_t b = pairs_steps ? a + 1 : steps.size();
    while (b < steps.size() && (is_taken[b] || !fit_together(bounds[a], bounds[b]))) ++b;
    if (b == steps.size()) {
      single.push_back(a);
      continue;
    }
    is_taken[b] = true;
    paired.push_back(a);
    paired.push_back(b);
  }
  const size_t pairs = paired.size() / 2;
  paired.insert(paired.end(), single.begin(), single.end());
  return {std::move(paired), pairs};
}

}  // namespace

PackedAffine::PackedAffine(const Affine& affine, size_t taps, PanelOrder order, bool pairs_steps)
    : is_i8_(affine.weight.is_i8()),
      outputs_(affine.weight.outputs),
      panels_((outputs_ + kPanel - 1) / kPanel) {
  bias_.assign(panels_ * kPanel, 0);
  for (size_t i = 0; i < bias_.size(); ++i) {
    const size_t output = output_of(order, outputs_, i / kPanel, i % kPanel);
    if (output < outputs_) bias_[i] = affine.bias[output];
  }
  if (is_i8_) {
    pack_i8(affine.weight, taps, order, pairs_steps);
  } else {
    pack_f32(affine.weight, order);
  }
}

void PackedAffine::pack_f32(const Matrix& matrix, PanelOrder order) {
  f32_.assign(panels_ * matrix.inputs * kPanel, 0);
  for (size_t panel = 0; panel < panels_; ++panel) {
    for (size_t column = 0; column < kPanel; ++column) {
      const size_t output = output_of(order, outputs_, panel, column);
      if (output >= outputs_) continue;
      float* to = f32_.data() + panel * matrix.inputs * kPanel + column;
      for (size_t i = 0; i < matrix.inputs; ++i) to[i * kPanel] = matrix.f32(output, i);
    }
  }
}

void PackedAffine::pack_i8(const Matrix& matrix, size_t taps, PanelOrder order,
                           bool pairs_steps) {
  const size_t width = matrix.inputs / taps;
  LAUTER_CHECK(width % 4 == 0, "i8 inputs come in fours");
  offset_.assign(panels_ * taps * kPanel, 0);
  scale_.assign(panels_ * kPanel, 0);
  for (size_t panel = 0; panel < panels_; ++panel) {
    for (size_t tap = 0; tap < taps; ++tap) {
      std::vector<Step> steps(width / 4, Step{});
      for (size_t column = 0; column < kPanel; ++column) {
        const size_t output = output_of(order, outputs_, panel, column);
        if (output >= outputs_) continue;
        scale_[panel * kPanel + column] = matrix.scale[output];
        for (size_t i = 0; i < width; ++i) {
          const int8_t weight = matrix.i8(output, tap * width + i);
          steps[i / 4][column * 4 + i % 4] = weight;
          offset_[(panel * taps + tap) * kPanel + column] += kActivationOffset * weight;
        }
      }
      const auto [numbers, pairs] = order_steps(steps, pairs_steps);
      pairs_.push_back(static_cast<uint16_t>(pairs));
      for (const size_t number : numbers) {
        order_.push_back(static_cast<uint16_t>(number * 4));
        i8_.insert(i8_.end(), steps[number].begin(), steps[number].end());
      }
    }
  }
}

}  // namespace lauter::internal
