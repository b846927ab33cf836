/// What a sentence says around a word: the words before and after it, folded.
#pragma once

#include <string>
#include <string_view>

namespace lauter::scan {

/// The word behind `pos`, folded; up to two blanks or hyphens are skipped.
std::string word_after(std::string_view text, size_t pos);

/// The last words before `pos` on its line, folded, without any of `drop` at their end; at most
/// `reach` bytes.
std::string last_words(std::string_view text, size_t pos, size_t reach,
                       std::string_view drop = " \"");

/// Whether `said` ends with one of `list` (joined by '|').
bool ends_with_any(std::string_view said, std::string_view list);
/// The same for whole words: what stands before is no letter, digit or '_'.
bool ends_in_words(std::string_view said, std::string_view list);

}  // namespace lauter::scan
