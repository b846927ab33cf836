/// Which sentences are worth an encoder's reading: a linear look at words and pairs of words, a
/// hundred times quicker than the judge and made to pass nearly all that it would object to.
///
/// File, little-endian: "LSG1", u32 rows (a power of two), f32 unit, f32 bias, i8 q[rows]. A word's
/// row is its FNV-1a hash (32 bits, ASCII lower case), a pair's the mix of both hashes, modulo rows;
/// the sum of unit x q and the bias is the log odds that the sentence has to be read.
/// train/sentence_gate.py makes it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "text/tokens.h"

namespace lauter {

/// Const and safe from any thread.
class SentenceGate {
 public:
  /// Every sentence passes.
  SentenceGate() = default;
  /// `file` must outlive the gate. Errors: kDataLoss if it is not such a file.
  static Result<SentenceGate> load(std::string_view file);
  /// The gate inside the program; without one every sentence passes. Errors: as load().
  static Result<SentenceGate> embedded();

  /// Whether the sentence of `tokens` (of `text`) has to be read. Linear.
  bool passes(std::string_view text, std::span<const Token> tokens) const;

 private:
  const int8_t* values_ = nullptr;
  uint32_t mask_ = 0;
  float unit_ = 0.0F;
  float bias_ = 0.0F;
};

}  // namespace lauter
