/// Weights files for tests: a safetensors writer and models of random numbers.
///
///   ModelConfig config = tiny_config();
///   config.heads[0].labels = {"O", "B-PERSON", "I-PERSON"};
///   const std::string file = random_model(config, /*seed=*/1, DType::kF32);
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "json/value.h"
#include "nn/model_config.h"
#include "nn/safetensors.h"

namespace lauter::testing_support {

struct OwnedTensor {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<uint64_t> shape;
  std::string bytes;
};

inline OwnedTensor f32_tensor(std::string name, std::vector<uint64_t> shape,
                              const std::vector<float>& values) {
  OwnedTensor tensor{std::move(name), DType::kF32, std::move(shape), {}};
  tensor.bytes.resize(values.size() * sizeof(float));
  if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

/// A weights file with `config` (the JSON of `__metadata__.lauter`) and the tensors in their order.
inline std::string write_safetensors(const std::string& config,
                                     const std::vector<OwnedTensor>& tensors) {
  JsonValue header;
  header.set("__metadata__", JsonValue().set("lauter", config));
  std::string data;
  for (const OwnedTensor& tensor : tensors) {
    JsonValue shape = JsonValue::Array();
    for (const uint64_t n : tensor.shape) shape.push(n);
    JsonValue offsets;
    offsets.push(data.size()).push(data.size() + tensor.bytes.size());
    JsonValue item;
    item.set("dtype", dtype_name(tensor.dtype)).set("shape", std::move(shape));
    header.set(tensor.name, item.set("data_offsets", std::move(offsets)));
    data += tensor.bytes;
  }
  const std::string text = header.to_string();
  const uint64_t size = text.size();
  std::string file(sizeof size, '\0');
  std::memcpy(file.data(), &size, sizeof size);
  return file + text + data;
}

/// Width 16, 64 rows, 4 ids, dilations 1 and 2; heads `pii` (token), `toxic_doc`, `junk` (line).
inline ModelConfig tiny_config() {
  ModelConfig config;
  config.name = "tiny";
  config.version = "test";
  config.width = 16;
  config.rows = 64;
  config.ids = 4;
  config.shapes = 256;
  config.gaps = 5;
  config.features = 1;
  config.dilations = {1, 2};
  config.heads = {{.name = "pii", .labels = {"O", "B-PERSON", "I-PERSON"}},
                  {.name = "toxic_doc", .kind = HeadKind::kDocument, .labels = {"toxic"}},
                  {.name = "junk",
                   .kind = HeadKind::kLine,
                   .labels = {"junk"},
                   .width = 8,
                   .features = 3,
                   .dilations = {1}},
                  {.name = "judge",
                   .kind = HeadKind::kContext,
                   .labels = {"O", "PUBLIC", "B-PERSON", "I-PERSON"},
                   .dilations = {1, 2},
                   .segment = 4,
                   .hints = 7,
                   .segment_dilations = {1, 2},
                   .prior = {0.5F, -0.25F},
                   .gate = {.tokens = 8, .inner = 8, .dilations = {1}}}};
  return config;
}

/// Two layers of width 16 in two heads over 50 pieces, with the heads of tiny_config().
inline AttentionConfig tiny_attention() {
  return {.name = "tiny",
          .version = "test",
          .width = 16,
          .attention_heads = 2,
          .ffn = 32,
          .rank = 8,
          .pieces = 50,
          .positions = 130,
          .shapes = 64,
          .layers = 2,
          .heads = tiny_config().heads};
}

class RandomModel {
 public:
  RandomModel(uint32_t seed, DType dtype) : random_(seed), dtype_(dtype) {}

  std::vector<OwnedTensor> make(const ModelConfig& config) {
    const uint64_t width = config.width;
    matrix("embed.rows", "embed.scale", {config.rows + config.words, width}, 0.5F, dtype_);
    std::fill_n(tensors_[0].bytes.begin(), width * size_bytes(dtype_), '\0');
    matrix("embed.shape", "", {config.shapes, width}, 0.5F, DType::kF32);
    matrix("embed.gap", "", {config.gaps, width}, 0.5F, DType::kF32);
    if (config.words != 0) words(config);
    norm("embed.norm.", width);
    blocks("", width, config.dilations);
    norm("final.norm.", width);
    for (const HeadConfig& head : config.heads) add_head(head, width);
    return std::move(tensors_);
  }

  std::vector<OwnedTensor> make(const AttentionConfig& config) {
    const uint64_t width = config.width;
    const uint64_t row = config.rank == 0 ? width : config.rank;
    std::string pieces = "[UNK]";
    for (uint32_t i = 1; i < config.pieces; ++i) pieces += "\n##" + std::to_string(i);
    matrix("embed.rows", "embed.scale", {config.pieces, row}, 0.5F, DType::kI8);
    if (config.rank != 0) {
      matrix("embed.project.weight", "", {width, row}, 1 / std::sqrt(static_cast<float>(row)), DType::kF32);
    }
    matrix("embed.places", "", {config.positions, width}, 0.5F, DType::kF32);
    matrix("embed.shape", "", {config.shapes, width}, 0.5F, DType::kF32);
    if (config.hints != 0) matrix("embed.hints", "", {config.hints, width}, 0.5F, DType::kF32);
    norm("embed.norm.", width);
    for (uint32_t i = 0; i < config.layers; ++i) {
      const std::string layer = "layers." + std::to_string(i) + ".";
      for (const char* name : {"q", "k", "v", "o"}) linear(layer + name, width, width);
      norm(layer + "n1.", width);
      linear(layer + "i", config.ffn, width);
      linear(layer + "p", width, config.ffn);
      norm(layer + "n2.", width);
    }
    for (const HeadConfig& head : config.heads) add_head(head, width);
    tensors_.push_back({"vocabulary", DType::kU8, {pieces.size()}, pieces});
    return std::move(tensors_);
  }

 private:
  /// Words of evenly spread pairs of rows, so that a random text has some of them.
  void words(const ModelConfig& config) {
    std::vector<uint32_t> keys(config.words);
    for (uint32_t i = 0; i < config.words; ++i) keys[i] = (i + 1) * (config.rows * config.rows / (config.words + 1));
    OwnedTensor tensor{"embed.words", DType::kU32, {keys.size()}, std::string(keys.size() * sizeof(uint32_t), '\0')};
    std::memcpy(tensor.bytes.data(), keys.data(), tensor.bytes.size());
    tensors_.push_back(std::move(tensor));
  }
  void linear(const std::string& name, uint64_t outputs, uint64_t inputs) {
    const float spread = 1.5F / std::sqrt(static_cast<float>(inputs));
    matrix(name + ".weight", name + ".scale", {outputs, inputs}, spread, DType::kI8);
    vector(name + ".bias", outputs, 0, 0.3F);
  }
  void vector(const std::string& name, uint64_t n, float centre, float spread) {
    tensors_.push_back(f32_tensor(name, {n}, numbers(n, centre, spread)));
  }
  void norm(const std::string& prefix, uint64_t n) {
    vector(prefix + "weight", n, 1, 0.1F);
    vector(prefix + "bias", n, 0, 0.1F);
  }
  void affine(const std::string& prefix, uint64_t outputs, uint64_t inputs) {
    const float spread = 1 / std::sqrt(static_cast<float>(inputs));
    matrix(prefix + "weight", "", {outputs, inputs}, spread, DType::kF32);
    vector(prefix + "bias", outputs, 0, 0.1F);
  }
  void blocks(const std::string& prefix, uint64_t width, const std::vector<uint32_t>& dilations) {
    const DType dtype = prefix.empty() ? dtype_ : DType::kF32;
    const float spread = 1 / std::sqrt(static_cast<float>(width));
    for (size_t i = 0; i < dilations.size(); ++i) {
      const std::string layer = prefix + "layers." + std::to_string(i) + ".";
      norm(layer + "norm.", width);
      matrix(layer + "conv.weight", layer + "conv.scale", {2 * width, 3, width}, spread, dtype);
      vector(layer + "conv.bias", 2 * width, 0, 0.1F);
      matrix(layer + "out.weight", layer + "out.scale", {width, width}, spread, dtype);
      vector(layer + "out.bias", width, 0, 0.1F);
    }
  }
  void add_head(const HeadConfig& head, uint64_t width) {
    const std::string prefix = "heads." + head.name + ".";
    uint64_t inputs = width;
    if (head.kind == HeadKind::kDocument) {
      inputs = 2 * width;
      affine(prefix + "attend.", 1, width);
    } else if (head.kind == HeadKind::kLine) {
      inputs = head.width;
      vector(prefix + "feature_mean", head.features, 0, 1);
      vector(prefix + "feature_scale", head.features, 1, 0.1F);
      affine(prefix + "in.", head.width, 2 * width + head.features);
      blocks(prefix, head.width, head.dilations);
      norm(prefix + "norm.", head.width);
    } else if (head.kind == HeadKind::kContext) {
      matrix(prefix + "hints", "", {head.hints, width}, 0.5F, DType::kF32);
      affine(prefix + "in.", width, 2 * width);
      blocks(prefix + "segments.", width, head.segment_dilations);
      norm(prefix + "segments.norm.", width);
      affine(prefix + "up.", width, width);
      if (head.gate.tokens != 0) add_gate(head.gate, prefix + "gate.", width);
      blocks(prefix, width, head.dilations);
      norm(prefix + "norm.", width);
    }
    affine(prefix, head.outputs(), inputs);
  }

  void add_gate(const GateConfig& gate, const std::string& prefix, uint64_t width) {
    affine(prefix + "token.", gate.tokens, width);
    affine(prefix + "in.", width, 2 * gate.tokens);
    blocks(prefix, width, gate.dilations);
    norm(prefix + "norm.", width);
    affine(prefix + "inner.", gate.inner, width);
    affine(prefix, kGateOutputs, gate.inner);
    affine(prefix + "around.", width, width + 2 * gate.tokens);
  }

  std::vector<float> numbers(uint64_t n, float centre, float spread) {
    std::normal_distribution<float> normal(centre, spread);
    std::vector<float> values(n);
    for (float& value : values) value = normal(random_);
    return values;
  }

  void matrix(const std::string& name, const std::string& scale, std::vector<uint64_t> shape,
              float spread, DType dtype) {
    uint64_t size = 1;
    for (const uint64_t n : shape) size *= n;
    const std::vector<float> values = numbers(size, 0, spread);
    if (dtype == DType::kF32) {
      tensors_.push_back(f32_tensor(name, std::move(shape), values));
      return;
    }
    const size_t outputs = shape[0];
    const size_t inputs = size / outputs;
    OwnedTensor tensor{name, DType::kI8, std::move(shape), std::string(size, '\0')};
    std::vector<float> factors(outputs);
    for (size_t o = 0; o < outputs; ++o) {
      float highest = 1e-6F;
      for (size_t i = 0; i < inputs; ++i) {
        highest = std::max(highest, std::fabs(values[o * inputs + i]));
      }
      factors[o] = highest / 127;
      for (size_t i = 0; i < inputs; ++i) {
        tensor.bytes[o * inputs + i] =
            static_cast<char>(std::lround(values[o * inputs + i] / factors[o]));
      }
    }
    tensors_.push_back(std::move(tensor));
    tensors_.push_back(f32_tensor(scale, {outputs}, factors));
  }

  std::mt19937 random_;
  DType dtype_;
  std::vector<OwnedTensor> tensors_;
};

/// A whole file; with kI8 the table of rows and the layers of the encoder are quantised.
inline std::string random_model(const ModelConfig& config, uint32_t seed, DType dtype) {
  return write_safetensors(config.to_json(), RandomModel(seed, dtype).make(config));
}
inline std::string random_model(const AttentionConfig& config, uint32_t seed) {
  return write_safetensors(config.to_json(), RandomModel(seed, DType::kF32).make(config));
}

}  // namespace lauter::testing_support
