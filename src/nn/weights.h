/// The tensors of a model by meaning, checked: what the engine packs and the reference reads.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/model_config.h"

namespace lauter {

/// outputs x inputs numbers, row-major: F32 in place, or I8 with a factor for each output.
struct Matrix {
  size_t outputs = 0;
  size_t inputs = 0;
  std::string_view bytes;    ///< of the file, at any alignment
  std::vector<float> scale;  ///< by output; empty means F32

  bool is_i8() const { return !scale.empty(); }
  float f32(size_t output, size_t input) const;  ///< of an F32 matrix
  int8_t i8(size_t output, size_t input) const;  ///< of an I8 matrix, not times its scale
  float value(size_t output, size_t input) const {
    return is_i8() ? static_cast<float>(i8(output, input)) * scale[output] : f32(output, input);
  }
};

struct Affine {
  Matrix weight;
  std::vector<float> bias;
};

/// Of a layer normalisation with epsilon kNormEpsilon.
struct NormWeights {
  std::vector<float> weight;
  std::vector<float> bias;
};
inline constexpr float kNormEpsilon = 1e-5F;

/// One gated block: x += out(a * sigmoid(g)), [a; g] = conv(norm(x)).
struct BlockWeights {
  uint32_t dilation = 1;
  NormWeights norm;
  Affine conv;  ///< 2d x 3d, inputs ordered tap t-D, t, t+D
  Affine out;   ///< d x d
};

/// Of the gate of a context head; g numbers a token.
struct GateWeights {
  Affine token;                      ///< g x d
  Affine in;                         ///< d x 2g
  std::vector<BlockWeights> blocks;  ///< over segments
  NormWeights norm;
  Affine inner;    ///< h x d
  Affine reasons;  ///< kGateOutputs x h
  Affine around;   ///< d x (d + 2g)
};

struct HeadWeights {
  Affine attend;                     ///< document: 1 x d
  std::vector<float> feature_mean;   ///< line
  std::vector<float> feature_scale;  ///< line
  Affine in;                         ///< line: m x (2d + features); context: d x 2d
  std::vector<BlockWeights> blocks;  ///< line, context
  NormWeights norm;                  ///< line, context
  Matrix hints;                      ///< context: hints x d
  std::vector<BlockWeights> segment_blocks;  ///< context
  NormWeights segment_norm;                  ///< context
  Affine up;                                 ///< context: d x d
  GateWeights gate;                          ///< context with a gate
  Affine out;                        ///< labels x (d, 2d or m)
};

struct ModelWeights {
  ModelConfig config;
  Matrix rows;  ///< config.rows + config.words; row 0 is zero
  std::vector<uint32_t> words;  ///< of each the key, first row * config.rows + second row, rising
  Matrix shapes;
  Matrix gaps;
  NormWeights embed_norm;
  std::vector<BlockWeights> blocks;
  NormWeights final_norm;
  std::vector<HeadWeights> heads;
};

/// One layer of an attention network: x = norm(x + out(attention)), x = norm(x + down(gelu(up(x)))).
struct AttentionBlock {
  Affine query, key, value, out;  ///< I8, d x d
  NormWeights norm;
  Affine up;    ///< I8, ffn x d
  Affine down;  ///< I8, d x ffn
  NormWeights last_norm;
};

struct AttentionWeights {
  AttentionConfig config;
  std::string_view vocabulary;  ///< the pieces in the order of their numbers, a newline between them
  Matrix rows;                  ///< I8, pieces x (rank or d)
  Affine project;               ///< d x rank, its bias 0; nothing if rank is 0
  std::vector<float> places;    ///< positions x d
  std::vector<float> shapes;    ///< shapes x d
  std::vector<float> hints;     ///< hints x d
  NormWeights embed_norm;
  std::vector<AttentionBlock> blocks;
  std::vector<HeadWeights> heads;
};

/// Reads a weights file (docs/design/0009-encoder.md). Without rows of its own it takes those of
/// the weights file `table`, if one is given. Views stay in both, which must outlive the result. Tensors that the configuration does not name are ignored. O(file): every number is
/// looked at. Errors: kDataLoss, naming the tensor: the file is malformed, a tensor is missing or
/// of another dtype or shape, a number is not finite, an I8 weight is -128, a scale is negative,
/// row 0 is not 0.
Result<ModelWeights> read_weights(std::string_view file, std::string_view table = {});

/// The same for a file of kind "attention". Errors: besides, a vocabulary of another number of pieces.
Result<AttentionWeights> read_attention_weights(std::string_view file);

}  // namespace lauter
