/// The encoder on a CUDA device: matrix products in bf16 by cuBLASLt, everything between them in
/// own kernels, sums and norms in f32. Texts of a batch lie one after the other without padding.
///
/// Scores differ from the CPU's by the rounding of bf16. A text's scores should not depend on the
/// rest of its batch: one algorithm serves each shape of weights, whatever the number of rows, and
/// none splits a sum (cuda_encoder_test.cc holds it to that where a GPU is).
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "nn/encoder.h"

namespace lauter {

/// One text and the heads wanted of it, as for Encoder::run.
struct CudaText {
  EncoderInput input;
  std::span<const HeadRequest> requests;
};

class CudaEncoder {
 public:
  /// Tokens of one batch; a batch needs about 20 x width bytes of device memory for each.
  static constexpr size_t kMaxTokens = 1 << 20;

  /// Copies the weights of `file` to the first device.
  /// Errors: as read_weights; kUnimplemented: built without CUDA; kUnavailable: no device, or the
  /// driver's own message.
  static Result<CudaEncoder> load(std::string_view file);

  ~CudaEncoder();
  CudaEncoder(CudaEncoder&&) noexcept;
  CudaEncoder& operator=(CudaEncoder&&) noexcept;

  const ModelConfig& config() const;

  /// Fills every request of every text, and `states` (tokens of the batch x width) unless it is
  /// empty. Not for two threads at once.
  /// Errors: kResourceExhausted: more than kMaxTokens, or no device memory; kUnavailable: the
  /// device failed, scores are then undefined.
  Result<void> run(std::span<const CudaText> batch, std::span<float> states = {});

 private:
  struct Network;
  explicit CudaEncoder(std::unique_ptr<Network> network);
  std::unique_ptr<Network> network_;
};

}  // namespace lauter
