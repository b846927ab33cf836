#include "curate/detector/ngram_lm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "curate/detector/lm_sentences.h"
#include "curate/detector/ngram_key.h"

namespace lauter {
namespace {

using internal::LmEntry;
using internal::LmLevel;
using EntryNumbers = std::array<uint32_t, kMaxLmOrder>;  ///< of entries, by n - 1

/// Calls sentence(hashes) for each line that has tokens.
template <typename Sentence>
void each_sentence(std::string_view text, LmScratch& scratch, Sentence sentence) {
  each_lm_sentence(text, scratch.tokens, scratch.folded, scratch.hashes, sentence);
}

/// Fills keys[0] for <s> and keys[i + 1] for token i, as far as their n-grams are within the
/// sentence.
void list_keys(std::span<const uint64_t> tokens, size_t order, std::vector<LmKeys>& keys) {
  keys.resize(tokens.size() + 1);
  keys[0][0] = kSentenceBegin;
  for (size_t i = 0; i < tokens.size(); ++i) {
    LmKeys& of = keys[i + 1];
    of[0] = tokens[i];
    const size_t longest = std::min(i + 2, order);  // <s> is one of them
    for (size_t k = 1; k < longest; ++k) {
      of[k] = join_keys(of[k - 1], k > i ? kSentenceBegin : tokens[i - k]);
    }
  }
}

/// What modified Kneser-Ney takes from a count of 1, 2, 3 and more.
struct Discounts {
  std::array<double, 4> of{};  ///< of[0] is 0

  /// n[k]: how many n-grams of the order have the count k; n[5]: 5 and more.
  explicit Discounts(const std::array<uint64_t, 6>& n) {
    const auto count = [&n](size_t k) { return static_cast<double>(n[k]); };
    const double y = count(1) / (count(1) + 2 * count(2));
    bool good = true;
    for (size_t k = 1; k <= 3; ++k) {
      of[k] = static_cast<double>(k) - static_cast<double>(k + 1) * y * count(k + 1) / count(k);
      good = good && of[k] > 0 && of[k] <= static_cast<double>(k);  // NaN and infinity are neither
    }
    if (!good) of = {0, 0.5, 1, 1.5};
  }
  double operator()(uint32_t c) const { return of[std::min<uint32_t>(c, 3)]; }
};

/// What follows one context.
struct Follow {
  uint64_t sum = 0;
  double discounted = 0;

  double weight_below() const { return sum == 0 ? 1 : discounted / static_cast<double>(sum); }
};

float log2_of(double p) { return static_cast<float>(std::log2(p)); }

}  // namespace

double LmSurprise::perplexity() const { return std::exp2(bits_per_token()); }

LmSurprise& LmSurprise::operator+=(const LmSurprise& other) {
  tokens += other.tokens;
  unknown += other.unknown;
  bits += other.bits;
  return *this;
}

namespace internal {

LmLevel::LmLevel(std::vector<LmEntry> entries) : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end(),
            [](const LmEntry& a, const LmEntry& b) { return a.key < b.key; });
  // Two to four entries of 16 bytes to a value of the first bits: a cache line.
  const auto bits = static_cast<uint32_t>(std::bit_width(entries_.size() / 4 + 1));
  shift_ = 64 - bits;
  directory_.assign((size_t{1} << bits) + 1, 0);
  for (const LmEntry& entry : entries_) ++directory_[(entry.key >> shift_) + 1];
  for (size_t i = 1; i < directory_.size(); ++i) directory_[i] += directory_[i - 1];
}

void LmLevel::prefetch_directory(uint64_t key) const {
  if (!entries_.empty()) __builtin_prefetch(&directory_[key >> shift_]);
}

void LmLevel::prefetch_entries(uint64_t key) const {
  if (entries_.empty()) return;
  const size_t first = directory_[key >> shift_];
  if (first < entries_.size()) __builtin_prefetch(&entries_[first]);
}

const LmEntry* LmLevel::find(uint64_t key) const {
  if (entries_.empty()) return nullptr;
  const size_t bucket = key >> shift_;
  for (uint32_t i = directory_[bucket]; i < directory_[bucket + 1]; ++i) {
    if (entries_[i].key == key) return &entries_[i];
  }
  return nullptr;
}

}  // namespace internal

