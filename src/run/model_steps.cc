#include "run/model_steps.h"

#include <string>

#include "refine/detoxify.h"

namespace lauter {
namespace {

using MadeStep = Result<std::optional<ModelStep>>;

MadeStep not_of_a_model() { return std::optional<ModelStep>(); }

Error no_model(const RecipeStep& step) {
  return unimplemented("use: " + step.use + ": this build has no model for it");
}

/// The step of these options; nothing if they are of another kind.
struct MakeStep {
  const JobOptions& job;
  const RecipeStep& step;

  MadeStep operator()(const AnonymizeOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const FilterOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const CleanOptions&) const { return no_model(step); }
  MadeStep operator()(const DetoxifyOptions& options) const {
    const auto model = job.models.find(options.model);
    if (model == job.models.end() || model->second == nullptr) return no_model(step);
    LAUTER_ASSIGN(ToxicTagger tagger, ToxicTagger::make(model->second));
    LAUTER_ASSIGN(ToxicityLinear scorer, ToxicityLinear::embedded());
    const int rounds = job.recipe.verify.enabled ? job.recipe.verify.rounds : 0;
    return std::optional<ModelStep>(
        {std::make_shared<Detoxifier>(std::move(tagger), scorer, options, rounds),
         std::make_shared<ToxicityVerifier>(scorer, options)});
  }
};

}  // namespace

Result<ModelSteps> make_model_steps(const JobOptions& job) {
  ModelSteps steps;
  for (const RecipeStep& step : job.recipe.steps) {
    LAUTER_ASSIGN(std::optional<ModelStep> made, std::visit(MakeStep{job, step}, step.options));
    steps.push_back(std::move(made));
  }
  return steps;
}

}  // namespace lauter
