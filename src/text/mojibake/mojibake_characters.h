/// The characters that bytes of ten charsets are, for text/mojibake/mojibake.cc only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace lauter::mojibake {

inline constexpr size_t kCharsets = 10;
/// In the order of scripts/make-mojibake-tables.py.
inline constexpr std::string_view kCharsetNames[kCharsets] = {
    "latin-1",      "windows-1252", "windows-1251", "windows-1250", "windows-1253",
    "windows-1254", "windows-1257", "iso-8859-2",   "macroman",     "cp437"};

enum class CharKind : uint8_t { kOther, kControl, kBlank, kSign, kBox, kEnd, kBegin, kLower, kUpper };

struct KnownCharacter {
  char16_t code;
  CharKind kind;
  uint8_t script;  ///< Latin 1, Greek 2, Cyrillic 3, or none
  std::array<uint8_t, kCharsets> bytes;
};

inline constexpr KnownCharacter kKnown[] = {
    {0, CharKind::kOther, 0, {}},
#define CHARACTER(code, kind, script, ...) {code, CharKind::kind, script, {__VA_ARGS__}},
#include "text/mojibake/mojibake_tables.inc"
#undef CHARACTER
};

/// From a code point to its number in kKnown.
struct KnownIndex {
  std::array<uint16_t, 0x10000> at{};
  /// Whether a byte of a charset, as a character, may begin a sequence or go on with one.
  std::array<uint16_t, std::size(kKnown)> leads{};
  std::array<uint16_t, std::size(kKnown)> tails{};
  std::array<std::array<uint16_t, 0x80>, kCharsets> characters{};

  KnownIndex() {
    for (size_t i = 1; i < std::size(kKnown); ++i) {
      at[kKnown[i].code] = static_cast<uint16_t>(i);
      for (size_t c = 0; c < kCharsets; ++c) {
        const uint8_t byte = kKnown[i].bytes[c];
        if (byte >= 0xC2 && byte <= 0xF4) leads[i] |= static_cast<uint16_t>(1U << c);
        if (byte >= 0x80 && byte <= 0xBF) tails[i] |= static_cast<uint16_t>(1U << c);
        if (byte != 0) characters[c][byte - 0x80U] = kKnown[i].code;
      }
    }
  }
};

inline const KnownIndex& known_index() {
  static const KnownIndex index;
  return index;
}

inline uint32_t number_of(char32_t code) { return code < 0x10000 ? known_index().at[code] : 0; }

}  // namespace lauter::mojibake