LmSurprise NgramLm::score(std::string_view text, LmScratch& scratch) const {
  LmSurprise sum;
  scratch.bits.clear();
  if (levels_.empty()) return sum;
  const size_t n = levels_.size();
  const LmEntry* begin = levels_[0].find(kSentenceBegin);
  each_sentence(text, scratch, [&](std::span<const uint64_t> tokens) {
    // Of the n-grams that end at the token before: how many orders are known, and their backoffs.
    size_t known_before = begin == nullptr ? 0 : 1;
    std::array<float, kMaxLmOrder> backoff{};
    if (begin != nullptr) backoff[0] = begin->log_backoff;
    list_keys(tokens, n, scratch.keys);
    constexpr size_t kAhead = 6;
    for (size_t i = 0; i < tokens.size(); ++i) {
      for (size_t k = 0; k < n; ++k) {
        if (i + 2 * kAhead < tokens.size()) {
          levels_[k].prefetch_directory(scratch.keys[i + 1 + 2 * kAhead][k]);
        }
        if (i + kAhead < tokens.size()) {
          levels_[k].prefetch_entries(scratch.keys[i + 1 + kAhead][k]);
        }
      }
      std::array<float, kMaxLmOrder> backoff_here{};
      size_t known = 0;
      float log_p = log_p_unknown_;
      for (const size_t longest = std::min(i + 2, n); known < longest; ++known) {
        const LmEntry* entry = levels_[known].find(scratch.keys[i + 1][known]);
        if (entry == nullptr) break;
        log_p = entry->log_p;
        backoff_here[known] = entry->log_backoff;
      }
      double bits = -static_cast<double>(log_p);
      const size_t context = std::min(known_before, n - 1);
      for (size_t k = std::max<size_t>(known, 1); k <= context; ++k) {
        bits -= static_cast<double>(backoff[k - 1]);
      }
      sum.bits += bits;
      scratch.bits.push_back(static_cast<float>(bits));
      sum.unknown += known == 0 ? 1 : 0;
      ++sum.tokens;
      known_before = known;
      backoff = backoff_here;
    }
  });
  return sum;
}

Result<NgramLmTrainer> NgramLmTrainer::make(const NgramLmOptions& options) {
  if (options.order < 1 || options.order > kMaxLmOrder) {
    return invalid_argument("order " + std::to_string(options.order) +
                            ": an n-gram model has 1 to " + std::to_string(kMaxLmOrder));
  }
  if (options.max_ngrams < 2 || options.max_ngrams > 0xFFFFFFFEU) {
    return invalid_argument("max_ngrams must be between 2 and 4294967294");
  }
  NgramLmTrainer trainer;
  trainer.options_ = options;
  trainer.levels_.resize(options.order);
  trainer.levels_[0].add(kSentenceBegin);  // number 0: a context, never counted
  trainer.ngrams_ = 1;
  return trainer;
}

std::pair<uint32_t, bool> NgramLmTrainer::Level::add(uint64_t key) {
  if (10 * (entries.size() + 1) > 7 * slots.size()) grow();
  const size_t mask = slots.size() - 1;
  const uint64_t tag = key & 0xFFFFFFFF00000000U;
  for (size_t at = key & mask;; at = (at + 1) & mask) {
    const uint64_t slot = slots[at];
    if (slot == 0) {
      entries.push_back({key, 0, 0, 0});
      slots[at] = tag | entries.size();
      return {static_cast<uint32_t>(entries.size() - 1), true};
    }
    const auto number = static_cast<uint32_t>(slot - 1);
    if ((slot & 0xFFFFFFFF00000000U) == tag && entries[number].key == key) return {number, false};
  }
}

void NgramLmTrainer::Level::grow() {
  slots.assign(std::max<size_t>(1024, 2 * slots.size()), 0);
  const size_t mask = slots.size() - 1;
  for (size_t i = 0; i < entries.size(); ++i) {
    size_t at = entries[i].key & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = (entries[i].key & 0xFFFFFFFF00000000U) | (i + 1);
  }
}

Result<void> NgramLmTrainer::add(std::string_view text) {
  Result<void> done;
  each_sentence(text, scratch_, [&](std::span<const uint64_t> tokens) {
    if (done.ok()) done = add_tokens(tokens);
  });
  return done;
}

