#include "run/step_engines.h"

#include <algorithm>

#include "json/field.h"

namespace lauter {
namespace {

std::optional<std::string> field_of(const Row& row, const FieldPath& path) {
  if (!has_fields(row.format)) return std::nullopt;
  std::string made;
  const auto json = find_field(json_of(row, made), path);
  return json ? std::optional(field_text(*json)) : std::nullopt;
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
  return {.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
                            .enabled = options.enabled,
                            .min_score = options.min_score,
                            .every_password = options.every_password,
                            .custom_rules = options.custom_rules},
          .judge = judge_of(options.model, models),
          .decide = {.scope = options.scope, .threshold = options.model_score},
          .min_scores = options.min_scores,
          .lists = std::move(lists)};
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
