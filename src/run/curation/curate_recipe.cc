// From the YAML tree to a CurateRecipe.
#include "run/curation/curate_recipe.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "io/files/files.h"
#include "json/two_way.h"
#include "run/recipe/recipe_section.h"
#include "run/recipe/yaml_tree.h"
#include "s3/object_url.h"

namespace lauter {
namespace {

using internal::Decoder;
using internal::Section;

constexpr size_t kMaxSources = 256;
constexpr size_t kMaxLearntSources = 16;  // of a fit

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

constexpr Choice<SourceKind> kKinds[] = {{"human", SourceKind::kHuman},
                                         {"machine", SourceKind::kMachine},
                                         {"unknown", SourceKind::kUnknown}};
constexpr Choice<LikenessScore> kLikenessScores[] = {{"none", LikenessScore::kNone},
                                                     {"lm", LikenessScore::kLm},
                                                     {"detector", LikenessScore::kDetector}};
constexpr Choice<MixRule> kMixes[] = {{"natural", MixRule::kNatural},
                                      {"uniform", MixRule::kUniform},
                                      {"temperature", MixRule::kTemperature},
                                      {"weights", MixRule::kWeights},
                                      {"learnt", MixRule::kLearnt}};
constexpr Choice<SelectRule> kSelects[] = {
    {"random", SelectRule::kRandom},     {"quality", SelectRule::kQuality},
    {"likeness", SelectRule::kLikeness}, {"surprise", SelectRule::kSurprise},
    {"coverage", SelectRule::kCoverage}, {"combined", SelectRule::kCombined}};
constexpr Choice<InPassOrder> kOrders[] = {{"selected", InPassOrder::kSelected},
                                           {"random", InPassOrder::kRandom},
                                           {"quality", InPassOrder::kQuality},
                                           {"likeness", InPassOrder::kLikeness},
                                           {"surprise", InPassOrder::kSurprise}};
constexpr Choice<Direction> kDirections[] = {{"ascending", Direction::kAscending},
                                             {"descending", Direction::kDescending},
                                             {"cyclic", Direction::kCyclic}};
constexpr Choice<Sign> kSigns[] = {{"learnt", Sign::kLearnt}, {"+", Sign::kPlus}, {"-", Sign::kMinus}};
constexpr Choice<ScoreAxis> kAxes[] = {
    {"quality", kQuality}, {"likeness", kLikeness}, {"surprise", kSurprise}};
constexpr Choice<Compare> kCompares[] = {
    {"auto", Compare::kAuto}, {"group", Compare::kGroup}, {"source", Compare::kSource}};
constexpr Choice<bool> kUnits[] = {{"texts", false}, {"sentences", true}};
constexpr Choice<bool> kKeeps[] = {{"accumulate", true}, {"replace", false}};
constexpr Choice<bool> kOutputs[] = {{"data", false}, {"weights", true}};

template <typename T>
std::string_view name_of(std::span<const Choice<T>> choices, T value) {
  for (const Choice<T>& choice : choices) {
    if (choice.value == value) return choice.name;
  }
  return "none";
}

/// Reads the sections of one recipe.
class Reader {
 public:
  Reader(Decoder& decoder, CurateRecipe& recipe) : decoder_(decoder), recipe_(recipe) {}

  void read(const YamlNode& root) {
    Section section(decoder_, &root, "");
    section.read("name", recipe_.name);
    const YamlNode* sources = section.take("sources");
    if (sources != nullptr) read_sources(*sources);
    choose(section, "unit", kUnits, recipe_.sentences);
    read_dedup(section.take("dedup"));
    read_scores(section.take("scores"));
    read_strategy(section.take("strategy"));
    read_budget(section.take("budget"));
    section.read_count("seed", 0, uint64_t{1} << 62, recipe_.seed);
    read_proxy(section.take("proxy"));
    read_output(section.take("output"));
    Section limits(decoder_, section.take("limits"), "limits");
    limits.read_count("max_record_bytes", 1, uint64_t{1} << 31, recipe_.max_record_bytes);
    limits.finish();
    section.finish();
    if (recipe_.sources.empty()) {
      decoder_.fail(sources == nullptr ? root : *sources,
                    "a recipe of `curate` needs `sources`, a list of at least one");
    }
    check(root);
  }

