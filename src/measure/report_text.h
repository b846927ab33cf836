/// What every evaluation returns: the same figures twice, for machines and for people.
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace lauter {

struct MeasureReport {
  std::string json;   ///< one JSON object, ends in a newline: for stdout
  std::string table;  ///< aligned text, 100 columns, ends in a newline: for stderr
};

/// Appends one line of a table, as printf would write it, cut at 199 characters.
template <typename... Args>
void append_line(std::string& out, const char* format, Args... args) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), format, args...);
  out += text.data();
  out += '\n';
}

}  // namespace lauter
