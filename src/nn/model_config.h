/// What a weights file says about its network (docs/design/0009-encoder.md): sizes, layers, heads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// What one row of a head's output belongs to: a token, the whole document, a line. A context head
/// is a token head that sees hints and what stands around in segments of tokens.
enum class HeadKind : uint8_t { kToken, kDocument, kLine, kContext };

/// What says which segments of a context head hold nothing, before the network has read them.
struct GateConfig {
  uint32_t tokens = 0;                   ///< numbers that it makes of a token; 0: there is no gate
  uint32_t inner = 0;                    ///< width of its last layer
  std::vector<uint32_t> dilations = {};  ///< one for each block over segments
};

struct HeadConfig {
  std::string name;
  HeadKind kind = HeadKind::kToken;
  std::vector<std::string> labels = {};
  uint32_t width = 0;                    ///< line: of its blocks
  uint32_t features = 0;                 ///< line: numbers a line besides its tokens
  std::vector<uint32_t> dilations = {};  ///< line, context: one for each block over lines, tokens
  uint32_t segment = 0;                  ///< context: tokens of a segment
  uint32_t hints = 0;                    ///< context: numbers that a token's hint may have
  std::vector<uint32_t> segment_dilations = {};  ///< context: one for each block over segments
  std::vector<float> prior = {};  ///< context: what its reader weighs a token's surroundings with
  GateConfig gate = {};           ///< context

  /// Tokens on each side of a state that a context head's scores depend on.
  size_t reach() const;

  size_t outputs() const { return labels.size(); }
};

struct ModelConfig {
  std::string name;
  std::string version;
  uint32_t width = 0;  ///< d, a multiple of 8
  uint32_t rows = 0;   ///< of the hashed table; row 0 is padding
  uint32_t words = 0;  ///< rows behind them that belong to a word each
  uint32_t ids = 0;    ///< row numbers a token
  uint32_t shapes = 0;
  uint32_t gaps = 0;
  uint32_t features = 0;            ///< version of the feature functions the network was trained on
  std::vector<uint32_t> dilations;  ///< one for each layer
  std::vector<HeadConfig> heads;

  /// Tokens on each side that a state depends on: the sum of the dilations.
  size_t reach() const;
  /// Index into `heads`.
  std::optional<size_t> find_head(std::string_view head) const;
  /// The JSON that parse_model_config reads.
  std::string to_json() const;
};

/// A network of attention instead of convolutions, over the pieces of words (docs/design/0040-attention.md).
struct AttentionConfig {
  std::string name;
  std::string version;
  uint32_t width = 0;            ///< a multiple of 8
  uint32_t attention_heads = 0;  ///< a divisor of width
  uint32_t ffn = 0;              ///< inner width of the two linear layers of a block, a multiple of 8
  uint32_t rank = 0;             ///< of the table of pieces, a multiple of 8; 0: as wide as the network
  uint32_t pieces = 0;
  uint32_t positions = 0;  ///< the longest text
  uint32_t shapes = 0;
  uint32_t hints = 0;  ///< numbers that a piece's hint may have; 0: it has none
  uint32_t layers = 0;
  std::vector<HeadConfig> heads;

  /// Index into `heads`.
  std::optional<size_t> find_head(std::string_view head) const;
  /// The JSON that parse_attention_config reads.
  std::string to_json() const;
};

/// Limits that keep every buffer size small whatever the file says.
inline constexpr uint32_t kMaxWidth = 1024;
inline constexpr uint32_t kMaxRows = 1 << 22;
inline constexpr uint32_t kMaxRowsWithWords = 1 << 16;  ///< two row numbers are one of 32 bits
inline constexpr uint32_t kMaxWords = 1 << 20;
inline constexpr uint32_t kMaxDilation = 256;
inline constexpr size_t kMaxLayers = 32;
inline constexpr size_t kMaxHeads = 32;
inline constexpr size_t kMaxLabels = 4096;
inline constexpr uint32_t kMaxHints = 4096;
inline constexpr uint32_t kMaxSegment = 1024;
inline constexpr uint32_t kMaxPrior = 64;
inline constexpr uint32_t kMaxInner = 4096;
inline constexpr uint32_t kMaxPositions = 4096;
/// A gate's reasons to open a segment: something private, a person's name.
inline constexpr size_t kGateOutputs = 2;

/// Reads `__metadata__.lauter`.
/// Errors: kDataLoss, naming the field: missing, of another kind, out of the limits; a format other
/// than 1, two heads or two labels of a head of one name.
Result<ModelConfig> parse_model_config(std::string_view json);
/// The same for a file of kind "attention".
Result<AttentionConfig> parse_attention_config(std::string_view json);

}  // namespace lauter
