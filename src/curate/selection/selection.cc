#include "curate/selection/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "curate/detector/ngram_key.h"

namespace lauter {
namespace {

/// The quantile of the standard normal distribution, p in (0, 1), to 1e-8 and better: Newton's
/// method from a logistic guess.
double normal_quantile(double p) {
  double x = std::log(p / (1 - p)) / 1.702;
  for (int i = 0; i < 6; ++i) {
    const double error = 0.5 * std::erfc(-x / std::sqrt(2.0)) - p;
    const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * M_PI);
    x -= std::clamp(error / density, -1.0, 1.0);
  }
  return x;
}

/// In (0, 1), from number and seed alone.
double uniform(uint64_t number, uint64_t seed) {
  const uint64_t mixed = join_keys(join_keys(number + 1, seed), 0x9E3779B97F4A7C15U);
  return (static_cast<double>(mixed >> 11U) + 0.5) * 0x1p-53;
}

struct DrawnText {
  double key;
  uint32_t text;
};

void sort_by_key(std::vector<DrawnText>& list) {
  std::sort(list.begin(), list.end(), [](const DrawnText& a, const DrawnText& b) {
    return a.key != b.key ? a.key > b.key : a.text < b.text;
  });
}

/// How many machine-made texts of a content were taken.
class ContentCounts {
 public:
  ContentCounts(std::span<const Candidate> texts, uint32_t most) : most_(most) {
    uint32_t groups = 0;
    for (const Candidate& text : texts) groups = std::max(groups, text.group + 1);
    taken_.assign(groups, 0);
  }
  bool is_new(const Candidate& text) const { return text.human || taken_[text.group] == 0; }
  /// False if there are as many as there may be.
  bool take(const Candidate& text) {
    if (text.human) return true;
    if (most_ > 0 && taken_[text.group] >= most_) return false;
    ++taken_[text.group];
    return true;
  }

 private:
  uint32_t most_;
  std::vector<uint32_t> taken_;
};

/// A list of texts, best first, that takes part in the mix by its share.
struct Queue {
  double share = 0;
  std::vector<DrawnText> texts;  ///< and behind them, once more, those that had to wait
  size_t at = 0;
  double taken = 0;  ///< of the budget's unit
};

/// Whether a queue but the last, human text's, has texts.
bool any_other(const std::vector<Queue>& queues) {
  return std::any_of(queues.begin(), queues.end() - 1, [](const Queue& queue) {
    return queue.share > 0 && queue.at < queue.texts.size();
  });
}

/// Takes from the queue that is farthest behind its share until the budget is met.
std::vector<uint32_t> take_by_shares(std::span<const Candidate> texts, std::vector<Queue> queues,
                                     const SelectionPlan& plan) {
  std::vector<uint32_t> order;
  Budget budget(plan.budget, plan.unit);
  ContentCounts contents(texts, plan.per_group);
  std::vector<size_t> first_round;
  for (const Queue& queue : queues) first_round.push_back(queue.texts.size());
  while (!budget.spent()) {
    Queue* next = nullptr;
    for (Queue& queue : queues) {
      if (queue.share <= 0 || queue.at == queue.texts.size()) continue;
      if (next == nullptr || queue.taken / queue.share < next->taken / next->share) next = &queue;
    }
    if (next == nullptr) break;
    // Human text keeps to its share also when there is nothing left to share with.
    const bool strict = plan.real_share && plan.real_share_strict && *plan.real_share < 1;
    if (strict && next == &queues.back() && !any_other(queues)) break;
    const bool may_wait = next->at < first_round[static_cast<size_t>(next - queues.data())];
    const DrawnText drawn = next->texts[next->at++];
    const uint32_t text = drawn.text;
    if (plan.new_contents_first && may_wait && !contents.is_new(texts[text])) {
      next->texts.push_back(drawn);
      continue;
    }
    if (!contents.take(texts[text])) continue;
    order.push_back(text);
    next->taken += static_cast<double>(budget.cost(texts[text]));
    budget.take(texts[text]);
  }
  return order;
}

}  // namespace

std::vector<float> normal_scores(std::span<const float> values) {
  std::vector<float> scores(values.size(), 0.0F);
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  const auto n = static_cast<double>(order.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double p = 0.5 * static_cast<double>(begin + end) / n;
    const auto z = static_cast<float>(normal_quantile(p));
    for (; begin < end; ++begin) scores[order[begin]] = z;
  }
  return scores;
}

double selection_key(const Candidate& text, const Preference& preference, uint64_t seed) {
  double key = 0;
  for (size_t axis = 0; axis < kScoreAxes; ++axis) {
    const auto z = static_cast<double>(text.z[axis]);
    key += preference.slope[axis] * z + preference.bend[axis] * (z * z - 1);
  }
  if (preference.noise == 0) return key;
  return key - preference.noise * std::log(-std::log(uniform(text.number, seed)));
}

std::vector<uint32_t> select(std::span<const Candidate> texts, const SelectionPlan& plan) {
  // One queue for each source, or one for all; and one for human text that has a share of its own.
  std::vector<Queue> queues(plan.by_shares ? plan.sources.size() : 1);
  if (plan.by_shares) {
    for (size_t i = 0; i < queues.size(); ++i) queues[i].share = plan.sources[i].share;
  } else {
    queues[0].share = 1;
  }
  Queue human;
  for (uint32_t i = 0; i < texts.size(); ++i) {
    const uint16_t source = texts[i].source;
    const bool apart = plan.real_share && texts[i].human;
    Queue& queue = apart ? human : queues[plan.by_shares ? source : 0];
    queue.texts.push_back(
        {selection_key(texts[i], plan.sources[source].preference, plan.seed), i});
  }
  if (plan.real_share) {
    double others = 0;
    for (Queue& queue : queues) {
      if (queue.texts.empty()) queue.share = 0;
      others += queue.share;
    }
    for (Queue& queue : queues) {
      queue.share = others > 0 ? queue.share / others * (1 - *plan.real_share) : 0;
    }
    human.share = *plan.real_share;
    queues.push_back(std::move(human));
  }
  for (Queue& queue : queues) sort_by_key(queue.texts);
  return take_by_shares(texts, std::move(queues), plan);
}

}  // namespace lauter
