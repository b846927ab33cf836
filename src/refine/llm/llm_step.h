/// The step `llm`: what a language model proposes, as verified edits.
///
/// The model says what must go; everything else is lauter's: which passages are shown (doubts.h,
/// llm_windows.h), what stands in a value's place, whether the result passes. This type holds what
/// is the same for all rows; llm_batch.h takes rows through the rounds of asking.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "edit/diff/diff.h"
#include "llm/question/answer.h"
#include "llm/question/prompts.h"
#include "llm/question/question.h"
#include "refine/llm/doubts.h"
#include "refine/llm/llm_figures.h"
#include "refine/llm/llm_options.h"
#include "refine/llm/llm_windows.h"
#include "refine/outcome.h"
#include "refine/refinery.h"

namespace lauter {

/// What a step needs besides its options.
struct LlmParts {
  std::shared_ptr<const llm::Prompts> prompts;
  SecretKey key;
  std::shared_ptr<const DoubtFinder> doubts;  ///< null: nothing is known of what is unsure
  /// anonymize, anonymize-code: operators, stand-ins and verifier.
  std::shared_ptr<const Refinery> refinery;
  /// detoxify, clean: who judges. Null: only the form is.
  std::shared_ptr<const Verifier> verifier;
};

/// Working memory of one thread. Reusable, never shared.
struct LlmScratch {
  std::unique_ptr<DoubtScratch> doubts;
  std::unique_ptr<RefineScratch> refine;
  Differ differ;
};

/// Const and safe from any thread, each with its own scratch. Stays where it was made.
class LlmStep {
 public:
  /// Errors: kInvalidArgument with llm::objection().
  static Result<std::shared_ptr<const LlmStep>> make(LlmOptions options, LlmParts parts);

  LlmScratch make_scratch() const;
  const LlmOptions& options() const { return options_; }
  const llm::Asking& asking() const { return asking_; }
  const llm::Asking& attacking() const { return attacking_; }
  const Refinery* refinery() const { return parts_.refinery.get(); }
  bool is_code() const { return options_.ask.task == llm::Task::kAnonymizeCode; }
  bool is_anonymizing() const {
    return options_.ask.task == llm::Task::kAnonymize || is_code();
  }

  /// What to ask about a text.
  struct Asked {
    std::vector<AskWindow> windows;  ///< see llm_windows.h
    std::vector<DoubtCopy> copies;   ///< outside of them: what is said of their like holds for them
    std::vector<llm::Suspect> suspects{};  ///< sorted, apart: what the reply is to judge
  };
  /// `all`: whatever the recipe's scope is.
  Asked asked_of(std::string_view text, std::span<const ByteSpan> known, bool all,
                 LlmScratch& scratch) const;

  /// The reply's proposals as edits of the row's text (cause: stage `llm`, rule `llm/TASK`), with
  /// what was refused counted. An edit of an anonymising task without `with` gets a stand-in later.
  std::vector<Edit> edits_of(const llm::Question& question, const llm::Answer& answer,
                             LlmScratch& scratch, LlmFigures& figures) const;

  /// The verified outcome of `edits`, several lists (a later one is of a later round and loses
  /// overlaps) over one document, and of what they mean for places that were not `asked` about.
  /// Never fails: what does not pass comes back rejected.
  Outcome outcome_of(const Document& document, std::span<const std::vector<Edit>> edits,
                     const Asked& asked, std::span<const ByteSpan> known, LlmScratch& scratch,
                     LlmFigures& figures) const;

 private:
  LlmStep(LlmOptions options, LlmParts parts);
  std::vector<llm::Suspect> suspects_of(std::span<const Doubt> doubts, std::span<const ByteSpan> known) const;
  Outcome anonymised(const Document& document, EditProgram program,
                     std::span<const ByteSpan> known, LlmScratch& scratch) const;
  Outcome edited(const Document& document, EditProgram program) const;
  std::vector<Edit> edits_of_rewrite(const llm::Question& question, const llm::Answer& answer,
                                     LlmScratch& scratch, LlmFigures& figures) const;

  LlmOptions options_;
  LlmParts parts_;
  llm::Asking asking_;
  llm::Asking attacking_;
};

}  // namespace lauter
