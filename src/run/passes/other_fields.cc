#include "run/passes/other_fields.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/work.h"
#include "json/value.h"
#include "run/steps/step_engines.h"
#include "text/printable.h"

namespace lauter {
namespace {

using TakeString = std::function<void(const std::string& place, const std::string& field, const std::string& value)>;

/// Every string of a value, with its place and the same without numbers.
void each_string(const JsonValue& value, const std::string& place, const std::string& field, const TakeString& take) {
  if (const std::string* string = value.if_string()) {
    take(place, field, *string);
  } else if (const JsonValue::Array* items = value.if_array()) {
    for (size_t i = 0; i < items->size(); ++i) {
      each_string((*items)[i], place + "[" + std::to_string(i) + "]", field + "[]", take);
    }
  } else if (const JsonValue::Object* members = value.if_object()) {
    for (const auto& [name, member] : *members) {
      const std::string behind = (place.empty() ? "" : ".") + name;
      each_string(member, place + behind, field + behind, take);
    }
  }
}

}  // namespace

Result<OtherFields> OtherFields::make(const RecordFields& fields, const Recipe& recipe, const Models& models) {
  FindOptions options;
  const auto step = std::ranges::find_if(
      recipe.steps, [](const RecipeStep& of) { return std::holds_alternative<AnonymizeOptions>(of.options); });
  if (step != recipe.steps.end()) {
    LAUTER_ASSIGN(auto lists, lists_of(recipe, step->options, nullptr));
    options = find_options(std::get<AnonymizeOptions>(step->options), /*code=*/false, models, std::move(lists));
    options.kinds = nullptr;
  }
  LAUTER_ASSIGN(ValueFinder finder, ValueFinder::make(options));
  options.judge = nullptr;
  LAUTER_ASSIGN(ValueFinder patterns, ValueFinder::make(std::move(options)));
  std::vector<std::string> kept = recipe.kept_fields;
  if (fields.dropped != nullptr) {
    for (const TextPath& path : *fields.dropped) kept.push_back(path.written());
  }
  return OtherFields(std::move(finder), std::move(patterns), fields.text.dotted(), fields.id.dotted(), std::move(kept));
}

void OtherFields::look(const Row& row) {
  if (row.error || row.pass_through || !has_fields(row.format) || bytes_ > kMaxBytes) return;
  std::string made;
  const auto tree = parse_json(json_of(row, made));
  if (!tree.ok()) return;
  ++found_.rows;
  std::set<std::string> here;
  each_string(*tree, "", "", [&](const std::string& place, const std::string& field, const std::string& value) {
    const bool is_text = row.texts.empty() ? place == text_
                                           : std::ranges::find(row.texts, place, &NamedText::field) != row.texts.end();
    const bool is_meant = std::ranges::find(others_, field) != others_.end();
    if (is_text || is_meant || bytes_ > kMaxBytes) return;
    const bool is_judged = bytes_ < kJudgedBytes && value.size() <= kLongestJudged && field != id_;
    bytes_ += value.size();
    const WorkBudget budget(value.size());
    (is_judged ? finder_ : patterns_).judge(value, is_judged ? scratch_ : of_patterns_, candidates_);
    for (const ValueCandidate& candidate : candidates_) {
      if (!candidate.is_private) continue;
      UntreatedFields::Finds& finds = found_.fields[field];
      if (here.insert(field).second) ++finds.rows;
      finds.labels.emplace(candidate.label);
    }
  });
}

std::string untreated_text(const UntreatedFields& untreated) {
  std::string text;
  for (const auto& [field, finds] : untreated.fields) {
    text += (text.empty() ? "" : ", ") + printable(field) + " (";
    for (const std::string& label : finds.labels) text += label + ", ";
    text += std::to_string(finds.rows) + (finds.rows == 1 ? " row)" : " rows)");
  }
  return text;
}

}  // namespace lauter
