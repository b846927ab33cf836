/// The steps of a recipe, one after the other, over one row.
///
/// A document goes through every step whose `where` fits its row, in the recipe's order. A step sees
/// what the steps before it left; the programs of all of them are composed into one over the
/// original. A filter may drop the document: it is then rejected, for the filter's reason, with the
/// program `drop_document`. docs/design/0008-filters.md says what is verified when.
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
#include "run/recipe.h"
#include "run/step_engines.h"

namespace lauter {

/// Working memory of one thread. Reusable, never shared.
struct ChainScratch {
  std::vector<std::unique_ptr<RefineScratch>> refine;  ///< one for each engine
  FilterScratch filter;
};

/// Const after make(); safe from any thread, each with its own scratch.
class StepChain {
 public:
  /// Keeps a reference to `recipe`, which must outlive it. Errors: those of Refinery::make() and
  /// DocumentFilter::make().
  static Result<StepChain> make(const Recipe& recipe, const Inputs& inputs, const SecretKey& key);

  ChainScratch make_scratch() const;

  /// Nothing if no step is for this row. Never fails: what cannot be refined safely comes back
  /// rejected. The result depends on the row and the recipe alone. `hits` of the outcome are empty.
  std::optional<Outcome> refine(const Row& row, ChainScratch& scratch) const;

 private:
  StepChain(const Recipe& recipe, StepEngines<Refinery> engines)
      : recipe_(&recipe), engines_(std::move(engines)) {}

  const Recipe* recipe_;
  StepEngines<Refinery> engines_;
  std::vector<std::optional<DocumentFilter>> filters_;  ///< one for each step
};

}  // namespace lauter
