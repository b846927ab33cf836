/// Abuse in a text by the encoder: which spans are abusive, and what to put in their place.
///
///   LAUTER_ASSIGN(const ToxicTagger tagger, ToxicTagger::make(model));
///   ToxicScratch scratch;                                  // one for each thread
///   const ToxicReading& reading = tagger.read(text, scratch);
///   find_abuse(text, reading, 0.5F);                       // spans, as raters would mark them
///   propose_rewording(text, reading, tagger.phrases(), 0.5F);
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
  std::vector<uint32_t> phrase;  ///< the best phrase in its place: index into phrases()
  std::vector<float> replaced;   ///< P(replaced by that phrase | it goes)
  std::vector<float> deleted;    ///< P(deleted | it goes)
  float document = 0.0F;         ///< P(the text is abusive)
};

struct ToxicScratch {
  TagScratch tag;
  ToxicReading reading;
  std::vector<float> toxic;
  std::vector<float> detox;
};

struct AbuseSpan {
  ByteSpan span;
  float score = 0.0F;  ///< of its surest token
};

struct Rewording {
  ByteSpan span;
  std::string_view with;  ///< a phrase of the tagger, or nothing
  float score = 0.0F;
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

  const std::vector<std::string>& phrases() const { return phrases_; }

 private:
  ToxicTagger() = default;
  void read_rewording(TokenRange range, const std::vector<float>& logits,
                      ToxicReading& reading) const;

  std::shared_ptr<const TagModel> model_;
  ToxicWords words_;
  size_t toxic_ = 0;
  size_t detox_ = 0;
  size_t document_ = 0;
  std::vector<std::string> phrases_;
};

/// Spans of tokens whose abuse score is at least `min_score`, joined over the blanks between them,
/// in order; one half marks what raters would mark. Words that a mask or separator holds together
/// (f*ck) go together; marks at the ends stay out.
std::vector<AbuseSpan> find_abuse(std::string_view text, const ToxicReading& reading,
                                  float min_score);

/// Runs of tokens that must go, with what takes their place. In order, apart. Only words in a
/// sentence with abuse, and near it.
std::vector<Rewording> propose_rewording(std::string_view text, const ToxicReading& reading,
                                         const std::vector<std::string>& phrases, float min_score);

/// How sure both span heads together are that token `t` must go, in the light of the whole text.
float removal_score(const ToxicReading& reading, size_t t);

}  // namespace lauter
