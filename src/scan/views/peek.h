/// Looks at one place of a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

/// text[i], or '\0' behind the end.
inline char at(std::string_view text, size_t i) { return i < text.size() ? text[i] : '\0'; }

/// Whether `word` (not empty) stands at `pos`. Most places are refused by its first and last byte.
inline bool stands_at(std::string_view text, size_t pos, std::string_view word) {
  return pos + word.size() <= text.size() && text[pos] == word[0] &&
         text[pos + word.size() - 1] == word.back() && text.compare(pos, word.size(), word) == 0;
}

/// A straight quote or backtick.
constexpr bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

}  // namespace lauter::scan
