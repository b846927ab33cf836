#include "scan/rules/net_address.h"

#include <algorithm>

#include "scan/views/page.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

struct Net {
  uint32_t base;
  int bits;
};

constexpr uint32_t quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

/// IANA special-purpose registry, and the addresses of public resolvers that configurations name.
constexpr Net kNotPersonal[] = {
    {quad(0, 0, 0, 0), 8},        {quad(10, 0, 0, 0), 8},       {quad(100, 64, 0, 0), 10},
    {quad(127, 0, 0, 0), 8},      {quad(169, 254, 0, 0), 16},   {quad(172, 16, 0, 0), 12},
    {quad(192, 0, 0, 0), 24},     {quad(192, 0, 2, 0), 24},     {quad(192, 88, 99, 0), 24},
    {quad(192, 168, 0, 0), 16},   {quad(198, 18, 0, 0), 15},    {quad(198, 51, 100, 0), 24},
    {quad(203, 0, 113, 0), 24},   {quad(224, 0, 0, 0), 3},      {quad(8, 8, 8, 8), 32},
    {quad(8, 8, 4, 4), 32},       {quad(1, 1, 1, 0), 24},       {quad(1, 0, 0, 0), 24},
    {quad(9, 9, 9, 0), 24},       {quad(149, 112, 112, 0), 24}, {quad(208, 67, 222, 0), 24},
    {quad(208, 67, 220, 0), 24},  {quad(4, 2, 2, 0), 24},       {quad(94, 140, 14, 0), 24},
    {quad(76, 76, 2, 0), 24},     {quad(76, 76, 19, 0), 24},    {quad(64, 6, 64, 0), 23},
    {quad(185, 228, 168, 0), 23}, {quad(114, 114, 114, 0), 24}, {quad(223, 5, 5, 5), 32},
    {quad(223, 6, 6, 6), 32},     {quad(119, 29, 29, 29), 32},  {quad(1, 2, 3, 4), 32},
    {quad(1, 2, 3, 0), 24},       {quad(77, 88, 8, 0), 24},     {quad(84, 200, 69, 80), 32},
};

}  // namespace

std::optional<std::array<uint8_t, 4>> parse_ipv4(std::string_view text) {
  std::array<uint8_t, 4> out{};
  size_t i = 0;
  for (size_t part = 0; part < 4; ++part) {
    const size_t begin = i;
    unsigned value = 0;
    while (i < text.size() && is_digit(text[i]) && i - begin < 4)
      value = value * 10 + static_cast<unsigned>(text[i++] - '0');
    if (i == begin || value > 255 || (i - begin > 1 && text[begin] == '0')) return std::nullopt;
    out[part] = static_cast<uint8_t>(value);
    if (part == 3) break;
    if (i >= text.size() || text[i] != '.') return std::nullopt;
    ++i;
  }
  if (i != text.size()) return std::nullopt;
  return out;
}

std::optional<std::array<uint8_t, 16>> parse_ipv6(std::string_view text) {
  std::array<uint8_t, 16> out{};
  size_t n = 0;     // bytes written
  size_t gap = 17;  // where "::" stands, in bytes
  size_t i = 0;
  if (text.starts_with("::")) {
    gap = 0;
    i = 2;
  }
  while (i < text.size()) {
    if (n == 16) return std::nullopt;
    const size_t group = std::min(text.find(':', i), text.size());
    const std::string_view part = text.substr(i, group - i);
    if (group == text.size() && part.find('.') != std::string_view::npos) {
      const auto tail = parse_ipv4(part);
      if (!tail || n > 12) return std::nullopt;
      for (const uint8_t byte : *tail) out[n++] = byte;
      i = text.size();
      break;
    }
    if (part.empty() || part.size() > 4) return std::nullopt;
    unsigned value = 0;
    for (const char c : part) {
      if (hex_value(c) < 0) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(hex_value(c));
    }
    out[n++] = static_cast<uint8_t>(value >> 8);
    out[n++] = static_cast<uint8_t>(value & 0xFF);
    i = group;
    if (i == text.size()) break;
    ++i;  // ':'
    if (i < text.size() && text[i] == ':') {
      if (gap != 17) return std::nullopt;
      gap = n;
      ++i;
    } else if (i == text.size()) {
      return std::nullopt;
    }
  }
  if (gap == 17) return n == 16 ? std::optional(out) : std::nullopt;
  if (n >= 16) return std::nullopt;
  std::array<uint8_t, 16> spread{};
  std::copy_n(out.begin(), gap, spread.begin());
  std::copy_n(out.begin() + static_cast<ptrdiff_t>(gap), n - gap,
              spread.end() - static_cast<ptrdiff_t>(n - gap));
  return spread;
}

