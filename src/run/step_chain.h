/// The steps of a recipe, one after the other, over one row.
///
/// A document goes through every step whose `where` fits its row, in the recipe's order. A step
/// sees what the steps before it left; the programs of all of them are composed into one over the
/// original. A filter or a model may drop the document: it is then rejected, for the reason given,
/// with the program `drop_document`. docs/design/0008-filters.md says what is verified when.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "curate/document_filter.h"
#include "io/input.h"
#include "io/row.h"
#include "refine/refinery.h"
#include "run/model_steps.h"
#include "run/recipe.h"
#include "run/step_engines.h"

namespace lauter {

/// Working memory of one thread. Reusable, never shared.
struct ChainScratch {
  std::vector<std::unique_ptr<RefineScratch>> refine;   ///< one for each engine
  std::vector<std::unique_ptr<RefinerScratch>> models;  ///< one for each step, or null
  FilterScratch filter;
};

/// Const after make(); safe from any thread, each with its own scratch.
class StepChain {
 public:
  /// Keeps a reference to the recipe of `job`, which must outlive it. Errors: those of
  /// Refinery::make(), DocumentFilter::make() and make_model_steps().
  static Result<StepChain> make(const JobOptions& job, const SecretKey& key);
  /// The same with models of the caller's, one for each step.
  static Result<StepChain> make(const JobOptions& job, const SecretKey& key, ModelSteps models);

  ChainScratch make_scratch() const;

  /// Nothing if no step is for this row. Never fails: what cannot be refined safely comes back
  /// rejected. The result depends on the row and the recipe alone. `hits` of the outcome are empty.
  std::optional<Outcome> refine(const Row& row, ChainScratch& scratch) const;

  /// Refinery::take_scan_ticks() of all steps together.
  ScanTicks take_scan_ticks(ChainScratch& scratch) const;

 private:
  class Passage;

  StepChain(const Recipe& recipe, StepEngines<Refinery> engines, ModelSteps models)
      : recipe_(&recipe), engines_(std::move(engines)), models_(std::move(models)) {}

  /// One step on the way of a row: false, with the outcome ready, if the row ends here.
  Result<bool> take_step(size_t step, bool is_last, Format format, ChainScratch& scratch,
                         Passage& passage) const;

  const Recipe* recipe_;
  StepEngines<Refinery> engines_;
  ModelSteps models_;
  std::vector<std::optional<DocumentFilter>> filters_;  ///< one for each step
};

}  // namespace lauter
