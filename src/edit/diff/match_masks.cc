#include "edit/diff/match_masks.h"

#include <algorithm>
#include <bit>

namespace lauter {
namespace {

constexpr uint32_t kLow = 128;

/// Fibonacci hashing: code points of one script are neighbours.
size_t slot_index(uint32_t unit, size_t n_slots) {
  return static_cast<size_t>((unit * uint64_t{0x9E3779B97F4A7C15}) >> 32) & (n_slots - 1);
}

}  // namespace

void MatchMasks::assign(Units text) {
  words_ = (text.size() + 63) / 64;
  std::fill(std::begin(low_rows_), std::end(low_rows_), 0U);
  const auto high = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](uint32_t u) { return u >= kLow; }));
  slots_.assign(high == 0 ? 0 : std::bit_ceil(2 * high), Slot{});
  masks_.assign(words_, 0);
  uint32_t rows = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint32_t unit = text[i];
    uint32_t* row = unit < kLow ? &low_rows_[unit] : &slot_of(unit).row;
    if (*row == 0) {
      if (unit >= kLow) slot_of(unit).unit = unit;
      *row = rows++;
      masks_.resize(masks_.size() + words_, 0);
    }
    masks_[*row * words_ + i / 64] |= uint64_t{1} << (i % 64);
  }
}

MatchMasks::Slot& MatchMasks::slot_of(uint32_t unit) {
  size_t at = slot_index(unit, slots_.size());
  while (slots_[at].row != 0 && slots_[at].unit != unit) at = (at + 1) & (slots_.size() - 1);
  return slots_[at];
}

size_t MatchMasks::row_of(uint32_t unit) const {
  if (unit < kLow) return low_rows_[unit];
  if (slots_.empty()) return 0;
  size_t at = slot_index(unit, slots_.size());
  while (slots_[at].row != 0 && slots_[at].unit != unit) at = (at + 1) & (slots_.size() - 1);
  return slots_[at].row;
}

}  // namespace lauter
