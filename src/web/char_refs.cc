#include "web/char_refs.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

struct CharRef {
  std::string_view name;  ///< without `&`; with `;` unless it may be left out
  std::string_view utf8;
};

// In byte order of the names. Written by scripts/make-html-char-refs.py.
constexpr CharRef kCharRefs[] = {
#include "web/char_refs.inc"
};

constexpr uint32_t kNoCharacter = 0xFFFD;

// What 0x80 to 0x9F mean in Windows-1252; 0: nothing else.
constexpr std::array<uint16_t, 32> kOfControls = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

uint32_t character_of(uint32_t number) {
  if (number >= 0x80 && number < 0xA0) {
    const uint16_t known = kOfControls[number - 0x80];
    return known != 0 ? known : number;
  }
  const bool is_surrogate = number >= 0xD800 && number < 0xE000;
  return number == 0 || number > 0x10FFFF || is_surrogate ? kNoCharacter : number;
}

size_t read_number(std::string_view text, std::string& out) {
  const bool is_hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const size_t begin = is_hex ? 3 : 2;
  size_t at = begin;
  uint32_t number = 0;
  for (; at < text.size(); ++at) {
    if (is_hex ? !is_ascii_hex(text[at]) : !is_ascii_digit(text[at])) break;
    const int digit = hex_value(text[at]);
    // Any number beyond Unicode is as good as another.
    number =
        std::min<uint32_t>(number * (is_hex ? 16 : 10) + static_cast<uint32_t>(digit), 0x110000);
  }
  if (at == begin) return 0;
  append_utf8(out, character_of(number));
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

}  // namespace

size_t read_char_ref(std::string_view text, std::string& out) {
  if (text.size() > 1 && text[1] == '#') return read_number(text, out);
  // Names with the same begin stand together: each letter narrows them.
  const CharRef* first = std::begin(kCharRefs);
  const CharRef* last = std::end(kCharRefs);
  const CharRef* longest = nullptr;
  for (size_t at = 1; at < text.size() && first != last; ++at) {
    const size_t i = at - 1;
    const char c = text[at];
    const auto sign = [i](const CharRef& ref) { return ref.name.size() > i ? ref.name[i] : '\0'; };
    first = std::partition_point(first, last, [&](const CharRef& ref) { return sign(ref) < c; });
    last = std::partition_point(first, last, [&](const CharRef& ref) { return sign(ref) <= c; });
    if (first != last && first->name.size() == at) longest = first;
  }
  if (longest == nullptr) return 0;
  out += longest->utf8;
  return longest->name.size() + 1;
}

}  // namespace lauter
