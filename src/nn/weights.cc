#include "nn/weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "nn/safetensors.h"

namespace lauter {
namespace {

float float_at(std::string_view bytes, size_t i) {
  float value;
  std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
  return value;
}

/// Every tensor is asked for by its whole name, so that a message names what the file lacks.
class Reader {
 public:
  explicit Reader(const Safetensors& file) : file_(file) {}

  Result<std::vector<float>> vector(const std::string& name, size_t n) const {
    LAUTER_ASSIGN(const std::string_view bytes, tensor(name, DType::kF32, {n}));
    std::vector<float> values(n);
    if (n != 0) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }

  /// Numbers that rise.
  Result<std::vector<uint32_t>> rising(const std::string& name, size_t n) const {
    LAUTER_ASSIGN(const std::string_view bytes, tensor(name, DType::kU32, {n}));
    std::vector<uint32_t> values(n);
    if (n != 0) std::memcpy(values.data(), bytes.data(), bytes.size());
    for (size_t i = 1; i < n; ++i) {
      if (values[i] <= values[i - 1]) {
        return data_loss(name + ": number " + std::to_string(i) + " is not above the one before");
      }
    }
    return values;
  }

  /// The numbers of a matrix.
  Result<std::vector<float>> table(const std::string& name, size_t outputs, size_t inputs) const {
    LAUTER_ASSIGN(const Matrix matrix, f32_matrix(name, outputs, inputs));
    std::vector<float> values(outputs * inputs);
    std::memcpy(values.data(), matrix.bytes.data(), matrix.bytes.size());
    return values;
  }

  /// A matrix that may be I8; its factors are the tensor `scale`.
  Result<Matrix> matrix(const std::string& name, const std::string& scale,
                        std::vector<uint64_t> shape) const {
    Matrix result;
    result.outputs = shape[0];
    result.inputs = shape.size() == 2 ? shape[1] : shape[1] * shape[2];
    const TensorView* found = file_.find(name);
    const bool is_i8 = found != nullptr && found->dtype == DType::kI8;
    LAUTER_ASSIGN(result.bytes, tensor(name, is_i8 ? DType::kI8 : DType::kF32, std::move(shape)));
    if (is_i8) LAUTER_TRY(read_scale(scale, result));
    return result;
  }

  Result<Matrix> i8_matrix(const std::string& name, const std::string& scale, size_t outputs,
                           size_t inputs) const {
    Matrix result{outputs, inputs, {}, {}};
    LAUTER_ASSIGN(result.bytes, tensor(name, DType::kI8, {outputs, inputs}));
    LAUTER_TRY(read_scale(scale, result));
    return result;
  }

  Result<Affine> i8_affine(const std::string& prefix, size_t outputs, size_t inputs) const {
    Affine result;
    LAUTER_ASSIGN(result.weight, i8_matrix(prefix + "weight", prefix + "scale", outputs, inputs));
    LAUTER_ASSIGN(result.bias, vector(prefix + "bias", outputs));
    return result;
  }

  /// The pieces of a vocabulary, `n` of them.
  Result<std::string_view> lines(const std::string& name, size_t n) const {
    const TensorView* found = file_.find(name);
    const uint64_t size = found == nullptr ? 0 : found->bytes.size();
    LAUTER_ASSIGN(const std::string_view bytes, tensor(name, DType::kU8, {size}));
    const auto breaks = static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    if (bytes.empty() || breaks + 1 != n) {
      return data_loss(name + ": " + std::to_string(bytes.empty() ? 0 : breaks + 1) +
                       " pieces where " + std::to_string(n) + " are due");
    }
    return bytes;
  }

  Result<Matrix> f32_matrix(const std::string& name, size_t outputs, size_t inputs) const {
    Matrix result{outputs, inputs, {}, {}};
    LAUTER_ASSIGN(result.bytes, tensor(name, DType::kF32, {outputs, inputs}));
    return result;
  }

  Result<Affine> f32_affine(const std::string& prefix, size_t outputs, size_t inputs) const {
    Affine result;
    LAUTER_ASSIGN(result.weight, f32_matrix(prefix + "weight", outputs, inputs));
    LAUTER_ASSIGN(result.bias, vector(prefix + "bias", outputs));
    return result;
  }

  Result<NormWeights> norm(const std::string& prefix, size_t width) const {
    NormWeights result;
    LAUTER_ASSIGN(result.weight, vector(prefix + "weight", width));
    LAUTER_ASSIGN(result.bias, vector(prefix + "bias", width));
    return result;
  }

  Result<AttentionBlock> attention_block(const std::string& prefix,
                                         const AttentionConfig& config) const {
    const size_t width = config.width;
    AttentionBlock block;
    LAUTER_ASSIGN(block.query, i8_affine(prefix + "q.", width, width));
    LAUTER_ASSIGN(block.key, i8_affine(prefix + "k.", width, width));
    LAUTER_ASSIGN(block.value, i8_affine(prefix + "v.", width, width));
    LAUTER_ASSIGN(block.out, i8_affine(prefix + "o.", width, width));
    LAUTER_ASSIGN(block.norm, norm(prefix + "n1.", width));
    LAUTER_ASSIGN(block.up, i8_affine(prefix + "i.", config.ffn, width));
    LAUTER_ASSIGN(block.down, i8_affine(prefix + "p.", width, config.ffn));
    LAUTER_ASSIGN(block.last_norm, norm(prefix + "n2.", width));
    return block;
  }

