#include "nn/segment_gate.h"

#include <algorithm>

namespace lauter::internal {
namespace {

PackedAffine plain(const Affine& affine) { return {affine, /*taps=*/1, PanelOrder::kPlain}; }

void keep_positive(std::vector<float>& values) {
  for (float& value : values) value = std::max(value, 0.0F);
}

}  // namespace

SegmentGate::SegmentGate(const HeadConfig& config, const HeadWeights& weights, size_t width)
    : width_(width),
      segment_(config.segment),
      features_(config.gate.tokens),
      token_(plain(weights.gate.token)),
      in_(plain(weights.gate.in)),
      inner_(plain(weights.gate.inner)),
      reasons_(plain(weights.gate.reasons)),
      around_(plain(weights.gate.around)),
      blocks_(weights.gate.blocks, width),
      norm_(weights.gate.norm) {
  for (size_t hint = 0; hint < config.hints; ++hint) {
    for (size_t i = 0; i < features_; ++i) {
      float sum = 0;
      for (size_t k = 0; k < width; ++k) sum += weights.gate.token.weight.f32(i, k) * weights.hints.f32(hint, k);
      hint_features_.push_back(sum);
    }
  }
}

std::vector<float> SegmentGate::pool(const Kernels& kernels, const Tokens& tokens) const {
  const size_t n = tokens.hints.size();
  std::vector<float> features(segment_ * features_);
  std::vector<float> pooled((n + segment_ - 1) / segment_ * 2 * features_);
  float* mean = pooled.data();
  for (size_t begin = 0; begin < n; begin += segment_, mean += 2 * features_) {
    const size_t count = std::min(segment_, n - begin);
    kernels.affine(token_.f32(), tokens.rows + begin * width_, width_, count, features_, features.data());
    for (size_t t = 0; t < count; ++t) {
      const float* hint = hint_features_.data() + tokens.hints[begin + t] * features_;
      float* row = features.data() + t * features_;
      for (size_t i = 0; i < features_; ++i) row[i] = std::max(row[i] + hint[i], 0.0F);
    }
    std::fill_n(mean + features_, features_, 0.0F);
    kernels.pool(features.data(), count, features_, mean, mean + features_);
    for (size_t i = 0; i < features_; ++i) mean[i] /= static_cast<float>(count);
  }
  return pooled;
}

std::vector<float> SegmentGate::open(const Kernels& kernels, const Tokens& tokens, size_t window, StackScratch& scratch,
                                     std::span<uint8_t> open) const {
  const std::vector<float> pooled = pool(kernels, tokens);
  const size_t seen = 2 * features_;
  const size_t segments = pooled.size() / seen;
  std::vector<float> input(segments * width_);
  kernels.affine(in_.f32(), pooled.data(), seen, segments, width_, input.data());
  std::vector<float> known(segments * (width_ + seen));  // what the blocks make of a segment, and the segment itself
  blocks_.run(
      kernels, segments, {0, segments}, window, scratch,
      [&](size_t begin, size_t end, float* rows) { std::copy(input.data() + begin * width_, input.data() + end * width_, rows); },
      [&](size_t begin, size_t end, float* rows) {
        kernels.normalise(norm_.weight.data(), norm_.bias.data(), rows, end - begin, width_, rows);
        std::vector<float> inner((end - begin) * inner_.outputs());
        kernels.affine(inner_.f32(), rows, width_, end - begin, inner_.outputs(), inner.data());
        keep_positive(inner);
        std::vector<float> reasons((end - begin) * kGateOutputs);
        kernels.affine(reasons_.f32(), inner.data(), inner_.outputs(), end - begin, kGateOutputs, reasons.data());
        for (size_t s = begin; s < end; ++s) {
          float* row = known.data() + s * (width_ + seen);
          std::copy_n(rows + (s - begin) * width_, width_, row);
          std::copy_n(pooled.data() + s * seen, seen, row + width_);
          const std::span flags = open.subspan(s * segment_, std::min(segment_, open.size() - s * segment_));
          const float* reason = reasons.data() + (s - begin) * kGateOutputs;
          if (*std::max_element(reason, reason + kGateOutputs) >= 0 || std::ranges::count(flags, 1) != 0) std::ranges::fill(flags, 1);
        }
      });
  kernels.affine(around_.f32(), known.data(), width_ + seen, segments, width_, input.data());
  return input;
}

}  // namespace lauter::internal
