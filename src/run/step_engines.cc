#include "run/step_engines.h"

#include <algorithm>

#include "json/field.h"

namespace lauter {
namespace {

/// Only rows of JSONL and Parquet have fields.
std::optional<std::string> field_of(const Row& row, const FieldPath& path) {
  if (!has_fields(row.format)) return std::nullopt;
  const auto json = find_field(json_of(row), path);
  return json ? std::optional(field_text(*json)) : std::nullopt;
}

constexpr std::string_view kLang = "lang";
constexpr std::string_view kLangScore = "lang_score";

bool is_field(const FieldPath& path, std::string_view name) {
  return path.names.size() == 1 && path.names[0] == name;
}

}  // namespace

FindOptions find_options(const AnonymizeOptions& options, bool code, const Models& models) {
  return {.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
                            .enabled = options.enabled,
                            .min_score = options.min_score,
                            .every_password = options.every_password,
                            .custom_rules = options.custom_rules},
          .judge = judge_of(options.model, models),
          .decide = {.scope = options.scope, .threshold = options.model_score}};
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
      if (!answer) answer = language_->identify(row.doc.text);
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
