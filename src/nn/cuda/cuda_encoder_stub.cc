/// CudaEncoder of a build without nvcc.
#include "nn/cuda/cuda_encoder.h"

namespace lauter {

struct CudaEncoder::Network {
  ModelConfig config;
};

CudaEncoder::CudaEncoder(std::unique_ptr<Network> network) : network_(std::move(network)) {}
CudaEncoder::~CudaEncoder() = default;
CudaEncoder::CudaEncoder(CudaEncoder&&) noexcept = default;
CudaEncoder& CudaEncoder::operator=(CudaEncoder&&) noexcept = default;

Result<CudaEncoder> CudaEncoder::load(std::string_view) {
  return unimplemented("cuda: this build has none (nvcc was not found when it was configured)");
}

const ModelConfig& CudaEncoder::config() const { return network_->config; }

Result<void> CudaEncoder::run(std::span<const CudaText>, std::span<float>) {
  return unimplemented("cuda: this build has none");
}

}  // namespace lauter
