#include "curate/metrics/agreement.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "curate/detector/ngram_key.h"
#include "curate/metrics/lexical_words.h"

namespace lauter {
namespace {

/// The keys of a text's pairs of words, each once, sorted.
std::vector<uint64_t> pairs_of(std::string_view text) {
  std::vector<uint64_t> words;
  lexical_words(text, words);
  std::vector<uint64_t> pairs;
  for (size_t i = 0; i + 1 < words.size(); ++i) pairs.push_back(join_keys(words[i], words[i + 1]));
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

double jaccard(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t shared = 0;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    shared += a[i] == b[k] ? 1 : 0;
    const bool first = a[i] <= b[k];
    k += b[k] <= a[i] ? 1 : 0;
    i += first ? 1 : 0;
  }
  const size_t all = a.size() + b.size() - shared;
  return all > 0 ? static_cast<double>(shared) / static_cast<double>(all) : 0;
}

}  // namespace

std::vector<float> pair_agreement(std::span<const std::string_view> texts) {
  std::vector<float> agreement(texts.size(), std::numeric_limits<float>::quiet_NaN());
  if (texts.size() < 2) return agreement;
  std::vector<std::vector<uint64_t>> pairs;
  for (const std::string_view text : texts) pairs.push_back(pairs_of(text));
  std::vector<double> sums(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    for (size_t k = i + 1; k < texts.size(); ++k) {
      const double overlap = jaccard(pairs[i], pairs[k]);
      sums[i] += overlap;
      sums[k] += overlap;
    }
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    agreement[i] = static_cast<float>(sums[i] / static_cast<double>(texts.size() - 1));
  }
  return agreement;
}

}  // namespace lauter
