/// What all steps of a recipe find in a text, without editing it.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "io/row.h"
#include "refine/anonymize/value_finder.h"
#include "run/jobs/refine_job.h"
#include "run/steps/model_steps.h"
#include "run/steps/step_engines.h"

namespace lauter {

/// What a step found; the strings are the finder's.
struct FoundSpan {
  ByteSpan span;
  std::string_view label;
  float score;
  std::string_view rule;
  std::string_view reason = {};
  bool is_public = false;  ///< judged to be no private value
};

/// One a thread. Every step sees the original text; filters find nothing, but say what they would drop.
class Finder {
 public:
  /// Keeps references to all four.
  Finder(const JobOptions& job, const StepEngines<ValueFinder>& engines, const ModelSteps& models,
         const FilterSteps& filters);

  /// In order of the spans, which do not overlap: where finds of two steps do, the earlier step's
  /// stand. A model that would drop the document finds the whole of it. Good until the next call.
  /// Errors: those of the models.
  Result<std::span<const FoundSpan>> find(const Row& row);

  /// Why the first step that would drop the row of the last find() does, as `rejected/` says it; empty: none would.
  std::string_view dropped() const { return dropped_; }

 private:
  void look(std::string_view text, size_t step, size_t engine);
  void add_values(const Row& row);
  Result<void> propose(const Document& document, size_t step);

  const JobOptions& job_;
  const StepEngines<ValueFinder>& engines_;
  const ModelSteps& models_;
  const FilterSteps& filters_;
  std::vector<FindScratch> looking_;                        ///< one for each engine
  std::vector<std::unique_ptr<RefinerScratch>> proposing_;  ///< one for each step, or null
  std::vector<Proposal> proposals_;                         ///< one for each step
  std::vector<std::vector<ValueCandidate>> values_;         ///< one for each step
  FilterScratch filtering_;
  std::string dropped_;
  std::vector<Found> row_values_;  ///< private as a whole, by their fields
  std::vector<FoundSpan> of_step_;
  std::vector<FoundSpan> found_;
};

}  // namespace lauter
