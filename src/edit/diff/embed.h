/// The difference of a text and a subsequence of it: which units to delete, in the fewest runs.
#pragma once

#include <cstdint>
#include <vector>

#include "edit/diff/units.h"

namespace lauter {

/// Idea. Match `b` as early as possible (every unit at the first place that still fits), then as
/// late as possible. Where both agree on a unit, every embedding does; such units part the problem
/// into blocks that do not concern each other. In prose almost all units are settled so, and a
/// block is what lies around one deleted span.
///
/// A block with d units to delete is solved in layers. reach(r, k) is how much of `b` can be
/// matched with r runs that delete k units in all:
///   reach(r, k) = slide(k, max over j < k of reach(r - 1, j))
/// where slide follows equal units. Further is always better: a path that stops earlier with k
/// deleted and goes on to more has begun a further run, and so may the one that went further. The
/// first r with reach(r, d) = all of `b` is the fewest. Time: O(units) and, for a block,
/// O(runs d) steps and its slides; in prose little more than reading both texts twice.
class Embedder {
 public:
  /// Appends to `runs`, in order, what must be deleted from `a` to give `b`, and returns true; or
  /// returns false if `b` is no subsequence. A block that is too much for `budget` or for 64 MiB is
  /// matched as late as possible instead and counted in `unproven_runs`.
  bool embed(Units a, Units b, StepBudget& budget, std::vector<UnitRun>& runs,
             uint64_t& unproven_runs);

 private:
  struct Block {
    Units a;
    Units b;
    size_t a_offset;
    size_t b_offset;
  };
  void solve(Block block, StepBudget& budget);
  bool fill_layers(const Block& block, StepBudget& budget);
  void trace_layers(const Block& block);
  void match_late(const Block& block);
  void delete_units(size_t a_begin, size_t a_end, size_t b_at);

  std::vector<uint32_t> earliest_;  ///< place in `a` of every unit of `b`
  std::vector<int32_t> layers_;     ///< reach(r, 0..d) for r = 0, 1, ..; -1: nothing
  std::vector<UnitRun> reversed_;
  uint64_t unproven_ = 0;
};

}  // namespace lauter
