#include "curate/selection/coverage_order.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "curate/detector/lm_sentences.h"
#include "curate/detector/ngram_key.h"

namespace lauter {
namespace {

constexpr double kLeastThreshold = 1e-6;  ///< of the first
constexpr size_t kOrders = 3;
constexpr float kOrderWeight[kOrders] = {0.2F, 0.4F, 0.4F};
constexpr double kFirstCount = 0.1;  ///< a: the less, the more a first occurrence is worth

/// Calls each(bucket, order) for every n-gram of words and marks; the begin and the end of a
/// sentence are among them, but for the begin alone. Returns the number of tokens with the ends.
template <typename Each>
uint64_t each_ngram(std::string_view text, Each each) {
  std::vector<Token> tokens;
  std::string folded;
  std::vector<uint64_t> hashes;
  uint64_t count = 0;
  each_lm_sentence(text, tokens, folded, hashes, [&](std::span<const uint64_t> sentence) {
    count += sentence.size();
    for (size_t i = 0; i <= sentence.size(); ++i) {
      uint64_t key = i == 0 ? kSentenceBegin : sentence[i - 1];
      for (size_t n = 0; n < kOrders && i + n <= sentence.size(); ++n) {
        if (n > 0) key = join_keys(key, sentence[i + n - 1]);
        if (i + n == 0) continue;
        each(static_cast<uint32_t>(join_keys(key, n + 1) >> (64 - kCoverageBits)), n);
      }
    }
  });
  return count;
}

/// Sums the gain of a text over what was taken.
class Cover {
 public:
  explicit Cover(const CoverageWeights& weights) : weights_(weights), counts_(weights.size(), 0) {}

  /// `buckets` sorted. The gain of all of them; with `take` they count from now on.
  double gain(std::span<const uint32_t> buckets, bool take) {
    double sum = 0;
    for (size_t begin = 0; begin < buckets.size();) {
      size_t end = begin + 1;
      while (end < buckets.size() && buckets[end] == buckets[begin]) ++end;
      const uint32_t bucket = buckets[begin];
      const auto more = static_cast<uint32_t>(end - begin);
      sum += static_cast<double>(weights_[bucket]) *
             std::log1p(static_cast<double>(more) / (kFirstCount + counts_[bucket]));
      if (take) counts_[bucket] += more;
      begin = end;
    }
    return sum;
  }

 private:
  const CoverageWeights& weights_;
  std::vector<uint32_t> counts_;
};

/// The room that each source, human text and each content still have.
class Room {
 public:
  Room(std::span<const Candidate> texts, const SelectionPlan& plan)
      : plan_(plan), budget_(plan.budget, plan.unit) {
    double others = 0;
    std::vector<bool> present(plan.sources.size());
    uint64_t total = 0;
    uint32_t groups = 0;
    for (const Candidate& text : texts) {
      groups = std::max(groups, text.group + 1);
      total += budget_.cost(text);
      if (!(plan.real_share && text.human)) present[text.source] = true;
    }
    for (size_t i = 0; i < present.size(); ++i) others += present[i] ? plan.sources[i].share : 0;
    const auto whole = static_cast<double>(std::min(plan.budget, total));
    const double machine = plan.real_share ? 1 - *plan.real_share : 1;
    for (const SourcePlan& source : plan.sources) {
      left_.push_back(plan.by_shares ? whole * machine * source.share / std::max(others, 1e-300)
                                     : whole * machine);
    }
    human_left_ = whole * plan.real_share.value_or(0);
    if (!plan.by_shares && plan.real_share) together_left_ = whole * machine;
    if (plan.per_group > 0) of_group_.assign(groups, 0);
  }
  bool spent() const { return budget_.spent(); }
  bool has(const Candidate& text) const {
    if (plan_.real_share && text.human) return human_left_ > 0;
    if (plan_.per_group > 0 && of_group_[text.group] >= plan_.per_group && !text.human)
      return false;
    return left_[text.source] > 0 && together_left_ > 0;
  }
  void take(const Candidate& text) {
    const auto cost = static_cast<double>(budget_.cost(text));
    budget_.take(text);
    if (plan_.real_share && text.human) {
      human_left_ -= cost;
      return;
    }
    left_[text.source] -= cost;
    if (plan_.real_share && !plan_.by_shares) together_left_ -= cost;
    if (plan_.per_group > 0 && !text.human) ++of_group_[text.group];
  }
  /// From now on only the budget and the contents count: sources that ran dry left some of it.
  void share_out() {
    std::fill(left_.begin(), left_.end(), 1e300);
    for (size_t i = 0; i < left_.size(); ++i) {
      if (plan_.by_shares && plan_.sources[i].share <= 0) left_[i] = 0;
    }
    together_left_ = 1e300;
    if (plan_.real_share && !plan_.real_share_strict) human_left_ = 1e300;
  }

