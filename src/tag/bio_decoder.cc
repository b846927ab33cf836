#include "tag/bio_decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lauter {
namespace {

constexpr size_t kMaxTypes = 32;
/// Below every probability that matters; keeps sums above 0 where scores contradict each other.
constexpr float kTiny = 1e-30F;

}  // namespace

Result<BioDecoder> BioDecoder::make(std::span<const std::string> labels) {
  BioDecoder decoder;
  decoder.labels_ = labels.size();
  const auto label = [&](const std::string& name) {
    return static_cast<size_t>(std::find(labels.begin(), labels.end(), name) - labels.begin());
  };
  decoder.outside_ = label("O");
  for (const std::string& name : labels) {
    if (!name.starts_with("B-")) continue;
    const std::string type = name.substr(2);
    decoder.types_.push_back(type);
    decoder.begin_.push_back(label(name));
    decoder.inside_.push_back(label("I-" + type));
    if (decoder.inside_.back() == labels.size())
      return data_loss("label I-" + type + " is missing");
  }
  const size_t n = decoder.types_.size();
  if (n == 0 || n > kMaxTypes || decoder.outside_ == labels.size() || labels.size() != 2 * n + 1) {
    return data_loss("labels are not O and a B and an I for each of 1 to 32 types");
  }
  return decoder;
}

/// Viterbi. A span can only be continued or left; so a token needs the best label before it at all,
/// and for each type whether B or I is the better label to continue from.
void BioDecoder::find_path(std::span<const float> logits, float bonus, BioScratch& scratch,
                           std::vector<BioSpan>& spans) const {
  const size_t n = logits.size() / labels_;
  const size_t n_types = types_.size();
  scratch.entered.assign(n, 0);
  scratch.stayed.assign(n, 0);
  std::vector<float> best(labels_, 0);
  std::vector<float> next(labels_);
  for (size_t t = 0; t < n; ++t) {
    const std::span<const float> row = logits.subspan(t * labels_, labels_);
    const auto top = std::max_element(best.begin(), best.end());
    const float any = t == 0 ? 0 : *top;
    scratch.entered[t] =
        static_cast<uint8_t>(t == 0 ? outside_ : static_cast<size_t>(top - best.begin()));
    next[outside_] = row[outside_];
    for (size_t x = 0; x < n_types; ++x) {
      const float begun = best[begin_[x]], inside = best[inside_[x]];
      next[begin_[x]] = row[begin_[x]] + bonus;
      // Relative to `any`, which keeps the sums small however long the text is.
      next[inside_[x]] = t == 0 ? -std::numeric_limits<float>::infinity()
                                : row[inside_[x]] + bonus + std::max(begun, inside) - any;
      if (inside > begun) scratch.stayed[t] |= uint32_t{1} << x;
    }
    std::swap(best, next);
  }
  spans.clear();
  size_t label = static_cast<size_t>(std::max_element(best.begin(), best.end()) - best.begin());
  for (size_t t = n; t-- > 0;) {
    size_t type = n_types;
    for (size_t x = 0; x < n_types; ++x) {
      if (label == begin_[x] || label == inside_[x]) type = x;
    }
    if (type == n_types) {
      label = scratch.entered[t];
      continue;
    }
    const size_t last = t + 1;
    while (label == inside_[type]) {
      label = (scratch.stayed[t] >> type & 1) != 0 ? inside_[type] : begin_[type];
      --t;
    }
    spans.push_back(
        {static_cast<uint32_t>(t), static_cast<uint32_t>(last), static_cast<uint32_t>(type), 0});
    label = scratch.entered[t];
  }
  std::reverse(spans.begin(), spans.end());
}

/// Forward-backward over sound sequences, each step normalised.
void BioDecoder::weigh(std::span<const float> logits, BioScratch& scratch) const {
  const size_t n = logits.size() / labels_;
  const size_t n_types = types_.size();
  scratch.odds.resize(n * labels_);
  scratch.forward.resize(n * labels_);
  scratch.of_type.resize(n * n_types);
  for (size_t t = 0; t < n; ++t) {
    const std::span<const float> row = logits.subspan(t * labels_, labels_);
    float* odds = &scratch.odds[t * labels_];
    float* now = &scratch.forward[t * labels_];
    const float* before = t == 0 ? nullptr : now - labels_;
    const float high = *std::max_element(row.begin(), row.end());
    for (size_t k = 0; k < labels_; ++k) odds[k] = std::max(kTiny, std::exp(row[k] - high));
    now[outside_] = odds[outside_];
    for (size_t x = 0; x < n_types; ++x) {
      now[begin_[x]] = odds[begin_[x]];
      now[inside_[x]] =
          before == nullptr ? 0 : odds[inside_[x]] * (before[begin_[x]] + before[inside_[x]]);
    }
    float sum = 0;
    for (size_t k = 0; k < labels_; ++k) sum += now[k];
    for (size_t k = 0; k < labels_; ++k) now[k] /= sum;
  }
  std::vector<float> backward(labels_, 1), next(labels_);
  for (size_t t = n; t-- > 0;) {
    const float* forward = &scratch.forward[t * labels_];
    const float* odds = &scratch.odds[t * labels_];
    float sum = kTiny;
    for (size_t k = 0; k < labels_; ++k) sum += forward[k] * backward[k];
    for (size_t x = 0; x < n_types; ++x) {
      scratch.of_type[t * n_types + x] =
          (forward[begin_[x]] * backward[begin_[x]] + forward[inside_[x]] * backward[inside_[x]]) /
          sum;
    }
    float open = odds[outside_] * backward[outside_];
    for (const size_t k : begin_) open += odds[k] * backward[k];
    float high = open;
    next[outside_] = open;
    for (size_t x = 0; x < n_types; ++x) {
      const float go_on = open + odds[inside_[x]] * backward[inside_[x]];
      next[begin_[x]] = next[inside_[x]] = go_on;
      high = std::max(high, go_on);
    }
    for (float& value : next) value /= high;
    std::swap(backward, next);
  }
}

void BioDecoder::decode(std::span<const float> logits, float threshold, BioScratch& scratch,
                        std::vector<BioSpan>& spans) const {
  find_path(logits, std::log((1 - threshold) / threshold), scratch, spans);
  if (spans.empty()) return;
  weigh(logits, scratch);
  for (BioSpan& span : spans) {
    float sum = 0;
    for (size_t t = span.first; t < span.last; ++t) {
      sum += scratch.of_type[t * types_.size() + span.type];
    }
    span.score = std::min(1.0F, sum / static_cast<float>(span.last - span.first));
  }
  std::erase_if(spans, [&](const BioSpan& span) { return span.score < threshold; });
}

}  // namespace lauter
