/// Logits and what they stand for.
#pragma once

#include <cmath>

namespace lauter {

inline float sigmoid(float z) { return 1.0F / (1.0F + std::exp(-z)); }

}  // namespace lauter
