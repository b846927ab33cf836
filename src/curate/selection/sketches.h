/// Small tables that say about 64-bit keys, without keeping them, what is certain not to be the case:
/// a key that a sketch calls rare or single is. Internal to `curate`.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace lauter::internal {

/// Which slot of 2^bits a key has: its top bits, so keys must be mixed by a last multiplication.
class SlotOf {
 public:
  explicit SlotOf(uint32_t bits = 1) : shift_(64 - bits) {}
  size_t operator()(uint64_t key) const { return key >> shift_; }

 private:
  uint32_t shift_;
};

/// Counts keys from above: never less often than one was added; more where keys share a counter.
class CountSketch {
 public:
  static constexpr uint16_t kMany = 0xFFFF;  ///< this often or more

  /// Forgets all; room for `n` keys: every counter is another's with odds of 1 : 4 at most.
  void reset(size_t n) {
    const auto bits = static_cast<uint32_t>(std::bit_width(4 * n + 1));
    slot_of_ = SlotOf(bits);
    counts_.assign(size_t{1} << bits, 0);
  }
  void add(uint64_t key) {
    uint16_t& count = counts_[slot_of_(key)];
    count = static_cast<uint16_t>(count + (count != kMany ? 1 : 0));
  }
  uint16_t at_most(uint64_t key) const { return counts_[slot_of_(key)]; }

 private:
  SlotOf slot_of_;
  std::vector<uint16_t> counts_;
};

/// Which keys were added twice, or share a bit with another key: some 3 of 100 do.
class RepeatSketch {
 public:
  /// Forgets all; room for `n` keys. 8 to 16 bytes a key.
  void reset(size_t n) {
    const auto bits = static_cast<uint32_t>(std::bit_width(n / 2 + 1)) + kWordBits;
    slot_of_ = SlotOf(bits);
    words_.assign(size_t{1} << (bits - kWordBits), Bits{});
  }
  void add(uint64_t key) {
    const size_t slot = slot_of_(key);
    Bits& bits = words_[slot >> kWordBits];
    const uint64_t bit = uint64_t{1} << (slot & 63U);
    bits.again |= bits.seen & bit;
    bits.seen |= bit;
  }
  bool may_repeat(uint64_t key) const {
    const size_t slot = slot_of_(key);
    return ((words_[slot >> kWordBits].again >> (slot & 63U)) & 1U) != 0;
  }

 private:
  static constexpr uint32_t kWordBits = 6;
  struct Bits {
    uint64_t seen = 0;
    uint64_t again = 0;
  };
  SlotOf slot_of_;
  std::vector<Bits> words_;
};

}  // namespace lauter::internal
