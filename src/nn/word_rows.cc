#include "nn/word_rows.h"

#include <bit>

namespace lauter::internal {

WordRows::WordRows(std::span<const uint32_t> keys, uint32_t rows) : rows_(rows) {
  if (keys.empty()) return;
  slots_.resize(std::bit_ceil(2 * keys.size()));
  for (size_t i = 0; i < keys.size(); ++i) {
    slots_[slot_of(keys[i])] = {keys[i], rows + static_cast<uint32_t>(i)};
  }
}

size_t WordRows::slot_of(uint32_t key) const {
  const size_t mask = slots_.size() - 1;
  // Fibonacci hashing: the high bits of a product with 2^32 / the golden ratio.
  size_t slot = (uint64_t{key * 0x9E3779B1U} * slots_.size()) >> 32;
  while (slots_[slot].row != 0 && slots_[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

void WordRows::replace(std::span<uint32_t> rows, size_t ids) const {
  if (slots_.empty()) return;
  for (size_t i = 0; i < rows.size(); i += ids) {
    const Slot& slot = slots_[slot_of(rows[i] * rows_ + rows[i + 1])];
    if (slot.row != 0) rows[i] = slot.row;
  }
}

}  // namespace lauter::internal
