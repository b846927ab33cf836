#include "curate/metrics/bleu.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/hash.h"
#include "curate/detector/ngram_key.h"

namespace lauter {
namespace {

using Counts = std::unordered_map<uint64_t, uint32_t>;

Counts count(const std::vector<uint64_t>& keys) {
  Counts counts;
  for (const uint64_t key : keys) ++counts[key];
  return counts;
}

}  // namespace

std::vector<uint64_t> bleu_ngrams(std::span<const std::string_view> tokens, size_t order) {
  std::vector<uint64_t> keys;
  for (size_t i = 0; i + order <= tokens.size(); ++i) {
    uint64_t key = hash64(tokens[i]);
    for (size_t k = 1; k < order; ++k) key = join_keys(key, hash64(tokens[i + k]));
    keys.push_back(key);
  }
  return keys;
}

void Bleu::add(std::string_view text, std::span<const std::string_view> references) {
  MtTokens tokens;
  tokenize_13a(text, tokens);
  const uint64_t n = tokens.list.size();
  std::vector<MtTokens> others(references.size());
  uint64_t closest = 0;
  uint64_t distance = ~uint64_t{0};
  for (size_t i = 0; i < references.size(); ++i) {
    tokenize_13a(references[i], others[i]);
    const uint64_t size = others[i].list.size();
    const uint64_t off = size > n ? size - n : n - size;
    if (off < distance || (off == distance && size < closest)) {
      distance = off;
      closest = size;
    }
  }
  counts_.text_tokens += n;
  counts_.reference_tokens += closest;
  for (size_t order = 1; order <= kBleuOrders; ++order) {
    Counts most;
    for (const MtTokens& other : others) {
      for (const auto& [key, times] : count(bleu_ngrams(other.list, order))) {
        most[key] = std::max(most[key], times);
      }
    }
    for (const auto& [key, times] : count(bleu_ngrams(tokens.list, order))) {
      const auto at = most.find(key);
      if (at != most.end()) counts_.correct[order - 1] += std::min(times, at->second);
    }
    counts_.total[order - 1] += n < order ? 0 : n - order + 1;
  }
}

double bleu_score(const BleuCounts& counts, BleuOrder order) {
  if (std::all_of(counts.correct.begin(), counts.correct.end(),
                  [](uint64_t n) { return n == 0; })) {
    return 0;
  }
  // Each order without a match counts as half, a quarter, ... of one match.
  double smoothing = 1;
  double log_sum = 0;
  size_t orders = kBleuOrders;
  for (size_t n = 1; n <= kBleuOrders; ++n) {
    if (counts.total[n - 1] == 0) {
      if (order == BleuOrder::kFull) return 0;
      orders = n - 1;
      break;
    }
    double correct = static_cast<double>(counts.correct[n - 1]);
    if (correct == 0) correct = 1 / (smoothing *= 2);
    log_sum += std::log(100 * correct / static_cast<double>(counts.total[n - 1]));
  }
  const double brevity = counts.text_tokens >= counts.reference_tokens
                             ? 1
                             : std::exp(1 - static_cast<double>(counts.reference_tokens) /
                                                static_cast<double>(counts.text_tokens));
  return brevity * std::exp(log_sum / static_cast<double>(orders));
}

}  // namespace lauter
