/// What a sentence says around a word. Matchers ask this at words that prose is full of, so nothing
/// here allocates, and questions about a few words do not fold a whole line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/index/word_set.h"

namespace lauter::scan {

/// What stands before `pos` on its line: at most `reach` bytes, cut at a word's begin; no blanks at
/// its begin.
std::string_view line_before(std::string_view text, size_t pos, size_t reach);
/// What stands behind `pos` on its line: at most `reach` bytes.
std::string_view line_after(std::string_view text, size_t pos, size_t reach);

/// The last word of such a stretch: what stands behind its last blank.
std::string_view last_word(std::string_view said);
/// The word behind `pos`; up to two blanks or hyphens are skipped.
std::string_view word_after(std::string_view text, size_t pos);

/// Bytes at the begin of `text` that read `words` (ASCII, lower case, a blank for a run of blanks),
/// or 0.
size_t match_words(std::string_view text, std::string_view words);
/// Whether `text` reads `words` and nothing else.
inline bool reads(std::string_view text, std::string_view words) {
  return !text.empty() && match_words(text, words) == text.size();
}

/// A list of endings (joined by '|', lower case) that a stretch of text may have, found by their
/// last byte: a question costs some ten instructions and a few for each ending of that byte.
class Endings {
 public:
  enum class Bound : uint8_t {
    kNone,  ///< what stands before the ending does not matter
    kWord,  ///< no letter, digit or '_' stands before it
  };
  explicit Endings(std::string_view list, Bound bound = Bound::kNone);
  /// Whether `said` ends with one of them, whatever its case; runs of blanks count as one. At least
  /// `before` bytes stand before it.
  bool match(std::string_view said, size_t before = 0) const;

 private:
  static uint8_t bucket_of(std::string_view text);

  std::vector<std::string_view> endings_;  ///< by bucket
  std::array<uint16_t, 33> first_ = {};    ///< index into endings_, by last byte & 31
  Bound bound_;
};

/// A short stretch of text in lower case, runs of blanks as one, in a buffer of its own.
class FoldedText {
 public:
  static constexpr size_t kMost = 128;
  /// Of `text` at most kMost bytes.
  explicit FoldedText(std::string_view text)
      : size_(fold_words(text.substr(0, kMost), data_.data())) {}
  std::string_view view() const { return {data_.data(), size_}; }
  bool holds(std::string_view words) const { return view().find(words) != std::string_view::npos; }

 private:
  std::array<char, kMost> data_;
  size_t size_;
};

}  // namespace lauter::scan
