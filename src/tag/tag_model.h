/// A trained model over texts: tokens, features, one pass of the encoder, the scores of its heads.
///
///   LAUTER_ASSIGN(const TagModel model, TagModel::load(file));
///   LAUTER_ASSIGN(const size_t head, model.head("pii", HeadKind::kToken));
///   TagScratch scratch;                                   // one for each thread
///   model.read(text, scratch);                            // scratch.tokens
///   std::vector<float> scores(scratch.tokens.size() * model.config().heads[head].outputs());
///   const HeadRequest request{.head = head, .out = scores};
///   model.run({&request, 1}, scratch);
///
/// Any number of heads costs one pass; a text of any length needs memory for its tokens only.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/encoder.h"
#include "tag/features.h"
#include "text/tokens.h"

namespace lauter {

/// What read() made of a text. Reusable, never shared by threads.
struct TagScratch {
  std::vector<Token> tokens;
  TokenFeatures features;
  EncoderScratch encoder;
  std::vector<uint8_t> open;
};

/// Tokens [first, last) of a text.
struct TokenRange {
  size_t first = 0;
  size_t last = 0;

  size_t size() const { return last - first; }
};

/// Const and safe from any thread, each with its own scratch.
class TagModel {
 public:
  /// `file`: content of a weights file, which must outlive the model; so must `table`, whose table
  /// of rows serves a file that has none.
  /// Errors: those of Encoder::load(); kUnimplemented if it was trained on other features than this
  /// build computes.
  static Result<TagModel> load(std::string_view file, std::string_view table = {});

  const ModelConfig& config() const { return encoder_.config(); }

  /// Number of the head of this name. Errors: kNotFound if there is none of this kind.
  Result<size_t> head(std::string_view name, HeadKind kind) const;

  /// Tokens and features of `text` (valid UTF-8, below 4 GiB) into `scratch`.
  void read(std::string_view text, TagScratch& scratch) const;

  /// Scores of the text that was read last: see Encoder::run().
  void run(std::span<const HeadRequest> requests, TagScratch& scratch) const;

  /// Scores of a token or context head for the tokens of `range` alone: the same bits as run() gives
  /// for them. `scratch.tokens` are those of `text`; features are made for what is seen alone, so
  /// that memory does not grow with the text. Returns range x outputs, in `buffer`, which grows as need be. `hints` (context heads): one
  /// for each token of the text; `open` likewise: HeadRequest::open, those of the range are set.
  /// Costs the range and the reach of network and head on both sides.
  std::span<float> run_range(size_t head, std::string_view text, TokenRange range, TagScratch& scratch,
                             std::vector<float>& buffer, std::span<const uint16_t> hints = {},
                             std::span<uint8_t> open = {}) const;

 private:
  explicit TagModel(Encoder encoder) : encoder_(std::move(encoder)) {}

  Encoder encoder_;
};

}  // namespace lauter
