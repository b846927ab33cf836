#include "json/utf8.h"

#include <simdjson.h>

#include <cstdint>

namespace lauter {

bool is_valid_utf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

// Table 3-7 of the Unicode standard: the second byte's range depends on the first.
size_t find_invalid_utf8(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return std::string_view::npos;
  size_t i = 0;
  while (i < bytes.size()) {
    const auto at = [&](size_t offset) -> unsigned {
      return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0U;
    };
    const unsigned lead = at(0);
    const auto is_tail = [&](size_t offset) { return (at(offset) & 0xC0) == 0x80; };
    size_t length = 0;
    if (lead < 0x80) {
      length = 1;
    } else if (lead >= 0xC2 && lead <= 0xDF) {
      length = is_tail(1) ? 2 : 0;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
      const unsigned high = lead == 0xED ? 0x9F : 0xBF;
      length = at(1) >= low && at(1) <= high && is_tail(2) ? 3 : 0;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
      length = at(1) >= low && at(1) <= high && is_tail(2) && is_tail(3) ? 4 : 0;
    }
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::string replace_invalid_utf8(std::string_view bytes) {
  std::string out;
  while (true) {
    const size_t at = find_invalid_utf8(bytes);
    out += bytes.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += "\uFFFD";
    bytes.remove_prefix(at + 1);
  }
}

}  // namespace lauter
