// From the YAML tree to the Recipe: types, ranges, names, and no key that nobody reads.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "io/files.h"
#include "run/nearest.h"
#include "run/recipe.h"
#include "run/yaml_tree.h"

namespace lauter {
namespace {

constexpr size_t kMaxSteps = 64;
constexpr size_t kMaxCustomRules = 10'000;

/// Reads values and keeps the first error, so that the code below stays a list of keys.
class Decoder {
 public:
  bool ok() const { return !error_.has_value(); }
  Error take_error() { return std::move(*error_); }
  void fail(const YamlNode& node, const std::string& why) {
    if (!error_) error_ = invalid_argument(node.place + ": " + why);
  }

  void read(const YamlNode& node, std::string_view key, std::string& out) {
    if (node.kind == YamlNode::Kind::kNull) {
      out.clear();
    } else if (node.kind == YamlNode::Kind::kScalar) {
      out = node.scalar;
    } else {
      expected(node, key, "a text");
    }
  }
  void read(const YamlNode& node, std::string_view key, bool& out) {
    if (node.kind == YamlNode::Kind::kScalar && node.scalar == "true") {
      out = true;
    } else if (node.kind == YamlNode::Kind::kScalar && node.scalar == "false") {
      out = false;
    } else {
      expected(node, key, "true or false");
    }
  }
  void read(const YamlNode& node, std::string_view key, float& out) {
    float value = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, value);
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || stop != end ||
        !(value >= 0 && value <= 1)) {
      return expected(node, key, "a number from 0 to 1");
    }
    out = value;
  }
  /// A whole number, of bytes with an optional KiB, MiB or GiB behind it.
  void read_count(const YamlNode& node, std::string_view key, uint64_t low, uint64_t high,
                  uint64_t& out) {
    uint64_t value = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, value);
    const std::string_view unit(stop, static_cast<size_t>(end - stop));
    int shift = -1;
    if (unit.empty()) shift = 0;
    if (unit == "KiB") shift = 10;
    if (unit == "MiB") shift = 20;
    if (unit == "GiB") shift = 30;
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || shift < 0 ||
        value > (high >> shift) || (value << shift) < low) {
      return expected(node, key,
                      "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    out = value << shift;
  }
  /// A whole number that may be negative; `null` is 0, which turns a filter's rule off.
  void read(const YamlNode& node, std::string_view key, int64_t& out) {
    read_number(node, key, out, "a whole number");
  }
  void read(const YamlNode& node, std::string_view key, double& out) {
    read_number(node, key, out, "a number");
    if (!std::isfinite(out)) expected(node, key, "a number");
  }
  void read(const YamlNode& node, std::string_view key, LineRule& out) {
    if (node.scalar == "lf") {
      out = LineRule::kLf;
    } else if (node.scalar == "python") {
      out = LineRule::kPython;
    } else {
      expected(node, key, "lf or python");
    }
  }
  void read(const YamlNode& node, std::string_view key, std::vector<std::string>& out) {
    out.clear();
    if (node.kind == YamlNode::Kind::kMap) expected(node, key, "a list of words");
    if (node.kind == YamlNode::Kind::kScalar) out.push_back(node.scalar);
    for (const YamlNode& item : node.items) read(item, key, out.emplace_back());
  }
  void read(const YamlNode& node, std::string_view key, std::vector<NgramLimit>& out) {
    out.clear();
    const bool list = node.kind == YamlNode::Kind::kSequence || node.kind == YamlNode::Kind::kNull;
    if (!list) expected(node, key, "a list of pairs [words, share]");
    for (const YamlNode& item : node.items) {
      if (item.items.size() != 2) return expected(item, key, "a pair [words, share]");
      NgramLimit& limit = out.emplace_back();
      read(item.items[0], key, limit.first);
      read(item.items[1], key, limit.second);
    }
  }
  void read_operator(const YamlNode& node, std::string_view key, Operator& out) {
    const auto op = operator_from_name(node.scalar);
    if (node.kind != YamlNode::Kind::kScalar || !op) {
      std::vector<std::string> names;
      for (size_t i = 0; i <= static_cast<size_t>(Operator::kKeep); ++i) {
        names.emplace_back(operator_name(static_cast<Operator>(i)));
      }
      return fail(node, std::string(key) + ": unknown operator \"" + node.scalar + "\"" +
                            suggestion(node.scalar, names));
    }
    out = *op;
  }
  template <typename Number>
  void read_number(const YamlNode& node, std::string_view key, Number& out,
                   const std::string& what) {
    if (node.kind == YamlNode::Kind::kNull) {
      out = 0;
      return;
    }
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, out);
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || stop != end) {
      expected(node, key, what);
    }
  }
  void expected(const YamlNode& node, std::string_view key, const std::string& what) {
    const std::string got = node.kind == YamlNode::Kind::kScalar     ? "\"" + node.scalar + "\""
                            : node.kind == YamlNode::Kind::kSequence ? "a list"
                            : node.kind == YamlNode::Kind::kMap      ? "a map"
                                                                     : "nothing";
    fail(node, std::string(key) + ": expected " + what + ", got " + got);
  }

 private:
  std::optional<Error> error_;
};

