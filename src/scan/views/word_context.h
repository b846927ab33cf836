/// What a sentence says around a word. Matchers ask this at words that prose is full of, so nothing
/// here allocates, and questions about a few words do not fold a whole line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scan/index/word_set.h"

namespace lauter::scan {

/// What stands before `pos` on its line: at most `reach` bytes, cut at a word's begin; no blanks at
/// its begin.
std::string_view line_before(std::string_view text, size_t pos, size_t reach);
/// The word behind `pos`; up to two blanks or hyphens are skipped.
std::string_view word_after(std::string_view text, size_t pos);

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
