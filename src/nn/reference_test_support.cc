#include "nn/reference_test_support.h"

#include <algorithm>
#include <cmath>

namespace lauter {
namespace {

using Vector = std::vector<float>;

Vector row(const Vector& matrix, size_t i, size_t width) {
  const auto begin = matrix.begin() + static_cast<std::ptrdiff_t>(i * width);
  return Vector(begin, begin + static_cast<std::ptrdiff_t>(width));
}

Vector affine(const Affine& a, const Vector& x) {
  Vector y(a.weight.outputs);
  for (size_t o = 0; o < y.size(); ++o) {
    double sum = a.bias[o];
    for (size_t i = 0; i < x.size(); ++i) sum += double{a.weight.value(o, i)} * double{x[i]};
    y[o] = static_cast<float>(sum);
  }
  return y;
}

Vector normalise(const NormWeights& norm, const Vector& x) {
  double mean = 0;
  for (const float v : x) mean += double{v};
  mean /= static_cast<double>(x.size());
  double variance = 0;
  for (const float v : x) variance += (double{v} - mean) * (double{v} - mean);
  variance /= static_cast<double>(x.size());
  Vector y(x.size());
  for (size_t i = 0; i < y.size(); ++i) {
    const double unit = (double{x[i]} - mean) / std::sqrt(variance + double{kNormEpsilon});
    y[i] = static_cast<float>(unit * double{norm.weight[i]} + double{norm.bias[i]});
  }
  return y;
}

/// x: n x width, in place.
void run_block(const BlockWeights& block, size_t width, Vector& x) {
  const size_t n = x.size() / width;
  std::vector<Vector> h;
  for (size_t t = 0; t < n; ++t) h.push_back(normalise(block.norm, row(x, t, width)));
  const Vector outside(width);
  for (size_t t = 0; t < n; ++t) {
    const size_t d = block.dilation;
    Vector taps;
    for (const Vector& tap : {t >= d ? h[t - d] : outside, h[t], t + d < n ? h[t + d] : outside}) {
      taps.insert(taps.end(), tap.begin(), tap.end());
    }
    const Vector u = affine(block.conv, taps);
    Vector gated(width);
    for (size_t i = 0; i < width; ++i) {
      gated[i] = static_cast<float>(double{u[i]} / (1 + std::exp(-double{u[width + i]})));
    }
    const Vector y = affine(block.out, gated);
    for (size_t i = 0; i < width; ++i) x[t * width + i] += y[i];
  }
}

/// Appends the mean and the maximum of rows [begin, end); zeros if there is none.
void append_pools(const Vector& states, size_t width, size_t begin, size_t end, Vector& out) {
  for (size_t i = 0; i < width; ++i) {
    double sum = 0;
    for (size_t t = begin; t < end; ++t) sum += double{states[t * width + i]};
    out.push_back(begin == end ? 0 : static_cast<float>(sum / static_cast<double>(end - begin)));
  }
  for (size_t i = 0; i < width; ++i) {
    float highest = begin == end ? 0 : states[begin * width + i];
    for (size_t t = begin; t < end; ++t) highest = std::max(highest, states[t * width + i]);
    out.push_back(highest);
  }
}

Vector document_head(const HeadWeights& head, const Vector& states, size_t width) {
  const size_t n = states.size() / width;
  std::vector<double> weight(n);
  double highest = -1e300;
  for (size_t t = 0; t < n; ++t) {
    weight[t] = double{affine(head.attend, row(states, t, width))[0]};
    highest = std::max(highest, weight[t]);
  }
  double total = 0;
  for (double& w : weight) total += w = std::exp(w - highest);
  Vector pools;
  append_pools(states, width, 0, n, pools);
  for (size_t i = 0; n != 0 && i < width; ++i) {
    double sum = 0;
    for (size_t t = 0; t < n; ++t) sum += weight[t] * double{states[t * width + i]};
    pools[i] = static_cast<float>(sum / total);
  }
  return affine(head.out, pools);
}

Vector line_head(const HeadWeights& head, const HeadConfig& config, const HeadRequest& request,
                 const Vector& states, size_t width) {
  Vector x;
  const size_t lines = request.line_begin.empty() ? 0 : request.line_begin.size() - 1;
  for (size_t l = 0; l < lines; ++l) {
    Vector pooled;
    append_pools(states, width, request.line_begin[l], request.line_begin[l + 1], pooled);
    for (size_t f = 0; f < config.features; ++f) {
      const float raw = request.features[l * config.features + f];
      pooled.push_back((raw - head.feature_mean[f]) * head.feature_scale[f]);
    }
    const Vector v = affine(head.in, pooled);
    x.insert(x.end(), v.begin(), v.end());
  }
  for (const BlockWeights& block : head.blocks) run_block(block, config.width, x);
  Vector out;
  for (size_t l = 0; l < lines; ++l) {
    const Vector y = affine(head.out, normalise(head.norm, row(x, l, config.width)));
    out.insert(out.end(), y.begin(), y.end());
  }
  return out;
}

/// The states with their hints.
Vector hinted(const HeadWeights& head, const HeadRequest& request, Vector states, size_t width) {
  for (size_t t = 0; t < states.size() / width; ++t) {
    for (size_t i = 0; i < width; ++i) states[t * width + i] += head.hints.value(request.hints[t], i);
  }
  return states;
}

/// Each row normalised.
Vector normalised_rows(const NormWeights& norm, Vector rows, size_t width) {
  for (size_t i = 0; i < rows.size() / width; ++i) {
    const Vector v = normalise(norm, row(rows, i, width));
    std::copy(v.begin(), v.end(), rows.begin() + static_cast<std::ptrdiff_t>(i * width));
  }
  return rows;
}

/// `closed`: none, or for each segment what stands for it where it is closed, nothing where it is open.
Vector context_head(const HeadWeights& head, const HeadConfig& config, const HeadRequest& request,
                    const Vector& states, size_t width, const std::vector<Vector>& closed = {}) {
  Vector x = hinted(head, request, states, width);
  const size_t n = x.size() / width;
  Vector around;
  for (size_t t = 0; t < n; t += config.segment) {
    Vector pooled;
    append_pools(x, width, t, std::min<size_t>(n, t + config.segment), pooled);
    Vector v = affine(head.in, pooled);
    if (!closed.empty() && !closed[t / config.segment].empty()) v = closed[t / config.segment];
    around.insert(around.end(), v.begin(), v.end());
  }
  for (const BlockWeights& block : head.segment_blocks) run_block(block, width, around);
  around = normalised_rows(head.segment_norm, std::move(around), width);
  for (size_t t = 0; t < n; ++t) {
    const Vector up = affine(head.up, row(around, t / config.segment, width));
    for (size_t i = 0; i < width; ++i) x[t * width + i] += up[i];
  }
  for (const BlockWeights& block : head.blocks) run_block(block, width, x);
  Vector out;
  for (size_t t = 0; t < n; ++t) {
    const Vector y = affine(head.out, normalise(head.norm, row(x, t, width)));
    out.insert(out.end(), y.begin(), y.end());
  }
  return out;
}

std::vector<float> embeddings(const ModelWeights& model, const EncoderInput& input) {
  const size_t width = model.config.width;
  Vector x;
  for (size_t t = 0; t < input.tokens(); ++t) {
    Vector sum(width);
    const auto own = std::ranges::find(model.words, input.ids[t * model.config.ids] * model.config.rows + input.ids[t * model.config.ids + 1]);
    for (size_t i = 0; i < width; ++i) {
      double value = double{model.shapes.value(input.shapes[t], i)} +
                     double{model.gaps.value(input.gaps[t], i)};
      for (size_t k = 0; k < model.config.ids; ++k) {
        uint32_t id = input.ids[t * model.config.ids + k];
        if (k == 0 && own != model.words.end()) id = model.config.rows + static_cast<uint32_t>(own - model.words.begin());
        value += double{model.rows.value(id, i)};
      }
      sum[i] = static_cast<float>(value);
    }
    sum = normalise(model.embed_norm, sum);
    x.insert(x.end(), sum.begin(), sum.end());
  }
  return x;
}

}  // namespace

std::vector<float> reference_states(const ModelWeights& model, const EncoderInput& input) {
  const size_t width = model.config.width;
  Vector x = embeddings(model, input);
  for (const BlockWeights& block : model.blocks) run_block(block, width, x);
  return normalised_rows(model.final_norm, std::move(x), width);
}

ReferenceOpen reference_open(const ModelWeights& model, const HeadRequest& request, const EncoderInput& input) {
  const size_t width = model.config.width;
  const HeadConfig& config = model.config.heads[request.head];
  const HeadWeights& head = model.heads[request.head];
  const GateWeights& gate = head.gate;
  const Vector rows = hinted(head, request, embeddings(model, input), width);
  const auto positive = [](Vector values) {
    for (float& value : values) value = std::max(value, 0.0F);
    return values;
  };
  Vector features;
  for (size_t t = 0; t < input.tokens(); ++t) {
    const Vector v = positive(affine(gate.token, row(rows, t, width)));
    features.insert(features.end(), v.begin(), v.end());
  }
  std::vector<Vector> pooled;
  Vector x;
  for (size_t t = 0; t < input.tokens(); t += config.segment) {
    Vector pools;
    append_pools(features, config.gate.tokens, t, std::min<size_t>(input.tokens(), t + config.segment), pools);
    const Vector v = affine(gate.in, pools);
    x.insert(x.end(), v.begin(), v.end());
    pooled.push_back(std::move(pools));
  }
  for (const BlockWeights& block : gate.blocks) run_block(block, width, x);
  x = normalised_rows(gate.norm, std::move(x), width);
  ReferenceOpen result;
  std::vector<Vector> closed;
  for (size_t s = 0; s < pooled.size(); ++s) {
    Vector known = row(x, s, width);
    const Vector reasons = affine(gate.reasons, positive(affine(gate.inner, known)));
    const auto flags = request.open.subspan(s * config.segment, std::min<size_t>(config.segment, request.open.size() - s * config.segment));
    result.open.push_back(*std::max_element(reasons.begin(), reasons.end()) >= 0 || std::ranges::count(flags, 1) != 0);
    known.insert(known.end(), pooled[s].begin(), pooled[s].end());
    closed.push_back(result.open.back() ? Vector{} : affine(gate.around, known));
  }
  result.scores = context_head(head, config, request, reference_states(model, input), width, closed);
  return result;
}

std::vector<float> reference_head(const ModelWeights& model, const HeadRequest& request,
                                  const std::vector<float>& states) {
  const size_t width = model.config.width;
  const HeadConfig& config = model.config.heads[request.head];
  const HeadWeights& head = model.heads[request.head];
  if (config.kind == HeadKind::kDocument) return document_head(head, states, width);
  if (config.kind == HeadKind::kLine) return line_head(head, config, request, states, width);
  if (config.kind == HeadKind::kContext) return context_head(head, config, request, states, width);
  Vector out;
  for (size_t t = 0; t < states.size() / width; ++t) {
    const Vector y = affine(head.out, row(states, t, width));
    out.insert(out.end(), y.begin(), y.end());
  }
  return out;
}

}  // namespace lauter
