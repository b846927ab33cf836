#include "nn/encoder.h"

#include <algorithm>

#include "nn/reference.h"
#include "nn/weights.h"

namespace lauter {

struct EncoderScratch::Buffers {};
struct Encoder::Network {
  ModelWeights weights;
};

EncoderScratch::EncoderScratch() = default;
EncoderScratch::~EncoderScratch() = default;
EncoderScratch::EncoderScratch(EncoderScratch&&) noexcept = default;
EncoderScratch& EncoderScratch::operator=(EncoderScratch&&) noexcept = default;

Encoder::Encoder(std::unique_ptr<const Network> network) : network_(std::move(network)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Result<Encoder> Encoder::load(std::string_view file) {
  LAUTER_ASSIGN(ModelWeights weights, read_weights(file));
  return Encoder(std::make_unique<const Network>(Network{std::move(weights)}));
}

const ModelConfig& Encoder::config() const { return network_->weights.config; }

void Encoder::run(const EncoderInput& input, std::span<const HeadRequest> requests,
                  EncoderScratch&) const {
  const std::vector<float> all = reference_states(network_->weights, input);
  for (const HeadRequest& request : requests) {
    const std::vector<float> scores = reference_head(network_->weights, request, all);
    LAUTER_CHECK(request.out.size() == scores.size(), "size of a head's scores");
    std::copy(scores.begin(), scores.end(), request.out.begin());
  }
}

void Encoder::states(const EncoderInput& input, EncoderScratch&, std::span<float> out) const {
  const std::vector<float> all = reference_states(network_->weights, input);
  LAUTER_CHECK(out.size() == all.size(), "size of the states");
  std::copy(all.begin(), all.end(), out.begin());
}

}  // namespace lauter
