/// Abuse in a text by the encoder: which tokens a language model should look at (refine/llm/doubts.h).
///
///   LAUTER_ASSIGN(const ToxicTagger tagger, ToxicTagger::make(model));
///   ToxicScratch scratch;                                  // one for each thread
///   const ToxicReading& reading = tagger.read(text, scratch);
///   removal_score(reading, 0);                             // how sure they are that its first token must go
///
/// Three heads speak: `toxic` was trained on raters' spans, `detox` on rewrites of abusive
/// sentences, `toxic_doc` on whole texts. What the first two say of a token is weighed by the
/// third: the same word counts less in a text that as a whole is harmless. A table of words helps
/// the first (tag/toxicity/toxic_words.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "tag/tag_model.h"
#include "tag/toxicity/toxic_words.h"

namespace lauter {

/// What the heads say of the text that was read last.
struct ToxicReading {
  std::span<const Token> tokens;
  std::vector<float> abusive;    ///< P(a rater marks the token), one for each token
  std::vector<float> edited;     ///< P(a rewriter removes or replaces the token)
  float document = 0.0F;         ///< P(the text is abusive)
};

struct ToxicScratch {
  TagScratch tag;
  ToxicReading reading;
  std::vector<float> toxic;
  std::vector<float> detox;
};

/// Const and safe from any thread, each with its own scratch.
class ToxicTagger {
 public:
  /// Errors: kNotFound if the model lacks one of the heads; kDataLoss if the labels of `detox` are
  /// not KEEP, DELETE, REPLACE:phrase...
  static Result<ToxicTagger> make(std::shared_ptr<const TagModel> model);

  /// Runs the model over `text`; good until the next call with this scratch. One pass for texts of
  /// up to 4,096 tokens; longer ones that look harmless cost one, others two.
  const ToxicReading& read(std::string_view text, ToxicScratch& scratch) const;

 private:
  ToxicTagger() = default;
  void read_edited(TokenRange range, std::span<const float> logits, ToxicReading& reading) const;

  std::shared_ptr<const TagModel> model_;
  ToxicWords words_;
  size_t toxic_ = 0;
  size_t detox_ = 0;
  size_t document_ = 0;
  size_t labels_ = 0;  ///< of the head `detox`
};

/// How sure both span heads together are that token `t` must go, in the light of the whole text.
float removal_score(const ToxicReading& reading, size_t t);

}  // namespace lauter