/// One map of the tree. Every key that is asked for is a known key; finish() refuses the others.
class Section {
 public:
  Section(Decoder& decoder, const YamlNode* node, std::string_view name)
      : decoder_(decoder), node_(node), name_(name) {
    if (node_ != nullptr && node_->kind == YamlNode::Kind::kNull) node_ = nullptr;
    if (node_ != nullptr && node_->kind != YamlNode::Kind::kMap) {
      decoder_.expected(*node_, name_, "a map");
      node_ = nullptr;
    }
  }

  const YamlNode* take(std::string_view key) {
    known_.emplace_back(key);
    return node_ == nullptr ? nullptr : node_->find(key);
  }
  template <typename T>
  void read(std::string_view key, T& out) {
    if (const YamlNode* value = take(key)) decoder_.read(*value, key, out);
  }
  void read_count(std::string_view key, uint64_t low, uint64_t high, uint64_t& out) {
    if (const YamlNode* value = take(key)) decoder_.read_count(*value, key, low, high, out);
  }
  void read_operator(std::string_view key, Operator& out) {
    if (const YamlNode* value = take(key)) decoder_.read_operator(*value, key, out);
  }
  void finish() {
    if (node_ == nullptr) return;
    for (const auto& [key, value] : node_->members) {
      bool found = false;
      for (const std::string& known : known_) found = found || known == key;
      if (found) continue;
      decoder_.fail(value, (name_.empty() ? "" : name_ + ": ") + "unknown key \"" + key + "\"" +
                               suggestion(key, known_));
    }
  }

 private:
  Decoder& decoder_;
  const YamlNode* node_;
  std::string name_;
  std::vector<std::string> known_;
};

const std::vector<std::string>& category_and_group_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (size_t i = 0; i < kCategoryCount; ++i) {
      list.emplace_back(category_name(static_cast<Category>(i)));
    }
    for (size_t g = 0; g <= static_cast<size_t>(CategoryGroup::kOther); ++g) {
      list.emplace_back(group_name(static_cast<CategoryGroup>(g)));
    }
    return list;
  }();
  return names;
}

/// The categories that a name in a recipe means: one, all of a group, or `all`.
std::optional<std::bitset<kCategoryCount>> categories_of(std::string_view name) {
  std::bitset<kCategoryCount> set;
  if (name == "all") return set.set();
  if (const auto category = category_from_name(name)) {
    return set.set(static_cast<size_t>(*category));
  }
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (group_name(category_group(static_cast<Category>(i))) == name) set.set(i);
  }
  if (set.none()) return std::nullopt;
  return set;
}

/// A name or a list of names.
std::bitset<kCategoryCount> read_categories(Decoder& decoder, const YamlNode& node,
                                            std::string_view key) {
  std::bitset<kCategoryCount> set;
  std::vector<const YamlNode*> names;
  if (node.kind == YamlNode::Kind::kScalar) names.push_back(&node);
  for (const YamlNode& item : node.items) names.push_back(&item);
  if (node.kind == YamlNode::Kind::kMap) {
    decoder.expected(node, key, "a list of categories");
  }
  for (const YamlNode* name : names) {
    if (const auto categories = categories_of(name->scalar)) {
      set |= *categories;
    } else {
      decoder.fail(*name, std::string(key) + ": unknown category \"" + name->scalar + "\"" +
                              suggestion(name->scalar, category_and_group_names()));
    }
  }
  return set;
}