bool is_personal_ipv4(const std::array<uint8_t, 4>& a) {
  const uint32_t address = quad(a[0], a[1], a[2], a[3]);
  for (const Net& net : kNotPersonal) {
    const uint32_t mask = net.bits == 32 ? 0xFFFFFFFFU : ~(0xFFFFFFFFU >> net.bits);
    if ((address & mask) == net.base) return false;
  }
  // Network and mask forms, and counting patterns of manuals.
  if (a[1] == 0 && a[2] == 0 && a[3] <= 1) return false;
  if (a[0] == a[1] && a[1] == a[2] && a[2] == a[3]) return false;
  return true;
}

bool is_personal_ipv6(const std::array<uint8_t, 16>& a) {
  if ((a[0] & 0xE0) != 0x20) return false;
  const unsigned first = static_cast<unsigned>(a[0]) << 8 | a[1];
  const unsigned second = static_cast<unsigned>(a[2]) << 8 | a[3];
  if (first == 0x2001 && second == 0x0DB8) return false;
  if (first == 0x3FFF && second < 0x1000) return false;                   // RFC 9637
  if (first == 0x2001 && second == 0) return false;                       // Teredo
  if (first == 0x2001 && second == 0x4860 && a[4] == 0x48) return false;  // Google's resolvers
  if (first == 0x2606 && second == 0x4700 && a[4] == 0x47 && a[5] == 0) return false;  // Cloudflare
  if (first == 0x2620 && (second == 0x00FE || second == 0x0119)) return false;  // Quad9, OpenDNS
  bool rest = false;
  for (size_t i = 4; i < 16; ++i) rest |= a[i] != 0;
  return rest || second != 0;
}

bool is_personal_mac(std::string_view text) {
  std::array<unsigned, 12> digit{};
  size_t n = 0;
  for (const char c : text) {
    const int value = hex_value(c);
    if (value < 0) continue;
    if (n == 12) return false;
    digit[n++] = static_cast<unsigned>(value);
  }
  if (n != 12 || (digit[1] & 1) != 0) return false;  // group addresses
  bool same = true, up = true, pairs = true;
  for (size_t i = 1; i < 12; ++i) {
    same &= digit[i] == digit[0];
    up &= digit[i] == (digit[i - 1] + 1) % 16;
  }
  for (size_t i = 0; i < 12; i += 2) {
    pairs &= digit[i] == digit[i + 1];
    if (i > 0) pairs &= digit[i] == (digit[i - 2] + 1) % 16;
  }
  if (same || up || pairs) return false;
  // 00-00-5E-00-53-xx; 00:00:00:...
  unsigned vendor = 0, rest = 0;
  for (size_t i = 0; i < 6; ++i) vendor = vendor << 4 | digit[i];
  for (size_t i = 6; i < 12; ++i) rest = rest << 4 | digit[i];
  if (vendor == 0x00005E && rest >> 8 == 0x0053) return false;
  if (vendor == 0) return false;
  if (rest == 0 || rest <= 0xFF) return false;
  return true;
}

}  // namespace lauter::scan
