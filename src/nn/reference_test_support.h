/// The network written down plainly: the oracle that every fast path is measured against. Weights
/// are taken as their real values (an I8 matrix times its scale), activations stay float, sums are
/// double. Slow, and allocates the whole text.
#pragma once

#include <vector>

#include "nn/encoder.h"
#include "nn/weights.h"

namespace lauter {

/// T x width.
std::vector<float> reference_states(const ModelWeights& model, const EncoderInput& input);

/// The scores of `request.head`; `request.out` is not touched.
std::vector<float> reference_head(const ModelWeights& model, const HeadRequest& request,
                                  const std::vector<float>& states);

/// Which segments of a context head the gate opens.
std::vector<bool> reference_gate(const ModelWeights& model, const HeadRequest& request,
                                 const std::vector<float>& states);

}  // namespace lauter
