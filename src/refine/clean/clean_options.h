/// Options of the step `clean`.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "tag/embedded_models.h"

namespace lauter {

struct CleanOptions {
  std::string model{default_model_name()};  ///< `small`, `base`, or a weights file
  float min_score = 0.9F;                   ///< a line that is less sure to be junk stays
  float list_score = 0.9998F;  ///< the same in texts that are lists, where more is needed
  float max_loss =
      0.008F;  ///< share of a text's words that may be lost by the scores; not in recipes
  float min_span_score = 0.95F;  ///< the same for words inside of a line
  float drop_score = 0.95F;      ///< mean score at which a document of junk alone is dropped
  /// How many documents hold a line: `auto` counts in the inputs first, `none` does not ask, else a
  /// file of lines `COUNT<tab>LINE`.
  std::string line_frequency = "auto";
};

/// Calls `visit(name, value)` for every option in turn: the one list of their names.
template <typename Options, typename Visit>
  requires std::same_as<std::remove_const_t<Options>, CleanOptions>
void for_each_option(Options& o, Visit visit) {
  visit("model", o.model);
  visit("min_score", o.min_score);
  visit("list_score", o.list_score);
  visit("min_span_score", o.min_span_score);
  visit("drop_score", o.drop_score);
  visit("line_frequency", o.line_frequency);
}

}  // namespace lauter