 private:
  const SelectionPlan& plan_;
  Budget budget_;
  std::vector<double> left_;
  double human_left_ = 0;
  double together_left_ = 1e300;
  std::vector<uint32_t> of_group_;
};

}  // namespace

CoverageWeights::CoverageWeights()
    : weights_(size_t{1} << kCoverageBits, 0.0F), candidates_(size_t{1} << kCoverageBits, 0.0F) {}

void CoverageWeights::add(std::string_view text, std::vector<float>& counts, uint64_t& words) {
  words += each_ngram(
      text, [&counts](uint32_t bucket, size_t order) { counts[bucket] += kOrderWeight[order]; });
}

void CoverageWeights::add_human(std::string_view text) { add(text, weights_, human_words_); }

void CoverageWeights::add_candidate(std::string_view text) {
  add(text, candidates_, candidate_words_);
}

void CoverageWeights::finish(double candidates) {
  const double of_human =
      human_words_ > 0 ? (1 - candidates) / static_cast<double>(human_words_) : 0;
  const double of_candidates =
      candidate_words_ > 0 ? candidates / static_cast<double>(candidate_words_) : 0;
  for (size_t i = 0; i < weights_.size(); ++i) {
    weights_[i] = static_cast<float>(of_human * static_cast<double>(weights_[i]) +
                                     of_candidates * static_cast<double>(candidates_[i]));
  }
  candidates_ = {};
}

void CoverageWeights::features(std::string_view text, std::vector<uint32_t>& buckets) const {
  buckets.clear();
  each_ngram(text, [&](uint32_t bucket, size_t) {
    if (weights_[bucket] > 0) buckets.push_back(bucket);
  });
  std::sort(buckets.begin(), buckets.end());
}

void CoverageWeights::compact(std::vector<std::vector<uint32_t>>& texts) {
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> number(weights_.size(), kNone);
  std::vector<float> weights;
  for (std::vector<uint32_t>& text : texts) {
    for (uint32_t& bucket : text) {
      if (number[bucket] == kNone) {
        number[bucket] = static_cast<uint32_t>(weights.size());
        weights.push_back(weights_[bucket]);
      }
      bucket = number[bucket];
    }
    std::sort(text.begin(), text.end());
  }
  weights_ = std::move(weights);
}

Result<std::vector<uint32_t>> select_covering(std::span<const Candidate> texts,
                                              const SelectionPlan& plan,
                                              const CoverageWeights& weights,
                                              const CoverageOptions& options,
                                              const FeatureReader& read) {
  Cover cover(weights);
  Room room(texts, plan);
  std::vector<float> bound(texts.size());  // of the gain an n-gram; below 0: taken
  const auto worth = [&](uint32_t i, std::span<const uint32_t> buckets, bool take) {
    const double factor = options.factor.empty() ? 1.0 : static_cast<double>(options.factor[i]);
    const auto cost = static_cast<double>(std::max<size_t>(buckets.size(), 1));
    return static_cast<float>(cover.gain(buckets, take) * factor / cost);
  };
  float first = 0;
  for (uint32_t i = 0; i < texts.size(); ++i) {
    LAUTER_ASSIGN(const std::span<const uint32_t> buckets, read(i));
    bound[i] = worth(i, buckets, false);
    first = std::max(first, bound[i]);
  }
  std::vector<uint32_t> order;
  const auto take = [&](uint32_t i) {
    order.push_back(i);
    room.take(texts[i]);
    bound[i] = -1;
  };
  const double floor = static_cast<double>(first) * kLeastThreshold;
  for (auto threshold = static_cast<double>(first); threshold > floor && !room.spent();
       threshold *= 1 - options.step) {
    float best_left = 0;
    for (uint32_t i = 0; i < texts.size() && !room.spent(); ++i) {
      if (bound[i] < 0 || !room.has(texts[i])) continue;
      if (static_cast<double>(bound[i]) >= threshold) {
        LAUTER_ASSIGN(const std::span<const uint32_t> buckets, read(i));
        bound[i] = worth(i, buckets, false);
        if (static_cast<double>(bound[i]) >= threshold) {
          cover.gain(buckets, true);
          take(i);
          continue;
        }
      }
      best_left = std::max(best_left, bound[i]);
    }
    // No text reaches the thresholds above the best bound.
    threshold = std::min(threshold, static_cast<double>(best_left) / (1 - options.step));
  }
  std::vector<uint32_t> rest;
  for (uint32_t i = 0; i < texts.size(); ++i) {
    if (bound[i] >= 0) rest.push_back(i);
  }
  std::sort(rest.begin(), rest.end(), [&](uint32_t a, uint32_t b) {
    return bound[a] != bound[b] ? bound[a] > bound[b] : a < b;
  });
  for (const bool shared : {false, true}) {
    if (shared) room.share_out();
    for (const uint32_t i : rest) {
      if (!room.spent() && bound[i] >= 0 && room.has(texts[i])) take(i);
    }
  }
  return order;
}

}  // namespace lauter
