/// Keys of n-grams, and sets of keys that are emptied at no cost.
///
/// A key is 64 bits; two different n-grams share one with odds of 2^-64: among ten million of them
/// some do with odds of 3e-6, and a figure is then off by one in ten million.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lauter {

/// The key of `a` followed by `b`: their product under two constants, folded (as in wyhash). Order
/// matters.
inline uint64_t join_keys(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ 0x2D358DCCAA6C78A5U) * (b ^ 0x8BB84B93962EACC9U);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64U);
}

/// Numbers keys 0, 1, 2, ... by first occurrence. Emptying it bumps an epoch instead of touching
/// the table, so that short texts do not pay for a long one before them.
class KeyNumbers {
 public:
  /// Forgets all keys; room for `n` different ones.
  void reset(size_t n) {
    const size_t size = std::bit_ceil(2 * n + 2);
    if (size > slots_.size() || ++epoch_ == 0) {
      slots_.assign(size > slots_.size() ? size : slots_.size(), Slot{});
      epoch_ = 1;
    }
    // Only as much of the table as this text needs: what stays in the cache is fast.
    mask_ = size - 1;
    count_ = 0;
  }
  /// The key's number; a new key gets the next one.
  uint32_t add(uint64_t key) {
    size_t at = (key ^ (key >> 32U)) & mask_;
    for (; slots_[at].epoch == epoch_; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].number;
    }
    slots_[at] = {key, count_, epoch_};
    return count_++;
  }
  uint32_t count() const { return count_; }

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t number = 0;
    uint32_t epoch = 0;
  };
  std::vector<Slot> slots_;
  size_t mask_ = 0;
  uint32_t epoch_ = 0;
  uint32_t count_ = 0;
};

}  // namespace lauter
