/// The exact difference of two texts of some thousand units each, by bit-parallel LCS.
#pragma once

#include <cstdint>
#include <vector>

#include "edit/match_masks.h"
#include "edit/units.h"

namespace lauter {

/// Idea. Let L(x, y) be the LCS length of the first x units of `a` and the first y of `b`. Along a
/// row L grows by 0 or 1 a step, and so it does from row to row; both kinds of steps fit one bit,
/// and 64 cells are computed at a time (Hyyroe 2004, "Bit-parallel LCS-length computation
/// revisited"; the same recurrence as Crochemore et al. 2001):
///   U = V & M,  S = V + U,  V' = S | (V & ~M)        V: 1 where L does not grow along the row
///   H = U | (V & ~S)                                 H: 1 where L grows from the row above
/// (H is the carry of the addition: within a stretch of V it begins at the first match.)
///
/// The cells of all shortest paths are then walked back from the end, row by row. On the way every
/// cell learns the fewest runs to the end, once for a next step that is a match and once for one
/// that is an edit; following these choices from the start gives the path. So the cost is minimal,
/// and among minimal ones the number of runs is.
class BitLcs {
 public:
  /// Bits of the table for texts of these sizes.
  static uint64_t table_bits(size_t a_size, size_t b_size) {
    return 2 * (a_size + uint64_t{1}) * ((b_size + 63) / 64 * 64);
  }
  /// Steps to fill it.
  static uint64_t table_steps(size_t a_size, size_t b_size) {
    return table_bits(a_size, b_size) / 128;
  }

  /// Appends the runs to `runs`, in order. If shortest paths cross more than 2^25 cells the path
  /// is one that goes on with what it does, which is counted in `unproven_runs`.
  void diff(Units a, Units b, std::vector<UnitRun>& runs, uint64_t& unproven_runs);

 private:
  void fill_table(Units a, Units b);
  bool choose(Units a, Units b);
  void walk_back(Units a, Units b, std::vector<UnitRun>& runs) const;

  /// L(x, y + 1) == L(x, y)
  bool flat_along(size_t x, size_t y) const {
    return ((along_[x * masks_.words() + y / 64] >> (y % 64)) & 1) != 0;
  }
  /// L(x, y) == L(x - 1, y), for x > 0
  bool flat_down(size_t x, size_t y) const {
    return y == 0 || ((down_[x * masks_.words() + (y - 1) / 64] >> ((y - 1) % 64)) & 1) == 0;
  }

  /// Choices of the row's cells, from cell `high` down, stand from `first` on.
  struct Row {
    size_t first = 0;
    size_t high = 0;
  };

  MatchMasks masks_;
  std::vector<uint64_t> along_;  ///< V of rows 0 to n
  std::vector<uint64_t> down_;   ///< H of rows 1 to n
  std::vector<Row> rows_;
  std::vector<uint8_t> choices_;
  std::vector<uint32_t> by_match_;  ///< of one row: fewest runs to the end if the next step matches
  std::vector<uint32_t> by_edit_;   ///< the same if it is an edit
  bool begins_with_edit_ = false;
};

}  // namespace lauter
