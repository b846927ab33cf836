/// The step `clean`: a tagger, rules, and a verifier that believes neither.
#pragma once

#include <memory>

#include "refine/clean/clean_options.h"
#include "refine/refiner.h"
#include "tag/junk_tagger.h"
#include "tag/line_frequency.h"

namespace lauter {

/// Proposes deletions only; see clean_rules.h.
class CleanRefiner : public Refiner {
 public:
  /// `frequency` may be null: then nothing is known about the corpus.
  CleanRefiner(JunkTagger tagger, CleanOptions options,
               std::shared_ptr<const LineFrequency> frequency);

  RefinerInfo info() const override { return {"clean", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;
  /// Never fails.
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  JunkTagger tagger_;
  CleanOptions options_;
  std::shared_ptr<const LineFrequency> frequency_;
};

/// Judges the two texts, with no look at scores:
/// * `deletes-only`: the refined text is a subsequence of the original;
/// * `restraint`: a quarter and more of the original's running text is left;
/// * `fence`, `table`, `formula`: each that is left is one of the original, whole.
class CleanVerifier : public Verifier {
 public:
  Verdict judge(const Document& original, const EditProgram& program,
                std::string_view refined) const override;
};

}  // namespace lauter
