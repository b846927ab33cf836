// A line of JSON as the header of a weights file, the bytes behind it as its tensors: whatever is
// accepted runs over a short text. The length before the header is always right, so that mutations
// reach what lies behind it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nn/attention_encoder.h"
#include "nn/encoder.h"

namespace {

void run_attention(const lauter::AttentionEncoder& encoder) {
  const lauter::AttentionConfig& config = encoder.config();
  std::vector<uint32_t> ids;
  for (uint32_t i = 0; i < std::min(5U, config.positions); ++i) ids.push_back(i % config.pieces);
  const std::vector<uint8_t> zeros(ids.size());
  const std::vector<uint16_t> hints(config.hints == 0 ? 0 : ids.size());
  std::vector<float> states(ids.size() * config.width);
  lauter::AttentionScratch scratch;
  encoder.states({ids, zeros, hints}, scratch, states);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const uint64_t header = std::min(input.find('\n'), size);
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file += input.substr(0, header);
  if (header < size) file += input.substr(header + 1);
  if (const auto thorough = lauter::AttentionEncoder::load(file)) run_attention(*thorough);
  const auto encoder = lauter::Encoder::load(file);
  if (!encoder.ok()) {
    LAUTER_CHECK(!encoder.error().message.empty(), "an error says something");
    return 0;
  }
  const lauter::ModelConfig& config = encoder->config();
  constexpr size_t kTokens = 5;
  std::vector<uint32_t> ids;
  for (size_t i = 0; i < kTokens * config.ids; ++i) {
    ids.push_back(static_cast<uint32_t>(i) % config.rows);
  }
  const std::vector<uint8_t> zeros(kTokens);
  std::vector<float> states(kTokens * config.width);
  lauter::EncoderScratch scratch;
  encoder->states({ids, zeros, zeros}, scratch, states);
  return 0;
}
