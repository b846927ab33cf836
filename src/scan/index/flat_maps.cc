#include "scan/index/flat_maps.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/hash.h"

namespace lauter::scan {

size_t PointerIndex::slot_of(const void* key) const {
  const uint64_t hash = reinterpret_cast<uintptr_t>(key) * 0x9E3779B97F4A7C15ULL;
  size_t slot = static_cast<size_t>(hash >> 32) & (slots_.size() - 1);
  while (slots_[slot] != kFree && keys_[slots_[slot]] != key)
    slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

size_t PointerIndex::add(const void* key) {
  if (2 * keys_.size() >= slots_.size()) {
    slots_.assign(std::max<size_t>(64, 2 * slots_.size()), kFree);
    for (size_t i = 0; i < keys_.size(); ++i) slots_[slot_of(keys_[i])] = static_cast<uint16_t>(i);
  }
  uint16_t& number = slots_[slot_of(key)];
  if (number == kFree) {
    LAUTER_CHECK(keys_.size() < kFree, "fewer than 65535 addresses");
    number = static_cast<uint16_t>(keys_.size());
    keys_.push_back(key);
  }
  return number;
}

size_t PointerIndex::find(const void* key) const {
  if (slots_.empty()) return npos;
  const uint16_t number = slots_[slot_of(key)];
  return number == kFree ? npos : number;
}

size_t TextIndex::slot_of(std::string_view text, uint32_t hash) const {
  size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != kFree; slot = (slot + 1) & (slots_.size() - 1)) {
    const Entry& entry = entries_[slots_[slot]];
    if (entry.hash == hash && entry.text == text) break;
  }
  return slot;
}

std::optional<uint16_t> TextIndex::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const uint16_t entry = slots_[slot_of(text, static_cast<uint32_t>(hash64(text)))];
  if (entry == kFree) return std::nullopt;
  return entries_[entry].number;
}

void TextIndex::add(std::string_view text, uint16_t number) {
  LAUTER_CHECK(entries_.size() < kFree, "fewer than 65535 texts");
  if (2 * entries_.size() >= slots_.size()) reserve(std::max<size_t>(32, 2 * entries_.size()));
  const auto hash = static_cast<uint32_t>(hash64(text));
  slots_[slot_of(text, hash)] = static_cast<uint16_t>(entries_.size());
  entries_.push_back({text, hash, number});
}

void TextIndex::reserve(size_t texts) {
  entries_.reserve(texts);
  slots_.assign(std::bit_ceil(2 * texts), kFree);
  for (size_t i = 0; i < entries_.size(); ++i) {
    slots_[slot_of(entries_[i].text, entries_[i].hash)] = static_cast<uint16_t>(i);
  }
}

}  // namespace lauter::scan
