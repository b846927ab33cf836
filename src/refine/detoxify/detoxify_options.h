/// Options of the step `detoxify`.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "tag/embedded_models.h"

namespace lauter {

struct DetoxifyOptions {
  std::string model{default_model_name()};  ///< `none`: no detoxifying; the judge is the program's own, whatever else is named
  float min_score = 0.5F;          ///< a sentence that is less sure to be abuse stays
  float max_toxicity = 0.5F;       ///< what the linear scorer may say of a mended sentence
  float max_untouched = 0.97F;     ///< the same for sentences in which nothing was found
  float max_share_removed = 0.9F;  ///< a text that loses more of its words is dropped
  bool second_reader = true;       ///< reads again what the quick judge does not find harmless
  bool reject_foreign = false;  ///< what is not in English is not judged: held back, not left alone
};

/// Calls `visit(name, value)` for every option in turn: the one list of their names.
template <typename Options, typename Visit>
requires std::same_as<std::remove_const_t<Options>, DetoxifyOptions>
void for_each_option(Options& o, Visit visit) {
  visit("model", o.model);
  visit("min_score", o.min_score);
  visit("max_toxicity", o.max_toxicity);
  visit("max_untouched", o.max_untouched);
  visit("max_share_removed", o.max_share_removed);
  visit("second_reader", o.second_reader);
  visit("reject_foreign", o.reject_foreign);
}

}  // namespace lauter
