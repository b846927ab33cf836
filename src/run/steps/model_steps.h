/// The steps of a recipe whose edits or finds somebody else than the scanner proposes: `clean`, `detoxify`, `repair`,
/// `exec`; and filters: `quality`, `tokens` and the baselines.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curate/filters/document_filter.h"
#include "refine/refiner.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Who proposes and who judges. They share no decision.
struct ModelStep {
  std::shared_ptr<const Refiner> refiner;
  std::shared_ptr<const Verifier> verifier;  ///< null of a filter, and of `exec`, whose finds a Refinery edits
  bool is_filter = false;                    ///< it proposes but to drop
};

/// One for each step of the recipe; nothing for steps of other kinds.
using ModelSteps = std::vector<std::optional<ModelStep>>;

/// Errors: kUnimplemented if a step has no model; those of its tagger and of find_line_frequency().
Result<ModelSteps> make_model_steps(const JobOptions& job);

/// The baseline filters, one for each step of the recipe; nothing for steps of other kinds.
using FilterSteps = std::vector<std::optional<DocumentFilter>>;

/// Errors: those of DocumentFilter::make().
Result<FilterSteps> make_filter_steps(const Recipe& recipe);

/// Why a filter's verdict drops a row, as `rejected/` says it.
std::string drop_reason(const DocumentFilter& filter, const FilterVerdict& verdict);

}  // namespace lauter
