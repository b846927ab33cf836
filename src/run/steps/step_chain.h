/// The steps of a recipe, one after the other, over one row.
///
/// A document goes through every step whose `where` fits its row, in the recipe's order. A step
/// sees what the steps before it left; the programs of all of them are composed into one over the
/// original. A filter or a model may drop the document: it is then rejected, for the reason given,
/// with the program `drop_document`. docs/design/0008-filters.md says what is verified when.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "io/input.h"
#include "io/row.h"
#include "refine/llm/llm_step.h"
#include "refine/refinery.h"
#include "run/recipe/recipe.h"
#include "run/steps/model_steps.h"
#include "run/steps/step_engines.h"

namespace lauter {

namespace internal {
class RowProgress;
}

/// Working memory of one thread. Reusable, never shared.
struct ChainScratch {
  std::vector<std::unique_ptr<RefineScratch>> refine;   ///< one for each engine
  std::vector<std::unique_ptr<RefinerScratch>> models;  ///< one for each step, or null
  std::vector<std::unique_ptr<RefineScratch>> found;    ///< one for each step, or null
  std::vector<LlmScratch> llm;                          ///< one for each step `llm`
  FilterScratch filter;
};

/// Const after make(); safe from any thread, each with its own scratch.
class StepChain {
 public:
  /// Keeps a reference to the recipe of `job`, which must outlive it. Errors: those of
  /// Refinery::make(), DocumentFilter::make(), make_model_steps() and make_llm_steps().
  /// `real_values`: of the corpus; null: those of the file that the recipe names, if it does.
  static Result<StepChain> make(const JobOptions& job, const SecretKey& key,
                                std::shared_ptr<const RealValues> real_values = nullptr);
  /// The same with models of the caller's, one for each step.
  static Result<StepChain> make(const JobOptions& job, const SecretKey& key, ModelSteps models,
                                std::shared_ptr<const RealValues> real_values = nullptr);

  ChainScratch make_scratch() const;

  /// Whether a step asks a language model. Rows then go in batches: row_batch.h.
  bool asks() const { return !llm_steps_.empty(); }

  /// Nothing if no step is for this row and it has no private values. Never fails: what cannot be refined safely comes back
  /// rejected. The result depends on the row and the recipe alone. `hits` of the outcome are empty.
  /// For recipes that ask nobody.
  std::optional<Outcome> refine(const Row& row, ChainScratch& scratch) const;

  /// What its anonymising steps would edit in the row's text as it came in, sorted by span: for who
  /// shows text that another step took away. Nothing if that cannot be told: a step holds the row
  /// back, or a language model does the finding. Costs as refine().
  std::optional<std::vector<Edit>> values_in(const Row& row, ChainScratch& scratch) const;

  /// Refinery::take_scan_ticks() of all steps together.
  ScanTicks take_scan_ticks(ChainScratch& scratch) const;

 private:
  friend class RowBatch;
  StepChain(const Recipe& recipe, StepEngines<Refinery> engines, ModelSteps models)
      : recipe_(&recipe), engines_(std::move(engines)), models_(std::move(models)) {}

  /// The row at its begin, and at its end.
  internal::RowProgress begin(const Row& row) const;
  Outcome finish(internal::RowProgress& row_progress, ChainScratch& scratch) const;
  /// The steps whose condition holds for the row.
  std::vector<size_t> steps_for(const Row& row) const;
  Result<void> check_size(const Row& row) const;
  /// One step on the way of a row, but none that asks: false, with the outcome ready, if the row
  /// ends here.
  Result<bool> take_step(std::span<const size_t> steps, size_t at, Format format,
                         ChainScratch& scratch, internal::RowProgress& row_progress) const;
  /// Whether a step behind steps[at] asks a model the question of steps[at].
  bool has_appeal(std::span<const size_t> steps, size_t at) const;

  const Recipe* recipe_;
  StepEngines<Refinery> engines_;
  std::optional<Refinery> of_values_;  ///< looks for nothing by itself; its scratch is behind those of the engines
  ModelSteps models_;
  FilterSteps filters_;
  std::vector<std::optional<Refinery>> refineries_;     ///< of steps `exec`, one for each step
  std::vector<std::shared_ptr<const LlmStep>> llm_steps_;
  std::vector<std::optional<size_t>> llm_of_step_;  ///< index into llm_steps_, one for each step
};

}  // namespace lauter
