/// The kernels on AVX2 and FMA. This file alone is compiled with -mavx2 -mfma (src/CMakeLists.txt).
#include "nn/kernels.h"

#if defined(__AVX2__) && defined(__FMA__)

#include "nn/kernels_impl.h"
#include "nn/simd_avx2.h"

namespace lauter::internal {
namespace {

constexpr Kernels kAvx2 = KernelsOf<Avx2>::table("avx2");

}  // namespace

const Kernels* avx2_kernels() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kAvx2 : nullptr;
}

}  // namespace lauter::internal

#else

namespace lauter::internal {
const Kernels* avx2_kernels() { return nullptr; }
}  // namespace lauter::internal

#endif
