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

/// What a context head with a gate makes of a request with flags.
struct ReferenceOpen {
  std::vector<bool> open;     ///< segments
  std::vector<float> scores;  ///< of all tokens, also of closed segments, which the engine leaves out
};
ReferenceOpen reference_open(const ModelWeights& model, const HeadRequest& request, const EncoderInput& input);

}  // namespace lauter
