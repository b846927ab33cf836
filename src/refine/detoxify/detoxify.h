/// The step `detoxify`: abusive spans are deleted or replaced, the rest of the text stays.
///
/// The encoder proposes (tag/toxicity/toxic_tagger.h); seams are mended (refine/detoxify/seams.h); the linear scorer
/// (tag/toxicity/toxicity_linear.h), which shares nothing with the encoder, must then find the text
/// harmless. Where it does not, the words that weigh most in its eyes and are suspect in the
/// encoder's go too, for a few rounds. A text that consists of abuse is dropped; one that stays
/// abusive is held back by the verifier.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "refine/detoxify/detoxify_options.h"
#include "refine/refiner.h"
#include "tag/toxicity/toxic_tagger.h"
#include "tag/toxicity/toxicity_linear.h"

namespace lauter {

/// Const and safe from any thread, each with its own scratch.
class Detoxifier : public Refiner {
 public:
  /// `repair_rounds`: how often more words may go; 0 leaves it at what the encoder says.
  Detoxifier(ToxicTagger tagger, ToxicityLinear scorer, const DetoxifyOptions& options,
             int repair_rounds);

  RefinerInfo info() const override { return {"detoxify", 2}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;

  /// Edits with label TOXIC; rule `span` (found), `listed` (refine/detoxify/listed_insults.h), `sentence`
  /// (refine/detoxify/abusive_sentences.h), `repair` (the scorer's objection) or `seam.article`. Finds are
  /// the spans alone, without what goes for grammar's sake. Never fails.
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  struct Scratch;
  void propose_one(std::string_view text, Scratch& scratch, Proposal& proposal) const;
  /// The same for a text without disguised letters.
  void propose_plain(std::string_view text, Scratch& scratch, Proposal& proposal) const;
  bool add_repair(const EditProgram& mended, std::string_view text, std::string_view refined,
                  Scratch& scratch, std::vector<Edit>& edits) const;

  ToxicTagger tagger_;
  ToxicityLinear scorer_;
  DetoxifyOptions options_;
  int repair_rounds_;
};

/// Holds back what the linear scorer still finds abusive: failure `toxicity`, label TOXIC.
class ToxicityVerifier : public Verifier {
 public:
  ToxicityVerifier(ToxicityLinear scorer, const DetoxifyOptions& options)
      : scorer_(std::move(scorer)), options_(options) {}

  Verdict judge(const Document& original, const EditProgram& program,
                std::string_view refined) const override;

 private:
  ToxicityLinear scorer_;
  DetoxifyOptions options_;
};

}  // namespace lauter