 private:
  template <typename T, size_t N>
  void choose(Section& section, std::string_view key, const Choice<T> (&choices)[N], T& out) {
    const YamlNode* node = section.take(key);
    if (node == nullptr) return;
    std::vector<std::string> names;
    for (const Choice<T>& choice : choices) {
      names.emplace_back(choice.name);
      if (node->kind == YamlNode::Kind::kScalar && node->scalar == choice.name) {
        out = choice.value;
        return;
      }
    }
    decoder_.fail(*node, std::string(key) + ": unknown value \"" + node->scalar + "\"" +
                             suggestion(node->scalar, names));
  }

  void read_number(Section& section, std::string_view key, double low, double high, double& out) {
    const YamlNode* node = section.take(key);
    if (node == nullptr) return;
    double value = 0;
    decoder_.read(*node, key, value);
    if (!(value >= low && value <= high)) {
      decoder_.expected(*node, key, "a number from " + JsonValue(low).to_string() + " to " +
                                        JsonValue(high).to_string());
    }
    out = value;
  }

  void read_count(Section& section, std::string_view key, uint64_t low, uint64_t high,
                  uint32_t& out) {
    uint64_t value = out;
    section.read_count(key, low, high, value);
    out = static_cast<uint32_t>(value);
  }

  template <typename Path>
  void read_field(Section& section, std::string_view key, Path& out) {
    const YamlNode* node = section.take(key);
    if (node == nullptr || node->kind == YamlNode::Kind::kNull) return;
    auto path = FieldPath::parse(node->scalar);
    if (!path.ok()) return decoder_.fail(*node, std::string(key) + ": " + path.error().message);
    out = std::move(*path);
  }

  void read_sources(const YamlNode& list) {
    if (list.items.size() > kMaxSources) decoder_.fail(list, "sources: more than 256");
    std::set<std::string> names;
    for (const YamlNode& node : list.items) {
      CurateSource& source = recipe_.sources.emplace_back();
      Section section(decoder_, &node, "sources");
      section.read("name", source.name);
      section.read("inputs", source.inputs);
      choose(section, "kind", kKinds, source.kind);
      source.generator = source.kind == SourceKind::kHuman ? "" : source.name;
      section.read("generator", source.generator);
      read_field(section, "text_field", source.fields.text);
      read_field(section, "id_field", source.fields.id);
      read_field(section, "group_field", source.group_field);
      read_field(section, "source_field", source.source_field);
      read_field(section, "reference_field", source.reference_field);
      read_field(section, "label_field", source.label_field);
      read_where(section, source);
      read_number(section, "weight", 0, 1e9, source.weight);
      section.finish();
      if (source.name.empty()) decoder_.fail(node, "sources: a source needs a `name`");
      if (!names.insert(source.name).second) {
        decoder_.fail(node, "sources: two are called \"" + source.name + "\"");
      }
      if (source.inputs.empty()) decoder_.fail(node, "sources: a source needs `inputs`");
      for (const std::string& input : source.inputs) {
        if (input == "-") decoder_.fail(node, "inputs: standard input can be read only once");
      }
    }
  }

  void read_where(Section& section, CurateSource& source) {
    const YamlNode* node = section.take("where");
    if (node == nullptr || node->kind == YamlNode::Kind::kNull || node->scalar.empty()) return;
    auto where = RowCondition::parse(node->scalar);
    if (!where.ok()) return decoder_.fail(*node, "where: " + where.error().message);
    source.where = std::move(*where);
  }

  void read_dedup(const YamlNode* node) {
    Section section(decoder_, node, "dedup");
    section.read("exact", recipe_.dedup.exact);
    const YamlNode* near = section.take("near");
    if (near != nullptr) {
      decoder_.read(*near, "near", recipe_.dedup.near);
      const double value = recipe_.dedup.near;
      if (value != 0 && !(value >= 0.4 && value <= 1)) {
        decoder_.expected(*near, "near", "0 (off) or a share from 0.4 to 1");
      }
    }
    section.finish();
  }

