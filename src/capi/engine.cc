#include "capi/engine.h"

#include <unistd.h>

#include <functional>
#include <limits>

#include "base/check.h"
#include "capi/lauter.h"
#include "cli/job_setup.h"
#include "json/value.h"
#include "run/passes/first_passes.h"
#include "run/recipe/recipe.h"
#include "run/steps/model_steps.h"
#include "run/steps/models.h"

namespace lauter::capi {
namespace {

Error bad_config(const std::string& why) { return invalid_argument("config: " + why); }

/// One member of the config, for `take` to put into place.
struct ConfigReader {
  const JsonValue& config;

  Result<std::optional<std::string>> string(std::string_view name) const {
    const JsonValue* value = config.find(name);
    if (value == nullptr || value->is_null()) return std::optional<std::string>();
    if (!value->is_string()) return bad_config(std::string(name) + " is not a string");
    return std::optional(*value->if_string());
  }

  Result<std::vector<std::string>> strings(std::string_view name) const {
    std::vector<std::string> list;
    const JsonValue* value = config.find(name);
    if (value == nullptr || value->is_null()) return list;
    if (!value->is_array()) return bad_config(std::string(name) + " is not a list");
    for (const JsonValue& item : *value->if_array()) {
      if (!item.is_string()) return bad_config(std::string(name) + " is not a list of strings");
      list.push_back(*item.if_string());
    }
    return list;
  }
};

Result<void> check_members(const JsonValue& config) {
  if (!config.is_object()) return bad_config("is not a JSON object");
  for (const auto& [name, value] : *config.if_object()) {
    bool known = false;
    for (const std::string_view one : {"recipe", "recipe_yaml", "folder", "set", "model", "scope", "mode"}) {
      known = known || name == one;
    }
    if (!known) return bad_config("unknown member \"" + name + "\"");
  }
  return {};
}

Result<Recipe> recipe_of(const ConfigReader& reader) {
  LAUTER_ASSIGN(const auto name, reader.string("recipe"));
  LAUTER_ASSIGN(const auto yaml, reader.string("recipe_yaml"));
  LAUTER_ASSIGN(const std::vector<std::string> overrides, reader.strings("set"));
  if (name && yaml) return bad_config("recipe and recipe_yaml exclude each other");
  LAUTER_ASSIGN(const auto folder, reader.string("folder"));
  LAUTER_ASSIGN(Recipe recipe, yaml ? parse_recipe(*yaml, "recipe", overrides, folder.value_or(""))
                                    : load_recipe(name.value_or("anonymize"), overrides));
  LAUTER_ASSIGN(const auto model, reader.string("model"));
  if (model) use_model(recipe, *model);
  LAUTER_ASSIGN(const auto scope, reader.string("scope"));
  if (scope && *scope != "private" && *scope != "all") return bad_config("scope is not private or all");
  if (scope) use_scope(recipe, *scope == "all" ? Scope::kAll : Scope::kPrivate);
  return recipe;
}

/// StepChain compiles for the formats of its inputs. What it could count in files beforehand it leaves out for standard
/// input, which can be read once, as texts that come one call after the other can.
Result<Inputs> inputs_of(const ConfigReader& reader) {
  LAUTER_ASSIGN(const auto mode, reader.string("mode"));
  if (mode && *mode != "text" && *mode != "code") return bad_config("mode is not text or code");
  Inputs inputs;
  inputs.files.push_back({.path = "-", .relative = "", .format = mode == "code" ? Format::kCode : Format::kJsonl});
  return inputs;
}

}  // namespace

template <typename T>
typename Pool<T>::Shelf& Pool<T>::shelf() {
  const int process = ::getpid();
  Shelf* shelf = shelf_.load();
  if (shelf != nullptr && shelf->process == process) return *shelf;
  auto* made = new Shelf{.process = process};  // the parent's is left behind
  if (shelf_.compare_exchange_strong(shelf, made)) return *made;
  delete made;
  return *shelf;
}

template <typename T>
std::unique_ptr<T> Pool<T>::take() {
  Shelf& shelf = this->shelf();
  const std::lock_guard lock(shelf.mutex);
  if (shelf.items.empty()) return nullptr;
  std::unique_ptr<T> item = std::move(shelf.items.back());
  shelf.items.pop_back();
  return item;
}

template <typename T>
void Pool<T>::give(std::unique_ptr<T> item) {
  Shelf& shelf = this->shelf();
  const std::lock_guard lock(shelf.mutex);
  shelf.items.push_back(std::move(item));
}

template class Pool<ChainScratch>;
template class Pool<Finder>;

Engine::Engine(JobOptions job, SecretKey key)
    : job_(std::move(job)), key_(std::move(key)), id_hash_(key_, "id") {}

Result<std::unique_ptr<Engine>> Engine::open(std::string_view config_json, SecretKey key, int& about) {
  about = LAUTER_BAD_RECIPE;
  LAUTER_ASSIGN(const JsonValue config, parse_json(config_json));
  LAUTER_TRY(check_members(config));
  const ConfigReader reader{config};
  JobOptions job;
  LAUTER_ASSIGN(job.recipe, recipe_of(reader));
  LAUTER_ASSIGN(job.inputs, inputs_of(reader));
  LAUTER_TRY(read_keys(job.recipe, environment_variable));
  about = LAUTER_NO_MODEL;
  LAUTER_ASSIGN(job.models, load_models(job.recipe));
  about = LAUTER_BAD_RECIPE;
  std::unique_ptr<Engine> engine(new Engine(std::move(job), std::move(key)));
  engine->job_.stop = &engine->stop_asking_;
  LAUTER_TRY(check_no_first_pass(engine->job_.recipe, "Refiner"));
  LAUTER_ASSIGN(StepChain chain, StepChain::make(engine->job_, engine->key_));
  engine->chain_.emplace(std::move(chain));
  return engine;
}

std::string Engine::describe() const {
  JsonValue models = JsonValue::Array();
  for (const auto& [name, model] : job_.models) {
    if (model.tags != nullptr) models.push(name);
  }
  JsonValue values = JsonValue::Array();
  for (const FieldValue& value : job_.recipe.field_values) values.push(value.path);
  const std::string_view mode = format() == Format::kCode ? "code" : "text";
  const std::string recipe = recipe_hash(job_.recipe);
  std::string decides = std::string(lauter_version()) + "\n" + recipe + "\n" + key_id(key_) + "\n" + std::string(mode);
  auto canonical = parse_json(recipe_json(job_.recipe));
  LAUTER_CHECK(canonical.ok(), "the canonical recipe is JSON");
  JsonValue about;
  about.set("version", lauter_version())
      .set("recipe_name", job_.recipe.name)
      .set("recipe", std::move(*canonical))
      .set("recipe_hash", recipe)
      .set("mode", mode)
      .set("key_id", key_id(key_))
      .set("models", std::move(models))
      .set("values", std::move(values))
      .set("hash", hash128_hex(decides));
  return about.to_string();
}

std::unique_ptr<ChainScratch> Engine::take_scratch() const {
  auto scratch = scratches_.take();
  return scratch != nullptr ? std::move(scratch) : std::make_unique<ChainScratch>(chain_->make_scratch());
}

Result<std::unique_ptr<Finder>> Engine::take_finder() const {
  {
    const std::lock_guard lock(lazy_);
    if (!finding_) {
      LAUTER_ASSIGN(auto engines, StepEngines<ValueFinder>::make(job_.recipe, job_.inputs, job_.models, &key_, ValueFinder::make));
      LAUTER_ASSIGN(ModelSteps models, make_model_steps(job_));
      LAUTER_ASSIGN(FilterSteps filters, make_filter_steps(job_.recipe));
      finding_.emplace(Finding{std::move(engines), std::move(models), std::move(filters)});
    }
  }
  auto finder = finders_.take();
  if (finder != nullptr) return finder;
  return std::make_unique<Finder>(job_, finding_->engines, finding_->models, finding_->filters);
}

Result<RunAsker*> Engine::asker() const {
  const std::lock_guard lock(lazy_);
  if (asker_ == nullptr) {
    LAUTER_ASSIGN(asker_, RunAsker::make(job_, key_, "", "engine"));
  }
  return asker_.get();
}

}  // namespace lauter::capi
