#include "curate/filters/url_match.h"

#include <array>
#include <cstdint>

#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kMaxUsers = 16;

/// A character of a host label other than '_' and '-'.
bool is_host_char(char32_t c) {
  return (c < 0x80 && is_ascii_alnum(static_cast<char>(c))) || (c >= 0xA1 && c <= 0xFFFF);
}

/// What may follow the host: `[:port][/path]` to the end.
bool is_rest(const CharClasses& classes, std::string_view text, size_t at) {
  if (at < text.size() && text[at] == ':') {
    size_t digits = 0;
    size_t next = at + 1;
    while (next < text.size()) {
      size_t after = next;
      if ((classes.next(text, after) & kCharDigit) == 0) break;
      next = after;
      ++digits;
    }
    if (digits < 2 || digits > 5) return false;
    at = next;
  }
  return at == text.size() || text[at] == '/' || text[at] == '?' || text[at] == '#';
}

/// Labels and their dots, then a last label of 2 to 63 lower-case letters.
bool is_host_url(const CharClasses& classes, std::string_view text, size_t at) {
  bool has_label = false;
  while (true) {
    // The last label, if one ends here, is looked for first: labels may follow it all the same.
    size_t end = at;
    size_t n_lower = 0;
    while (end < text.size()) {
      size_t next = end;
      if ((classes.next(text, next) & kCharLower) == 0) break;
      end = next;
      ++n_lower;
    }
    if (has_label && n_lower >= 2 && n_lower <= 63 && is_rest(classes, text, end)) return true;

    size_t n = 0;
    bool ends_well = false;
    while (at < text.size()) {
      size_t next = at;
      const char32_t c = decode_utf8(text, next);
      const bool host = is_host_char(c);
      if (!host && (n == 0 || (c != '_' && c != '-'))) break;
      ends_well = host;
      at = next;
      ++n;
    }
    if (n == 0 || n > 64 || !ends_well || at == text.size() || text[at] != '.') return false;
    ++at;
    has_label = true;
  }
}

/// Four octets that are no private, loopback, reserved, network or broadcast address.
bool is_address_url(const CharClasses& classes, std::string_view text, size_t at) {
  std::array<int, 4> octet{};
  for (size_t i = 0; i < octet.size(); ++i) {
    if (i > 0) {
      if (at == text.size() || text[at] != '.') return false;
      ++at;
    }
    size_t n = 0;
    const bool zero_first = at < text.size() && text[at] == '0';
    while (n < 3 && at < text.size() && is_ascii_digit(text[at])) {
      octet[i] = octet[i] * 10 + (text[at++] - '0');
      ++n;
    }
    if (n == 0) return false;
    const bool edge = i == 0 || i == 3;
    // The inner octets allow leading zeros where the number stays below 200.
    if (zero_first && (edge || n == 3)) return false;
    if (octet[i] > (i == 0 ? 223 : edge ? 254 : 255) || (edge && octet[i] == 0)) return false;
  }
  const bool reserved = octet[0] == 10 || octet[0] == 127 ||
                        (octet[0] == 169 && octet[1] == 254) ||
                        (octet[0] == 192 && octet[1] == 168) ||
                        (octet[0] == 172 && octet[1] >= 16 && octet[1] <= 31);
  return !reserved && is_rest(classes, text, at);
}

bool is_url_at(const CharClasses& classes, std::string_view text, size_t at) {
  return is_address_url(classes, text, at) || is_host_url(classes, text, at);
}

}  // namespace

bool is_url(const CharClasses& classes, std::string_view chunk) {
  if (chunk.find('.') == std::string_view::npos) return false;
  if (is_url_at(classes, chunk, 0)) return true;
  if (const size_t scheme = chunk.find("://"); scheme != std::string_view::npos) {
    size_t n = 0;
    bool fits = true;
    for (size_t at = 0; fits && at < scheme; ++n) {
      const char c = chunk[at];
      fits = (classes.next(chunk, at) & kCharWord) != 0 || c == '+' || c == '-' || c == '.';
    }
    if (fits && n >= 2 && is_url_at(classes, chunk, scheme + 3)) return true;
  }
  size_t at = chunk.size();
  for (size_t i = 0; i < kMaxUsers && at > 0; ++i) {
    at = chunk.rfind('@', at - 1);
    if (at == std::string_view::npos || at == 0) return false;
    if (is_url_at(classes, chunk, at + 1)) return true;
  }
  return false;
}

}  // namespace lauter::internal
