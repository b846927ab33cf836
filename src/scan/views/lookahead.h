/// Looks at one place of a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

/// text[i], or '\0' behind the end.
inline char at(std::string_view text, size_t i) { return i < text.size() ? text[i] : '\0'; }

/// A straight quote or backtick.
constexpr bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

}  // namespace lauter::scan
