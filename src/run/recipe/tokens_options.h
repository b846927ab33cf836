/// Options of the filter `tokens`.
#pragma once

#include <cstdint>

#include "run/recipe/step_file.h"

namespace lauter {

struct TokensOptions {
  StepFile file;             ///< a tokenizer.json
  uint64_t min_tokens = 0;   ///< texts with fewer are dropped
  uint64_t max_tokens = 0;   ///< texts with more are dropped; 0: none is
};

}  // namespace lauter
