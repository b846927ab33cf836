// From the YAML tree to the Recipe: types, ranges, names, and no key that nobody reads.
#include <algorithm>
#include <iterator>

#include "catalog/alias.h"
#include "io/files/files.h"
#include "io/files/mapped_file.h"
#include "run/passes/nearest.h"
#include "run/recipe/recipe.h"
#include "run/recipe/recipe_fields.h"
#include "run/recipe/recipe_lists.h"
#include "run/recipe/recipe_llm.h"
#include "run/recipe/recipe_section.h"
#include "run/recipe/yaml_tree.h"
#include "surrogate/real_values.h"

namespace lauter {
namespace {

constexpr size_t kMaxSteps = 64;
constexpr size_t kMaxCustomRules = 10'000;

using internal::Decoder;
using internal::OwnLabels;
using internal::Section;

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
    if (const auto categories = categories_from_name(name->scalar)) {
      set |= *categories;
    } else {
      decoder.fail(*name, std::string(key) + ": unknown category \"" + name->scalar + "\"" +
                              suggestion(name->scalar, category_group_and_alias_names()));
    }
  }
  return set;
}

/// What a step's reader needs of the recipe.
struct Surroundings {
  std::string folder;  ///< of the recipe
  const YamlNode* step = nullptr;
  OwnLabels labels{};
};

CustomRule read_custom_rule(Decoder& decoder, const YamlNode& node, OwnLabels& labels) {
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
  if (rule.name == kDenyRule) decoder.fail(node, "custom_rules: the name `deny` is taken");
  rule.label = std::string(label_from_name(rule.label));
  labels.define(rule.label);
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
  std::vector<std::string> known = {"anonymize", "anonymize-code", "clean", "detoxify", "llm", "dedup", "repair", "quality", "tokens", "exec"};
  static_assert(std::variant_size_v<FilterOptions> == std::size(kFilterNames));
  const FilterOptions defaults[] = {GopherQualityOptions(), GopherRepetitionOptions(), C4Options(),
                                    FineWebOptions(), LanguageOptions()};
  for (const FilterOptions& options : defaults) {
    known.emplace_back(filter_name(options));
    if (step.use == filter_name(options)) step.options = options;
  }
  if (step.use == "clean") step.options = CleanOptions();
  if (step.use == "detoxify") step.options = DetoxifyOptions();
  if (step.use == "llm") step.options = LlmOptions();
  if (step.use == "dedup") step.options = DedupOptions();
  if (step.use == "repair") step.options = RepairOptions();
  if (step.use == "quality") step.options = QualityOptions();
  if (step.use == "tokens") step.options = TokensOptions();
  if (step.use == "exec") step.options = ExecOptions();
  if (step.use == "anonymize-code") {
    step.options = AnonymizeOptions{.mode = RecipeMode::kCode, .custom_rules = {}};
  }
  if (std::find(known.begin(), known.end(), step.use) == known.end()) {
    decoder.fail(*use, "use: unknown step \"" + step.use + "\"" + suggestion(step.use, known));
  }
}

/// A number for all, or a map from categories to numbers, with `default` for the others.
void read_min_score(Decoder& decoder, const YamlNode* node, OwnLabels& labels,
                    AnonymizeOptions& options) {
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::kMap) return decoder.read(*node, "min_score", options.min_score);
  // Groups and aliases first, then single categories: the order of the lines must not matter.
  for (const bool single : {false, true}) {
    for (const auto& [name, value] : node->members) {
      const bool is_default = name == "default";
      const auto categories = categories_from_name(name);
      if ((is_default || !categories || category_from_name(name)) != single) continue;
      float score = 0;
      decoder.read(value, "min_score: " + name, score);
      if (is_default) {
        options.min_score = score;
        continue;
      }
      for (std::string& label : labels.of(value, "min_score", name)) {
        options.min_scores[std::move(label)] = score;
      }
    }
  }
}

/// Options of a step that are plain keys of its map.
template <typename Options>
void read_options(Decoder&, Section& section, Surroundings&, Options& options) {
  for_each_option(options,
                  [&section](std::string_view name, auto& option) { section.read(name, option); });
}

void read_options(Decoder& decoder, Section& section, Surroundings& around, FilterOptions& filter) {
  std::visit([&](auto& options) { read_options(decoder, section, around, options); }, filter);
}

void read_options(Decoder& decoder, Section& section, Surroundings& around,
                  AnonymizeOptions& options) {
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
  read_min_score(decoder, section.take("min_score"), around.labels, options);
  section.read("every_password", options.every_password);
  section.read("model", options.model);
  section.read("model_score", options.model_score);
  if (const YamlNode* scope = section.take("scope")) {
    if (scope->scalar == "private") {
      options.scope = Scope::kPrivate;
    } else if (scope->scalar == "all") {
      options.scope = Scope::kAll;
    } else {
      decoder.expected(*scope, "scope", "private or all");
    }
  }

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
      options.custom_rules.push_back(read_custom_rule(decoder, rule, around.labels));
    }
  }
  internal::read_value_lists(decoder, section, around.folder, around.labels, options.lists);
}

