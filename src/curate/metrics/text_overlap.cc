#include "curate/metrics/text_overlap.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "curate/detector/ngram_key.h"
#include "curate/metrics/bleu.h"
#include "curate/metrics/share.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// An n-gram by its number, and how often one text has it.
struct Counted {
  uint32_t number;
  uint32_t count;
};

/// Numbers the n-grams of a corpus and counts them, text by text.
class GramCounter {
 public:
  explicit GramCounter(size_t max_grams) { numbers_.reset(max_grams); }

  /// The different n-grams of the next text.
  std::vector<Counted> count(std::span<const uint64_t> keys) {
    ++text_;
    std::vector<Counted> grams;
    for (const uint64_t key : keys) {
      const uint32_t number = numbers_.add(key);
      if (number == last_.size()) last_.push_back({});
      Last& last = last_[number];
      if (last.text != text_) {
        last = {text_, static_cast<uint32_t>(grams.size())};
        grams.push_back({number, 0});
      }
      ++grams[last.place].count;
    }
    return grams;
  }
  size_t types() const { return last_.size(); }

 private:
  struct Last {
    uint32_t text = 0;   ///< the last text that had the n-gram, from 1
    uint32_t place = 0;  ///< where in its list
  };
  KeyNumbers numbers_;
  std::vector<Last> last_;
  uint32_t text_ = 0;
};

/// The two greatest counts of an n-gram in a text, and whose the greatest is.
struct Greatest {
  uint32_t first = 0;
  uint32_t second = 0;
  uint32_t owner = 0;

  void add(uint32_t count, uint32_t text) {
    if (count > first) {
      second = first;
      first = count;
      owner = text;
    } else {
      second = std::max(second, count);
    }
  }
  uint32_t of_others(uint32_t text) const { return owner == text ? second : first; }
};

/// The length closest to that of a text among all others; the shorter of two.
uint64_t closest_other(const std::vector<uint64_t>& sorted, uint64_t n) {
  const auto range = std::equal_range(sorted.begin(), sorted.end(), n);
  if (range.second - range.first > 1) return n;
  const bool has_less = range.first != sorted.begin();
  const bool has_more = range.second != sorted.end();
  if (!has_less) return *range.second;
  const uint64_t less = *(range.first - 1);
  return has_more && *range.second - n < n - less ? *range.second : less;
}

/// rouge_score's words; letters beyond ASCII, which it drops, count as well.
std::vector<uint64_t> rouge_words(std::string_view text) {
  std::vector<uint64_t> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(hash64(word));
    word.clear();
  };
  for (size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      if (is_ascii_alnum(text[i])) {
        word += ascii_lower(text[i]);
      } else {
        end();
      }
      ++i;
      continue;
    }
    const char32_t c = decode_utf8(text, i);
    if (is_word_character(c)) {
      append_utf8(word, to_lower(c));
    } else {
      end();
    }
  }
  end();
  return words;
}

struct Posting {
  uint32_t text;
  uint32_t count;
};

/// The pairs of words of all texts, each with the texts that have it, in order.
struct RougeIndex {
  std::vector<std::vector<Counted>> texts;
  std::vector<std::vector<Posting>> postings;
  std::vector<uint32_t> sizes;  ///< pairs of words of each text

  explicit RougeIndex(std::span<const std::string_view> list) {
    std::vector<std::vector<uint64_t>> pairs;
    size_t total = 0;
    for (const std::string_view text : list) {
      std::vector<uint64_t> keys = rouge_words(text);
      for (size_t k = 0; k + 1 < keys.size(); ++k) keys[k] = join_keys(keys[k], keys[k + 1]);
      if (!keys.empty()) keys.pop_back();
      sizes.push_back(static_cast<uint32_t>(keys.size()));
      total += keys.size();
      pairs.push_back(std::move(keys));
    }
    GramCounter counter(total);
    for (uint32_t i = 0; i < list.size(); ++i) {
      texts.push_back(counter.count(pairs[i]));
      postings.resize(counter.types());
      for (const Counted& pair : texts.back()) postings[pair.number].push_back({i, pair.count});
    }
  }

