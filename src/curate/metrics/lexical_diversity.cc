#include "curate/metrics/lexical_diversity.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "curate/metrics/lexical_words.h"

namespace lauter {
namespace {

using NumberedWords = std::span<const uint32_t>;

double quotient(uint64_t a, uint64_t b) { return static_cast<double>(a) / static_cast<double>(b); }

/// NaN for infinities: log(1) and log(log(1)) stand below some of the fractions.
double if_finite(double value) {
  return std::isfinite(value) ? value : LexicalDiversity::kUndefined;
}

void ratios(LexicalDiversity& d) {
  const double w = static_cast<double>(d.words);
  const double t = static_cast<double>(d.terms);
  const double log_w = std::log(w);
  const double log_t = std::log(t);
  d.ttr = t / w;
  d.rttr = t / std::sqrt(w);
  d.cttr = t / std::sqrt(2 * w);
  d.herdan = if_finite(log_t / log_w);
  d.summer = if_finite(std::log(log_t) / std::log(log_w));
  d.dugast = if_finite(log_w * log_w / (log_w - log_t));
  d.maas = if_finite((log_w - log_t) / (log_w * log_w));
}

/// Which words the current stretch has seen: a word is new if its mark is not the stretch's.
class Stretch {
 public:
  Stretch(std::vector<uint32_t>& seen, uint64_t terms) : seen_(seen) { seen_.assign(terms, 0); }
  void begin() {
    ++mark_;
    types_ = 0;
  }
  void add(uint32_t word) {
    types_ += seen_[word] != mark_ ? 1 : 0;
    seen_[word] = mark_;
  }
  uint32_t types() const { return types_; }

