#include "run/step_engines.h"

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

FindOptions find_options(const AnonymizeOptions& options, bool code, const Models& models) {
  return {.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
                            .enabled = options.enabled,
                            .min_score = options.min_score,
                            .every_password = options.every_password,
                            .custom_rules = options.custom_rules},
          .judge = judge_of(options.model, models),
          .decide = {.scope = options.scope, .threshold = options.model_score}};
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
