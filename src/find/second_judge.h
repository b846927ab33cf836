/// The second judge: a transformer that reads a text beside the first one and has half of the say
/// (models/large.md, docs/design/0040-attention.md). Over ten times slower, so it reads only around
/// tokens that it is asked about.
///
///   LAUTER_ASSIGN(const SecondJudge second, SecondJudge::load(file));
///   second.begin(text, hints, scratch);                // pieces of words
///   second.join(token.begin, logits, scratch);         // for each token, in their order
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/attention_encoder.h"
#include "tag/word_pieces.h"

namespace lauter {

/// Reusable, never shared by threads.
struct SecondJudgeScratch {
  TextPieces pieces;
  std::vector<uint16_t> hints;  ///< one for each piece
  AttentionScratch attention;
  std::vector<float> logits;  ///< of the pieces seen by the window read last
  size_t window = SIZE_MAX;   ///< its number
};

/// Const and safe from any thread, each with its own scratch.
class SecondJudge {
 public:
  /// `file`: a weights file of kind "attention". Errors: those of AttentionEncoder::load() and WordPieces::make(); kDataLoss if it has no head `judge` with a judge's
  /// labels and hints, or reads too few pieces at once.
  static Result<SecondJudge> load(std::string file);

  const AttentionConfig& config() const { return encoder_.config(); }

  /// Cuts `text` into scratch.pieces; scratch.hints are zeros, the caller's to set. Linear.
  void begin(std::string_view text, SecondJudgeScratch& scratch) const;

  /// Replaces the logits of the token that begins at `byte` by the mean of their log odds and those of
  /// the piece there. A window is read when a token of it is first asked for, so tokens come in their
  /// order. Depends on the text and the hints alone.
  void join(uint32_t byte, std::span<float> logits, SecondJudgeScratch& scratch) const;

 private:
  SecondJudge(std::unique_ptr<const std::string> file, AttentionEncoder encoder, WordPieces pieces, size_t head)
      : file_(std::move(file)), encoder_(std::move(encoder)), pieces_(std::move(pieces)), head_(head) {}

  void read_window(size_t window, SecondJudgeScratch& scratch) const;

  std::unique_ptr<const std::string> file_;  ///< the encoder reads in it
  AttentionEncoder encoder_;
  WordPieces pieces_;
  size_t head_;
};

}  // namespace lauter
