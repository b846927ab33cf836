/// One row on its way through the steps of a recipe. Internal to `run`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curate/filters/document_filter.h"
#include "refine/llm/llm_batch.h"
#include "refine/refinery.h"
#include "run/steps/model_steps.h"
#include "run/steps/step_chain.h"

namespace lauter::internal {

/// `original` must outlive it. Movable while nobody holds document().
class RowProgress {
 public:
  /// `texts_end` is where the texts of `original` end; behind it are `values` and what stands between them: the
  /// first anonymising step takes them, no other step sees them.
  RowProgress(const Document& original, bool verify, uint64_t texts_end, std::vector<Found> values);

  /// The row as the steps so far have left it, and its texts alone.
  const Document& document() const { return changes_ > 0 ? current_ : *original_; }
  const Document& texts() const { return has_values_ ? texts_ : document(); }
  bool has_values() const { return has_values_; }

  /// The steps. Each is false, with the outcome ready, if the row ends there.
  /// `is_last`: no step comes after. `has_appeal`: a later step asks a model the same question, and
  /// gets the text as it is now if the verifier of this one objects.
  Result<bool> anonymise(const Refinery& refinery, size_t engine, ChainScratch& scratch,
                         bool is_last, bool has_appeal);
  Result<bool> filter(const DocumentFilter& filter, FilterScratch& scratch);
  Result<bool> propose(const std::string& use, const ModelStep& step, RefinerScratch& scratch,
                       bool has_appeal);
  /// What `step` finds, edited by `refinery`; both scratches are those of the step `number`.
  Result<bool> edit_found(const ModelStep& step, size_t number, const Refinery& refinery,
                          ChainScratch& scratch, bool is_last);
  /// `llm_step`: its place among the steps of that kind.
  Result<bool> take_answered(LlmResult result, const LlmStep& step, size_t llm_step, bool is_last);

  /// What an LLM step is to know of the row.
  LlmRow llm_row() const;

  /// The outcome of all steps, verified as a whole unless one step made and verified it. Values that no step took are
  /// taken by `of_values`, an engine of ChainScratch.
  Outcome finish(const Refinery* of_values, size_t engine, ChainScratch& scratch);
  /// The outcome after a step said no, or failed.
  Outcome take() { return std::move(total_); }
  Outcome fail(const Error& error);

 private:
  /// An anonymising step, kept for a look at what later steps made of its result.
  enum class Maker : uint8_t { kEngine, kLlm, kFound };
  struct Anonymised {
    const Refinery* refinery;
    size_t engine;  ///< of ChainScratch::refine, ::llm or ::found
    Maker maker;
    Document seen;
    std::vector<ByteSpan> known;
    Outcome outcome;
    EditProgram later;

    const std::string& result() const {
      return outcome.state == RowState::kEdited ? outcome.refined : seen.text;
    }
  };

  Result<bool> drop(Cause cause, std::string reason);
  Result<bool> edit(EditProgram program, std::string refined);
  Result<bool> accept(Anonymised step, bool is_last);
  Result<bool> appeal();
  Result<void> advance(EditProgram program, std::string refined);
  void add_checks(CheckSummary& of_step);
  void set_texts();
  std::vector<Failure> judge_whole(ChainScratch& scratch) const;

  const Document* original_;
  bool verify_;
  Document current_;
  size_t changes_ = 0;  ///< of the text, so far
  bool judge_form_ = false;
  bool has_values_ = false;
  uint64_t texts_end_ = 0;     ///< in document()
  std::vector<Found> values_;  ///< in document(), that no step took yet
  Document texts_;             ///< if there are values
  bool is_doubted_ = false;  ///< a verifier objected, and a later step is to settle it
  std::vector<Anonymised> anonymised_;
  std::vector<ByteSpan> stand_ins_;  ///< in document(), sorted, apart
  Outcome total_;
};

}  // namespace lauter::internal
