/// For every unit, the places of a text where it stands, as bits: what bit-parallel LCS reads.
#pragma once

#include <cstdint>
#include <vector>

#include "edit/diff/units.h"

namespace lauter {

class MatchMasks {
 public:
  /// Indexes `text`. Time and memory: its length / 8 bytes for each different unit.
  void assign(Units text);

  size_t words() const { return words_; }
  /// words() words; bit i of word w is set where text[64 w + i] is `unit`.
  const uint64_t* of(uint32_t unit) const { return masks_.data() + row_of(unit) * words_; }

 private:
  /// Units in an open hash table of twice their number; row 0 is that of units not in the text.
  struct Slot {
    uint32_t unit = 0;
    uint32_t row = 0;
  };
  size_t row_of(uint32_t unit) const;
  Slot& slot_of(uint32_t unit);

  size_t words_ = 0;
  uint32_t low_rows_[128] = {};  ///< of ASCII
  std::vector<Slot> slots_;
  std::vector<uint64_t> masks_;
};

}  // namespace lauter