Result<void> NgramLmTrainer::add_tokens(std::span<const uint64_t> tokens) {
  // A sentence adds at most `order` n-grams a token.
  if (ngrams_ + levels_.size() * tokens.size() > options_.max_ngrams) {
    return resource_exhausted("the n-gram model has more than " +
                              std::to_string(options_.max_ngrams) + " n-grams");
  }
  add_sentence(tokens);
  return {};
}

void NgramLmTrainer::add_sentence(std::span<const uint64_t> tokens) {
  // All keys first, so that the table's memory can be asked for some tokens ahead.
  const size_t n = levels_.size();
  list_keys(tokens, n, scratch_.keys);
  const std::vector<LmKeys>& all = scratch_.keys;
  constexpr size_t kAhead = 8;
  constexpr uint32_t kUnknown = 0xFFFFFFFF;
  EntryNumbers before{};  // of the n-grams that end at the token before, where they were looked up
  before.fill(kUnknown);
  before[0] = 0;  // <s>
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i + kAhead < tokens.size()) {
      for (size_t k = n > 1 ? 1 : 0; k < n; ++k) levels_[k].prefetch(all[i + 1 + kAhead][k]);
    }
    const LmKeys& keys = all[i + 1];
    // Only what is as long as can be is counted as often as it occurs. Its suffix is counted once,
    // when it is new: once for each different token before it.
    Entry* longer = nullptr;
    EntryNumbers here{};
    here.fill(kUnknown);
    for (size_t k = std::min(i + 2, n); k-- > 0;) {
      const auto [number, is_new] = levels_[k].add(keys[k]);
      here[k] = number;
      Entry& entry = levels_[k].entries[number];
      entry.count += entry.count == 0xFFFFFFFFU ? 0 : 1;
      if (longer != nullptr) longer->suffix = number;
      if (!is_new) break;
      ++ngrams_;
      if (k > 0) {
        const uint32_t context = before[k - 1];
        entry.context = context != kUnknown ? context : levels_[k - 1].add(all[i][k - 1]).first;
      }
      longer = &entry;  // lives in the level above the next one, which alone grows
    }
    before = here;
  }
}

NgramLm NgramLmTrainer::finish() && {
  NgramLm lm;
  std::vector<double> below;  // probabilities one order below, by number
  std::vector<LmEntry> entries_below;
  for (size_t k = 0; k < levels_.size(); ++k) {
    std::vector<Entry> entries = std::move(levels_[k].entries);
    levels_[k].slots = {};
    std::array<uint64_t, 6> counts_of_counts{};
    for (const Entry& entry : entries) ++counts_of_counts[std::min<uint32_t>(entry.count, 5)];
    const Discounts discounts(counts_of_counts);
    std::vector<Follow> follows(k == 0 ? 1 : below.size());
    for (const Entry& entry : entries) {
      Follow& follow = follows[entry.context];
      follow.sum += entry.count;
      follow.discounted += discounts(entry.count);
    }
    // Number 0 of the unigrams is <s>; the type more is the unknown token.
    const uint64_t types = options_.vocabulary != 0 ? options_.vocabulary : entries.size();
    const double uniform = 1 / static_cast<double>(types);
    std::vector<double> p(entries.size());
    std::vector<LmEntry> done(entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      const Entry& entry = entries[i];
      const Follow& follow = follows[entry.context];
      const double lower = k == 0 ? uniform : below[entry.suffix];
      p[i] = follow.weight_below() * lower;
      if (follow.sum > 0) {
        p[i] += (entry.count - discounts(entry.count)) / static_cast<double>(follow.sum);
      }
      done[i] = {entry.key, log2_of(p[i]), 0};
    }
    if (k == 0) {
      lm.log_p_unknown_ = log2_of(follows[0].weight_below() * uniform);
    } else {
      for (size_t i = 0; i < follows.size(); ++i) {
        if (follows[i].sum > 0) entries_below[i].log_backoff = log2_of(follows[i].weight_below());
      }
      lm.levels_.emplace_back(std::move(entries_below));
    }
    below = std::move(p);
    entries_below = std::move(done);
  }
  lm.levels_.emplace_back(std::move(entries_below));
  return lm;
}

}  // namespace lauter
