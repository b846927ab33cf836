/// What is to become of each sentence of a text: the learned judge of abuse
/// (docs/design/0012-toxicity.md).
///
///   LAUTER_ASSIGN(const SentenceJudge judge, SentenceJudge::embedded());
///   JudgedText judged;                                   // scratch too, one for each thread
///   judge.read("Thanks. You absolute donkey.", judged);
///   judged.sentences[1].act();                           // kDrop
///
/// The heads of an encoder say of a sentence, read with its neighbours, what should be done, what
/// kind of abuse it is and how it is meant, and of a token whether a minimal rewrite takes it out.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "nn/attention_encoder.h"
#include "tag/tag_model.h"
#include "tag/word_pieces.h"

namespace lauter {

enum class SentenceAct : uint8_t { kKeep, kDelete, kReplace, kRewrite, kDrop };
inline constexpr size_t kSentenceActs = 5;

struct JudgedSentence {
  TokenRange tokens;
  ByteSpan span;  ///< from its first token to its last
  std::array<float, kSentenceActs> acts{1.0F};  ///< P(act)
  std::string_view kind = "none";   ///< the likeliest: `insult`, `threat`, ...; of static storage
  std::string_view frame = "none";  ///< the likeliest: `said`, `quoted`, `reclaimed`, ...

  float abuse() const { return 1.0F - acts[0]; }
};

struct JudgedText {
  std::vector<Token> tokens;
  std::vector<JudgedSentence> sentences;  ///< in order
  std::vector<float> gone;  ///< for each token P(a minimal rewrite takes it out)

  // Scratch.
  std::vector<uint32_t> begins;
  std::vector<float> sizes;
  std::vector<float> of_sentences;
  std::vector<float> of_tokens;
  TagScratch tag;
  struct {
    TextPieces pieces;
    std::vector<uint32_t> begins;
    std::vector<float> sizes;
    std::vector<float> of_sentences;
    std::vector<float> of_pieces;
    AttentionScratch attention;
  } second;
};

class SecondReader;

/// Const and safe from any thread, each with its own JudgedText.
class SentenceJudge {
 public:
  /// Errors: kNotFound if the model lacks a head, kDataLoss if its labels are not those of
  /// train/sentences.py.
  /// `second`: reads again what the model is not sure of; null: its word stands.
  static Result<SentenceJudge> make(std::shared_ptr<const TagModel> model,
                                    std::shared_ptr<const SecondReader> second = nullptr);
  /// The judge inside the program, over the table of its model `small`, with the second reader or without.
  /// Errors: kUnimplemented if one of both is not there; those of make().
  static Result<SentenceJudge> embedded(bool with_second = true);

  /// Replaces what `out` says. `text`: valid UTF-8, below 4 GiB. Linear.
  void read(std::string_view text, JudgedText& out) const;

  /// Null without one.
  const SecondReader* second() const { return second_.get(); }

 private:
  SentenceJudge() = default;
  std::shared_ptr<const TagModel> model_;
  std::shared_ptr<const SecondReader> second_;
  size_t sentence_ = 0;
  size_t gone_ = 0;
};

}  // namespace lauter
