/// spaCy's special cases for English: chunks that are cut by a list instead of by rules. Internal to
/// `curate`.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curate/detector/word_head.h"

namespace lauter::internal {

/// `text` is cut into pieces of these lengths in bytes.
struct SpecialWord {
  std::string text;
  std::vector<uint8_t> lengths;
};

/// All special cases: contractions with and without their apostrophe, times, months, states, titles,
/// emoticons. Generated from the word lists of spaCy's lang/en/tokenizer_exceptions.py.
std::vector<SpecialWord> english_special_words();

/// A hash table of special words that says no after one look for nearly every other word.
class SpecialWordTable {
 public:
  explicit SpecialWordTable(std::vector<SpecialWord> words);

  /// The special word that is text[begin, end), or null.
  const SpecialWord* find(std::string_view text, size_t begin, size_t end) const {
    const size_t size = end - begin;
    const uint64_t hash = begin + kHeadBytes <= text.size()
                              ? Head::of(text.data() + begin, std::min(size, kHeadBytes)).hash(size)
                              : hash_of(text.substr(begin, size));
    const uint64_t bit = hash >> (64 - kFilterBits);
    if (((may_have_[bit / 64] >> (bit % 64)) & 1U) == 0) return nullptr;
    return look_up(text.substr(begin, size), hash);
  }
  const std::vector<SpecialWord>& words() const { return words_; }

 private:
  static constexpr uint32_t kFilterBits = 16;  ///< 8 KB: one of some 40 other words is looked up
  /// Of the size and the first kHeadBytes bytes.
  static uint64_t hash_of(std::string_view text);
  const SpecialWord* look_up(std::string_view text, uint64_t hash) const;

  std::vector<SpecialWord> words_;
  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> may_have_{};  ///< by the top bits of a hash
  std::vector<uint16_t> slots_;  ///< index + 1 of a word, by hash
};

}  // namespace lauter::internal