void read_options(Decoder& decoder, Section& section, Surroundings& around, QualityOptions& options) {
  internal::read_step_file(decoder, section, *around.step, "model", around.folder, options.file);
  section.read("min_score", options.min_score);
}

void read_options(Decoder& decoder, Section& section, Surroundings& around, TokensOptions& options) {
  internal::read_step_file(decoder, section, *around.step, "tokenizer", around.folder, options.file);
  section.read_count("min_tokens", 0, uint64_t{1} << 40, options.min_tokens);
  section.read_count("max_tokens", 0, uint64_t{1} << 40, options.max_tokens);
}

void read_options(Decoder& decoder, Section& section, Surroundings& around, ExecOptions& options) {
  section.read("command", options.command);
  section.read("labels", options.labels);
  section.read_count("timeout_s", 1, 86'400, options.timeout_s);
  section.read_count("tries", 1, 10, options.tries);
  if (options.command.empty() || options.command.front().empty()) {
    decoder.fail(*around.step, "exec: `command` names a program and its arguments: [python3, detector.py]");
  }
  for (std::string& label : options.labels) {
    label = std::string(label_from_name(label));
    around.labels.define(label);
  }
}

void check_dedup(Decoder& decoder, const YamlNode& node, const RecipeStep& step, bool is_first) {
  const auto* options = std::get_if<DedupOptions>(&step.options);
  if (options == nullptr) return;
  if (!is_first) {
    decoder.fail(node, "use: dedup must be the first step: it compares rows as they come in; to "
                       "compare what a run has made, run `lauter dedup OUT/data -o OUT2` after it");
  }
  if (options->overlap < kLeastOverlap) {
    decoder.fail(node, "overlap: below 0.5 too many near duplicates would be missed");
  }
}

RecipeStep read_step(Decoder& decoder, const YamlNode& node, Surroundings& around, bool is_first) {
  RecipeStep step;
  Section section(decoder, &node, "steps");
  around.step = &node;
  read_use(decoder, section, node, step);
  std::visit(
      [&](auto& options) {
        if constexpr (std::is_same_v<std::decay_t<decltype(options)>, LlmOptions>) {
          internal::read_llm_step(decoder, section, node, options);
        } else {
          read_options(decoder, section, around, options);
        }
      },
      step.options);
  read_where(decoder, section, step);
  section.finish();
  check_dedup(decoder, node, step, is_first);
  return step;
}

/// An operator of a label of the user's own.
void read_own_operator(Decoder& decoder, const YamlNode& node, const std::string& label,
                       OperatorTable& surrogates) {
  Operator op = Operator::kPlaceholder;
  decoder.read_operator(node, label, op);
  if (op == Operator::kSurrogate) {
    decoder.fail(node, label +
                           ": there is no stand-in for a category of your own; "
                           "choose placeholder, mask, hash, remove or keep");
  }
  surrogates.by_label[label] = op;
}

/// `document`, `corpus`, or a file, whose path is relative to `folder`.
void read_guard(Decoder& decoder, const YamlNode& node, const std::string& folder, Recipe& recipe) {
  std::string guard;
  decoder.read(node, "guard", guard);
  if (guard.empty() || guard == "document") return;
  recipe.guard.corpus = guard == "corpus";
  if (recipe.guard.corpus) {
    const auto edits = [](const RecipeStep& step) {
      return std::holds_alternative<AnonymizeOptions>(step.options);
    };
    if (std::ranges::none_of(recipe.steps, edits)) {
      decoder.fail(node, "guard: corpus: no step of the recipe anonymizes; only such steps read real values");
    }
    return;
  }
  if (guard.find('/') == guard.npos && guard.find('.') == guard.npos) {
    return decoder.expected(node, "guard", "document, corpus, or the path of a file state/real-values");
  }
  const auto real = real_path(guard.starts_with('/') || folder.empty() ? guard : join_path(folder, guard));
  if (!real.ok()) return decoder.fail(node, "guard: " + real.error().message);
  const auto file = MappedFile::open(*real);
  if (!file.ok()) return decoder.fail(node, "guard: " + file.error().message);
  const auto fingerprint = RealValues::fingerprint(file->bytes());
  if (!fingerprint.ok()) {
    return decoder.fail(node, "guard: " + *real + ": " + fingerprint.error().message +
                                  "; give a file state/real-values of a run with guard: corpus");
  }
  recipe.guard.file = *real;
  recipe.guard.fingerprint = *fingerprint;
}

void read_surrogates(Decoder& decoder, const YamlNode* node, const Surroundings& around, Recipe& recipe) {
  OperatorTable& surrogates = recipe.surrogates;
  const OwnLabels& labels = around.labels;
  Section section(decoder, node, "surrogates");
  if (const YamlNode* scope = section.take("scope")) {
    if (scope->scalar == "document") {
      surrogates.scope = StandInScope::kDocument;
    } else if (scope->scalar != "corpus") {
      decoder.expected(*scope, "scope", "corpus or document");
    }
  }
  if (const YamlNode* guard = section.take("guard")) read_guard(decoder, *guard, around.folder, recipe);
  Operator by_default = Operator::kSurrogate;
  section.read_operator("default", by_default);
  surrogates.by_category.fill(by_default);
  if (const YamlNode* text = section.take("placeholder")) {
    auto form = PlaceholderForm::parse(text->scalar);
    if (form.ok()) {
      surrogates.placeholder = std::move(*form);
    } else {
      decoder.fail(*text, "placeholder: " + form.error().message);
    }
  }
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
    // Groups and aliases first, then single categories: the order of the lines must not matter.
    for (const bool single : {false, true}) {
      for (const auto& [name, value] : operators->members) {
        const auto categories = categories_from_name(name);
        if (!categories) {
          if (!labels.has(name)) labels.fail(decoder, value, "operators", name);
          if (labels.has(name)) read_own_operator(decoder, value, name, surrogates);
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
}

/// Lists that no step reads would let pass what they deny.
void check_lists_are_read(Decoder& decoder, const YamlNode& root, const Recipe& recipe) {
  if (recipe.lists.empty()) return;
  for (const RecipeStep& step : recipe.steps) {
    if (edits_private_data(step.options)) return;
  }
  const YamlNode* node = root.find(recipe.lists.deny.empty() ? "allow" : "deny");
  decoder.fail(*node, "allow, deny: no step of the recipe edits private data");
}

Result<Recipe> decode(const YamlNode& root, const std::string& folder) {
  Decoder decoder;
  Surroundings around{.folder = folder};
  Recipe recipe;
  Section section(decoder, &root, "");
  section.read("name", recipe.name);
  section.read("description", recipe.description);

  internal::read_fields(decoder, section, recipe);

  const YamlNode* steps = section.take("steps");
  if (steps == nullptr || steps->kind != YamlNode::Kind::kSequence || steps->items.empty()) {
    const bool is_of_curate = steps == nullptr && section.take("sources") != nullptr;
    decoder.fail(steps == nullptr ? root : *steps,
                 is_of_curate ? "is a recipe of `lauter curate`: it has sources, and no steps"
                              : "steps: expected a list of at least one step");
  } else if (steps->items.size() > kMaxSteps) {
    decoder.fail(*steps, "steps: more than " + std::to_string(kMaxSteps));
  } else {
    for (const YamlNode& step : steps->items) {
      recipe.steps.push_back(read_step(decoder, step, around, recipe.steps.empty()));
    }
  }
  internal::read_value_lists(decoder, section, folder, around.labels, recipe.lists);
  check_lists_are_read(decoder, root, recipe);
  read_surrogates(decoder, section.take("surrogates"), around, recipe);
  around.labels.check(decoder);

  Section verify(decoder, section.take("verify"), "verify");
  verify.read("enabled", recipe.verify.enabled);
  uint64_t rounds = static_cast<uint64_t>(recipe.verify.rounds);
  verify.read_count("rounds", 0, 10, rounds);
  recipe.verify.rounds = static_cast<int>(rounds);
  verify.finish();

  Section limits(decoder, section.take("limits"), "limits");
  limits.read_count("max_record_bytes", 1 << 10, uint64_t{1} << 30, recipe.limits.max_record_bytes);
  limits.read_count("max_document_bytes", 1, uint64_t{1} << 30, recipe.limits.max_document_bytes);
  limits.read_count("shard_bytes", 1 << 12, uint64_t{1} << 40, recipe.limits.shard_bytes);
  limits.finish();

  Section output(decoder, section.take("output"), "output");
  uint64_t level = 0;
  output.read_count("compression_level", 0, 19, level);
  recipe.output.compression_level = static_cast<int>(level);
  output.read("reversible", recipe.output.reversible);
  output.finish();

  internal::read_llm_sections(decoder, section, root, recipe);
  section.finish();
  if (!decoder.ok()) return decoder.take_error();
  return recipe;
}

}  // namespace

bool edits_private_data(const StepOptions& step) {
  if (std::holds_alternative<AnonymizeOptions>(step) || std::holds_alternative<ExecOptions>(step)) return true;
  const auto* llm = std::get_if<LlmOptions>(&step);
  return llm != nullptr &&
         (llm->ask.task == llm::Task::kAnonymize || llm->ask.task == llm::Task::kAnonymizeCode);
}

Result<Recipe> parse_recipe(std::string_view yaml, std::string_view origin,
                            const std::vector<std::string>& overrides, const std::string& folder) {
  LAUTER_ASSIGN(YamlNode root, parse_yaml(yaml, origin));
  if (root.kind != YamlNode::Kind::kMap) {
    return invalid_argument(std::string(origin) + ": a recipe is a map with a list `steps`");
  }
  for (const std::string& assignment : overrides) LAUTER_TRY(set_in_yaml(root, assignment));
  LAUTER_ASSIGN(Recipe recipe, decode(root, folder));
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
  return parse_recipe(yaml, name_or_path, overrides, parent_path(name_or_path));
}

}  // namespace lauter
