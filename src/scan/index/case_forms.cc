#include <string>
#include <string_view>
#include <vector>

#include "scan/registry.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

/// The upper-case partner of a lower-case letter in the two-byte range of UTF-8, else itself.
/// Source: UnicodeData.txt, the simple case mappings of these blocks.
uint32_t upper_of(uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c & ~1U;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return (c & 1U) == 0 ? c - 1 : c;
  if (c == 0x3AC) return 0x386;
  if (c >= 0x3AD && c <= 0x3AF) return c - 37;
  if (c == 0x3CC) return 0x38C;
  if (c == 0x3CD || c == 0x3CE) return c - 63;
  if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

/// Maps the letters of `word`: all of them, or the first only. Longer sequences are copied.
std::string raise(std::string_view word, bool all) {
  std::string out;
  bool first = true;
  for (size_t i = 0; i < word.size();) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (length > 2 || i + length > word.size()) {
      out.append(word.substr(i, length));
    } else {
      const uint32_t c =
          length == 1 ? byte
                      : (static_cast<uint32_t>(byte & 0x1F) << 6) |
                            (static_cast<uint32_t>(static_cast<unsigned char>(word[i + 1])) & 0x3F);
      append_utf8(out, first || all ? upper_of(c) : c);
    }
    first = false;
    i += length;
  }
  return out;
}

}  // namespace

std::vector<std::string> case_forms(std::string_view word) {
  bool ascii = true;
  for (const char c : word) ascii = ascii && (c & 0x80) == 0;
  std::vector<std::string> forms = {std::string(word)};
  if (ascii) return forms;
  for (const bool all : {false, true}) {
    std::string form = raise(word, all);
    if (form != forms.back() && form != forms.front()) forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace lauter::scan