 private:
  std::vector<uint32_t>& seen_;
  uint32_t mark_ = 0;
  uint32_t types_ = 0;
};

double msttr(NumberedWords words, uint32_t window, Stretch stretch) {
  if (window == 0 || words.size() <= window) return LexicalDiversity::kUndefined;
  const size_t segments = (words.size() + window - 1) / window - 1;
  double sum = 0;
  for (size_t segment = 0; segment < segments; ++segment) {
    stretch.begin();
    for (const uint32_t word : words.subspan(segment * window, window)) stretch.add(word);
    sum += quotient(stretch.types(), window);
  }
  return sum / static_cast<double>(segments);
}

double mattr(NumberedWords words, uint32_t window, uint64_t terms, std::vector<uint32_t>& counts) {
  if (window == 0 || words.size() < window) return LexicalDiversity::kUndefined;
  counts.assign(terms, 0);
  uint64_t types = 0;
  uint64_t sum = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    types += counts[words[i]]++ == 0 ? 1 : 0;
    if (i + 1 < window) continue;
    sum += types;
    types -= --counts[words[i + 1 - window]] == 0 ? 1 : 0;
  }
  return quotient(sum, words.size() - window + 1) / window;
}

/// Words per factor, in the order in which `at(i)` gives the words.
template <typename At>
double mtld_one_way(size_t n, double threshold, double ttr_of_all, Stretch stretch, At at) {
  double factors = 0;
  uint32_t length = 0;
  double ttr = 1;
  stretch.begin();
  for (size_t i = 0; i < n; ++i) {
    stretch.add(at(i));
    ttr = quotient(stretch.types(), ++length);
    if (ttr > threshold) continue;
    factors += 1;
    length = 0;
    stretch.begin();
  }
  if (length > 0) factors += (1 - ttr) / (1 - threshold);
  if (factors == 0) factors = ttr_of_all == 1 ? 1 : (1 - ttr_of_all) / (1 - threshold);
  return static_cast<double>(n) / factors;
}

/// A type of frequency f is in a draw of d of the n words with the chance
/// 1 - C(n - f, d) / C(n, d) = 1 - prod_{i < d} (n - f - i) / (n - i). Types of one frequency
/// share it.
double hdd(uint64_t n, uint32_t draws, std::vector<uint32_t>& counts) {
  if (draws == 0 || n < draws) return LexicalDiversity::kUndefined;
  std::sort(counts.begin(), counts.end());
  double sum = 0;
  for (size_t i = 0; i < counts.size();) {
    const uint32_t f = counts[i];
    size_t end = i;
    while (end < counts.size() && counts[end] == f) ++end;
    double none = n - f < draws ? 0 : 1;
    for (uint64_t k = 0; none > 0 && k < draws; ++k) none *= quotient(n - f - k, n - k);
    sum += (1 - none) / draws * static_cast<double>(end - i);
    i = end;
  }
  return sum;
}

double distinct(const std::vector<uint64_t>& keys, size_t n, KeyNumbers& numbers) {
  if (n == 0) return LexicalDiversity::kUndefined;
  numbers.reset(n);
  for (size_t i = 0; i < n; ++i) numbers.add(keys[i]);
  return quotient(numbers.count(), n);
}

/// Each order's keys are joined from those of shorter ones.
void distinct_all(LexicalDiversity& d, LexicalScratch& scratch) {
  const std::vector<uint64_t>& one = scratch.hashes;
  const size_t w = one.size();
  const auto of_order = [w](size_t n) { return w < n ? 0 : w - n + 1; };
  d.distinct[0] = d.ttr;
  scratch.pairs.resize(of_order(2));
  for (size_t i = 0; i < scratch.pairs.size(); ++i) {
    scratch.pairs[i] = join_keys(one[i], one[i + 1]);
  }
  d.distinct[1] = distinct(scratch.pairs, scratch.pairs.size(), scratch.numbers);
  scratch.fours.resize(of_order(3));
  for (size_t i = 0; i < scratch.fours.size(); ++i) {
    scratch.fours[i] = join_keys(scratch.pairs[i], one[i + 2]);
  }
  d.distinct[2] = distinct(scratch.fours, scratch.fours.size(), scratch.numbers);
  scratch.fours.resize(of_order(4));
  for (size_t i = 0; i < scratch.fours.size(); ++i) {
    scratch.fours[i] = join_keys(scratch.pairs[i], scratch.pairs[i + 2]);
  }
  d.distinct[3] = distinct(scratch.fours, scratch.fours.size(), scratch.numbers);
  for (size_t i = 0; i < of_order(8); ++i) {
    scratch.fours[i] = join_keys(scratch.fours[i], scratch.fours[i + 4]);
  }
  d.distinct[4] = distinct(scratch.fours, of_order(8), scratch.numbers);
}

}  // namespace

LexicalDiversity lexical_diversity(const LexicalOptions& options, LexicalScratch& scratch) {
  LexicalDiversity d;
  d.words = scratch.hashes.size();
  if (d.words == 0) return d;
  scratch.words.resize(d.words);
  scratch.numbers.reset(d.words);
  for (size_t i = 0; i < d.words; ++i) scratch.words[i] = scratch.numbers.add(scratch.hashes[i]);
  d.terms = scratch.numbers.count();
  const NumberedWords words = scratch.words;

  ratios(d);
  d.msttr = msttr(words, options.segment_window, Stretch(scratch.seen, d.terms));
  d.mattr = mattr(words, options.moving_window, d.terms, scratch.counts);
  const auto one_way = [&](auto at) {
    return mtld_one_way(words.size(), options.mtld_threshold, d.ttr, Stretch(scratch.seen, d.terms),
                        at);
  };
  d.mtld = (one_way([&](size_t i) { return words[i]; }) +
            one_way([&](size_t i) { return words[words.size() - 1 - i]; })) /
           2;
  scratch.counts.assign(d.terms, 0);
  for (const uint32_t word : words) ++scratch.counts[word];
  d.hdd = hdd(d.words, options.hdd_draws, scratch.counts);
  distinct_all(d, scratch);
  return d;
}

LexicalDiversity lexical_diversity(std::string_view text, const LexicalOptions& options,
                                   LexicalScratch& scratch) {
  lexical_words(text, scratch.hashes);
  return lexical_diversity(options, scratch);
}

}  // namespace lauter
