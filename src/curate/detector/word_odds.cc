#include "curate/detector/word_odds.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "curate/detector/folded_word.h"
#include "curate/detector/lm_sentences.h"
#include "curate/detector/ngram_key.h"
#include "curate/detector/ngram_lm.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {
namespace {

constexpr double kTenth = 0.1;
constexpr uint32_t kFewestPairs = 2;
constexpr double kEntriesABucket = 5.0;  ///< of its eight
constexpr size_t kMostBuckets = size_t{1} << 20;

/// The part of a key that a slot keeps; never 0.
uint32_t tag_of(uint64_t key) { return static_cast<uint32_t>(key & 0xFFFF) | 1; }

int8_t in_tenths(double bits) {
  return static_cast<int8_t>(std::clamp(std::round(bits / kTenth), -127.0, 127.0));
}

int odds_of(uint32_t slot) { return static_cast<int8_t>(slot & 0xFF); }
int backoff_of(uint32_t slot) { return static_cast<int8_t>(slot >> 8 & 0xFF); }

/// Calls sentence(words) for each sentence, its mark included.
template <typename Sentence>
void each_word_sentence(std::span<const uint64_t> words, Sentence sentence) {
  size_t begin = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!ends_sentence(words[i]) && i + 1 < words.size()) continue;
    sentence(words.subspan(begin, i + 1 - begin));
    begin = i + 1;
  }
}

/// What one side's model says of a token.
struct Side {
  const NgramLm& lm;

  double word(uint64_t key) const {
    const internal::LmEntry* entry = lm.find(1, key);
    return static_cast<double>(entry != nullptr ? entry->log_p : lm.log_p_unknown());
  }
  double backoff(uint64_t key) const {
    const internal::LmEntry* entry = lm.find(1, key);
    return entry != nullptr ? static_cast<double>(entry->log_backoff) : 0.0;
  }
  double pair(uint64_t key, uint64_t before, uint64_t word_key) const {
    const internal::LmEntry* entry = lm.find(2, key);
    return entry != nullptr ? static_cast<double>(entry->log_p) : backoff(before) + word(word_key);
  }
};

Result<NgramLm> model_of(const WordRows& rows, std::span<const uint8_t> machine,
                         std::span<const uint32_t> which, bool of_machines) {
  LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = 2}));
  bool full = false;
  for (const uint32_t i : which) {
    if ((machine[i] != 0) != of_machines) continue;
    each_word_sentence(rows.row(i), [&](std::span<const uint64_t> sentence) {
      full = full || !trainer.add_tokens(sentence).ok();
    });
  }
  if (full) return resource_exhausted("too many pairs of words for one detector");
  return std::move(trainer).finish();
}

}  // namespace

WordOdds::WordOdds(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.key < b.key;
  });
  const auto buckets = static_cast<size_t>(static_cast<double>(entries.size()) / kEntriesABucket);
  buckets_.resize(std::clamp<size_t>(buckets, 1, kMostBuckets));
  for (const Entry& entry : entries) {
    for (uint32_t& slot : buckets_[bucket_of(entry.key)].slots) {
      if (slot >> 16 == tag_of(entry.key)) break;  // the more frequent one stays
      if (slot != 0) continue;
      slot = tag_of(entry.key) << 16 | uint32_t{static_cast<uint8_t>(entry.backoff)} << 8 |
             static_cast<uint8_t>(entry.odds);
      break;
    }
  }
}

size_t WordOdds::bucket_of(uint64_t key) const {
  return static_cast<size_t>((key >> 32) * buckets_.size() >> 32);
}

uint32_t WordOdds::find(uint64_t key) const {
  const Bucket& bucket = buckets_[bucket_of(key)];
#ifdef __AVX2__
  const __m256i slots = _mm256_load_si256(reinterpret_cast<const __m256i*>(bucket.slots.data()));
  const __m256i tag = _mm256_set1_epi32(static_cast<int>(tag_of(key)));
  const __m256i same = _mm256_cmpeq_epi32(_mm256_srli_epi32(slots, 16), tag);
  const auto mask = static_cast<uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(same)));
  const uint32_t slot = bucket.slots[static_cast<uint32_t>(std::countr_zero(mask)) & 7];
  return mask != 0 ? slot : 0;
