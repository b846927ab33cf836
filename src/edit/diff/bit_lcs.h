/// The exact difference of two texts of some thousand units each, by bit-parallel LCS.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "edit/diff/match_masks.h"
#include "edit/diff/units.h"

namespace lauter {

/// Idea. Let L(x, y) be the LCS length of the first x units of `a` and the first y of `b`. Along a
/// row L grows by 0 or 1 a step, and so it does from row to row; both kinds of steps fit one bit,
/// and 64 cells are computed at a time (Hyyroe 2004, "Bit-parallel LCS-length computation
/// revisited"; the same recurrence as Crochemore et al. 2001):
///   U = V & M,  S = V + U,  V' = S | (V & ~M)        V: 1 where L does not grow along the row
///   H = U | (V & ~S)                                 H: 1 where L grows from the row above
/// (H is the carry of the addition: within a stretch of V it begins at the first match.)
///
/// A path of cost c leaves the diagonals around those of both corners by at most
/// (c - |n - m|) / 2 units, so only a band of them is filled: first a narrow one; if the cost found
/// there does not prove it wide enough (Ukkonen 1985), that cost gives a band which is.
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
  uint64_t fill_band(Units a, Units b, size_t slack);
  bool choose(Units a, Units b);
  void walk_back(Units a, Units b, std::vector<UnitRun>& runs) const;

  /// The first word of row x: rows are words of the band, and one of all ones behind it that the
  /// next row may take in.
  size_t first_word(size_t x) const {
    const size_t left = x > reach_left_ ? (x - reach_left_) / 64 : 0;
    return std::min(left, masks_.words() - band_words_);
  }
  bool bit(const std::vector<uint64_t>& rows, size_t x, size_t y) const {
    return ((rows[x * (band_words_ + 1) + y / 64 - first_word(x)] >> (y % 64)) & 1) != 0;
  }
  /// L(x, y + 1) == L(x, y)
  bool flat_along(size_t x, size_t y) const { return bit(along_, x, y); }
  /// L(x, y) == L(x - 1, y), for x > 0
  bool flat_down(size_t x, size_t y) const { return y == 0 || !bit(down_, x, y - 1); }

  /// Choices of the row's cells, from cell `high` down, stand from `first` on.
  struct Row {
    size_t first = 0;
    size_t high = 0;
  };

  MatchMasks masks_;
  size_t band_words_ = 0;
  size_t reach_left_ = 0;        ///< the band of row x begins at or before bit x - reach_left_
  std::vector<uint64_t> along_;  ///< V of rows 0 to n
  std::vector<uint64_t> down_;   ///< H of rows 1 to n
  std::vector<Row> rows_;
  std::vector<uint8_t> choices_;
  std::vector<uint32_t> by_match_;  ///< of one row: fewest runs to the end if the next step matches
  std::vector<uint32_t> by_edit_;   ///< the same if it is an edit
  bool begins_with_edit_ = false;
};

}  // namespace lauter
