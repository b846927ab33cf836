/// Owners of device memory and library handles, and errors of the driver as Result. Internal to
/// cuda.
#pragma once

#include <cublasLt.h>
#include <cuda_runtime.h>

#include <memory>
#include <span>
#include <string>

#include "base/result.h"

namespace lauter::internal {

inline Result<void> check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return {};
  std::string message = std::string("cuda: ") + what + ": " + cudaGetErrorString(status);
  if (status == cudaErrorMemoryAllocation) return resource_exhausted(std::move(message));
  return unavailable(std::move(message));
}

inline Result<void> check(cublasStatus_t status, const char* what) {
  if (status == CUBLAS_STATUS_SUCCESS) return {};
  return unavailable(std::string("cublas: ") + what + ": " + cublasLtGetStatusString(status));
}

/// An array on the device that grows and never shrinks. Its content is lost when it grows.
template <typename T>
class DeviceArray {
 public:
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }

  Result<void> reserve(size_t n) {
    if (n <= capacity_) return {};
    data_.reset();
    capacity_ = 0;
    void* memory = nullptr;
    LAUTER_TRY(check(cudaMalloc(&memory, n * sizeof(T)), "memory"));
    data_.reset(static_cast<T*>(memory));
    capacity_ = n;
    return {};
  }
  /// Waits until `values` has been read.
  Result<void> upload(std::span<const T> values, cudaStream_t stream) {
    LAUTER_TRY(reserve(values.size()));
    if (values.empty()) return {};
    LAUTER_TRY(check(
        cudaMemcpyAsync(data(), values.data(), values.size_bytes(), cudaMemcpyHostToDevice, stream),
        "upload"));
    return check(cudaStreamSynchronize(stream), "upload");
  }
  /// Waits for all work before it in `stream`.
  Result<void> download(std::span<T> values, cudaStream_t stream) const {
    if (values.empty()) return {};
    LAUTER_TRY(check(
        cudaMemcpyAsync(values.data(), data(), values.size_bytes(), cudaMemcpyDeviceToHost, stream),
        "download"));
    return check(cudaStreamSynchronize(stream), "download");
  }

 private:
  struct Free {
    void operator()(T* p) const { cudaFree(p); }
  };
  std::unique_ptr<T, Free> data_;
  size_t capacity_ = 0;
};

struct DestroyStream {
  void operator()(cudaStream_t stream) const { cudaStreamDestroy(stream); }
};
using Stream = std::unique_ptr<std::remove_pointer_t<cudaStream_t>, DestroyStream>;

struct DestroyBlas {
  void operator()(cublasLtHandle_t handle) const { cublasLtDestroy(handle); }
};
using Blas = std::unique_ptr<std::remove_pointer_t<cublasLtHandle_t>, DestroyBlas>;

}  // namespace lauter::internal
