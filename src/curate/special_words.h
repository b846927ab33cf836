/// spaCy's special cases for English: chunks that are cut by a list instead of by rules. Internal to
/// `curate`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

  const SpecialWord* find(std::string_view text) const {
    if (text.size() > kMaxLength || text.empty()) return nullptr;
    if (((may_have_[ends_key(text)] >> text.size()) & 1U) == 0) return nullptr;
    return look_up(text);
  }
  const std::vector<SpecialWord>& words() const { return words_; }

 private:
  static constexpr size_t kMaxLength = 63;
  static size_t ends_key(std::string_view text) {
    return (static_cast<uint8_t>(text.front()) * 131U + static_cast<uint8_t>(text.back())) & 1023U;
  }
  const SpecialWord* look_up(std::string_view text) const;

  std::vector<SpecialWord> words_;
  std::array<uint64_t, 1024> may_have_{};  ///< by first and last byte: a bit for every length
  std::vector<uint16_t> slots_;            ///< index + 1 of a word, by hash
};

}  // namespace lauter::internal
