/// The numbers that stand for a token at the encoder's input: rows of one hashed table (Bloom
/// embeddings: Serra and Karatzoglou 2017, arXiv 1706.03993), its shape, and the gap before it.
/// docs/design/0009-encoder.md has the definition; trained weights are void if it changes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/tokens.h"

namespace lauter {

inline constexpr uint32_t kFeatureVersion = 1;
/// Row numbers of a token; unused ones are kPaddingRow.
inline constexpr uint32_t kIdsPerToken = 16;
inline constexpr uint32_t kPaddingRow = 0;  ///< always zero
inline constexpr uint32_t kMaskRow = 1;     ///< what pre-training puts in place of a word
inline constexpr uint32_t kShapeCount = 256;

/// Of T tokens, in order.
struct TokenFeatures {
  std::vector<uint32_t> ids;    ///< T x kIdsPerToken
  std::vector<uint8_t> shapes;  ///< T
  std::vector<uint8_t> gaps;    ///< T
};

/// Replaces `out` by the features of `tokens` of `text`. `rows` >= 3: size of the hashed table.
/// Linear; about 15 short hashes a word.
void extract_features(std::string_view text, std::span<const Token> tokens, uint32_t rows,
                      TokenFeatures& out);

}  // namespace lauter
