#include "run/model_steps.h"

#include <string>

namespace lauter {
namespace {

using MadeStep = Result<std::optional<ModelStep>>;

MadeStep not_of_a_model() { return std::optional<ModelStep>(); }

Error no_model(const RecipeStep& step) {
  return unimplemented("use: " + step.use + ": this build has no model for it");
}

/// The step of these options; nothing if they are of another kind.
struct MakeStep {
  const RecipeStep& step;

  MadeStep operator()(const AnonymizeOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const FilterOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const CleanOptions&) const { return no_model(step); }
  MadeStep operator()(const DetoxifyOptions&) const { return no_model(step); }
};

}  // namespace

Result<ModelSteps> make_model_steps(const JobOptions& job) {
  ModelSteps steps;
  for (const RecipeStep& step : job.recipe.steps) {
    LAUTER_ASSIGN(std::optional<ModelStep> made, std::visit(MakeStep{step}, step.options));
    steps.push_back(std::move(made));
  }
  return steps;
}

}  // namespace lauter
