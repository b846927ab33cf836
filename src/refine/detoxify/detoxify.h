/// The step `detoxify`: abusive sentences are mended or dropped, the rest of the text stays.
///
/// The judge of sentences (tag/toxicity/sentence_judge.h) says what is abuse in its frame, what should be done
/// with it, and which words a minimal rewrite takes out; refine/detoxify/mender.h mends what is left. A
/// mended sentence that the judge, or the linear scorer that shares nothing with it
/// (tag/toxicity/toxicity_linear.h), still objects to is dropped whole. A text of which little else is left is
/// dropped; one that stays abusive is held back by the verifier.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "refine/detoxify/detoxify_options.h"
#include "refine/detoxify/mender.h"
#include "refine/refiner.h"
#include "tag/toxicity/sentence_judge.h"
#include "tag/toxicity/toxicity_linear.h"

namespace lauter {

/// Const and safe from any thread, each with its own scratch.
class Detoxifier : public Refiner {
 public:
  /// A judge whose second reader reads seams has sentences mended; without one they go whole.
  Detoxifier(SentenceJudge judge, ToxicityLinear scorer, const DetoxifyOptions& options);

  RefinerInfo info() const override { return {"detoxify", 2}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;

  /// Edits with label TOXIC; rule: the kind of abuse (`insult`, `threat`, ...) or `seam.article`.
  /// Finds are the words or sentences alone, without what goes for grammar's sake. Never fails.
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  struct Scratch;
  void propose_one(std::string_view text, Scratch& scratch, Proposal& proposal) const;
  /// The same for a text without disguised letters.
  void propose_plain(std::string_view text, Scratch& scratch, Proposal& proposal) const;
  /// How to mend the sentence; nothing: it has to go whole.
  std::vector<Edit> mends_of(std::string_view text, const JudgedSentence& sentence,
                             Scratch& scratch) const;
  /// Whether the sentence is harmless after the edits of it.
  bool is_harmless_with(std::string_view text, ByteSpan sentence, std::span<const Edit> edits, Scratch& scratch) const;
  /// Whether the judge is sure of it, or finds it probable and the scorer is sure.
  bool is_abuse(std::string_view text, const JudgedSentence& sentence, Scratch& scratch) const;

  SentenceJudge judge_;
  std::optional<Mender> mender_;
  ToxicityLinear scorer_;
  DetoxifyOptions options_;
};

/// Holds back a text with an edited sentence that the linear scorer finds abusive, or in which it is
/// sure of abuse in most of what was left alone, whatever the length: failure `toxicity`, label TOXIC.
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