  Result<std::vector<BlockWeights>> blocks(const std::string& prefix, size_t width,
                                           const std::vector<uint32_t>& dilations) const {
    std::vector<BlockWeights> result;
    for (size_t i = 0; i < dilations.size(); ++i) {
      const std::string layer = prefix + "layers." + std::to_string(i) + ".";
      BlockWeights block;
      block.dilation = dilations[i];
      LAUTER_ASSIGN(block.norm, norm(layer + "norm.", width));
      LAUTER_ASSIGN(block.conv.weight,
                    matrix(layer + "conv.weight", layer + "conv.scale", {2 * width, 3, width}));
      LAUTER_ASSIGN(block.conv.bias, vector(layer + "conv.bias", 2 * width));
      LAUTER_ASSIGN(block.out.weight,
                    matrix(layer + "out.weight", layer + "out.scale", {width, width}));
      LAUTER_ASSIGN(block.out.bias, vector(layer + "out.bias", width));
      result.push_back(std::move(block));
    }
    return result;
  }

  Result<GateWeights> gate(const GateConfig& config, const std::string& prefix, size_t width) const {
    const size_t pooled = 2 * config.tokens;
    GateWeights result;
    LAUTER_ASSIGN(result.token, f32_affine(prefix + "token.", config.tokens, width));
    LAUTER_ASSIGN(result.in, f32_affine(prefix + "in.", width, pooled));
    LAUTER_ASSIGN(result.blocks, blocks(prefix, width, config.dilations));
    LAUTER_ASSIGN(result.norm, norm(prefix + "norm.", width));
    LAUTER_ASSIGN(result.inner, f32_affine(prefix + "inner.", config.inner, width));
    LAUTER_ASSIGN(result.reasons, f32_affine(prefix, kGateOutputs, config.inner));
    LAUTER_ASSIGN(result.around, f32_affine(prefix + "around.", width, width + pooled));
    return result;
  }

  Result<HeadWeights> head(const HeadConfig& config, size_t width) const {
    const std::string prefix = "heads." + config.name + ".";
    HeadWeights result;
    size_t inputs = width;
    if (config.kind == HeadKind::kDocument) {
      inputs = 2 * width;
      LAUTER_ASSIGN(result.attend, f32_affine(prefix + "attend.", 1, width));
    } else if (config.kind == HeadKind::kLine) {
      inputs = config.width;
      const size_t pooled = 2 * width + config.features;
      LAUTER_ASSIGN(result.feature_mean, vector(prefix + "feature_mean", config.features));
      LAUTER_ASSIGN(result.feature_scale, vector(prefix + "feature_scale", config.features));
      LAUTER_ASSIGN(result.in, f32_affine(prefix + "in.", config.width, pooled));
      LAUTER_ASSIGN(result.blocks, blocks(prefix, config.width, config.dilations));
      LAUTER_ASSIGN(result.norm, norm(prefix + "norm.", config.width));
    } else if (config.kind == HeadKind::kContext) {
      LAUTER_ASSIGN(result.hints, f32_matrix(prefix + "hints", config.hints, width));
      LAUTER_ASSIGN(result.in, f32_affine(prefix + "in.", width, 2 * width));
      LAUTER_ASSIGN(result.segment_blocks,
                    blocks(prefix + "segments.", width, config.segment_dilations));
      LAUTER_ASSIGN(result.segment_norm, norm(prefix + "segments.norm.", width));
      LAUTER_ASSIGN(result.up, f32_affine(prefix + "up.", width, width));
      if (config.gate.tokens != 0) {
        LAUTER_ASSIGN(result.gate, gate(config.gate, prefix + "gate.", width));
      }
      LAUTER_ASSIGN(result.blocks, blocks(prefix, width, config.dilations));
      LAUTER_ASSIGN(result.norm, norm(prefix + "norm.", width));
    }
    LAUTER_ASSIGN(result.out, f32_affine(prefix, config.outputs(), inputs));
    return result;
  }

  Result<std::vector<HeadWeights>> heads(const std::vector<HeadConfig>& configs,
                                         size_t width) const {
    std::vector<HeadWeights> result;
    for (const HeadConfig& config : configs) {
      LAUTER_ASSIGN(HeadWeights weights, head(config, width));
      result.push_back(std::move(weights));
    }
    return result;
  }

 private:
  Result<void> read_scale(const std::string& name, Matrix& matrix) const {
    LAUTER_ASSIGN(matrix.scale, vector(name, matrix.outputs));
    for (const float factor : matrix.scale) {
      if (factor < 0) return data_loss(name + ": a factor is negative");
    }
    return {};
  }

