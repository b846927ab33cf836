/// A model's weights on the device. Internal to cuda.
#pragma once

#include <vector>

#include "nn/cuda/device_kernels.h"
#include "nn/cuda/product.h"
#include "nn/weights.h"

namespace lauter::internal {

using Bf16Array = DeviceArray<__nv_bfloat16>;
using FloatArray = DeviceArray<float>;

struct NormArrays {
  FloatArray weight, bias;
  DeviceNorm view() const { return {weight.data(), bias.data()}; }
};

/// An affine map in f32 with its product.
struct DeviceAffine {
  FloatArray weight, bias;
  Product product;
};

/// Rows between the products of a block; they grow with the batch.
struct StackBuffers {
  Bf16Array taps, u, gated;
};

/// Gated blocks of one width (nn/block_stack.h on the CPU).
struct DeviceStack {
  struct Block {
    uint32_t dilation = 1;
    NormArrays norm;
    Bf16Array conv, out;
    FloatArray conv_bias, out_bias;
  };
  uint32_t width = 0;
  Product conv, out;
  std::vector<Block> blocks;

  /// Runs all blocks over x[n][width] in place.
  Result<void> run(const ProductContext& context, const Span* text_of_row, size_t n, float* x,
                   StackBuffers& buffers) const;
};

struct DeviceHead {
  DeviceAffine attend;                     ///< document
  FloatArray feature_mean, feature_scale;  ///< line
  DeviceAffine in;                         ///< line
  DeviceStack stack;                       ///< line
  NormArrays norm;                         ///< line
  DeviceAffine out;
};

struct DeviceWeights {
  FloatArray rows, shapes, gaps;
  NormArrays embed_norm, final_norm;
  DeviceStack stack;
  std::vector<DeviceHead> heads;
};

/// Uploads `model`; I8 matrices become what they stand for.
Result<DeviceWeights> upload_weights(const ProductContext& context, const ModelWeights& model);

}  // namespace lauter::internal
