/// Matrix products by cublasLt for one shape of weights. Internal to cuda.
#pragma once

#include "nn/cuda/device.h"

namespace lauter::internal {

/// Where products run: a stream, a library handle and its workspace.
struct ProductContext {
  static constexpr size_t kWorkspaceBytes = 32 << 20;
  cudaStream_t stream;
  cublasLtHandle_t blas;
  void* workspace;
};

/// out[n][outputs] = rows[n][inputs] * weight[outputs][inputs]^T, all row-major, f32 sums.
///
/// The algorithm is chosen once, at a fixed number of rows and among those that do not split the
/// sum over inputs, so that a row of the result does not depend on how many others there are.
class Product {
 public:
  struct Shape {
    cudaDataType_t in;  ///< of rows and weight
    cudaDataType_t out;
    size_t outputs;
    size_t inputs;
    bool add_bias;    ///< f32, as `out` must be then
    bool accumulate;  ///< out += instead of out =
  };

  /// Errors: kUnavailable: the library has no algorithm for this shape on this device.
  static Result<Product> make(const ProductContext& context, const Shape& shape);

  /// `bias` is null unless the shape adds one. Returns before the product is done.
  Result<void> run(const ProductContext& context, const void* weight, const float* bias,
                   const void* rows, size_t n, void* out) const;

 private:
  struct DestroyDesc {
    void operator()(cublasLtMatmulDesc_t desc) const { cublasLtMatmulDescDestroy(desc); }
  };
  Result<void> choose(const ProductContext& context);

  Shape shape_{};
  std::unique_ptr<std::remove_pointer_t<cublasLtMatmulDesc_t>, DestroyDesc> desc_;
  cublasLtMatmulAlgo_t algorithm_{};
};

}  // namespace lauter::internal
