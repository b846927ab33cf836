/// UTF-8 as RFC 3629 defines it: no surrogates, no overlong forms, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lauter {

enum class Utf8Fault : uint8_t {
  kLoneContinuation,  ///< 80..BF where a character must begin
  kInvalidByte,       ///< C0, C1, F5..FF: never part of UTF-8
  kTruncated,         ///< a sequence ends before its last byte
  kOverlong,          ///< a longer form than the code point needs
  kSurrogate,         ///< U+D800..U+DFFF
  kTooLarge,          ///< above U+10FFFF
};

struct Utf8Error {
  size_t offset;  ///< byte where the broken sequence begins
  Utf8Fault fault;
};

/// The first error in `bytes`, or nothing if all is valid UTF-8.
/// Cost: memory speed on ASCII (32 bytes a step), about 1 GB/s or more otherwise.
std::optional<Utf8Error> find_utf8_error(std::string_view bytes);
inline bool is_utf8(std::string_view bytes) { return !find_utf8_error(bytes).has_value(); }

/// `lone continuation`, `overlong form` and the like, for messages.
std::string_view utf8_fault_name(Utf8Fault fault);

/// Whether every byte is below 0x80. Memory speed.
bool is_all_ascii(std::string_view bytes);

constexpr bool is_utf8_continuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

/// Whether a cut at byte `offset` splits no character. The end is a boundary, beyond it nothing is.
/// In text that is not UTF-8, a stray continuation byte may be cut off at the begin and behind ASCII
/// (so that the begin of a line always is a boundary).
constexpr bool is_utf8_boundary(std::string_view text, uint64_t offset) {
  if (offset >= text.size()) return offset == text.size();
  return !is_utf8_continuation(text[offset]) || offset == 0 ||
         static_cast<uint8_t>(text[offset - 1]) < 0x80;
}

/// Bytes of the character that the lead byte `c` begins; 1 for anything that is not a lead byte.
constexpr size_t utf8_length(char c) {
  const auto b = static_cast<uint8_t>(c);
  return b < 0xC2 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 1;
}

/// Decodes the character at `offset` of valid UTF-8 and moves `offset` behind it.
/// `text` must be valid and `offset` a boundary before the end.
constexpr char32_t decode_utf8(std::string_view text, size_t& offset) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(text[i])); };
  const size_t i = offset;
  const uint32_t b = byte(i);
  const size_t n = utf8_length(text[i]);
  offset += n;
  if (n == 1) return b;
  if (n == 2) return ((b & 0x1F) << 6) | (byte(i + 1) & 0x3F);
  if (n == 3) return ((b & 0x0F) << 12) | ((byte(i + 1) & 0x3F) << 6) | (byte(i + 2) & 0x3F);
  return ((b & 0x07) << 18) | ((byte(i + 1) & 0x3F) << 12) | ((byte(i + 2) & 0x3F) << 6) |
         (byte(i + 3) & 0x3F);
}

/// The boundary before `offset` (a boundary itself, above 0).
constexpr size_t previous_utf8(std::string_view text, size_t offset) {
  do {
    --offset;
  } while (offset > 0 && is_utf8_continuation(text[offset]));
  return offset;
}

/// Appends one code point (a scalar value; anything else appends U+FFFD).
void append_utf8(std::string& out, char32_t code_point);

/// Code points in valid UTF-8.
size_t count_code_points(std::string_view text);

}  // namespace lauter
