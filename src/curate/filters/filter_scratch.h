/// What the filters keep between documents to save allocations. Internal to `curate`.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "curate/filters/document_filter.h"
#include "curate/filters/english_words.h"
#include "curate/selection/sketches.h"

namespace lauter {
namespace internal {

/// Counts how often 64-bit keys occur. Two different strings share a key with odds of 2^-64: in a
/// document of a million n-grams some do with odds of 3e-8.
class KeyCounter {
 public:
  struct Entry {
    uint64_t key;
    uint32_t count;
    uint32_t first;  ///< what was given with the key's first occurrence
  };

  /// Forgets all; room for `n` different keys.
  void reset(size_t n) {
    const size_t size = std::bit_ceil(2 * n + 2);
    mask_ = size - 1;
    entries_.assign(size, Entry{});
  }
  /// The key's entry, this occurrence included.
  Entry& add(uint64_t key, uint32_t place = 0) {
    key += key == 0 ? 1 : 0;  // 0 marks a free slot
    size_t slot = (key ^ (key >> 32U)) & mask_;
    while (entries_[slot].key != 0 && entries_[slot].key != key) slot = (slot + 1) & mask_;
    Entry& entry = entries_[slot];
    if (entry.count++ == 0) {
      entry.key = key;
      entry.first = place;
    }
    return entry;
  }

 private:
  std::vector<Entry> entries_;
  size_t mask_ = 0;
};

/// How many strings of a list have occurred in it before, and their characters.
struct Duplicates {
  uint64_t elements = 0;
  uint64_t duplicates = 0;
  uint64_t duplicate_chars = 0;

  void add(std::string_view element, KeyCounter& seen);
};

/// a / b as Python divides, and 0 where Python's division by zero would stop datatrove.
inline double ratio(uint64_t a, uint64_t b) {
  return b == 0 ? 0.0 : static_cast<double>(a) / static_cast<double>(b);
}

}  // namespace internal

struct FilterScratch::Impl {
  std::vector<Word> words;
  internal::KeyCounter counter;
  std::string joined;
  std::vector<uint32_t> begins;
  std::vector<uint32_t> char_begins;
  std::vector<uint64_t> hashes;
  std::vector<uint32_t> candidates;
  std::vector<uint8_t> repeated;
  internal::CountSketch pair_counts;
  std::vector<uint16_t> often;
  internal::RepeatSketch heads;
  std::vector<uint64_t> keys;
  std::vector<uint32_t> shorts;
};

namespace internal {

std::string judge_gopher_quality(const GopherQualityOptions& options, const EnglishWords& english,
                                 std::string_view text, FilterScratch::Impl& scratch);
std::string judge_gopher_repetition(const GopherRepetitionOptions& options,
                                    const EnglishWords& english, std::string_view text,
                                    FilterScratch::Impl& scratch);
FilterVerdict judge_c4(const C4Options& options, const EnglishWords& english, std::string_view text,
                       FilterScratch::Impl& scratch);
/// The language, or `unsure`, if the text is to be dropped.
std::string judge_language(const LanguageOptions& options, const LanguageModel& model,
                           std::string_view text);
std::string judge_fineweb(const FineWebOptions& options, const EnglishWords& english,
                          std::string_view text, FilterScratch::Impl& scratch);

}  // namespace internal
}  // namespace lauter
