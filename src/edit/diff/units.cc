#include "edit/diff/units.h"

#include <algorithm>

#include "text/utf8.h"

namespace lauter {
namespace {

constexpr uint32_t kFirstBrokenByte = 0x110000;

}  // namespace

void UnitText::assign(std::string_view text) {
  units_.clear();
  offsets_.clear();
  if (is_all_ascii(text)) {
    units_.resize(text.size());
    std::transform(text.begin(), text.end(), units_.begin(),
                   [](char c) { return static_cast<uint32_t>(static_cast<uint8_t>(c)); });
    return;
  }
  const bool valid = is_utf8(text);
  units_.reserve(text.size());
  offsets_.reserve(text.size() + 1);
  for (size_t at = 0; at < text.size();) {
    offsets_.push_back(static_cast<uint32_t>(at));
    if (valid || is_utf8(text.substr(at, utf8_length(text[at])))) {
      units_.push_back(decode_utf8(text, at));
    } else {
      units_.push_back(kFirstBrokenByte + static_cast<uint8_t>(text[at++]));
    }
  }
  offsets_.push_back(static_cast<uint32_t>(text.size()));
}

size_t UnitText::index(uint64_t offset) const {
  if (offsets_.empty()) return offset;
  const auto found = std::lower_bound(offsets_.begin(), offsets_.end(), offset);
  return static_cast<size_t>(found - offsets_.begin());
}

size_t common_prefix(Units a, Units b) {
  const size_t limit = std::min(a.size(), b.size());
  size_t n = 0;
  // Eight at a time: compiles to one vector comparison.
  while (n + 8 <= limit) {
    uint32_t different = 0;
    for (size_t i = 0; i < 8; ++i) different |= a[n + i] ^ b[n + i];
    if (different != 0) break;
    n += 8;
  }
  while (n < limit && a[n] == b[n]) ++n;
  return n;
}

size_t common_suffix(Units a, Units b) {
  const size_t limit = std::min(a.size(), b.size());
  size_t n = 0;
  while (n + 8 <= limit) {
    uint32_t different = 0;
    for (size_t i = 1; i <= 8; ++i) different |= a[a.size() - n - i] ^ b[b.size() - n - i];
    if (different != 0) break;
    n += 8;
  }
  while (n < limit && a[a.size() - n - 1] == b[b.size() - n - 1]) ++n;
  return n;
}

}  // namespace lauter
