#include "text/utf8.h"

#include <cstring>

#include "text/byte_block.h"
#include "text/utf8_write.h"

namespace lauter {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

uint64_t load64(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

/// First byte at or after `i` that is not ASCII, or text.size().
size_t skip_ascii(std::string_view text, size_t i) {
  const char* p = text.data();
  // Four words a step: compilers turn this into one or two vector tests.
  while (i + 32 <= text.size()) {
    const uint64_t any =
        load64(p + i) | load64(p + i + 8) | load64(p + i + 16) | load64(p + i + 24);
    if ((any & kHighBits) != 0) break;
    i += 32;
  }
  while (i + 8 <= text.size() && (load64(p + i) & kHighBits) == 0) i += 8;
  while (i < text.size() && static_cast<uint8_t>(text[i]) < 0x80) {
    ++i;
  }
  return i;
}

uint8_t byte_at(std::string_view text, size_t i) {
  return i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
}
bool continues(uint8_t b) { return (b & 0xC0) == 0x80; }

/// Why the sequence at `i` is broken. Only called when it is; the slow path may be slow.
Utf8Fault diagnose(std::string_view text, size_t i) {
  const uint8_t b0 = byte_at(text, i);
  const uint8_t b1 = byte_at(text, i + 1);
  if (continues(b0)) return Utf8Fault::kLoneContinuation;
  if (b0 == 0xC0 || b0 == 0xC1) return Utf8Fault::kOverlong;
  if (b0 > 0xF4) return Utf8Fault::kInvalidByte;
  if (!continues(b1)) return Utf8Fault::kTruncated;
  if ((b0 == 0xE0 && b1 < 0xA0) || (b0 == 0xF0 && b1 < 0x90)) return Utf8Fault::kOverlong;
  if (b0 == 0xED && b1 >= 0xA0) return Utf8Fault::kSurrogate;
  if (b0 == 0xF4 && b1 >= 0x90) return Utf8Fault::kTooLarge;
  return Utf8Fault::kTruncated;
}

/// Length of the well-formed sequence at `i`, whose lead byte is not ASCII; 0 if it is broken.
/// Table 3-7 of the Unicode standard.
size_t sequence_length(const uint8_t* p, size_t left) {
  const uint8_t b0 = p[0];
  if (b0 < 0xC2) return 0;
  if (b0 < 0xE0) return left >= 2 && continues(p[1]) ? 2 : 0;
  if (b0 < 0xF0) {
    if (left < 3 || !continues(p[1]) || !continues(p[2])) return 0;
    if ((b0 == 0xE0 && p[1] < 0xA0) || (b0 == 0xED && p[1] >= 0xA0)) return 0;
    return 3;
  }
  if (b0 > 0xF4 || left < 4 || !continues(p[1]) || !continues(p[2]) || !continues(p[3])) return 0;
  if ((b0 == 0xF0 && p[1] < 0x90) || (b0 == 0xF4 && p[1] >= 0x90)) return 0;
  return 4;
}

}  // namespace

std::optional<Utf8Error> find_utf8_error(std::string_view bytes) {
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t i = 0;
  while (true) {
    i = skip_ascii(bytes, i);
    if (i == bytes.size()) return std::nullopt;
    // Text that has left ASCII tends to stay outside for a while.
    while (i < bytes.size() && p[i] >= 0x80) {
      const size_t n = sequence_length(p + i, bytes.size() - i);
      if (n == 0) return Utf8Error{i, diagnose(bytes, i)};
      i += n;
    }
  }
}

std::string_view utf8_fault_name(Utf8Fault fault) {
  switch (fault) {
    case Utf8Fault::kLoneContinuation:
      return "lone continuation";
    case Utf8Fault::kInvalidByte:
      return "invalid byte";
    case Utf8Fault::kTruncated:
      return "truncated sequence";
    case Utf8Fault::kOverlong:
      return "overlong form";
    case Utf8Fault::kSurrogate:
      return "surrogate";
    case Utf8Fault::kTooLarge:
      return "above U+10FFFF";
  }
  return "unknown";
}

bool is_all_ascii(std::string_view bytes) { return skip_ascii(bytes, 0) == bytes.size(); }

void append_utf8(std::string& out, char32_t code_point) {
  const bool is_scalar = code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
  char bytes[4];
  out.append(bytes, write_utf8(is_scalar ? code_point : U'\uFFFD', bytes));
}

size_t count_code_points(std::string_view text) {
  return text.size() -
         count_bytes(text, [](const ByteBlock& block) { return block.in_range('\x80', 0x40); });
}

}  // namespace lauter
