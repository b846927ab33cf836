/// Options of the filter `quality`.
#pragma once

#include "run/recipe/step_file.h"

namespace lauter {

struct QualityOptions {
  StepFile file;           ///< that `lauter train quality` made
  float min_score = 0.5F;  ///< texts of which it is less sure that they are good are dropped
};

}  // namespace lauter
