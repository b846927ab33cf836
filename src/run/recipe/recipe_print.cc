// From the Recipe back to YAML and to the canonical JSON, both from one tree.
#include <charconv>

#include "base/hash.h"
#include "json/two_way.h"
#include "json/writer.h"
#include "run/recipe/recipe.h"
#include "run/recipe/recipe_fields.h"
#include "run/recipe/recipe_lists.h"
#include "run/recipe/recipe_llm.h"

namespace lauter {
namespace {

std::string_view mode_name(RecipeMode mode) {
  if (mode == RecipeMode::kText) return "text";
  return mode == RecipeMode::kCode ? "code" : "auto";
}

template <typename T>
JsonValue option_value(const T& value) {
  return to_json(value);
}
JsonValue option_value(float value) { return internal::shortest(value); }
JsonValue option_value(LineRule value) { return value == LineRule::kPython ? "python" : "lf"; }
JsonValue option_value(const std::vector<NgramLimit>& limits) {
  JsonValue::Array list;
  for (const auto& [n, share] : limits) list.push_back(JsonValue::Array{n, share});
  return list;
}

template <typename Options>
void set_options(JsonValue& value, const Options& options, bool) {
  for_each_option(options, [&value](std::string_view name, const auto& option) {
    value.set(name, option_value(option));
  });
}

void set_options(JsonValue& value, const FilterOptions& filter, bool) {
  std::visit([&value](const auto& options) { set_options(value, options, false); }, filter);
}

JsonValue min_score_value(const AnonymizeOptions& options) {
  if (options.min_scores.empty()) return internal::shortest(options.min_score);
  JsonValue value;
  value.set("default", internal::shortest(options.min_score));
  for (const auto& [label, score] : options.min_scores) value.set(label, internal::shortest(score));
  return value;
}

void set_options(JsonValue& value, const AnonymizeOptions& options, bool with_paths) {
  JsonValue enable = "all";
  if (!options.enabled.all()) {
    enable = JsonValue::Array{};
    for (size_t i = 0; i < kCategoryCount; ++i) {
      if (options.enabled.test(i)) enable.push(category_name(static_cast<Category>(i)));
    }
  }
  JsonValue rules{JsonValue::Array{}};
  for (const CustomRule& rule : options.custom_rules) {
    JsonValue of_rule;
    of_rule.set("name", rule.name).set("label", rule.label).set("pattern", rule.pattern);
    rules.push(std::move(of_rule.set("score", internal::shortest(rule.score))));
  }
  value.set("mode", mode_name(options.mode))
      .set("min_score", min_score_value(options))
      .set("every_password", options.every_password)
      .set("model", options.model)
      .set("model_score", internal::shortest(options.model_score))
      .set("scope", options.scope == Scope::kAll ? "all" : "private")
      .set("categories", JsonValue().set("enable", std::move(enable)))
      .set("custom_rules", std::move(rules));
  internal::add_value_lists(options.lists, with_paths, value);
}

void set_options(JsonValue& value, const LlmOptions& options, bool) {
  const JsonValue of_step = internal::llm_step_value(options);
  for (const auto& [key, option] : *of_step.if_object()) value.set(key, option);
}

void set_options(JsonValue& value, const QualityOptions& options, bool with_paths) {
  internal::add_step_file(options.file, "model", with_paths, value);
  value.set("min_score", internal::shortest(options.min_score));
}

void set_options(JsonValue& value, const TokensOptions& options, bool with_paths) {
  internal::add_step_file(options.file, "tokenizer", with_paths, value);
  value.set("min_tokens", options.min_tokens).set("max_tokens", options.max_tokens);
}

void set_options(JsonValue& value, const ExecOptions& options, bool) {
  value.set("command", option_value(options.command))
      .set("labels", option_value(options.labels))
      .set("timeout_s", options.timeout_s)
      .set("tries", options.tries);
}

JsonValue step_value(const RecipeStep& step, bool with_paths) {
  JsonValue value;
  value.set("use", step.use);
  std::visit([&](const auto& options) { set_options(value, options, with_paths); }, step.options);
  return std::move(value.set("where", step.where ? step.where->source : std::string()));
}

/// A file by its path, or by what decides.
JsonValue guard_value(const Recipe::Guard& guard, bool with_places) {
  if (guard.file.empty()) return guard.corpus ? "corpus" : "document";
  return with_places ? guard.file : std::to_string(guard.fingerprint);
}

/// The most frequent operator is printed as the default, the others by category.
JsonValue surrogates_value(const Recipe& recipe, bool with_places) {
  const OperatorTable& surrogates = recipe.surrogates;
  std::array<size_t, 6> counts{};
  for (const Operator op : surrogates.by_category) ++counts[static_cast<size_t>(op)];
  size_t most = 0;
  for (size_t i = 1; i < counts.size(); ++i) {
    if (counts[i] > counts[most]) most = i;
  }
  JsonValue operators{JsonValue::Object{}};
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const Operator op = surrogates.by_category[i];
    if (static_cast<size_t>(op) == most) continue;
    operators.set(category_name(static_cast<Category>(i)), operator_name(op));
  }
  for (const auto& [label, op] : surrogates.by_label) operators.set(label, operator_name(op));
  JsonValue value;
  value.set("default", operator_name(static_cast<Operator>(most)))
      .set("custom", operator_name(surrogates.custom))
      .set("placeholder", surrogates.placeholder.text())
      .set("scope", surrogates.scope == StandInScope::kDocument ? "document" : "corpus")
      .set("guard", guard_value(recipe.guard, with_places))
      .set("operators", std::move(operators));
  return value;
}

/// `with_places`: also what decides about no byte: how a run is cut, and where files are.
JsonValue recipe_value(const Recipe& recipe, bool with_places = true) {
  JsonValue limits;
  limits.set("max_record_bytes", recipe.limits.max_record_bytes)
      .set("max_document_bytes", recipe.limits.max_document_bytes);
  if (with_places) limits.set("shard_bytes", recipe.limits.shard_bytes);
  JsonValue steps{JsonValue::Array{}};
  for (const RecipeStep& step : recipe.steps) steps.push(step_value(step, with_places));
  JsonValue value;
  value.set("name", recipe.name).set("description", recipe.description);
  internal::add_fields(recipe, value);
  value.set("steps", std::move(steps));
  internal::add_value_lists(recipe.lists, with_places, value);
  value.set("surrogates", surrogates_value(recipe, with_places))
      .set("verify",
           JsonValue().set("enabled", recipe.verify.enabled).set("rounds", recipe.verify.rounds))
      .set("limits", std::move(limits))
      .set("output", JsonValue()
                         .set("compression_level", recipe.output.compression_level)
                         .set("reversible", recipe.output.reversible));
  internal::add_llm_sections(recipe, value);
  return value;
}

/// Words that need no quotes in YAML and mean only themselves.
bool is_plain_word(std::string_view text) {
  if (text.empty() || text == "null" || text == "true" || text == "false" || text == "yes" ||
      text == "no" || text == "on" || text == "off" || text == "y" || text == "n") {
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool inner = (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!letter && (i == 0 || !inner)) return false;
  }
  return true;
}

void write_yaml(const JsonValue& value, size_t indent, std::string& out);

void write_scalar(const JsonValue& value, std::string& out) {
  if (value.is_string() && is_plain_word(*value.if_string())) {
    out += *value.if_string();
  } else {
    value.write(out);  // a JSON string is a YAML string in double quotes
  }
}

bool is_empty_container(const JsonValue& value) {
  return (value.is_array() && value.if_array()->empty()) ||
         (value.is_object() && value.if_object()->empty());
}

void write_member(const JsonValue::Member& member, size_t indent, std::string& out) {
  const auto& [key, value] = member;
  out += (is_plain_word(key) ? key : JsonValue(key).to_string()) + ":";
  if ((value.is_array() || value.is_object()) && !is_empty_container(value)) {
    out += '\n';
    write_yaml(value, indent + 2, out);
  } else {
    out += ' ';
    write_scalar(value, out);
    out += '\n';
  }
}

void write_yaml(const JsonValue& value, size_t indent, std::string& out) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      out.append(indent, ' ');
      write_member(member, indent, out);
    }
    return;
  }
  for (const JsonValue& item : *value.if_array()) {
    out.append(indent, ' ');
    out += "- ";
    if (const auto* object = item.if_object()) {
      bool first = true;
      for (const auto& member : *object) {
        if (!first) out.append(indent + 2, ' ');
        first = false;
        write_member(member, indent + 2, out);
      }
    } else {
      write_scalar(item, out);
      out += '\n';
    }
  }
}

}  // namespace

std::string print_recipe(const Recipe& recipe) {
  std::string out;
  write_yaml(recipe_value(recipe), 0, out);
  return out;
}

std::string recipe_json(const Recipe& recipe) { return recipe_value(recipe).to_string(); }

std::string recipe_hash(const Recipe& recipe) {
  return hash128_hex(recipe_value(recipe, /*with_places=*/false).to_string());
}

}  // namespace lauter
