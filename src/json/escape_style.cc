#include "json/escape_style.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "json/writer.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

void append_unit(std::string& out, uint32_t unit, bool upper) {
  const std::string_view hex = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex[unit >> shift & 15];
}

void append_by_number(std::string& out, char32_t c, bool upper) {
  if (c < 0x10000) return append_unit(out, c, upper);
  append_unit(out, 0xD800 + ((c - 0x10000) >> 10), upper);
  append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF), upper);
}

}  // namespace

EscapeStyle EscapeStyle::of(std::string_view token) {
  EscapeStyle style;
  for (size_t at = token.find('\\'); at < token.size(); at = token.find('\\', at)) {
    const char kind = at + 1 < token.size() ? token[at + 1] : '\0';
    if (kind == '/') style.slash = true;
    at += 2;
    if (kind != 'u') continue;
    const std::string_view digits = token.substr(at, 4);
    at += digits.size();
    uint32_t unit = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    style.upper_hex |= std::ranges::any_of(digits, [](char c) { return c >= 'A' && c <= 'F'; });
    if (unit < 0x80) {
      style.by_number.set(unit);
    } else if (unit == 0x2028 || unit == 0x2029) {
      style.line_separators = true;
    } else {
      style.non_ascii = true;
    }
  }
  // Nothing says that a text of ASCII spares what is not there.
  style.non_ascii |= style.line_separators;
  if (style.non_ascii) style.non_ascii = std::ranges::all_of(token, is_ascii);
  return style;
}

void append_json_string(std::string& out, std::string_view text, const EscapeStyle& style) {
  if (style.is_plain()) return append_json_string(out, text);
  out += '"';
  size_t plain = 0;  // begin of what append_escaped() may write
  const auto flush = [&](size_t end) {
    append_escaped(out, text.substr(plain, end - plain));
  };
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = decode_utf8(text, at);
    const bool separator = c == 0x2028 || c == 0x2029;
    const bool by_number = c < 0x80 ? style.by_number.test(c)
                                    : style.non_ascii || (separator && style.line_separators);
    if (!by_number && !(c == '/' && style.slash)) continue;
    flush(begin);
    if (by_number) {
      append_by_number(out, c, style.upper_hex);
    } else {
      out += "\\/";
    }
    plain = at;
  }
  flush(text.size());
  out += '"';
}

}  // namespace lauter
