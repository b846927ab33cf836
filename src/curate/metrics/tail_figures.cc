#include "curate/metrics/tail_figures.h"

#include <cmath>
#include <vector>

#include "curate/detector/ngram_key.h"
#include "curate/metrics/share.h"

namespace lauter {
namespace {

/// Calls visit(key) for each n-gram, text by text.
template <typename Visit>
void each_ngram(const CorpusWords& corpus, uint32_t n, Visit visit) {
  for (size_t i = 0; i < corpus.texts(); ++i) {
    const std::span<const uint64_t> words = corpus.text(i);
    for (size_t at = 0; at + n <= words.size(); ++at) {
      uint64_t key = words[at];
      for (size_t k = 1; k < n; ++k) key = join_keys(key, words[at + k]);
      visit(key);
    }
  }
}

}  // namespace

NgramTail ngram_tail(const CorpusWords& corpus, uint32_t n) {
  KeyNumbers numbers;
  numbers.reset(corpus.words().size());
  std::vector<uint32_t> counts;
  NgramTail tail;
  each_ngram(corpus, n, [&](uint64_t key) {
    const uint32_t number = numbers.add(key);
    if (number == counts.size()) counts.push_back(0);
    ++counts[number];
    ++tail.tokens;
  });
  tail.types = counts.size();
  tail.missing_mass = kNaN;
  if (tail.tokens == 0) return tail;
  const double all = static_cast<double>(tail.tokens);
  for (const uint32_t count : counts) {
    tail.singletons += count == 1 ? 1 : 0;
    tail.entropy_bits -= count / all * std::log2(count / all);
  }
  tail.missing_mass = share(tail.singletons, tail.tokens);
  return tail;
}

NgramCoverage ngram_coverage(const CorpusWords& corpus, const CorpusWords& held_out, uint32_t n) {
  // The corpus' n-grams have the first numbers, those of the held-out texts alone the later ones.
  KeyNumbers numbers;
  numbers.reset(corpus.words().size() + held_out.words().size());
  each_ngram(corpus, n, [&](uint64_t key) { numbers.add(key); });
  const uint32_t known = numbers.count();
  std::vector<bool> met(known);
  uint64_t tokens = 0;
  uint64_t covered = 0;
  uint64_t covered_types = 0;
  each_ngram(held_out, n, [&](uint64_t key) {
    const uint32_t number = numbers.add(key);
    ++tokens;
    if (number >= known) return;
    ++covered;
    covered_types += met[number] ? 0 : 1;
    met[number] = true;
  });
  return {share(covered, tokens), share(covered_types, covered_types + numbers.count() - known)};
}

}  // namespace lauter
