#include "text/printable.h"

#include <algorithm>
#include <charconv>

#include "text/utf8.h"

namespace lauter {
namespace {

constexpr bool commands(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
  }
}

/// Appends valid UTF-8; the characters of `kept` as they are.
void append_shown(std::string& out, std::string_view text, std::string_view kept) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = decode_utf8(text, at);
    const std::string_view character = text.substr(begin, at - begin);
    if (!commands(c) || (c < 0x20 && kept.find(static_cast<char>(c)) != kept.npos)) {
      out += character;
    } else {
      append_hex(out, character);
    }
  }
}

std::string shown(std::string_view bytes, std::string_view kept) {
  std::string out;
  out.reserve(bytes.size());
  while (const auto fault = find_utf8_error(bytes)) {
    append_shown(out, bytes.substr(0, fault->offset), kept);
    append_hex(out, bytes.substr(fault->offset, 1));
    bytes.remove_prefix(fault->offset + 1);
  }
  append_shown(out, bytes, kept);
  return out;
}

}  // namespace

std::string printable(std::string_view bytes, bool keep_lines) {
  return shown(bytes, keep_lines ? "\t\n" : "\t");
}

std::string escape_name(std::string_view bytes) {
  std::string doubled;
  doubled.reserve(bytes.size());
  for (const char c : bytes) doubled.append(c == '\\' ? 2 : 1, c);
  return shown(doubled, "");
}

std::optional<std::string> unescape_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  while (!name.empty()) {
    const size_t plain = std::min(name.find('\\'), name.size());
    out += name.substr(0, plain);
    name.remove_prefix(plain);
    if (name.starts_with("\\\\")) {
      out += '\\';
      name.remove_prefix(2);
    } else if (name.starts_with("\\x") && name.size() >= 4) {
      unsigned byte = 0;
      const auto read = std::from_chars(name.data() + 2, name.data() + 4, byte, 16);
      if (read.ptr != name.data() + 4) return std::nullopt;
      out += static_cast<char>(byte);
      name.remove_prefix(4);
    } else if (!name.empty()) {
      return std::nullopt;
    }
  }
  return out;
}

}  // namespace lauter
