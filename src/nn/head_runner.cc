#include "nn/head_runner.h"

#include <algorithm>

namespace lauter::internal {
namespace {

/// Lines that pass through `in` together.
constexpr size_t kLineBatch = 48;
constexpr float kLowest = -3e38F;

/// Calls use(range) for each run of flags.
template <typename Use>
void for_each_run(std::span<const uint8_t> flags, const Use& use) {
  for (auto end = flags.begin(); end != flags.end();) {
    const auto begin = std::find(end, flags.end(), 1);
    end = std::find(begin, flags.end(), 0);
    if (begin != end) use(BlockStack::Range{static_cast<size_t>(begin - flags.begin()), static_cast<size_t>(end - flags.begin())});
  }
}

}  // namespace

PackedHead::PackedHead(const HeadConfig& head_config, const HeadWeights& weights,
                       size_t state_width)
    : config(head_config),
      width(state_width),
      feature_mean(weights.feature_mean),
      feature_scale(weights.feature_scale),
      norm(weights.norm),
      out(weights.out, /*taps=*/1, PanelOrder::kPlain) {
  if (config.kind == HeadKind::kDocument) {
    for (size_t i = 0; i < width; ++i) attend.push_back(weights.attend.weight.f32(0, i));
    attend_bias = weights.attend.bias[0];
  } else if (config.kind == HeadKind::kLine) {
    in = PackedAffine(weights.in, /*taps=*/1, PanelOrder::kPlain);
    blocks = BlockStack(weights.blocks, config.width);
  } else if (config.kind == HeadKind::kContext) {
    for (size_t hint = 0; hint < config.hints; ++hint) {
      for (size_t i = 0; i < width; ++i) hints.push_back(weights.hints.f32(hint, i));
    }
    in = PackedAffine(weights.in, /*taps=*/1, PanelOrder::kPlain);
    segment_blocks = BlockStack(weights.segment_blocks, width);
    segment_norm = weights.segment_norm;
    up = PackedAffine(weights.up, /*taps=*/1, PanelOrder::kPlain);
    if (config.gate.tokens != 0) gate = SegmentGate(config, weights, width);
    blocks = BlockStack(weights.blocks, width);
  }
}

HeadRunner::HeadRunner(const Kernels& kernels, const PackedHead& head, const HeadRequest& request)
    : kernels_(kernels), head_(head), request_(request) {
  if (head.config.kind == HeadKind::kLine) rows_.resize(lines() * head.config.width);
  if (head.config.kind == HeadKind::kDocument || head.config.kind == HeadKind::kLine) {
    sum_.assign(head.width, 0);
    max_.assign(head.width, kLowest);
  }
}

void HeadRunner::add(const float* states, size_t n) {
  switch (head_.config.kind) {
    case HeadKind::kToken: {
      const size_t outputs = head_.out.outputs();
      kernels_.affine(head_.out.f32(), states, head_.width, n, outputs,
                      request_.out.data() + done_ * outputs);
      break;
    }
    case HeadKind::kDocument: {
      // The attended sum is kept apart from the pool's.
      pooled_.resize(head_.width);
      kernels_.attend(head_.attend.data(), head_.attend_bias, states, n, head_.width, highest_,
                      total_, pooled_.data());
      kernels_.pool(states, n, head_.width, sum_.data(), max_.data());
      break;
    }
    case HeadKind::kLine:
      add_to_lines(states, n);
      break;
    case HeadKind::kContext:
      keep_states(states, n);
      break;
  }
  done_ += n;
}

std::span<const BlockStack::Range> HeadRunner::open_segments(const float* rows, size_t window, StackScratch& scratch) {
  const std::span<uint8_t> open = request_.open;
  closed_ = head_.gate.open(kernels_, {rows, request_.hints}, window, scratch, open);
  const size_t reach = head_.blocks.reach();
  for_each_run(open, [&](BlockStack::Range run) {
    const size_t begin = run.begin - std::min(run.begin, reach);
    const size_t end = std::min(open.size(), run.end + reach);
    if (read_.empty() || read_.back().end < begin) {
      read_.push_back({begin, end});
    } else {
      read_.back().end = end;
    }
  });
  return read_;
}

void HeadRunner::pass(size_t end) {
  rows_.resize(end * head_.width);
  done_ = end;
}

void HeadRunner::add_to_lines(const float* states, size_t n) {
  const size_t end = done_ + n;
  size_t token = done_;
  while (token < end && line_ < lines()) {
    const size_t line_end = request_.line_begin[line_ + 1];
    if (line_end <= token) {
      close_line();
      continue;
    }
    // Tokens before the first line belong to none.
    const size_t from = std::max<size_t>(token, request_.line_begin[line_]);
    const size_t to = std::min(end, line_end);
    if (from < to) {
      kernels_.pool(states + (from - done_) * head_.width, to - from, head_.width, sum_.data(),
                    max_.data());
      line_tokens_ += to - from;
    }
    token = to;
  }
}

/// Appends [mean; max; features] of the current line to pooled_ and goes on to the next.
void HeadRunner::close_line() {
  const float count = static_cast<float>(line_tokens_);
  for (const float sum : sum_) pooled_.push_back(line_tokens_ == 0 ? 0.0F : sum / count);
  for (const float max : max_) pooled_.push_back(line_tokens_ == 0 ? 0.0F : max);
  const size_t features = head_.config.features;
  for (size_t f = 0; f < features; ++f) {
    const float raw = request_.features[line_ * features + f];
    pooled_.push_back((raw - head_.feature_mean[f]) * head_.feature_scale[f]);
  }
  std::fill(sum_.begin(), sum_.end(), 0.0F);
  std::fill(max_.begin(), max_.end(), kLowest);
  line_tokens_ = 0;
  ++line_;
  if (line_ % kLineBatch == 0) flush_lines();
}

void HeadRunner::flush_lines() {
  const size_t inputs = 2 * head_.width + head_.config.features;
  const size_t n = pooled_.size() / inputs;
  kernels_.affine(head_.in.f32(), pooled_.data(), inputs, n, head_.config.width,
                  rows_.data() + (line_ - n) * head_.config.width);
  pooled_.clear();
}

void HeadRunner::finish(size_t window, StackScratch& scratch) {
  if (head_.config.kind == HeadKind::kDocument) {
    pooled_.resize(head_.width);
    for (float& sum : pooled_) sum = done_ == 0 ? 0.0F : sum / total_;
    for (const float max : max_) pooled_.push_back(done_ == 0 ? 0.0F : max);
    kernels_.affine(head_.out.f32(), pooled_.data(), pooled_.size(), 1, head_.out.outputs(),
                    request_.out.data());
  } else if (head_.config.kind == HeadKind::kLine) {
    while (line_ < lines()) close_line();
    flush_lines();
    score_rows(head_.config.width, lines(), window, scratch);
  } else if (head_.config.kind == HeadKind::kContext) {
    add_surroundings(window, scratch);
    score_rows(head_.width, done_, window, scratch);
  }
}

void HeadRunner::score_rows(size_t width, size_t n, size_t window, StackScratch& scratch) {
  const size_t outputs = head_.out.outputs();
  const auto score = [&](BlockStack::Range wanted) {
    head_.blocks.run(
        kernels_, n, wanted, window, scratch,
        [&](size_t begin, size_t end, float* rows) {
          std::copy(rows_.data() + begin * width, rows_.data() + end * width, rows);
        },
        [&](size_t begin, size_t end, float* rows) {
          kernels_.normalise(head_.norm.weight.data(), head_.norm.bias.data(), rows, end - begin,
                             width, rows);
          kernels_.affine(head_.out.f32(), rows, width, end - begin, outputs,
                          request_.out.data() + begin * outputs);
        });
  };
  if (request_.open.empty()) return score({0, n});
  for_each_run(request_.open, score);
}

void HeadRunner::keep_states(const float* states, size_t n) {
  const size_t width = head_.width;
  rows_.insert(rows_.end(), states, states + n * width);
  float* row = rows_.data() + done_ * width;
  for (size_t t = done_; t < done_ + n; ++t, row += width) {
    const float* hint = head_.hints.data() + request_.hints[t] * width;
    for (size_t i = 0; i < width; ++i) row[i] += hint[i];
  }
}

/// Adds to every state that is read what the blocks over segments make of the segment that it is in.
void HeadRunner::add_surroundings(size_t window, StackScratch& scratch) {
  const size_t width = head_.width;
  const size_t segment = head_.config.segment;
  const size_t segments = (done_ + segment - 1) / segment;
  std::vector<float> pooled(segments * 2 * width, 0.0F);
  for (size_t s = 0; s < segments; ++s) {
    if (is_closed(s * segment)) continue;
    const size_t tokens = std::min(segment, done_ - s * segment);
    float* mean = pooled.data() + s * 2 * width;
    std::fill(mean + width, mean + 2 * width, kLowest);
    kernels_.pool(rows_.data() + s * segment * width, tokens, width, mean, mean + width);
    for (size_t i = 0; i < width; ++i) mean[i] /= static_cast<float>(tokens);
  }
  std::vector<float> around(segments * width);
  kernels_.affine(head_.in.f32(), pooled.data(), 2 * width, segments, width, around.data());
  for (size_t s = 0; s < segments; ++s) {
    if (is_closed(s * segment)) std::copy_n(closed_.data() + s * width, width, around.data() + s * width);
  }
  head_.segment_blocks.run(
      kernels_, segments, {0, segments}, window, scratch,
      [&](size_t begin, size_t end, float* rows) {
        std::copy(around.data() + begin * width, around.data() + end * width, rows);
      },
      [&](size_t begin, size_t end, float* rows) {
        kernels_.normalise(head_.segment_norm.weight.data(), head_.segment_norm.bias.data(), rows,
                           end - begin, width, rows);
        kernels_.affine(head_.up.f32(), rows, width, end - begin, width,
                        pooled.data() + begin * width);
      });
  if (request_.open.empty()) read_.push_back({0, done_});
  for (const BlockStack::Range read : read_) {
    for (size_t t = read.begin; t < read.end; ++t) {
      const float* up = pooled.data() + t / segment * width;
      for (size_t i = 0; i < width; ++i) rows_[t * width + i] += up[i];
    }
  }
}

}  // namespace lauter::internal
