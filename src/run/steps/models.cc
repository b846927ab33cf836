#include "run/steps/models.h"

#include <cstdlib>
#include <optional>
#include <set>

#include "base/unpack.h"
#include "io/files/files.h"
#include "run/passes/nearest.h"
#include "run/recipe/tokenizer_file.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

const std::string kJudge = "judge";
const std::string kSmall = "small";
const std::string kLarge = "large";
constexpr uint64_t kMaxModelFileBytes = uint64_t{1} << 30;

/// A model with the bytes it reads from.
struct OwningModel {
  std::string bytes;
  std::optional<TagModel> model;
};

bool is_path(std::string_view name) {
  return name.find('/') != name.npos || name.ends_with(".safetensors");
}

/// The name of a step's model; null if it has none.
const std::string* model_name_of(const StepOptions& step) {
  return std::visit(
      [](const auto& options) -> const std::string* {
        if constexpr (requires { options.model; }) return &options.model;
        return nullptr;
      },
      step);
}

Result<std::shared_ptr<const TagModel>> load_file(const std::string& path) {
  auto owner = std::make_shared<OwningModel>();
  LAUTER_ASSIGN(owner->bytes, read_file(path, kMaxModelFileBytes));
  auto model = TagModel::load(owner->bytes);
  if (!model.ok()) return std::move(model.error()).context(path);
  owner->model = std::move(*model);
  return std::shared_ptr<const TagModel>(owner, &*owner->model);
}

/// The second judge's weights, too large for a program: installed beside it, or in the folder that LAUTER_MODELS names.
Result<std::shared_ptr<const SecondJudge>> load_second() {
  std::string folder;
  if (const char* named = std::getenv("LAUTER_MODELS"); named != nullptr) {
    folder = named;
  } else if (const auto program = real_path("/proc/self/exe"); program.ok()) {
    folder = join_path(parent_path(parent_path(*program)), "share/lauter/models");
  }
  const std::string path = join_path(folder, kLarge + ".safetensors.zst");
  if (folder.empty() || !path_exists(path)) {
    return unimplemented("model large: no file " + path + "; install the package lauter-model-large, or name its folder in LAUTER_MODELS");
  }
  LAUTER_ASSIGN(const std::string packed, read_file(path, kMaxModelFileBytes));
  auto bytes = unpack(packed);
  if (!bytes.ok()) return std::move(bytes.error()).context(path);
  auto second = SecondJudge::load(std::move(*bytes));
  if (!second.ok()) return std::move(second.error()).context(path);
  return std::make_shared<const SecondJudge>(std::move(*second));
}

Result<std::shared_ptr<const TagModel>> load_embedded(const std::string& name) {
  const auto embedded = find_embedded_model(name);
  if (!embedded) {
    return unimplemented("model " + name + ": this build has no weights for it; " +
                         "--model none goes without, --model FILE takes a file");
  }
  auto model = TagModel::load(embedded->weights());
  if (!model.ok()) return std::move(model.error()).context("model " + name);
  return std::make_shared<const TagModel>(std::move(*model));
}

}  // namespace

Result<std::shared_ptr<const TagModel>> load_model(const std::string& name) {
  if (name == "none") return std::shared_ptr<const TagModel>();
  if (is_path(name)) return load_file(name);
  if (name != kSmall && name != kLarge && name != kJudge) {
    return not_found("model \"" + name + "\" does not exist" +
                     suggestion(name, {"small", "large", "none"}) +
                     " (a file needs a / or ends in .safetensors)");
  }
  return load_embedded(name == kLarge ? kSmall : name);
}

Result<Detector> load_detector(const std::string& path) {
  LAUTER_ASSIGN(const std::string bytes, read_file(path, kMaxModelFileBytes));
  auto detector = Detector::parse(bytes);
  if (!detector.ok()) return std::move(detector.error()).context(path);
  return detector;
}

Result<QualityClassifier> load_quality_model(const std::string& path) {
  LAUTER_ASSIGN(const std::string bytes, read_file(path, kMaxModelFileBytes));
  auto model = QualityClassifier::parse(bytes);
  if (!model.ok()) return std::move(model.error()).context(path);
  return model;
}

Result<TokenCounter> load_tokenizer(const std::string& path) {
  LAUTER_ASSIGN(const std::string bytes, read_file(path, kMaxModelFileBytes));
  auto counter = read_tokenizer(bytes);
  if (!counter.ok()) return std::move(counter.error()).context(path);
  return counter;
}

void use_model(Recipe& recipe, const std::string& name) {
  for (RecipeStep& step : recipe.steps) {
    std::visit(
        [&](auto& options) {
          if constexpr (requires { options.model; }) options.model = name;
        },
        step.options);
  }
}

void use_scope(Recipe& recipe, Scope scope) {
  for (RecipeStep& step : recipe.steps) {
    if (auto* options = std::get_if<AnonymizeOptions>(&step.options)) options->scope = scope;
  }
}

Result<Models> load_models(const Recipe& recipe) {
  Models models;
  const bool has_judge = find_embedded_model(kJudge).has_value();
  std::set<std::string> judged;  // of these nothing but the judge was asked for yet
  for (const RecipeStep& step : recipe.steps) {
    const std::string* name = model_name_of(step.options);
    if (name == nullptr || models.contains(*name)) continue;
    const bool is_own = *name == kSmall || *name == kLarge;
    // Abuse has judges of its own; what is private the judge says, whatever else `small` can do.
    if (is_own && std::holds_alternative<DetoxifyOptions>(step.options)) continue;
    if (has_judge && is_own && std::holds_alternative<AnonymizeOptions>(step.options)) {
      judged.insert(*name);
    } else {
      LAUTER_ASSIGN(models[*name].tags, load_model(*name));
      if (models[*name].tags == nullptr) continue;
    }
    if (has_judge && !models.contains(kJudge)) {
      LAUTER_ASSIGN(models[kJudge].tags, load_embedded(kJudge));
    }
  }
  for (const std::string& name : judged) models.try_emplace(name, models[kJudge]);
  if (const auto large = models.find(kLarge); large != models.end()) {
    LAUTER_ASSIGN(large->second.second, load_second());
  }
  return models;
}

LoadedModel judge_of(const std::string& model, const Models& models) {
  const auto named = models.find(model);
  if (named == models.end() || named->second.tags == nullptr) return {};
  if (named->second.tags->head("judge", HeadKind::kContext).ok()) return named->second;
  const auto own = models.find(kJudge);
  return {own == models.end() ? nullptr : own->second.tags, named->second.second};
}

}  // namespace lauter
