#include "run/step_engines.h"

#include "json/value.h"

namespace lauter {
namespace {

/// The field's string, or its JSON text if it is no string. Only rows of JSONL and Parquet have fields.
std::optional<std::string> field_of(const Row& row, const FieldPath& path) {
  if (!has_fields(row.format)) return std::nullopt;
  const auto parsed = parse_json(row.raw);
  if (!parsed.ok()) return std::nullopt;
  const JsonValue* at = &*parsed;
  for (const std::string& name : path.names) {
    at = at->find(name);
    if (at == nullptr) return std::nullopt;
  }
  if (const std::string* text = at->if_string()) return *text;
  return at->to_string();
}

}  // namespace

FindOptions find_options(const AnonymizeOptions& options, bool code, const Models& models) {
  FindOptions find{.scan = {.mode = code ? ScanMode::kCode : ScanMode::kText,
                            .enabled = options.enabled,
                            .min_score = options.min_score,
                            .custom_rules = options.custom_rules},
                   .model_score = options.model_score};
  const auto model = models.find(options.model);
  if (!code && model != models.end()) find.model = model->second;
  return find;
}

bool step_applies(const RecipeStep& step, const Row& row) {
  return !step.where || step.where->holds(field_of(row, step.where->field));
}

bool reads_as_code(const AnonymizeOptions& options, Format format) {
  return options.mode == RecipeMode::kCode ||
         (options.mode == RecipeMode::kAuto && format == Format::kCode);
}

}  // namespace lauter
