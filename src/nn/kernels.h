/// The inner loops of the network, once for each kind of CPU. Every implementation gives the same
/// bits: a sum over inputs is one chain of fused multiply-adds in the order of the inputs, a sum
/// over a row has eight partial sums, exp is one polynomial. Internal to nn.
///
/// Names: n counts rows (tokens or lines), width the numbers of a row, a multiple of 8. Rows follow
/// each other without gaps unless a stride is given. No pointer needs an alignment; outputs never
/// overlap inputs unless it says so.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lauter::internal {

/// Outputs of one panel of a packed matrix. In a gated matrix they are eight values and their eight
/// gates, else sixteen outputs that follow each other.
inline constexpr size_t kPanel = 16;

/// Activations are -63..63, stored plus 64, so that two products of them with weights of -127..127
/// fit into 16 bits (docs/design/0009-encoder.md).
inline constexpr int kActivationLimit = 63;
inline constexpr int kActivationOffset = 64;

/// Rows seen by a matrix: output row t reads `taps` rows of `width` numbers, the first at row t,
/// the next `tap_rows` further on.
struct Taps {
  size_t taps = 1;
  size_t tap_rows = 0;
  size_t width = 0;
};

/// weights[panel][tap][input][kPanel], bias[panel][kPanel]; missing outputs of the last panel are
/// 0.
struct PanelsF32 {
  const float* weights = nullptr;
  const float* bias = nullptr;
  size_t panels = 0;
};

/// Inputs come in steps of four: weights[panel][tap][step][kPanel][4], where step s of a panel and
/// a tap stands for the inputs from order[panel][tap][s] on. Of the first 2 x pairs[panel][tap]
/// steps, each two together also fit into 16 bits, whatever the activations.
/// Kernels that do not pair steps need them in order: order[panel][tap][s] = 4 s.
/// offset[panel][tap][kPanel] is 64 x the sum of the weights; scale and bias [panel][kPanel].
struct PanelsI8 {
  const int8_t* weights = nullptr;
  const uint16_t* order = nullptr;
  const uint16_t* pairs = nullptr;
  const int32_t* offset = nullptr;
  const float* scale = nullptr;
  const float* bias = nullptr;
  size_t panels = 0;
};

/// Activations of n rows: values[row][width], a factor for each row.
struct RowsI8 {
  const uint8_t* values = nullptr;
  const float* scale = nullptr;
};

/// The table of embeddings: rows F32, or I8 with a factor for each.
struct EmbedTable {
  const char* rows = nullptr;
  const float* row_scale = nullptr;  ///< null: rows are F32
  const float* shapes = nullptr;
  const float* gaps = nullptr;
  size_t ids = 0;
  size_t width = 0;
};

struct Kernels {
  const char* name;
  /// Whether i8 steps are paired at load (PackedAffine).
  bool pairs_steps;

  /// x = shape + gap + the rows of all ids but 0, in the order of the ids.
  void (*embed)(const EmbedTable& table, const uint32_t* ids, const uint8_t* shapes,
                const uint8_t* gaps, size_t n, float* x);
  /// Layer normalisation of each row; out may be x.
  void (*normalise)(const float* weight, const float* bias, const float* x, size_t n, size_t width,
                    float* out);
  /// Each row times 63 over its largest magnitude, rounded to the nearest even integer, plus 64.
  void (*quantise)(const float* x, size_t n, size_t width, uint8_t* values, float* scale);

  /// out[n][8 x panels] = value * sigmoid(gate), of gated panels.
  void (*gate_f32)(const PanelsF32& matrix, const Taps& taps, const float* rows, size_t n,
                   float* out);
  void (*gate_i8)(const PanelsI8& matrix, const Taps& taps, const RowsI8& rows, size_t n,
                  float* out);
  /// x[n][outputs] += matrix * row + bias, one tap.
  void (*add_f32)(const PanelsF32& matrix, const float* rows, size_t width, size_t n,
                  size_t outputs, float* x);
  void (*add_i8)(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n, size_t outputs,
                 float* x);
  /// out[n][outputs] = matrix * row + bias; width may be any number.
  void (*affine)(const PanelsF32& matrix, const float* rows, size_t width, size_t n, size_t outputs,
                 float* out);
  void (*affine_i8)(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n,
                    size_t outputs, float* out);
  /// out = gelu(matrix * row + bias), x * sigmoid(1.5957691 (x + 0.044715 x^3)) (Hendrycks and
  /// Gimpel 2016, arXiv 1606.08415).
  void (*gelu_i8)(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n,
                  size_t outputs, float* out);
  /// Each number of a row becomes exp(x - the row's largest); inverse[n]: 1 / their sum.
  void (*soften)(float* x, size_t n, size_t width, float* inverse);

  /// Running softmax over rows, in their order: total and sum[width] are weighted by
  /// exp(weight . row + bias - highest), where highest is the largest exponent so far.
  void (*attend)(const float* weight, float bias, const float* rows, size_t n, size_t width,
                 float& highest, float& total, float* sum);
  /// sum[width] += each row; max[width] = the larger.
  void (*pool)(const float* rows, size_t n, size_t width, float* sum, float* max);
};

/// Plain C++ for any CPU.
const Kernels& portable_kernels();
/// AVX2 and FMA; null where this CPU lacks them.
const Kernels* avx2_kernels();
/// AVX-512 with VNNI; null where this CPU lacks them.
const Kernels* avx512_kernels();
/// The fastest for this CPU.
const Kernels& best_kernels();

}  // namespace lauter::internal
