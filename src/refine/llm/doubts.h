/// Places of a text that the cheap stages leave unsure: what a language model is asked about.
///
///   LAUTER_ASSIGN(auto doubts, make_value_doubts({.judge = model}, 0.1F));
///   doubts->find(text, *scratch, found);    // "Weber" at 0.2: too little to edit, too much to forget
///
/// docs/design/0016-llm-stage.md says which places these are, and what they cost in tokens.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "refine/anonymize/value_finder.h"
#include "refine/detoxify/detoxify_options.h"
#include "tag/junk_tagger.h"
#include "tag/toxicity/toxic_tagger.h"
#include "tag/toxicity/toxicity_linear.h"

namespace lauter {

struct Doubt {
  ByteSpan span;
  float risk = 0;  ///< how probably something in it has to go, in (0, 1]
  std::string_view label{};  ///< category that it may be; empty: unknown. The finder's own string
};

class DoubtScratch {
 public:
  virtual ~DoubtScratch() = default;
};

/// Const and safe from any thread, each with its own scratch.
class DoubtFinder {
 public:
  virtual ~DoubtFinder() = default;
  virtual std::unique_ptr<DoubtScratch> make_scratch() const = 0;
  /// Replaces `doubts`, sorted by span; they may overlap. Depends on the text alone. Linear.
  virtual void find(std::string_view text, DoubtScratch& scratch,
                    std::vector<Doubt>& doubts) const = 0;
};

// `least_risk`: from which risk on something is a doubt; a place that is surer to be harmless is
// not asked about.

/// Private data: what patterns or the judge propose. Without a judge every line that
/// by its form may hold one (in text of small letters alone: every line), whatever `least_risk` is. `find` says what the local step looks for; its scores do not matter.
/// Errors: those of ValueFinder::make().
Result<std::unique_ptr<DoubtFinder>> make_value_doubts(FindOptions find, float least_risk);

/// Abuse: sentences with a token that the encoder suspects, or, in a text that one of the two
/// scorers finds abusive, the words that weigh most. `scorer` as in detoxify.h.
std::unique_ptr<DoubtFinder> make_abuse_doubts(ToxicTagger tagger, ToxicityLinear scorer,
                                               float least_risk);

/// Junk: lines and spans that are neither surely junk nor surely content.
std::unique_ptr<DoubtFinder> make_junk_doubts(JunkTagger tagger, float least_risk);

}  // namespace lauter
