#include "run/steps/step_engines.h"

#include <algorithm>

#include "json/field.h"
#include "run/steps/model_filters.h"

namespace lauter {
namespace {

std::optional<std::string> field_of(const Row& row, const FieldPath& path) {
  if (!has_fields(row.format)) return std::nullopt;
  std::string made;
  const auto json = find_field(json_of(row, made), path);
  return json ? std::optional(field_text(*json)) : std::nullopt;
}

constexpr std::string_view kLang = "lang";
constexpr std::string_view kLangScore = "lang_score";

bool is_field(const FieldPath& path, std::string_view name) {
  return path.names.size() == 1 && path.names[0] == name;
}

}  // namespace

Result<std::shared_ptr<const ValueLists>> lists_of(const Recipe& recipe, const StepOptions& step,
                                                   const SecretKey* key) {
  ValueListOptions all = recipe.lists;
  if (const auto* options = std::get_if<AnonymizeOptions>(&step)) {
    const ValueListOptions& own = options->lists;
    all.allow.insert(all.allow.end(), own.allow.begin(), own.allow.end());
    all.deny.insert(all.deny.end(), own.deny.begin(), own.deny.end());
  }
  if (all.empty()) return std::shared_ptr<const ValueLists>();
  return ValueLists::make(all, key);
}

bool has_keyed_values(const Recipe& recipe) {
  if (has_keyed_values(recipe.lists)) return true;
  return std::any_of(recipe.steps.begin(), recipe.steps.end(), [](const RecipeStep& step) {
    const auto* options = std::get_if<AnonymizeOptions>(&step.options);
    return options != nullptr && has_keyed_values(options->lists);
  });
}

Result<void> check_finding(const Recipe& recipe) {
  for (const RecipeStep& step : recipe.steps) {
    if (const auto* quality = std::get_if<QualityOptions>(&step.options)) {
      auto model = parse_quality_model(quality->file);
      if (!model.ok()) return std::move(model.error());
    }
    if (const auto* tokens = std::get_if<TokensOptions>(&step.options)) {
      auto counter = read_tokenizer_of(tokens->file);
      if (!counter.ok()) return std::move(counter.error());
    }
    if (!edits_private_data(step.options)) continue;
    const auto lists = lists_of(recipe, step.options, nullptr);
    if (!lists.ok()) return lists.error();
    const auto* options = std::get_if<AnonymizeOptions>(&step.options);
    if (options == nullptr) continue;
    for (const CustomRule& rule : options->custom_rules) {
      auto pattern = UserPattern::make(rule.pattern);
      if (!pattern.ok()) return std::move(pattern.error()).context("custom rule '" + rule.name + "'");
    }
  }
  return {};
}

FindOptions find_options(const AnonymizeOptions& options, bool code, const Models& models,
                         std::shared_ptr<const ValueLists> lists) {
  const LoadedModel judge = judge_of(options.model, models);
  return {.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
                            .enabled = options.enabled,
                            .min_score = options.min_score,
                            .every_password = options.every_password,
                            .custom_rules = options.custom_rules},
          .kinds = options.mode == RecipeMode::kText ? nullptr : LineKinds::embedded(),
          .judge = judge.tags,
          .second_judge = judge.second,
          .decide = {.scope = options.scope, .threshold = options.model_score},
          .min_scores = options.min_scores,
          .lists = std::move(lists)};
}

Result<RowSteps> RowSteps::make(const Recipe& recipe) {
  RowSteps steps(recipe);
  const auto is_language = [](const RecipeStep& step) {
    const auto* filter = std::get_if<FilterOptions>(&step.options);
    return filter != nullptr && std::holds_alternative<LanguageOptions>(*filter);
  };
  for (size_t i = 0; i < recipe.steps.size(); ++i) {
    const RecipeStep& step = recipe.steps[i];
    if (steps.first_told_ <= i && step.where) {
      for (const FieldPath& path : step.where->fields()) {
        if (steps.language_ || (!is_field(path, kLang) && !is_field(path, kLangScore))) continue;
        LAUTER_ASSIGN(steps.language_, LanguageModel::embedded());
      }
    }
    if (is_language(step)) steps.first_told_ = std::min(steps.first_told_, i + 1);
  }
  return steps;
}

std::vector<size_t> RowSteps::of(const Row& row) const {
  std::vector<size_t> steps;
  std::optional<LanguageModel::Answer> answer;
  for (size_t i = 0; i < recipe_->steps.size(); ++i) {
    const RecipeStep& step = recipe_->steps[i];
    const bool is_told = language_ && i >= first_told_;
    const auto field = [&](const FieldPath& path) -> std::optional<std::string> {
      auto value = field_of(row, path);
      const bool is_lang = is_field(path, kLang);
      if (value || !is_told || (!is_lang && !is_field(path, kLangScore))) return value;
      if (!answer) answer = language_->identify(texts_of(row));
      return is_lang ? std::string(answer->language) : std::to_string(answer->share);
    };
    if (!step.where || step.where->holds(field)) steps.push_back(i);
  }
  return steps;
}

bool step_applies(const RecipeStep& step, const Row& row) {
  return !step.where ||
         step.where->holds([&row](const FieldPath& path) { return field_of(row, path); });
}

bool reads_as_code(const AnonymizeOptions& options, Format format) {
  return options.mode == RecipeMode::kCode ||
         (options.mode == RecipeMode::kAuto && format == Format::kCode);
}

}  // namespace lauter
