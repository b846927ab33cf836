#include "nn/attention_encoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/stop.h"
#include "nn/checks.h"
#include "nn/head_runner.h"
#include "nn/weights.h"

namespace lauter {

using internal::HeadRunner;
using internal::Kernels;
using internal::kPanel;
using internal::PackedAffine;
using internal::PackedHead;
using internal::PanelOrder;
using internal::PanelsF32;

namespace {

/// Rows that meet all keys together, and rows that pass the wide layers together: what one kernel
/// writes is still near when the next one reads it.
constexpr size_t kQueryRows = 48;
constexpr size_t kWideRows = 48;
/// What keys that are none weigh before the softmax: nothing after it.
constexpr float kNoKey = -1e30F;
constexpr size_t kLineWindow = 1024;

size_t in_panels(size_t n) { return (n + kPanel - 1) / kPanel * kPanel; }

/// Queries, keys and values from one matrix; the scale of the products is in the queries' weights.
PackedAffine packed_inputs(const AttentionBlock& block, size_t heads) {
  std::string bytes;
  Affine all;
  const size_t width = block.query.weight.inputs;
  const float scale = 1.0F / std::sqrt(static_cast<float>(width / heads));
  for (const Affine* affine : {&block.query, &block.key, &block.value}) {
    const float factor = affine == &block.query ? scale : 1.0F;
    bytes += affine->weight.bytes;
    for (const float s : affine->weight.scale) all.weight.scale.push_back(s * factor);
    for (const float b : affine->bias) all.bias.push_back(b * factor);
  }
  all.weight.outputs = 3 * width;
  all.weight.inputs = width;
  all.weight.bytes = bytes;
  return PackedAffine(all, /*taps=*/1, PanelOrder::kPlain);
}

struct PackedBlock {
  PackedBlock(const AttentionBlock& block, size_t heads)
      : inputs(packed_inputs(block, heads)),
        out(block.out, /*taps=*/1, PanelOrder::kPlain),
        norm(block.norm),
        up(block.up, /*taps=*/1, PanelOrder::kPlain),
        down(block.down, /*taps=*/1, PanelOrder::kPlain),
        last_norm(block.last_norm) {}

  PackedAffine inputs, out;
  NormWeights norm;
  PackedAffine up, down;
  NormWeights last_norm;
};

}  // namespace

struct AttentionScratch::Buffers {
  internal::StackScratch lines;
  std::vector<float> x, rows, inputs, wide, joined;
  std::vector<float> queries, keys, values, key_bias, value_bias, scores, inverse, seen;
  std::vector<uint8_t> quantised;
  std::vector<float> scales;
};

struct AttentionEncoder::Network {
  using Buffers = AttentionScratch::Buffers;

  Network(const AttentionWeights& weights, bool portable)
      : config(weights.config),
        kernels(portable ? internal::portable_kernels() : internal::best_kernels()),
        vocabulary(weights.vocabulary),
        rows(weights.rows),
        places(weights.places),
        shapes(weights.shapes),
        hints(weights.hints),
        embed_norm(weights.embed_norm) {
    if (config.rank != 0) project = PackedAffine(weights.project, /*taps=*/1, PanelOrder::kPlain);
    for (const AttentionBlock& block : weights.blocks) {
      blocks.emplace_back(block, config.attention_heads);
    }
    for (size_t i = 0; i < weights.heads.size(); ++i) {
      heads.emplace_back(config.heads[i], weights.heads[i], config.width);
    }
  }

  void normalise(const NormWeights& norm, float* x, size_t n) const {
    kernels.normalise(norm.weight.data(), norm.bias.data(), x, n, config.width, x);
  }

  /// n rows as the i8 kernels read them.
  internal::RowsI8 quantise(const float* x, size_t n, size_t width, Buffers& b) const {
    b.quantised.resize(std::max(b.quantised.size(), n * width));
    b.scales.resize(std::max(b.scales.size(), n));
    kernels.quantise(x, n, width, b.quantised.data(), b.scales.data());
    return {b.quantised.data(), b.scales.data()};
  }

