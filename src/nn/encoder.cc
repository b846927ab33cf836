#include "nn/encoder.h"

#include <algorithm>
#include <vector>

#include "base/stop.h"
#include "nn/block_stack.h"
#include "nn/checks.h"
#include "nn/head_runner.h"
#include "nn/weights.h"
#include "nn/word_rows.h"

namespace lauter {

using internal::BlockStack;
using internal::HeadRunner;
using internal::Kernels;
using internal::PackedHead;

struct EncoderScratch::Buffers {  // Encoder::Network reads them too
  internal::StackScratch tokens;
  internal::StackScratch lines;
  std::vector<float> embedded;
};

struct Encoder::Network {
  Network(const ModelWeights& weights, const EncoderOptions& options)
      : config(weights.config),
        window(options.window_tokens),
        kernels(options.portable ? internal::portable_kernels() : internal::best_kernels()),
        rows(weights.rows.bytes),
        row_scale(weights.rows.scale),
        words(weights.words, config.rows),
        shapes(values_of(weights.shapes)),
        gaps(values_of(weights.gaps)),
        embed_norm(weights.embed_norm),
        final_norm(weights.final_norm),
        blocks(weights.blocks, config.width) {
    for (size_t i = 0; i < weights.heads.size(); ++i) {
      heads.emplace_back(config.heads[i], weights.heads[i], config.width);
    }
  }

  static std::vector<float> values_of(const Matrix& matrix) {
    std::vector<float> values;
    for (size_t o = 0; o < matrix.outputs; ++o) {
      for (size_t i = 0; i < matrix.inputs; ++i) values.push_back(matrix.f32(o, i));
    }
    return values;
  }

  void embed(const EncoderInput& input, size_t begin, size_t end, float* x) const {
    const internal::EmbedTable table{.rows = rows.data(),
                                     .row_scale = row_scale.empty() ? nullptr : row_scale.data(),
                                     .shapes = shapes.data(),
                                     .gaps = gaps.data(),
                                     .ids = config.ids,
                                     .width = config.width};
    const std::span hashed = input.ids.subspan(begin * config.ids, (end - begin) * config.ids);
    std::vector<uint32_t> ids(hashed.begin(), hashed.end());
    words.replace(ids, config.ids);
    kernels.embed(table, ids.data(), input.shapes.data() + begin, input.gaps.data() + begin,
                  end - begin, x);
    kernels.normalise(embed_norm.weight.data(), embed_norm.bias.data(), x, end - begin,
                      config.width, x);
  }

  /// Calls sink(states, first token, n) for each window in order.
  template <typename Sink>
  void run(const EncoderInput& input, internal::StackScratch& scratch, const Sink& sink) const {
    internal::check_input(config, input);
    blocks.run(
        kernels, input.tokens(), {0, input.tokens()}, window, scratch,
        [&](size_t begin, size_t end, float* x) { embed(input, begin, end, x); },
        [&](size_t begin, size_t end, float* x) {
          kernels.normalise(final_norm.weight.data(), final_norm.bias.data(), x, end - begin,
                            config.width, x);
          sink(x, begin, end - begin);
        });
  }

  /// Reads only what the gate of the request's head opens.
  void run_open(const EncoderInput& input, const HeadRequest& request, EncoderScratch::Buffers& buffers) const {
    internal::check_input(config, input);
    const size_t n = input.tokens();
    std::vector<float>& embedded = buffers.embedded;
    if (embedded.size() < n * config.width) embedded.resize(n * config.width);
    const auto row = [&](size_t t) { return embedded.data() + t * config.width; };
    for (size_t begin = 0; begin < n; begin += internal::kBlockRows) {
      embed(input, begin, std::min(n, begin + internal::kBlockRows), row(begin));
    }
    HeadRunner runner(kernels, heads[request.head], request);
    for (const BlockStack::Range read : runner.open_segments(embedded.data(), window, buffers.lines)) {
      runner.pass(read.begin);
      blocks.run(
          kernels, n, read, window, buffers.tokens,
          [&](size_t first, size_t last, float* x) { std::copy(row(first), row(last), x); },
          [&](size_t first, size_t last, float* x) {
            kernels.normalise(final_norm.weight.data(), final_norm.bias.data(), x, last - first, config.width, x);
            runner.add(x, last - first);
          });
    }
    runner.pass(n);
    if (GiveUpScope::is_over()) {
      std::ranges::fill(request.out, 0.0F);
    } else {
      runner.finish(window, buffers.lines);
    }
  }

  ModelConfig config;
  size_t window;
  const Kernels& kernels;
  std::string_view rows;  ///< in the file
  std::vector<float> row_scale;
  internal::WordRows words;
  std::vector<float> shapes;
  std::vector<float> gaps;
  NormWeights embed_norm;
  NormWeights final_norm;
  BlockStack blocks;
  std::vector<PackedHead> heads;
};

EncoderScratch::EncoderScratch() : buffers_(std::make_unique<Buffers>()) {}
EncoderScratch::~EncoderScratch() = default;
EncoderScratch::EncoderScratch(EncoderScratch&&) noexcept = default;
EncoderScratch& EncoderScratch::operator=(EncoderScratch&&) noexcept = default;

Encoder::Encoder(std::unique_ptr<const Network> network) : network_(std::move(network)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Result<Encoder> Encoder::load(std::string_view file, const EncoderOptions& options) {
  LAUTER_CHECK(options.window_tokens > 0, "a window of no tokens");
  LAUTER_ASSIGN(const ModelWeights weights, read_weights(file, options.table));
  return Encoder(std::make_unique<const Network>(weights, options));
}

const ModelConfig& Encoder::config() const { return network_->config; }

void Encoder::run(const EncoderInput& input, std::span<const HeadRequest> requests,
                  EncoderScratch& scratch) const {
  std::vector<HeadRunner> runners;
  runners.reserve(requests.size());
  for (const HeadRequest& request : requests) {
    internal::check_request(network_->config.heads, request, input.tokens());
    if (!request.open.empty()) {
      network_->run_open(input, request, *scratch.buffers_);
    } else {
      runners.emplace_back(network_->kernels, network_->heads[request.head], request);
    }
  }
  if (runners.empty() && !requests.empty()) return;
  network_->run(input, scratch.buffers_->tokens, [&](const float* states, size_t, size_t n) {
    for (HeadRunner& runner : runners) runner.add(states, n);
  });
  if (GiveUpScope::is_over()) {  // some windows are missing
    for (const HeadRequest& request : requests) std::ranges::fill(request.out, 0.0F);
    return;
  }
  for (HeadRunner& runner : runners) runner.finish(network_->window, scratch.buffers_->lines);
}

void Encoder::states(const EncoderInput& input, EncoderScratch& scratch,
                     std::span<float> out) const {
  const size_t width = network_->config.width;
  LAUTER_CHECK(out.size() == input.tokens() * width, "size of the states");
  network_->run(input, scratch.buffers_->tokens, [&](const float* states, size_t begin, size_t n) {
    std::copy(states, states + n * width, out.data() + begin * width);
  });
}

}  // namespace lauter