CustomRule read_custom_rule(Decoder& decoder, const YamlNode& node) {
  CustomRule rule;
  Section section(decoder, &node, "custom_rules");
  section.read("name", rule.name);
  section.read("label", rule.label);
  section.read("pattern", rule.pattern);
  section.read("score", rule.score);
  section.finish();
  if (rule.name.empty()) decoder.fail(node, "custom_rules: a rule needs a `name`");
  if (rule.label.empty()) decoder.fail(node, "custom_rules: a rule needs a `label`");
  if (rule.pattern.empty()) decoder.fail(node, "custom_rules: a rule needs a `pattern`");
  return rule;
}

void read_where(Decoder& decoder, Section& section, RecipeStep& step) {
  const YamlNode* where = section.take("where");
  if (where == nullptr || where->scalar.empty()) return;
  auto condition = RowCondition::parse(where->scalar);
  if (condition.ok()) {
    step.where = std::move(*condition);
  } else {
    decoder.fail(*where, "where: " + condition.error().message);
  }
}

/// What `use` names; an error if there is no such step.
void read_use(Decoder& decoder, Section& section, const YamlNode& node, RecipeStep& step) {
  const YamlNode* use = section.take("use");
  if (use == nullptr) return decoder.fail(node, "steps: a step needs `use`");
  decoder.read(*use, "use", step.use);
  std::vector<std::string> known = {"anonymize", "anonymize-code", "clean", "detoxify"};
  static_assert(std::variant_size_v<FilterOptions> == std::size(kFilterNames));
  const FilterOptions defaults[] = {GopherQualityOptions(), GopherRepetitionOptions(), C4Options(),
                                    FineWebOptions()};
  for (const FilterOptions& options : defaults) {
    known.emplace_back(filter_name(options));
    if (step.use == filter_name(options)) step.options = options;
  }
  if (step.use == "clean") step.options = CleanOptions();
  if (step.use == "detoxify") step.options = DetoxifyOptions();
  if (step.use == "anonymize-code") {
    step.options = AnonymizeOptions{.mode = RecipeMode::kCode, .custom_rules = {}, .model = "none"};
  }
  if (std::find(known.begin(), known.end(), step.use) == known.end()) {
    decoder.fail(*use, "use: unknown step \"" + step.use + "\"" + suggestion(step.use, known));
  }
}

/// Options of a step that are plain keys of its map.
template <typename Options>
void read_options(Decoder&, Section& section, Options& options) {
  for_each_option(options,
                  [&section](std::string_view name, auto& option) { section.read(name, option); });
}

void read_options(Decoder& decoder, Section& section, FilterOptions& filter) {
  std::visit([&](auto& options) { read_options(decoder, section, options); }, filter);
}

void read_options(Decoder& decoder, Section& section, AnonymizeOptions& options) {
  if (const YamlNode* mode = section.take("mode")) {
    if (mode->scalar == "auto") {
      options.mode = RecipeMode::kAuto;
    } else if (mode->scalar == "text") {
      options.mode = RecipeMode::kText;
    } else if (mode->scalar == "code") {
      options.mode = RecipeMode::kCode;
    } else {
      decoder.expected(*mode, "mode", "auto, text or code");
    }
  }
  section.read("min_score", options.min_score);
  section.read("model", options.model);
  section.read("model_score", options.model_score);

  Section categories(decoder, section.take("categories"), "categories");
  if (const YamlNode* enable = categories.take("enable")) {
    options.enabled = read_categories(decoder, *enable, "enable");
  }
  if (const YamlNode* disable = categories.take("disable")) {
    options.enabled &= ~read_categories(decoder, *disable, "disable");
  }
  categories.finish();

  if (const YamlNode* rules = section.take("custom_rules")) {
    if (rules->kind == YamlNode::Kind::kMap || rules->kind == YamlNode::Kind::kScalar) {
      decoder.expected(*rules, "custom_rules", "a list of rules");
    }
    if (rules->items.size() > kMaxCustomRules) decoder.fail(*rules, "custom_rules: too many rules");
    for (const YamlNode& rule : rules->items) {
      options.custom_rules.push_back(read_custom_rule(decoder, rule));
    }
  }
}

RecipeStep read_step(Decoder& decoder, const YamlNode& node) {
  RecipeStep step;
  Section section(decoder, &node, "steps");
  read_use(decoder, section, node, step);
  std::visit([&](auto& options) { read_options(decoder, section, options); }, step.options);
  read_where(decoder, section, step);
  section.finish();
  return step;
}

