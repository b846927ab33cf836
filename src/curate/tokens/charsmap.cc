#include "curate/tokens/charsmap.h"

#include <algorithm>
#include <cstring>

#include "text/utf8.h"
#include "web/unicode_facts.h"

namespace lauter {

Result<Charsmap> Charsmap::parse(std::string_view bytes) {
  uint32_t size = 0;
  if (bytes.size() < sizeof size) return data_loss("precompiled_charsmap is cut off");
  std::memcpy(&size, bytes.data(), sizeof size);
  bytes.remove_prefix(sizeof size);
  if (size > bytes.size() || size % sizeof(uint32_t) != 0) return data_loss("precompiled_charsmap is cut off");
  Charsmap map;
  map.units_.resize(size / sizeof(uint32_t));
  std::memcpy(map.units_.data(), bytes.data(), size);
  map.values_ = bytes.substr(size);
  return map;
}

std::optional<std::string_view> Charsmap::find(std::string_view chunk) const {
  // A unit: bits 0 to 7 and 31 the label, 8 whether something ends here, 10 to 30 the offset, in 256s if bit 9 is set.
  const auto offset = [](uint32_t unit) { return unit >> 10U << ((unit & 512U) >> 6U); };
  if (units_.empty()) return std::nullopt;
  size_t place = offset(units_[0]);
  for (const char c : chunk) {
    const auto byte = static_cast<uint8_t>(c);
    place ^= byte;
    if (byte == 0 || place >= units_.size()) return std::nullopt;
    const uint32_t unit = units_[place];
    if ((unit & (0x80000000U | 0xFFU)) != byte) return std::nullopt;
    place ^= offset(unit);
    if ((unit & 256U) == 0) continue;
    if (place >= units_.size()) return std::nullopt;
    const size_t value = units_[place] & 0x7FFFFFFFU;
    if (value > values_.size()) return std::nullopt;
    return std::string_view(values_).substr(value, std::min(values_.find('\0', value), values_.size()) - value);
  }
  return std::nullopt;
}

Result<std::string> Charsmap::map(std::string_view text) const {
  constexpr size_t kShort = 6;
  std::string out;
  out.reserve(text.size());
  LAUTER_TRY(each_grapheme(text, [&](std::string_view grapheme) {
    if (grapheme.size() < kShort) {
      if (const auto value = find(grapheme)) {
        out += *value;
        return;
      }
    }
    for (size_t i = 0; i < grapheme.size();) {
      const std::string_view character = grapheme.substr(i, utf8_length(grapheme[i]));
      out += find(character).value_or(character);
      i += character.size();
    }
  }));
  return out;
}

}  // namespace lauter
