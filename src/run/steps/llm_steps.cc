#include "run/steps/llm_steps.h"

#include <utility>

#include "refine/clean/clean.h"
#include "refine/detoxify/detoxify.h"
#include "run/steps/step_engines.h"

namespace lauter {
namespace {

/// The options of the recipe's own step of this kind, else the defaults.
template <typename Options>
Options options_in(const Recipe& recipe) {
  for (const RecipeStep& step : recipe.steps) {
    if (const auto* options = std::get_if<Options>(&step.options)) return *options;
  }
  return {};
}

/// Null for `none`.
std::shared_ptr<const TagModel> model_of(const LlmOptions& options, const Models& models) {
  const auto found = models.find(options.model);
  return found == models.end() ? nullptr : found->second.tags;
}

FindOptions find_options_of(const LlmOptions& options, const JobOptions& job) {
  // What the recipe's own step does not look for is not asked about either.
  FindOptions find = pattern_options(job, options.ask.task == llm::Task::kAnonymizeCode);
  const LoadedModel judge = judge_of(options.model, job.models);
  find.judge = judge.tags;
  find.second_judge = judge.second;
  return find;
}

/// The labels of categories that the recipe looks for and does not keep.
Result<void> add_labels(const JobOptions& job, const FindOptions& find, llm::Ask& ask) {
  for (llm::Label& label : llm::default_labels(ask.task)) {
    const auto category = category_from_name(label.name);
    const bool is_wanted = !category || (find.scan.enabled.test(static_cast<size_t>(*category)) &&
                                         job.recipe.surrogates.of(*category) != Operator::kKeep);
    if (is_wanted) ask.labels.push_back(std::move(label));
  }
  if (!ask.labels.empty()) return {};
  return invalid_argument("use: llm: the recipe looks for no category that a model is asked about");
}

Result<void> add_anonymizing(LlmOptions& options, const JobOptions& job, const SecretKey& key,
                             const std::shared_ptr<const RealValues>& real_values, LlmParts& parts) {
  FindOptions find = find_options_of(options, job);
  LAUTER_TRY(add_labels(job, find, options.ask));
  FindOptions unsure = find;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const auto category = static_cast<Category>(i);
    if (job.recipe.surrogates.of(category) == Operator::kKeep) unsure.scan.enabled.reset(i);
  }
  LAUTER_ASSIGN(auto doubts, make_value_doubts(std::move(unsure), options.least_risk));
  parts.doubts = std::move(doubts);
  LAUTER_ASSIGN(Refinery refinery, make_found_refinery(std::move(find), options, job, key, real_values));
  parts.refinery = std::make_shared<const Refinery>(std::move(refinery));
  return {};
}

Result<void> add_detoxifying(const LlmOptions& options, const JobOptions& job, LlmParts& parts) {
  LAUTER_ASSIGN(ToxicityLinear scorer, ToxicityLinear::embedded());
  parts.verifier =
      std::make_shared<ToxicityVerifier>(scorer, options_in<DetoxifyOptions>(job.recipe));
  const auto model = model_of(options, job.models);
  if (model == nullptr) return {};
  LAUTER_ASSIGN(ToxicTagger tagger, ToxicTagger::make(model));
  parts.doubts = make_abuse_doubts(std::move(tagger), std::move(scorer), options.least_risk);
  return {};
}

Result<void> add_cleaning(const LlmOptions& options, const JobOptions& job, LlmParts& parts) {
  parts.verifier = std::make_shared<CleanVerifier>();
  const auto model = model_of(options, job.models);
  if (model == nullptr) return {};
  LAUTER_ASSIGN(JunkTagger tagger, JunkTagger::make(model));
  parts.doubts = make_junk_doubts(std::move(tagger), options.least_risk);
  return {};
}

/// Everybody but the attackers, unless the step says who.
std::vector<std::string> endpoints_of(const LlmOptions& options, const Recipe& recipe) {
  if (!options.endpoints.empty() || options.attacker.empty()) return options.endpoints;
  std::vector<std::string> names;
  for (const llm::Endpoint& endpoint : recipe.endpoints) {
    if (endpoint.name != options.attacker) names.push_back(endpoint.name);
  }
  return names;
}

}  // namespace

FindOptions pattern_options(const JobOptions& job, bool code) {
  FindOptions find;
  const auto of_step = options_in<AnonymizeOptions>(job.recipe);
  find.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
               .enabled = of_step.enabled,
               .min_score = of_step.min_score,
               .every_password = of_step.every_password,
               .custom_rules = of_step.custom_rules};
  return find;
}

Result<Refinery> make_found_refinery(FindOptions find, const StepOptions& step, const JobOptions& job,
                                     const SecretKey& key,
                                     const std::shared_ptr<const RealValues>& real_values) {
  RefineOptions refine;
  refine.find = std::move(find);
  LAUTER_ASSIGN(refine.find.lists, lists_of(job.recipe, step, &key));
  refine.find.judge = nullptr;  // a second look in repair is for patterns
  refine.operators = job.recipe.surrogates;
  refine.verify = job.recipe.verify.enabled;
  refine.repair_rounds = job.recipe.verify.rounds;
  refine.max_document_bytes = job.recipe.limits.max_document_bytes;
  refine.key = key;
  refine.real_values = real_values;
  return Refinery::make(std::move(refine));
}

Result<LlmSteps> make_llm_steps(const JobOptions& job, const SecretKey& key,
                                const std::shared_ptr<const RealValues>& real_values) {
  LlmSteps steps;
  std::shared_ptr<const llm::Prompts> prompts;
  for (const RecipeStep& step : job.recipe.steps) {
    const auto* of_step = std::get_if<LlmOptions>(&step.options);
    if (of_step == nullptr) {
      steps.emplace_back();
      continue;
    }
    if (prompts == nullptr) {
      LAUTER_ASSIGN(llm::Prompts embedded, llm::Prompts::embedded());
      prompts = std::make_shared<const llm::Prompts>(std::move(embedded));
    }
    LlmOptions options = *of_step;
    options.endpoints = endpoints_of(options, job.recipe);
    LlmParts parts;
    parts.prompts = prompts;
    parts.key = key;
    switch (options.ask.task) {
      case llm::Task::kAnonymize:
      case llm::Task::kAnonymizeCode:
        LAUTER_TRY(add_anonymizing(options, job, key, real_values, parts));
        break;
      case llm::Task::kDetoxify:
        LAUTER_TRY(add_detoxifying(options, job, parts));
        break;
      case llm::Task::kClean:
        LAUTER_TRY(add_cleaning(options, job, parts));
        break;
      case llm::Task::kCustom:
      case llm::Task::kAttack:
        break;
    }
    LAUTER_ASSIGN(auto made, LlmStep::make(std::move(options), std::move(parts)));
    steps.push_back(std::move(made));
  }
  return steps;
}

}  // namespace lauter