OperatorTable read_surrogates(Decoder& decoder, const YamlNode* node) {
  OperatorTable surrogates;
  Section section(decoder, node, "surrogates");
  Operator by_default = Operator::kSurrogate;
  section.read_operator("default", by_default);
  surrogates.by_category.fill(by_default);
  section.read_operator("custom", surrogates.custom);
  if (surrogates.custom == Operator::kSurrogate) {
    decoder.fail(*node->find("custom"),
                 "custom: there is no stand-in for a category of your own; "
                 "choose placeholder, mask, hash, remove or keep");
  }
  if (const YamlNode* operators = section.take("operators")) {
    if (operators->kind != YamlNode::Kind::kMap && operators->kind != YamlNode::Kind::kNull) {
      decoder.expected(*operators, "operators", "a map from category to operator");
    }
    // Groups first, then single categories: the order of the lines must not matter.
    for (const bool single : {false, true}) {
      for (const auto& [name, value] : operators->members) {
        const auto categories = categories_of(name);
        if (!categories) {
          decoder.fail(value, "operators: unknown category \"" + name + "\"" +
                                  suggestion(name, category_and_group_names()));
          continue;
        }
        if (category_from_name(name).has_value() != single) continue;
        Operator op = Operator::kSurrogate;
        decoder.read_operator(value, name, op);
        for (size_t i = 0; i < kCategoryCount; ++i) {
          if (categories->test(i)) surrogates.by_category[i] = op;
        }
      }
    }
  }
  section.finish();
  return surrogates;
}

Result<Recipe> decode(const YamlNode& root) {
  Decoder decoder;
  Recipe recipe;
  Section section(decoder, &root, "");
  section.read("name", recipe.name);
  section.read("description", recipe.description);

  const YamlNode* steps = section.take("steps");
  if (steps == nullptr || steps->kind != YamlNode::Kind::kSequence || steps->items.empty()) {
    decoder.fail(steps == nullptr ? root : *steps, "steps: expected a list of at least one step");
  } else if (steps->items.size() > kMaxSteps) {
    decoder.fail(*steps, "steps: more than " + std::to_string(kMaxSteps));
  } else {
    for (const YamlNode& step : steps->items) recipe.steps.push_back(read_step(decoder, step));
  }
  recipe.surrogates = read_surrogates(decoder, section.take("surrogates"));

  Section verify(decoder, section.take("verify"), "verify");
  verify.read("enabled", recipe.verify.enabled);
  uint64_t rounds = static_cast<uint64_t>(recipe.verify.rounds);
  verify.read_count("rounds", 0, 10, rounds);
  recipe.verify.rounds = static_cast<int>(rounds);
  verify.finish();

  Section limits(decoder, section.take("limits"), "limits");
  limits.read_count("max_record_bytes", 1 << 10, uint64_t{1} << 30, recipe.limits.max_record_bytes);
  limits.read_count("max_document_bytes", 1, uint64_t{1} << 30, recipe.limits.max_document_bytes);
  limits.finish();

  Section output(decoder, section.take("output"), "output");
  uint64_t level = 0;
  output.read_count("compression_level", 0, 19, level);
  recipe.output.compression_level = static_cast<int>(level);
  output.read("reversible", recipe.output.reversible);
  output.finish();

  section.finish();
  if (!decoder.ok()) return decoder.take_error();
  return recipe;
}

}  // namespace

Result<Recipe> parse_recipe(std::string_view yaml, std::string_view origin,
                            const std::vector<std::string>& overrides) {
  LAUTER_ASSIGN(YamlNode root, parse_yaml(yaml, origin));
  if (root.kind != YamlNode::Kind::kMap) {
    return invalid_argument(std::string(origin) + ": a recipe is a map with a list `steps`");
  }
  for (const std::string& assignment : overrides) LAUTER_TRY(set_in_yaml(root, assignment));
  LAUTER_ASSIGN(Recipe recipe, decode(root));
  if (recipe.name.empty()) recipe.name = base_name(std::string(origin));
  return recipe;
}

Result<Recipe> load_recipe(const std::string& name_or_path,
                           const std::vector<std::string>& overrides) {
  const std::string_view name = name_or_path;
  const bool is_file =
      name.find('/') != std::string_view::npos || name.ends_with(".yaml") || name.ends_with(".yml");
  if (!is_file) return load_builtin_recipe(name, overrides);
  LAUTER_ASSIGN(std::string yaml, read_file(name_or_path, kMaxYamlBytes));
  return parse_recipe(yaml, name_or_path, overrides);
}

}  // namespace lauter
