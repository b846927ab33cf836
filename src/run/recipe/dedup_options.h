/// Options of the step `dedup`.
#pragma once

#include <concepts>
#include <type_traits>

namespace lauter {

struct DedupOptions {
  bool exact = false;  ///< equal bytes alone are duplicates
  /// Share of runs of five words (Jaccard) that near duplicates have in common. Pairs with that
  /// much are found; of those with less some down to .07 below it.
  float overlap = 0.8F;
};

/// Below that the bands of a sketch miss too many pairs.
inline constexpr float kLeastOverlap = 0.5F;

/// Calls `visit(name, value)` for every option in turn: the one list of their names.
template <typename Options, typename Visit>
requires std::same_as<std::remove_const_t<Options>, DedupOptions>
void for_each_option(Options& o, Visit visit) {
  visit("exact", o.exact);
  visit("overlap", o.overlap);
}

}  // namespace lauter