  /// The sum of F1 of text i with all later ones. `shared` is zero for all texts, and is again.
  double row(uint32_t i, std::vector<uint32_t>& shared) const {
    for (const Counted& term : texts[i]) {
      const std::vector<Posting>& list = postings[term.number];
      const auto later = std::upper_bound(list.begin(), list.end(), i,
                                          [](uint32_t a, const Posting& b) { return a < b.text; });
      for (auto at = later; at != list.end(); ++at) {
        shared[at->text] += std::min(at->count, term.count);
      }
    }
    double sum = 0;
    for (size_t j = i + 1; j < texts.size(); ++j) {
      if (shared[j] == 0) continue;
      // 2 P R / (P + R), with P = shared / size of one and R = shared / size of the other.
      sum += 2.0 * shared[j] / (static_cast<double>(sizes[i]) + sizes[j]);
      shared[j] = 0;
    }
    return sum;
  }
};

}  // namespace

double self_bleu(std::span<const std::string_view> texts) {
  if (texts.size() < 2) return kNaN;
  const auto n_texts = static_cast<uint32_t>(texts.size());
  std::vector<MtTokens> tokens(texts.size());
  std::vector<BleuCounts> counts(texts.size());
  std::vector<uint64_t> lengths;
  size_t total = 0;
  for (uint32_t i = 0; i < n_texts; ++i) {
    tokenize_13a(texts[i], tokens[i]);
    lengths.push_back(tokens[i].list.size());
    total += lengths.back();
  }
  std::sort(lengths.begin(), lengths.end());
  for (size_t order = 1; order <= kBleuOrders; ++order) {
    GramCounter counter(total);
    std::vector<Greatest> greatest;
    std::vector<std::vector<Counted>> grams(texts.size());
    for (uint32_t i = 0; i < n_texts; ++i) {
      grams[i] = counter.count(bleu_ngrams(tokens[i].list, order));
      greatest.resize(counter.types());
      for (const Counted& gram : grams[i]) greatest[gram.number].add(gram.count, i);
    }
    for (uint32_t i = 0; i < n_texts; ++i) {
      for (const Counted& gram : grams[i]) {
        counts[i].correct[order - 1] += std::min(gram.count, greatest[gram.number].of_others(i));
        counts[i].total[order - 1] += gram.count;
      }
    }
  }
  double sum = 0;
  for (uint32_t i = 0; i < n_texts; ++i) {
    counts[i].text_tokens = tokens[i].list.size();
    counts[i].reference_tokens = closest_other(lengths, counts[i].text_tokens);
    sum += bleu_score(counts[i], BleuOrder::kEffective);
  }
  return sum / n_texts;
}

double mean_pairwise_rouge2(std::span<const std::string_view> texts, int threads) {
  if (texts.size() < 2) return kNaN;
  const RougeIndex index(texts);
  std::vector<double> rows(texts.size());
  std::atomic<uint32_t> next = 0;
  const auto work = [&] {
    std::vector<uint32_t> shared(texts.size());
    for (uint32_t i = next++; i < rows.size(); i = next++) rows[i] = index.row(i, shared);
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();  // joins
  double sum = 0;
  for (const double row : rows) sum += row;
  const double n = static_cast<double>(texts.size());
  return sum / (n * (n - 1) / 2);
}

double self_repetition(const CorpusWords& corpus, uint32_t n) {
  if (corpus.texts() == 0) return kNaN;
  KeyNumbers numbers;
  numbers.reset(corpus.words().size());
  std::vector<uint32_t> texts_with;  ///< by n-gram
  std::vector<uint32_t> last_text;   ///< by n-gram, + 1: counts each text once
  std::vector<std::vector<uint32_t>> grams(corpus.texts());
  for (uint32_t i = 0; i < corpus.texts(); ++i) {
    const std::span<const uint64_t> words = corpus.text(i);
    for (size_t at = 0; at + n <= words.size(); ++at) {
      uint64_t key = words[at];
      for (size_t k = 1; k < n; ++k) key = join_keys(key, words[at + k]);
      const uint32_t number = numbers.add(key);
      if (number == texts_with.size()) {
        texts_with.push_back(0);
        last_text.push_back(0);
      }
      if (last_text[number] == i + 1) continue;
      last_text[number] = i + 1;
      ++texts_with[number];
      grams[i].push_back(number);
    }
  }
  double sum = 0;
  for (const std::vector<uint32_t>& list : grams) {
    uint64_t others = 0;
    for (const uint32_t number : list) others += texts_with[number] - 1;
    sum += std::log(1 + static_cast<double>(others));
  }
  return sum / static_cast<double>(corpus.texts());
}

}  // namespace lauter
