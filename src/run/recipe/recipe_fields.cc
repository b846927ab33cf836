#include "run/recipe/recipe_fields.h"

#include <algorithm>

#include "catalog/alias.h"
#include "json/record_texts.h"
#include "json/two_way.h"
#include "text/ascii.h"

namespace lauter {
namespace {

using internal::Decoder;
using internal::Section;

constexpr std::string_view kIsText = "default";

bool is_category_name(std::string_view name) { return category_from_name(label_from_name(name)).has_value(); }

/// What the last name of a path says, in capitals.
std::string label_of_name(const std::string& path) {
  const auto parsed = TextPath::parse(path);
  std::string name;
  if (parsed.ok()) name = parsed->steps.back().name;
  for (char& c : name) c = is_ascii_alnum(c) ? ascii_upper(c) : '_';
  return name;
}

void fail_unknown_rule(Decoder& decoder, const YamlNode& node, const std::string& path) {
  std::vector<std::string> known = category_group_and_alias_names();
  known.emplace_back(kIsText);
  for (size_t i = 0; i <= static_cast<size_t>(Operator::kKeep); ++i) {
    known.emplace_back(operator_name(static_cast<Operator>(i)));
  }
  decoder.fail(node, "fields: " + path + ": \"" + node.scalar + "\" is neither default, an operator nor a category" +
                         suggestion(node.scalar, known));
}

/// One member of the map.
void read_field_rule(Decoder& decoder, const std::string& path, const YamlNode& node, Recipe& recipe) {
  FieldValue value{path, "", std::nullopt};
  if (node.kind == YamlNode::Kind::kMap) {
    Section section(decoder, &node, "fields: " + path);
    section.read("category", value.category);
    if (const YamlNode* op = section.take("operator")) decoder.read_operator(*op, "fields: " + path, value.op.emplace());
    section.finish();
    if (!value.category.empty() && !is_category_name(value.category)) {
      return fail_unknown_rule(decoder, *node.find("category"), path);
    }
    if (value.category.empty() && !value.op) return decoder.expected(node, "fields: " + path, "`operator` or `category`");
  } else if (node.kind != YamlNode::Kind::kScalar) {
    return decoder.expected(node, "fields: " + path, "default, an operator or a category");
  } else if (node.scalar == kIsText) {
    recipe.fields.push_back(path);
    return;
  } else if (const auto op = operator_from_name(node.scalar)) {
    value.op = op;
  } else if (is_category_name(node.scalar)) {
    value.category = node.scalar;
  } else {
    return fail_unknown_rule(decoder, node, path);
  }
  value.category = label_from_name(value.category);
  if (value.op == Operator::kKeep) {
    recipe.kept_fields.push_back(path);
    return;
  }
  const bool has_stand_ins = category_from_name(value.label()).has_value();
  if (!has_stand_ins && value.op == Operator::kSurrogate) {
    return decoder.fail(node, "fields: " + path + ": there is no stand-in for this name; say what it is, such as PERSON");
  }
  recipe.field_values.push_back(std::move(value));
}

}  // namespace

std::string FieldValue::label() const {
  if (!category.empty()) return category;
  const std::string name = label_of_name(path);
  return std::string(label_from_name(name));
}

Result<void> add_recipe_fields(const Recipe& recipe, RecordFields& fields) {
  std::vector<std::string> paths;
  for (const FieldValue& value : recipe.field_values) paths.push_back(value.path);
  LAUTER_TRY(set_values(paths, fields));
  return set_dropped(recipe.dropped_fields, fields);
}

namespace internal {

void read_fields(Decoder& decoder, Section& section, Recipe& recipe) {
  const YamlNode* fields = section.take("fields");
  section.read("roles", recipe.roles);
  section.read("all_fields", recipe.all_fields);
  section.read("drop_fields", recipe.dropped_fields);
  if (fields != nullptr && fields->kind == YamlNode::Kind::kMap) {
    for (const auto& [path, node] : fields->members) read_field_rule(decoder, path, node, recipe);
  } else if (fields != nullptr) {
    decoder.read(*fields, "fields", recipe.fields);
  }
  RecordFields checked;
  Result<void> set;
  if (recipe.all_fields && !recipe.fields.empty()) set = invalid_argument("all_fields takes them all");
  if (set.ok() && !recipe.fields.empty()) set = set_texts(recipe.fields, recipe.roles, checked);
  if (set.ok() && recipe.all_fields) set_every_text(checked);
  if (set.ok()) set = add_recipe_fields(recipe, checked);
  if (set.ok()) return;
  const YamlNode* drop = section.take("drop_fields");
  decoder.fail(fields != nullptr ? *fields : *drop, "fields: " + set.error().message);
}

void add_fields(const Recipe& recipe, JsonValue& value) {
  const auto add_names = [&value](const char* key, const std::vector<std::string>& names) {
    if (!names.empty()) value.set(key, to_json(names));
  };
  if (recipe.field_values.empty() && recipe.kept_fields.empty()) {
    add_names("fields", recipe.fields);
  } else {
    JsonValue fields{JsonValue::Object{}};
    for (const std::string& path : recipe.fields) fields.set(path, kIsText);
    for (const FieldValue& of_field : recipe.field_values) {
      JsonValue said{JsonValue::Object{}};
      if (!of_field.category.empty()) said.set("category", of_field.category);
      if (of_field.op) said.set("operator", operator_name(*of_field.op));
      fields.set(of_field.path, std::move(said));
    }
    for (const std::string& path : recipe.kept_fields) fields.set(path, operator_name(Operator::kKeep));
    value.set("fields", std::move(fields));
  }
  add_names("roles", recipe.roles);
  if (recipe.all_fields) value.set("all_fields", true);
  add_names("drop_fields", recipe.dropped_fields);
}

}  // namespace internal
}  // namespace lauter