  void embed(const AttentionInput& input, Buffers& b) const {
    const size_t n = input.tokens();
    const size_t width = config.width;
    b.x.resize(n * width);
    std::vector<float>& table = config.rank == 0 ? b.x : b.rows;
    table.resize(n * rows.inputs);
    for (size_t t = 0; t < n; ++t) {
      const uint32_t id = input.ids[t];
      float* row = table.data() + t * rows.inputs;
      for (size_t i = 0; i < rows.inputs; ++i) row[i] = rows.value(id, i);
    }
    if (config.rank != 0) {
      kernels.affine(project.f32(), table.data(), config.rank, n, width, b.x.data());
    }
    for (size_t i = 0; i < n * width; ++i) b.x[i] += places[i];
    normalise(embed_norm, b.x.data(), n);
    for (size_t t = 0; t < n; ++t) {
      float* x = b.x.data() + t * width;
      const float* shape = shapes.data() + size_t{input.shapes[t]} * width;
      for (size_t i = 0; i < width; ++i) x[i] += shape[i];
      if (config.hints == 0) continue;
      const float* hint = hints.data() + size_t{input.hints[t]} * width;
      for (size_t i = 0; i < width; ++i) x[i] += hint[i];
    }
  }

  /// Writes the queries, keys and values of a head for the kernels: both products of attention are
  /// f32 matrices, keys and values their weights.
  void split_head(size_t n, size_t head, Buffers& b) const {
    const size_t size = config.width / config.attention_heads;
    const size_t keys = in_panels(n);
    b.queries.resize(n * size);
    b.keys.assign(keys * size, 0.0F);
    b.values.assign(in_panels(size) * keys, 0.0F);
    for (size_t t = 0; t < n; ++t) {
      const float* row = b.inputs.data() + t * 3 * config.width + head * size;
      std::copy(row, row + size, b.queries.data() + t * size);
      float* key = b.keys.data() + t / kPanel * size * kPanel + t % kPanel;
      for (size_t i = 0; i < size; ++i) key[i * kPanel] = row[config.width + i];
      const float* value = row + 2 * config.width;
      for (size_t i = 0; i < size; i += kPanel) {
        float* to = b.values.data() + i * keys + t * kPanel;
        std::copy(value + i, value + std::min(size, i + kPanel), to);
      }
    }
  }

  /// joined = what the rows see of the values, head by head.
  void attend(size_t n, Buffers& b) const {
    const size_t size = config.width / config.attention_heads;
    const size_t keys = in_panels(n);
    b.key_bias.assign(keys, 0.0F);
    std::fill(b.key_bias.begin() + static_cast<std::ptrdiff_t>(n), b.key_bias.end(), kNoKey);
    b.value_bias.assign(in_panels(size), 0.0F);
    b.joined.resize(n * config.width);
    b.scores.resize(std::min(n, kQueryRows) * keys);
    b.seen.resize(std::min(n, kQueryRows) * size);
    b.inverse.resize(std::min(n, kQueryRows));
    for (size_t head = 0; head < config.attention_heads; ++head) {
      split_head(n, head, b);
      const PanelsF32 key{b.keys.data(), b.key_bias.data(), keys / kPanel};
      const PanelsF32 value{b.values.data(), b.value_bias.data(), in_panels(size) / kPanel};
      for (size_t begin = 0; begin < n; begin += kQueryRows) {
        const size_t count = std::min(kQueryRows, n - begin);
        kernels.affine(key, b.queries.data() + begin * size, size, count, keys, b.scores.data());
        kernels.soften(b.scores.data(), count, keys, b.inverse.data());
        kernels.affine(value, b.scores.data(), keys, count, size, b.seen.data());
        for (size_t t = 0; t < count; ++t) {
          float* to = b.joined.data() + (begin + t) * config.width + head * size;
          for (size_t i = 0; i < size; ++i) to[i] = b.seen[t * size + i] * b.inverse[t];
        }
      }
    }
  }

