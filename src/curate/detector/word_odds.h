/// How much likelier the words of a text are in machine-made text than in human text: the ratio of
/// two word-pair models (curate/detector/ngram_lm.h), one of each side. A number of the detector.
///
///   LAUTER_ASSIGN(const WordOdds odds, train_word_odds(texts, machine, which));
///   odds.mean(words);                                     // hashes of the words and marks
///
/// With p the models' probabilities and g what they leave for unseen pairs, a token w after v is
/// worth log2 p_machine(w | v) - log2 p_human(w | v), where the pair is known to the table; else
/// log2 g_machine(v) - log2 g_human(v) + log2 p_machine(w) - log2 p_human(w). Both differences are
/// kept in tenths of a bit, for each word, and for each pair that occurs twice or more.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Const and safe from any thread.
class WordOdds {
 public:
  /// A word or a pair of words, by the key of its n-gram.
  struct Entry {
    uint64_t key;
    int8_t odds;     ///< tenths of a bit
    int8_t backoff;  ///< what is added where the pair with the next word is unknown
    uint32_t count;
  };

  WordOdds() = default;  ///< knows no word: every mean is 0
  /// No key twice. Of the entries that share a bucket the rarest are left out if it is full.
  explicit WordOdds(std::vector<Entry> entries);

  /// Bits a token. `words`: hashes as in curate/detector/folded_word.h; a sentence ends with its mark, and
  /// its first word follows none. 0 for no words. Linear.
  double mean(std::span<const uint64_t> words) const;

  /// The table, little-endian: per slot 15 bits of the key and a 1, i8 backoff, i8 odds.
  std::string_view bytes() const;
  uint32_t buckets() const { return static_cast<uint32_t>(buckets_.size()); }
  static Result<WordOdds> load(std::string_view bytes);

  static constexpr size_t kBucketBytes = 32;

 private:
  /// Entries whose keys fall together; free ones are 0.
  struct alignas(kBucketBytes) Bucket {
    std::array<uint32_t, kBucketBytes / sizeof(uint32_t)> slots{};
  };

  size_t bucket_of(uint64_t key) const;
  void prefetch(uint64_t key) const { __builtin_prefetch(&buckets_[bucket_of(key)]); }
  /// The slot of `key`, 0 if there is none.
  uint32_t find(uint64_t key) const;

  std::vector<Bucket> buckets_;
};

/// Word hashes of texts, one after the other.
class WordRows {
 public:
  void add(std::span<const uint64_t> words) {
    words_.insert(words_.end(), words.begin(), words.end());
    begins_.push_back(words_.size());
  }
  std::span<const uint64_t> row(size_t i) const {
    return std::span(words_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
  }

 private:
  std::vector<uint64_t> words_;
  std::vector<size_t> begins_ = {0};
};

/// Of the rows in `which`; `machine` says for all rows who made them. Deterministic. Errors:
/// kResourceExhausted for more pairs than an n-gram model holds.
Result<WordOdds> train_word_odds(const WordRows& rows, std::span<const uint8_t> machine,
                                 std::span<const uint32_t> which);

}  // namespace lauter
