/// Short lists of words of static storage: is this one of them, which of them stands here?
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scan/views/page.h"

namespace lauter::scan {

/// Lower-case words (or phrases with single blanks) by their first bytes, the longest first within
/// one: most words of a text are refused without a comparison.
///
///     static constexpr WordsByLetter kLinks({"is", "was", "is set to"});
template <size_t N>
class WordsByLetter {
 public:
  constexpr explicit WordsByLetter(const std::string_view (&words)[N]) {
    static_assert(N < 256);
    size_t n = 0;
    for (size_t bucket = 0; bucket < 32; ++bucket) {
      const size_t begin = n;
      first_[bucket] = static_cast<uint8_t>(n);
      for (const std::string_view word : words) {
        if (bucket_of(word[0]) != bucket) continue;
        size_t at = n++;
        for (; at > begin && words_[at - 1].size() < word.size(); --at) words_[at] = words_[at - 1];
        words_[at] = word;
      }
    }
    first_[32] = static_cast<uint8_t>(n);
  }

  /// Whether `word`, in lower case, is one of the words.
  constexpr bool has(std::string_view word) const {
    if (word.empty()) return false;
    const size_t bucket = bucket_of(word[0]);
    for (size_t i = first_[bucket]; i < first_[bucket + 1]; ++i) {
      if (words_[i].size() == word.size() && words_[i] == word) return true;
    }
    return false;
  }

  /// Length of the longest word that stands at text[pos] in any ASCII letter case, no letter, digit
  /// or '_' behind it; 0 if none does.
  constexpr size_t match(std::string_view text, size_t pos) const {
    if (pos >= text.size()) return 0;
    const size_t bucket = bucket_of(text[pos]);
    for (size_t i = first_[bucket]; i < first_[bucket + 1]; ++i) {
      const size_t end = pos + words_[i].size();
      if (end < text.size() && is_wordish(text[end])) continue;
      if (stands(words_[i], text, pos)) return words_[i].size();
    }
    return 0;
  }

  /// Whether one of the words stands anywhere in `text`, in any ASCII letter case.
  constexpr bool within(std::string_view text) const {
    return any_in(text, [](std::string_view) { return true; });
  }

  /// The same, but written as people write words: "dummy", "Dummy", "DUMMY". Random letters hold
  /// "duMmY" by chance.
  constexpr bool within_as_word(std::string_view text) const {
    return any_in(text, [](std::string_view word) {
      bool low = false, high = false;  // behind the first
      for (const char c : word.substr(1)) {
        low |= is_lower(c);
        high |= is_upper(c);
      }
      return !high || (!low && !is_lower(word[0]));
    });
  }

 private:
  template <typename Accept>
  constexpr bool any_in(std::string_view text, Accept accept) const {
    for (size_t pos = 0; pos < text.size(); ++pos) {
      const size_t bucket = bucket_of(text[pos]);
      for (size_t i = first_[bucket]; i < first_[bucket + 1]; ++i) {
        if (stands(words_[i], text, pos) && accept(text.substr(pos, words_[i].size()))) return true;
      }
    }
    return false;
  }
  static constexpr bool stands(std::string_view word, std::string_view text, size_t pos) {
    if (word.size() > text.size() - pos) return false;
    size_t same = 0;
    while (same < word.size() && lower(text[pos + same]) == word[same]) ++same;
    return same == word.size();
  }
  /// Both cases of a letter share one.
  static constexpr size_t bucket_of(char c) { return static_cast<uint8_t>(c) & 31U; }

  std::array<std::string_view, N> words_{};
  std::array<uint8_t, 33> first_{};  ///< index into words_ of the first one of each bucket
};

}  // namespace lauter::scan
