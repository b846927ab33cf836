/// Lists of words and phrases, and the small questions about words that rules of names, places and
/// free words ask. Case-insensitive for Latin, Greek, Cyrillic and Armenian letters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::scan {

/// The lower-case form of one code point (simple mapping; itself where there is none). It has as
/// many bytes in UTF-8.
char32_t lower_code_point(char32_t c);

/// `text` in lower case, runs of blanks and line breaks as one blank, none at its begin.
std::string fold_words(std::string_view text);
/// The same into `out`, which holds text.size() bytes; returns the bytes written.
size_t fold_words(std::string_view text, char* out);

/// Of a character that is not ASCII; use caseless_at().
bool caseless_letter_at(std::string_view text, size_t pos);

/// Whether the character at `pos` is a letter of a script without case (Han, Arabic, Thai ...).
inline bool caseless_at(std::string_view text, size_t pos) {
  return pos < text.size() && (text[pos] & 0x80) != 0 && caseless_letter_at(text, pos);
}

/// The run of letters, digits and inner apostrophes or hyphens that begins at `pos`; empty if none.
std::string_view word_at(std::string_view text, size_t pos);
/// The word (letters and digits) that ends right before `end`; empty if none. At most 64 bytes.
std::string_view word_before(std::string_view text, size_t end);
/// Bytes of letters and digits from `pos` on, which may stand inside a word.
size_t word_rest_at(std::string_view text, size_t pos);
/// First position from `pos` on that is no blank or tab (line breaks are not skipped).
size_t skip_blanks(std::string_view text, size_t pos);

/// An immutable set of lower-case words and phrases (written "a|b c|d"). A word that is not in it
/// is mostly refused by its length and first letter; others cost one probe of a table.
class WordSet {
 public:
  explicit WordSet(std::string_view list);
  /// Whether `word` is in the set, whatever its case; runs of blanks count as one. `word` does not
  /// begin with a blank.
  bool has(std::string_view word) const {
    if (word.empty()) return false;
    return ((word[0] & 0x80) != 0 || has_length(lengths_, word)) && find(word);
  }

 private:
  /// An entry of up to 16 bytes, zero-padded; both 0 in a free slot.
  struct Key {
    uint64_t low = 0, high = 0;
    bool operator==(const Key&) const = default;
  };
  static Key key_of(std::string_view word);
  size_t slot_of(const Key& key) const;

  static bool has_length(const std::array<uint64_t, 32>& lengths, std::string_view word) {
    const size_t size = word.size() < 63 ? word.size() : 63;
    return (lengths[static_cast<size_t>(word[0]) & 31] >> size & 1) != 0;
  }
  bool find(std::string_view word) const;
  bool find_key(const Key& key) const;
  bool find_folded(std::string_view folded) const;
  void add(std::string_view word);

  std::vector<Key> slots_;                      ///< open addressing, a power of two
  std::vector<std::string> long_;               ///< entries of more than 16 bytes, sorted
  std::array<uint64_t, 32> lengths_ = {};       ///< by first byte & 31: bit min(length, 63)
  size_t longest_words_ = 1;                    ///< most words in one entry
};

/// The set of a list in static storage, built on first use.
template <const char* kList>
const WordSet& set_of() {
  static const WordSet set(kList);
  return set;
}

}  // namespace lauter::scan
