#include "nn/cuda/product.h"

namespace lauter::internal {
namespace {

/// Rows at which an algorithm is chosen: batches of real texts have thousands.
constexpr size_t kTypicalRows = 8192;

/// cublasLt counts by columns: row-major [n][k] is a matrix of k rows and n columns. So the product
/// is out^T = weight * rows^T, with the weight given as its own transpose.
struct Layouts {
  cublasLtMatrixLayoutOpaque_t weight, rows, out;
};

Result<void> make_layouts(const Product::Shape& shape, size_t n, Layouts& layouts) {
  LAUTER_TRY(check(cublasLtMatrixLayoutInit(&layouts.weight, shape.in, shape.inputs, shape.outputs,
                                            static_cast<int64_t>(shape.inputs)),
                   "layout"));
  LAUTER_TRY(check(cublasLtMatrixLayoutInit(&layouts.rows, shape.in, shape.inputs, n,
                                            static_cast<int64_t>(shape.inputs)),
                   "layout"));
  return check(cublasLtMatrixLayoutInit(&layouts.out, shape.out, shape.outputs, n,
                                        static_cast<int64_t>(shape.outputs)),
               "layout");
}

template <typename T>
Result<void> set(cublasLtMatmulDesc_t desc, cublasLtMatmulDescAttributes_t name, T value) {
  return check(cublasLtMatmulDescSetAttribute(desc, name, &value, sizeof value), "description");
}

}  // namespace

Result<Product> Product::make(const ProductContext& context, const Shape& shape) {
  Product product;
  product.shape_ = shape;
  cublasLtMatmulDesc_t desc = nullptr;
  LAUTER_TRY(check(cublasLtMatmulDescCreate(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F), "description"));
  product.desc_.reset(desc);
  LAUTER_TRY(set(desc, CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T));
  if (shape.add_bias) LAUTER_TRY(set(desc, CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS));
  LAUTER_TRY(product.choose(context));
  return Result<Product>(std::move(product));
}

Result<void> Product::choose(const ProductContext& context) {
  Layouts layouts;
  LAUTER_TRY(make_layouts(shape_, kTypicalRows, layouts));
  cublasLtMatmulPreferenceOpaque_t preference;
  LAUTER_TRY(check(cublasLtMatmulPreferenceInit(&preference), "preference"));
  const auto prefer = [&](cublasLtMatmulPreferenceAttributes_t name, auto value) {
    return check(cublasLtMatmulPreferenceSetAttribute(&preference, name, &value, sizeof value),
                 "preference");
  };
  LAUTER_TRY(prefer(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                    static_cast<uint64_t>(ProductContext::kWorkspaceBytes)));
  LAUTER_TRY(prefer(CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK,
                    static_cast<uint32_t>(CUBLASLT_REDUCTION_SCHEME_NONE)));
  cublasLtMatmulHeuristicResult_t found;
  int count = 0;
  LAUTER_TRY(check(
      cublasLtMatmulAlgoGetHeuristic(context.blas, desc_.get(), &layouts.weight, &layouts.rows,
                                     &layouts.out, &layouts.out, &preference, 1, &found, &count),
      "choice of an algorithm"));
  if (count == 0) return unavailable("cublas: no algorithm for a shape of weights");
  algorithm_ = found.algo;
  return {};
}

Result<void> Product::run(const ProductContext& context, const void* weight, const float* bias,
                          const void* rows, size_t n, void* out) const {
  if (n == 0) return {};
  Layouts layouts;
  LAUTER_TRY(make_layouts(shape_, n, layouts));
  if (shape_.add_bias) {
    LAUTER_TRY(set(desc_.get(), CUBLASLT_MATMUL_DESC_BIAS_POINTER, static_cast<const void*>(bias)));
  }
  const float one = 1;
  const float kept = shape_.accumulate ? 1 : 0;
  return check(
      cublasLtMatmul(context.blas, desc_.get(), &one, weight, &layouts.weight, rows, &layouts.rows,
                     &kept, out, &layouts.out, out, &layouts.out, &algorithm_, context.workspace,
                     ProductContext::kWorkspaceBytes, context.stream),
      "product");
}

}  // namespace lauter::internal