  Result<std::string_view> tensor(const std::string& name, DType dtype,
                                  const std::vector<uint64_t>& shape) const {
    const TensorView* found = file_.find(name);
    if (found == nullptr) return data_loss(name + ": missing");
    if (found->dtype != dtype || found->shape != shape) {
      return data_loss(name + ": " + describe(found->dtype, found->shape) + " where " +
                       describe(dtype, shape) + " is due");
    }
    if (dtype == DType::kI8) {
      if (found->bytes.find('\x80') != std::string_view::npos) {
        return data_loss(name + ": a weight is -128");
      }
      return found->bytes;
    }
    if (dtype != DType::kF32) return found->bytes;
    for (size_t i = 0; i < found->bytes.size() / sizeof(float); ++i) {
      if (!std::isfinite(float_at(found->bytes, i))) {
        return data_loss(name + ": number " + std::to_string(i) + " is not finite");
      }
    }
    return found->bytes;
  }

  const Safetensors& file_;
};

template <typename Config>
Result<Config> config_of(const Safetensors& tensors, Result<Config> (*parse)(std::string_view)) {
  const std::string* json = tensors.metadata("lauter");
  if (json == nullptr) return data_loss("metadata has no entry lauter: no weights of this program");
  auto config = parse(*json);
  if (!config) return std::move(config.error()).context("metadata lauter");
  return config;
}

}  // namespace

float Matrix::f32(size_t output, size_t input) const {
  return float_at(bytes, output * inputs + input);
}

int8_t Matrix::i8(size_t output, size_t input) const {
  return static_cast<int8_t>(bytes[output * inputs + input]);
}

Result<ModelWeights> read_weights(std::string_view file, std::string_view table) {
  LAUTER_ASSIGN(const Safetensors tensors, Safetensors::parse(file));
  ModelWeights model;
  LAUTER_ASSIGN(model.config, config_of(tensors, parse_model_config));
  const size_t width = model.config.width;
  const Reader reader(tensors);
  Safetensors other;
  if (!table.empty() && tensors.find("embed.rows") == nullptr) {
    LAUTER_ASSIGN(other, Safetensors::parse(table));
  }
  const Reader of_rows(other.find("embed.rows") == nullptr ? tensors : other);
  LAUTER_ASSIGN(model.rows,
                of_rows.matrix("embed.rows", "embed.scale",
                               {model.config.rows + model.config.words, width}));
  if (model.config.words != 0) {
    LAUTER_ASSIGN(model.words, of_rows.rising("embed.words", model.config.words));
  }
  for (size_t i = 0; i < width; ++i) {
    if (model.rows.value(0, i) != 0) return data_loss("embed.rows: row 0 (padding) is not zero");
  }
  LAUTER_ASSIGN(model.shapes, reader.f32_matrix("embed.shape", model.config.shapes, width));
  LAUTER_ASSIGN(model.gaps, reader.f32_matrix("embed.gap", model.config.gaps, width));
  LAUTER_ASSIGN(model.embed_norm, reader.norm("embed.norm.", width));
  LAUTER_ASSIGN(model.blocks, reader.blocks("", width, model.config.dilations));
  LAUTER_ASSIGN(model.final_norm, reader.norm("final.norm.", width));
  LAUTER_ASSIGN(model.heads, reader.heads(model.config.heads, width));
  return model;
}

Result<AttentionWeights> read_attention_weights(std::string_view file) {
  LAUTER_ASSIGN(const Safetensors tensors, Safetensors::parse(file));
  AttentionWeights model;
  LAUTER_ASSIGN(model.config, config_of(tensors, parse_attention_config));
  const AttentionConfig& config = model.config;
  const size_t width = config.width;
  const Reader reader(tensors);
  LAUTER_ASSIGN(model.vocabulary, reader.lines("vocabulary", config.pieces));
  const size_t row = config.rank == 0 ? width : config.rank;
  LAUTER_ASSIGN(model.rows, reader.i8_matrix("embed.rows", "embed.scale", config.pieces, row));
  if (config.rank != 0) {
    LAUTER_ASSIGN(model.project.weight, reader.f32_matrix("embed.project.weight", width, row));
    model.project.bias.assign(width, 0.0F);
  }
  LAUTER_ASSIGN(model.places, reader.table("embed.places", config.positions, width));
  LAUTER_ASSIGN(model.shapes, reader.table("embed.shape", config.shapes, width));
  if (config.hints != 0) {
    LAUTER_ASSIGN(model.hints, reader.table("embed.hints", config.hints, width));
  }
  LAUTER_ASSIGN(model.embed_norm, reader.norm("embed.norm.", width));
  for (uint32_t layer = 0; layer < config.layers; ++layer) {
    LAUTER_ASSIGN(AttentionBlock block,
                  reader.attention_block("layers." + std::to_string(layer) + ".", config));
    model.blocks.push_back(std::move(block));
  }
  LAUTER_ASSIGN(model.heads, reader.heads(config.heads, width));
  return model;
}

}  // namespace lauter