#else
  for (const uint32_t slot : bucket.slots) {
    if (slot >> 16 == tag_of(key)) return slot;
  }
  return 0;
#endif
}

double WordOdds::mean(std::span<const uint64_t> words) const {
  if (buckets_.empty() || words.empty()) return 0;
  constexpr size_t kAhead = 12;
  const int at_begin = backoff_of(find(kSentenceBegin));
  uint64_t last = kSentenceBegin;
  int backoff = at_begin;
  int64_t tenths = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i + kAhead < words.size()) {
      prefetch(words[i + kAhead]);
      prefetch(join_keys(words[i + kAhead], words[i + kAhead - 1]));
    }
    const uint32_t word = find(words[i]);
    const uint32_t pair = find(join_keys(words[i], last));
    tenths += pair != 0 ? odds_of(pair) : backoff + odds_of(word);
    const bool ends = ends_sentence(words[i]);
    last = ends ? kSentenceBegin : words[i];
    backoff = ends ? at_begin : backoff_of(word);
  }
  return kTenth * static_cast<double>(tenths) / static_cast<double>(words.size());
}

std::string_view WordOdds::bytes() const {
  return {reinterpret_cast<const char*>(buckets_.data()), buckets_.size() * kBucketBytes};
}

Result<WordOdds> WordOdds::load(std::string_view bytes) {
  if (bytes.size() % kBucketBytes != 0 || bytes.size() / kBucketBytes > kMostBuckets) {
    return data_loss("detector: the table of words has a wrong size");
  }
  WordOdds odds;
  odds.buckets_.resize(bytes.size() / kBucketBytes);
  if (!bytes.empty()) std::memcpy(odds.buckets_.data(), bytes.data(), bytes.size());
  return odds;
}

Result<WordOdds> train_word_odds(const WordRows& rows, std::span<const uint8_t> machine,
                                 std::span<const uint32_t> which) {
  LAUTER_ASSIGN(const NgramLm human_lm, model_of(rows, machine, which, false));
  LAUTER_ASSIGN(const NgramLm machine_lm, model_of(rows, machine, which, true));
  const Side human{human_lm};
  const Side maker{machine_lm};
  const auto backoff = [&](uint64_t key) {
    return in_tenths(maker.backoff(key) - human.backoff(key));
  };
  size_t tokens = 0;
  for (const uint32_t i : which) tokens += rows.row(i).size();
  KeyNumbers seen;
  seen.reset(2 * tokens + 1);
  std::vector<WordOdds::Entry> words = {{kSentenceBegin, 0, backoff(kSentenceBegin), 1}};
  std::vector<WordOdds::Entry> entries;
  const auto count = [&](uint64_t key) -> WordOdds::Entry* {
    const uint32_t number = seen.add(key);
    if (number == entries.size()) {
      entries.push_back({key, 0, 0, 1});
      return &entries.back();
    }
    ++entries[number].count;
    return nullptr;
  };
  std::vector<uint8_t> is_pair;
  for (const uint32_t i : which) {
    each_word_sentence(rows.row(i), [&](std::span<const uint64_t> sentence) {
      uint64_t last = kSentenceBegin;
      for (const uint64_t word : sentence) {
        if (WordOdds::Entry* entry = count(word)) {
          entry->odds = in_tenths(maker.word(word) - human.word(word));
          entry->backoff = backoff(word);
          is_pair.push_back(0);
        }
        const uint64_t pair = join_keys(word, last);
        if (WordOdds::Entry* entry = count(pair)) {
          entry->odds = in_tenths(maker.pair(pair, last, word) - human.pair(pair, last, word));
          is_pair.push_back(1);
        }
        last = word;
      }
    });
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    if (is_pair[i] == 0 || entries[i].count >= kFewestPairs) words.push_back(entries[i]);
  }
  return WordOdds(std::move(words));
}

}  // namespace lauter
