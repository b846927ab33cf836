/// Options of the step `detoxify`.
#pragma once

#include <concepts>
#include <type_traits>

namespace lauter {

struct DetoxifyOptions {
  float min_score = 0.5F;  ///< a span that is less sure to be abuse stays
};

/// Calls `visit(name, value)` for every option in turn: the one list of their names.
template <typename Options, typename Visit>
requires std::same_as<std::remove_const_t<Options>, DetoxifyOptions>
void for_each_option(Options& o, Visit visit) { visit("min_score", o.min_score); }

}  // namespace lauter