  void read_scores(const YamlNode* node) {
    CurateRecipe::Scores& scores = recipe_.scores;
    Section section(decoder_, node, "scores");
    section.read("lexical", scores.lexical);
    section.read("errors", scores.errors);
    section.read("agreement", scores.agreement);
    section.read("fluency", scores.fluency);
    read_count(section, "folds", 3, 16, scores.folds);
    read_count(section, "order", 1, 5, scores.order);
    section.read_count("lm_words", 1000, 1'000'000'000, scores.lm_words);
    choose(section, "likeness", kLikenessScores, scores.likeness);
    section.read("detector", scores.detector);
    if (!scores.detector.empty() && scores.likeness != LikenessScore::kDetector) {
      decoder_.fail(*node, "scores: `detector` is for `likeness: detector`");
    }
    section.read("quality", scores.quality);
    read_number(section, "bad_below_chrf", 0, 100, scores.bad_below_chrf);
    section.finish();
  }

  void read_strategy(const YamlNode* node) {
    CurateRecipe::Strategy& strategy = recipe_.strategy;
    Section section(decoder_, node, "strategy");
    choose(section, "mix", kMixes, strategy.mix);
    read_number(section, "temperature", 0.1, 100, strategy.temperature);
    choose(section, "select", kSelects, strategy.select);
    section.read("guard", strategy.guard);
    const YamlNode* resample = section.take("resample");
    if (resample != nullptr && resample->kind != YamlNode::Kind::kNull) {
      Section of(decoder_, resample, "resample");
      ScoreAxis axis = kLikeness;
      choose(of, "by", kAxes, axis);
      strategy.resample = axis;
      strategy.sign = Sign::kLearnt;
      choose(of, "sign", kSigns, strategy.sign);
      const YamlNode* shape = of.take("shape");
      if (shape != nullptr && shape->scalar != "learnt") {
        decoder_.read(*shape, "shape", strategy.shape);
        if (!(strategy.shape > 0 && strategy.shape <= 100)) {
          decoder_.expected(*shape, "shape", "learnt, or a number above 0 and up to 100");
        }
      }
      of.finish();
    }
    choose(section, "compare", kCompares, strategy.compare);
    read_count(section, "per_group", 0, 1'000'000, strategy.per_group);
    section.read("new_contents_first", strategy.new_contents_first);
    choose(section, "order", kOrders, strategy.order);
    choose(section, "direction", kDirections, strategy.direction);
    read_count(section, "cycles", 1, 1'000'000, strategy.cycles);
    const YamlNode* share = section.take("real_share");
    if (share != nullptr && share->kind != YamlNode::Kind::kNull) {
      double value = 0;
      decoder_.read(*share, "real_share", value);
      if (!(value >= 0 && value <= 1)) {
        decoder_.expected(*share, "real_share", "a share from 0 to 1");
      }
      strategy.real_share = value;
    }
    choose(section, "human", kKeeps, strategy.accumulate);
    section.finish();
  }

  void read_budget(const YamlNode* node) {
    Section section(decoder_, node, "budget");
    uint64_t words = 0, rows = 0;
    section.read_count("words", 0, uint64_t{1} << 48, words);
    section.read_count("rows", 0, uint64_t{1} << 40, rows);
    section.finish();
    if (words > 0 && rows > 0) decoder_.fail(*node, "budget: name words or rows, not both");
    recipe_.budget = rows > 0 ? rows : words;
    recipe_.unit = rows > 0 ? BudgetUnit::kRows : BudgetUnit::kWords;
  }

  void read_proxy(const YamlNode* node) {
    CurateRecipe::Proxy& proxy = recipe_.proxy;
    Section section(decoder_, node, "proxy");
    read_count(section, "runs", 4, 4096, proxy.runs);
    read_count(section, "repeats", 2, 64, proxy.repeats);
    section.read_count("words", 100, 100'000'000, proxy.words);
    section.read("held_out", proxy.held_out);
    read_field(section, "text_field", proxy.fields.text);
    section.finish();
  }

  void read_output(const YamlNode* node) {
    CurateRecipe::Output& output = recipe_.output;
    Section section(decoder_, node, "output");
    choose(section, "format", kOutputs, output.weights);
    uint64_t level = 0;
    section.read_count("compression_level", 0, 19, level);
    output.compression_level = static_cast<int>(level);
    section.read_count("memory", 0, uint64_t{1} << 40, output.memory);
    section.read("curve", output.curve);
    section.finish();
  }

  /// What a strategy needs is there, or made.
  void check(const YamlNode& root) {
    CurateRecipe::Strategy& strategy = recipe_.strategy;
    CurateRecipe::Scores& scores = recipe_.scores;
    const auto uses = [&](SelectRule rule, InPassOrder order, ScoreAxis axis) {
      return strategy.select == rule || strategy.order == order || strategy.resample == axis;
    };
    const bool human = std::any_of(recipe_.sources.begin(), recipe_.sources.end(),
                                   [](const auto& s) { return s.kind == SourceKind::kHuman; });
    if (uses(SelectRule::kQuality, InPassOrder::kQuality, kQuality)) scores.quality = true;
    if (uses(SelectRule::kSurprise, InPassOrder::kSurprise, kSurprise)) scores.fluency = true;
    const bool likeness = uses(SelectRule::kLikeness, InPassOrder::kLikeness, kLikeness) ||
                          strategy.select == SelectRule::kCombined;
    if (likeness && scores.likeness == LikenessScore::kNone) scores.likeness = LikenessScore::kLm;
    if (strategy.select == SelectRule::kCombined) scores.quality = scores.fluency = true;
    if (scores.quality && human) scores.fluency = true;
    if (scores.quality) {
      scores.errors = true;
      scores.agreement = scores.agreement ||
                         std::any_of(recipe_.sources.begin(), recipe_.sources.end(),
                                     [](const auto& s) { return s.group_field.has_value(); });
    }
    const bool needs_human = scores.fluency || scores.likeness == LikenessScore::kLm;
    if (needs_human && !human) {
      decoder_.fail(root, "scores: fluency, surprise and likeness by `lm` need a source of kind human");
    }
    if (learns(recipe_) && !human && recipe_.proxy.held_out.empty()) {
      decoder_.fail(root, "proxy: what is learnt needs human text to be tried on: `held_out`, or a "
                          "source of kind human");
    }
    if (strategy.mix == MixRule::kLearnt && recipe_.sources.size() > kMaxLearntSources) {
      decoder_.fail(root, "strategy: mix: learnt takes up to 16 sources");
    }
    if (recipe_.name.empty()) recipe_.name = "curate";
  }

  Decoder& decoder_;
  CurateRecipe& recipe_;
};

JsonValue path_value(const std::optional<FieldPath>& path) {
  if (!path) return {};
  std::string text;
  for (const std::string& name : path->names) {
    if (!text.empty()) text += '.';
    for (const char c : name) {
      if (c == '.' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text;
}

JsonValue source_value(const CurateSource& source) {
  JsonValue value;
  return value.set("name", source.name)
      .set("inputs", to_json(source.inputs))
      .set("kind", name_of<SourceKind>(kKinds, source.kind))
      .set("generator", source.generator)
      .set("text_field", path_value(source.fields.text))
      .set("id_field", path_value(source.fields.id))
      .set("group_field", path_value(source.group_field))
      .set("source_field", path_value(source.source_field))
      .set("reference_field", path_value(source.reference_field))
      .set("label_field", path_value(source.label_field))
      .set("where", source.where ? JsonValue(source.where->source) : JsonValue())
      .set("weight", source.weight);
}

JsonValue strategy_value(const CurateRecipe::Strategy& s) {
  JsonValue resample;
  if (s.resample) {
    resample.set("by", name_of<ScoreAxis>(kAxes, *s.resample))
        .set("sign", name_of<Sign>(kSigns, s.sign))
        .set("shape", s.shape > 0 ? JsonValue(s.shape) : JsonValue("learnt"));
  }
  JsonValue value;
  return value.set("mix", name_of<MixRule>(kMixes, s.mix))
      .set("temperature", s.temperature)
      .set("select", name_of<SelectRule>(kSelects, s.select))
      .set("guard", s.guard)
      .set("resample", std::move(resample))
      .set("compare", name_of<Compare>(kCompares, s.compare))
      .set("per_group", s.per_group)
      .set("new_contents_first", s.new_contents_first)
      .set("order", name_of<InPassOrder>(kOrders, s.order))
      .set("direction", name_of<Direction>(kDirections, s.direction))
      .set("cycles", s.cycles)
      .set("real_share", s.real_share ? JsonValue(*s.real_share) : JsonValue())
      .set("human", s.accumulate ? "accumulate" : "replace");
}

}  // namespace

std::string_view source_kind_name(SourceKind kind) { return name_of<SourceKind>(kKinds, kind); }

bool learns(const CurateRecipe& recipe) {
  const CurateRecipe::Strategy& s = recipe.strategy;
  return s.mix == MixRule::kLearnt || s.sign == Sign::kLearnt ||
         s.select == SelectRule::kCombined || (s.resample && s.shape == 0);
}

bool guards(const CurateRecipe& recipe) {
  return recipe.strategy.guard && recipe.strategy.select != SelectRule::kRandom;
}

Result<CurateRecipe> parse_curate_recipe(std::string_view yaml, std::string_view origin,
                                         const std::vector<std::string>& overrides) {
  LAUTER_ASSIGN(YamlNode root, parse_yaml(yaml, origin));
  for (const std::string& override_ : overrides) LAUTER_TRY(set_in_yaml(root, override_));
  if (root.kind != YamlNode::Kind::kMap) {
    return invalid_argument(std::string(origin) + ": a recipe is a map of sections");
  }
  CurateRecipe recipe;
  Decoder decoder;
  Reader(decoder, recipe).read(root);
  if (!decoder.ok()) return decoder.take_error();
  return recipe;
}

Result<CurateRecipe> load_curate_recipe(const std::string& path,
                                        const std::vector<std::string>& overrides) {
  LAUTER_ASSIGN(const std::string yaml, read_file(path, kMaxYamlBytes));
  LAUTER_ASSIGN(CurateRecipe recipe, parse_curate_recipe(yaml, path, overrides));
  const auto place = [&path](std::string& file) {
    if (!file.starts_with('/') && !s3::is_object_url(file)) {
      file = join_path(parent_path(path), file);
    }
  };
  for (CurateSource& source : recipe.sources) {
    std::for_each(source.inputs.begin(), source.inputs.end(), place);
  }
  std::for_each(recipe.proxy.held_out.begin(), recipe.proxy.held_out.end(), place);
  if (!recipe.scores.detector.empty()) place(recipe.scores.detector);
  return recipe;
}

std::string curate_recipe_json(const CurateRecipe& recipe) {
  JsonValue sources{JsonValue::Array{}};
  for (const CurateSource& source : recipe.sources) sources.push(source_value(source));
  const CurateRecipe::Scores& s = recipe.scores;
  JsonValue value;
  value.set("name", recipe.name)
      .set("sources", std::move(sources))
      .set("unit", recipe.sentences ? "sentences" : "texts")
      .set("dedup",
           JsonValue().set("exact", recipe.dedup.exact).set("near", recipe.dedup.near))
      .set("scores", JsonValue()
                         .set("lexical", s.lexical)
                         .set("errors", s.errors)
                         .set("agreement", s.agreement)
                         .set("fluency", s.fluency)
                         .set("folds", s.folds)
                         .set("order", s.order)
                         .set("lm_words", s.lm_words)
                         .set("likeness", name_of<LikenessScore>(kLikenessScores, s.likeness))
                         .set("detector", s.detector)
                         .set("quality", s.quality)
                         .set("bad_below_chrf", s.bad_below_chrf))
      .set("strategy", strategy_value(recipe.strategy))
      .set("budget", JsonValue().set(recipe.unit == BudgetUnit::kWords ? "words" : "rows",
                                     recipe.budget))
      .set("seed", recipe.seed)
      .set("proxy", JsonValue()
                        .set("runs", recipe.proxy.runs)
                        .set("repeats", recipe.proxy.repeats)
                        .set("words", recipe.proxy.words)
                        .set("held_out", to_json(recipe.proxy.held_out))
                        .set("text_field", path_value(recipe.proxy.fields.text)))
      .set("output", JsonValue()
                         .set("format", recipe.output.weights ? "weights" : "data")
                         .set("compression_level", recipe.output.compression_level)
                         .set("memory", recipe.output.memory)
                         .set("curve", recipe.output.curve))
      .set("limits", JsonValue().set("max_record_bytes", recipe.max_record_bytes));
  return value.to_string();
}

}  // namespace lauter
