#include "run/steps/model_steps.h"

#include <string>

#include "refine/clean/clean.h"
#include "refine/detoxify/detoxify.h"
#include "refine/repair.h"
#include "run/passes/line_pass.h"
#include "run/steps/exec_proposer.h"
#include "run/steps/model_filters.h"

namespace lauter {
namespace {

using MadeStep = Result<std::optional<ModelStep>>;

MadeStep not_of_a_model() { return std::optional<ModelStep>(); }

Error no_model(const RecipeStep& step) {
  return unimplemented("use: " + step.use + ": this build has no model for it");
}

/// Errors: kUnimplemented for `none`.
Result<std::shared_ptr<const TagModel>> model_of(const RecipeStep& step, const std::string& name,
                                                 const Models& models) {
  const auto found = models.find(name);
  if (found == models.end() || found->second.tags == nullptr) return no_model(step);
  return found->second.tags;
}

MadeStep make_clean(const RecipeStep& step, const CleanOptions& options, const JobOptions& job) {
  LAUTER_ASSIGN(auto model, model_of(step, options.model, job.models));
  LAUTER_ASSIGN(JunkTagger tagger, JunkTagger::make(std::move(model)));
  LAUTER_ASSIGN(auto frequency, find_line_frequency(job, options.line_frequency));
  return std::optional(
      ModelStep{std::make_shared<CleanRefiner>(std::move(tagger), options, std::move(frequency)),
                std::make_shared<CleanVerifier>()});
}

MadeStep make_detoxify(const RecipeStep& step, const DetoxifyOptions& options) {
  if (options.model == "none") return no_model(step);
  LAUTER_ASSIGN(ToxicityLinear scorer, ToxicityLinear::embedded());
  LAUTER_ASSIGN(SentenceJudge judge, SentenceJudge::embedded(options.second_reader));
  return std::optional(
      ModelStep{std::make_shared<Detoxifier>(std::move(judge), scorer, options),
                std::make_shared<ToxicityVerifier>(scorer, options)});
}

/// The step of these options; nothing if they are of another kind.
struct MakeStep {
  const RecipeStep& step;
  const JobOptions& job;

  MadeStep operator()(const AnonymizeOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const FilterOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const DedupOptions&) const { return not_of_a_model(); }
  MadeStep operator()(const LlmOptions&) const { return not_of_a_model(); }  // llm_steps.h
  MadeStep operator()(const RepairOptions& options) const {
    return std::optional(ModelStep{std::make_shared<RepairRefiner>(options), std::make_shared<RepairVerifier>()});
  }
  MadeStep operator()(const ExecOptions& options) const {
    return std::optional(ModelStep{std::make_shared<ExecProposer>(options), nullptr});
  }
  MadeStep operator()(const QualityOptions& options) const {
    LAUTER_ASSIGN(auto filter, make_quality_filter(options));
    return std::optional(ModelStep{std::move(filter), nullptr, /*is_filter=*/true});
  }
  MadeStep operator()(const TokensOptions& options) const {
    LAUTER_ASSIGN(auto filter, make_token_filter(options));
    return std::optional(ModelStep{std::move(filter), nullptr, /*is_filter=*/true});
  }
  MadeStep operator()(const CleanOptions& options) const { return make_clean(step, options, job); }
  MadeStep operator()(const DetoxifyOptions& options) const { return make_detoxify(step, options); }
};

}  // namespace

Result<ModelSteps> make_model_steps(const JobOptions& job) {
  ModelSteps steps;
  for (const RecipeStep& step : job.recipe.steps) {
    LAUTER_ASSIGN(std::optional<ModelStep> made, std::visit(MakeStep{step, job}, step.options));
    steps.push_back(std::move(made));
  }
  return steps;
}

Result<FilterSteps> make_filter_steps(const Recipe& recipe) {
  FilterSteps filters;
  std::shared_ptr<const EnglishWords> words;
  for (const RecipeStep& step : recipe.steps) {
    filters.emplace_back();
    const auto* options = std::get_if<FilterOptions>(&step.options);
    if (options == nullptr) continue;
    if (words == nullptr) words = std::make_shared<const EnglishWords>();
    LAUTER_ASSIGN(filters.back(), DocumentFilter::make(*options, words));
  }
  return filters;
}

std::string drop_reason(const DocumentFilter& filter, const FilterVerdict& verdict) {
  return "filter " + std::string(filter.name()) + ": " + verdict.reason;
}

}  // namespace lauter