  void run_block(const PackedBlock& block, size_t n, Buffers& b) const {
    const size_t width = config.width;
    b.inputs.resize(n * 3 * width);
    kernels.affine_i8(block.inputs.i8(), quantise(b.x.data(), n, width, b), width, n, 3 * width,
                      b.inputs.data());
    attend(n, b);
    kernels.add_i8(block.out.i8(), quantise(b.joined.data(), n, width, b), width, n, width,
                   b.x.data());
    normalise(block.norm, b.x.data(), n);
    b.wide.resize(std::min(n, kWideRows) * config.ffn);
    for (size_t begin = 0; begin < n; begin += kWideRows) {
      const size_t count = std::min(kWideRows, n - begin);
      float* x = b.x.data() + begin * width;
      kernels.gelu_i8(block.up.i8(), quantise(x, count, width, b), width, count, config.ffn,
                      b.wide.data());
      kernels.add_i8(block.down.i8(), quantise(b.wide.data(), count, config.ffn, b), config.ffn,
                     count, width, x);
      normalise(block.last_norm, x, count);
    }
  }

  /// The states, in b.x; false if the work is to be given up.
  bool run(const AttentionInput& input, Buffers& b) const {
    LAUTER_CHECK(input.shapes.size() == input.tokens(), "features of one text differ in length");
    LAUTER_CHECK(input.hints.size() == (config.hints == 0 ? 0 : input.tokens()), "hints of pieces");
    LAUTER_CHECK(config.hints == 0 || internal::all_below(input.hints, config.hints), "a hint outside its table");
    LAUTER_CHECK(input.tokens() <= config.positions, "a text longer than the network's places");
    LAUTER_CHECK(internal::all_below(input.ids, config.pieces), "a piece outside the table");
    LAUTER_CHECK(internal::all_below(input.shapes, config.shapes), "a shape outside its table");
    embed(input, b);
    for (const PackedBlock& block : blocks) {
      if (GiveUpScope::is_over()) return false;
      run_block(block, input.tokens(), b);
    }
    return true;
  }

  AttentionConfig config;
  const Kernels& kernels;
  std::string_view vocabulary;  ///< in the file
  Matrix rows;                  ///< in the file
  PackedAffine project;
  std::vector<float> places;
  std::vector<float> shapes, hints;
  NormWeights embed_norm;
  std::vector<PackedBlock> blocks;
  std::vector<PackedHead> heads;
};

AttentionScratch::AttentionScratch() : buffers_(std::make_unique<Buffers>()) {}
AttentionScratch::~AttentionScratch() = default;
AttentionScratch::AttentionScratch(AttentionScratch&&) noexcept = default;
AttentionScratch& AttentionScratch::operator=(AttentionScratch&&) noexcept = default;

AttentionEncoder::AttentionEncoder(std::unique_ptr<const Network> network)
    : network_(std::move(network)) {}
AttentionEncoder::~AttentionEncoder() = default;
AttentionEncoder::AttentionEncoder(AttentionEncoder&&) noexcept = default;
AttentionEncoder& AttentionEncoder::operator=(AttentionEncoder&&) noexcept = default;

Result<AttentionEncoder> AttentionEncoder::load(std::string_view file, bool portable) {
  LAUTER_ASSIGN(const AttentionWeights weights, read_attention_weights(file));
  return AttentionEncoder(std::make_unique<const Network>(weights, portable));
}

const AttentionConfig& AttentionEncoder::config() const { return network_->config; }
std::string_view AttentionEncoder::vocabulary() const { return network_->vocabulary; }

void AttentionEncoder::run(const AttentionInput& input, std::span<const HeadRequest> requests,
                           AttentionScratch& scratch) const {
  std::vector<HeadRunner> runners;
  runners.reserve(requests.size());
  for (const HeadRequest& request : requests) {
    internal::check_request(network_->config.heads, request, input.tokens());
    runners.emplace_back(network_->kernels, network_->heads[request.head], request);
  }
  const bool is_whole = network_->run(input, *scratch.buffers_);
  for (size_t i = 0; i < requests.size(); ++i) {
    if (!is_whole) {
      std::ranges::fill(requests[i].out, 0.0F);
      continue;
    }
    runners[i].add(scratch.buffers_->x.data(), input.tokens());
    runners[i].finish(kLineWindow, scratch.buffers_->lines);
  }
}

void AttentionEncoder::states(const AttentionInput& input, AttentionScratch& scratch,
                              std::span<float> out) const {
  LAUTER_CHECK(out.size() == input.tokens() * network_->config.width, "size of the states");
  const bool is_whole = network_->run(input, *scratch.buffers_);
  for (size_t i = 0; i < out.size(); ++i) out[i] = is_whole ? scratch.buffers_->x[i] : 0.0F;
}

}  // namespace lauter
