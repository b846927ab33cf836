/// Lists of words and phrases, and the small questions about words that rules of names, places and
/// free words ask. Case-insensitive for Latin, Greek, Cyrillic and Armenian letters.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::scan {

/// The lower-case form of one code point (simple mapping; itself where there is none).
char32_t lower_code_point(char32_t c);

/// `text` in lower case, runs of blanks and line breaks as one blank.
std::string fold_words(std::string_view text);

/// Whether the character at `pos` is an upper-case letter of any script with case.
bool upper_at(std::string_view text, size_t pos);
/// Whether the character at `pos` is a letter of a script without case (Han, Arabic, Thai ...).
bool caseless_at(std::string_view text, size_t pos);

/// The run of letters, digits and inner apostrophes or hyphens that begins at `pos`; empty if none.
std::string_view word_at(std::string_view text, size_t pos);
/// The word (letters and digits) that ends right before `end`; empty if none. At most 64 bytes.
std::string_view word_before(std::string_view text, size_t end);
/// First position from `pos` on that is no blank or tab (line breaks are not skipped).
size_t skip_blanks(std::string_view text, size_t pos);
/// The last words before `pos` on its line, folded: at most `reach` bytes, cut at a word's begin.
std::string folded_before(std::string_view text, size_t pos, size_t reach);
/// What follows `pos` on its line, folded: at most `reach` bytes.
std::string folded_after(std::string_view text, size_t pos, size_t reach);

/// An immutable set of lower-case words and phrases (written "a|b c|d"). A word that is not in it
/// is mostly refused by its length and first letter, without hashing.
class WordSet {
 public:
  explicit WordSet(std::string_view list);
  /// Whether `word` is in the set, whatever its case; runs of blanks count as one.
  bool has(std::string_view word) const;
  /// Length of the longest entry that stands at text[pos] and ends at a word's end; 0 if none.
  size_t match(std::string_view text, size_t pos) const;

 private:
  bool find(std::string_view folded) const;

  std::vector<std::string> words_;
  std::vector<uint32_t> slots_;  ///< open addressing: index into words_ + 1, 0 is free
  uint64_t lengths_ = 0;         ///< bit min(length, 63) of each entry
  std::bitset<256> first_;       ///< first bytes of entries
  size_t longest_words_ = 1;     ///< most words in one entry
};

/// The set of a list in static storage, built on first use.
template <const char* kList>
const WordSet& set_of() {
  static const WordSet set(kList);
  return set;
}

}  // namespace lauter::scan
