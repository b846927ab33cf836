#include "run/steps/step_chain.h"

#include <algorithm>
#include <iterator>

#include "base/stop.h"
#include "run/passes/first_passes.h"
#include "run/rows/row_progress.h"
#include "run/rows/row_texts.h"
#include "run/steps/llm_steps.h"

namespace lauter {
namespace {

RefineOptions refine_options(const Recipe& recipe, const SecretKey& key, const FindOptions& find,
                             std::shared_ptr<const RealValues> real_values) {
  RefineOptions options;
  options.find = find;
  options.operators = recipe.surrogates;
  options.verify = recipe.verify.enabled;
  options.repair_rounds = recipe.verify.rounds;
  options.max_document_bytes = recipe.limits.max_document_bytes;
  options.key = key;
  options.real_values = std::move(real_values);
  return options;
}

}  // namespace

Result<StepChain> StepChain::make(const JobOptions& job, const SecretKey& key,
                                  std::shared_ptr<const RealValues> real_values) {
  LAUTER_ASSIGN(ModelSteps models, make_model_steps(job));
  return make(job, key, std::move(models), std::move(real_values));
}

Result<StepChain> StepChain::make(const JobOptions& job, const SecretKey& key, ModelSteps models,
                                  std::shared_ptr<const RealValues> real_values) {
  const Recipe& recipe = job.recipe;
  if (real_values == nullptr) {
    LAUTER_ASSIGN(real_values, open_guard_file(recipe, key));
  }
  LAUTER_ASSIGN(StepEngines<Refinery> engines,
                StepEngines<Refinery>::make(
                    recipe, job.inputs, job.models, &key, [&](const FindOptions& find) {
                      return Refinery::make(refine_options(recipe, key, find, real_values));
                    }));
  StepChain chain(recipe, std::move(engines), std::move(models));
  if (!recipe.field_values.empty()) {
    FindOptions find;
    find.scan.enabled.reset();
    LAUTER_ASSIGN(find.lists, lists_of(recipe, DedupOptions(), &key));
    LAUTER_ASSIGN(chain.of_values_, Refinery::make(refine_options(recipe, key, find, real_values)));
  }
  LAUTER_ASSIGN(chain.filters_, make_filter_steps(recipe));
  for (const RecipeStep& step : recipe.steps) {
    chain.refineries_.emplace_back();
    if (!std::holds_alternative<ExecOptions>(step.options)) continue;
    LAUTER_ASSIGN(chain.refineries_.back(),
                  make_found_refinery(pattern_options(job), step.options, job, key, real_values));
  }
  LAUTER_ASSIGN(LlmSteps llm, make_llm_steps(job, key, real_values));
  for (auto& step : llm) {
    chain.llm_of_step_.emplace_back();
    if (step == nullptr) continue;
    chain.llm_of_step_.back() = chain.llm_steps_.size();
    chain.llm_steps_.push_back(std::move(step));
  }
  return chain;
}

ChainScratch StepChain::make_scratch() const {
  ChainScratch scratch;
  for (size_t i = 0; i < engines_.size(); ++i) {
    scratch.refine.push_back(engines_[i].make_scratch());
  }
  if (of_values_) scratch.refine.push_back(of_values_->make_scratch());
  for (const auto& step : llm_steps_) scratch.llm.push_back(step->make_scratch());
  for (const auto& model : models_) {
    scratch.models.push_back(model ? model->refiner->make_scratch() : nullptr);
  }
  for (const auto& refinery : refineries_) {
    scratch.found.push_back(refinery ? refinery->make_scratch() : nullptr);
  }
  return scratch;
}

bool StepChain::has_appeal(std::span<const size_t> steps, size_t at) const {
  const StepOptions& options = recipe_->steps[steps[at]].options;
  for (const size_t later : steps.subspan(at + 1)) {
    if (!llm_of_step_[later]) continue;
    const LlmStep& step = *llm_steps_[*llm_of_step_[later]];
    const llm::Task task = step.options().ask.task;
    if (step.is_anonymizing() && std::holds_alternative<AnonymizeOptions>(options)) return true;
    if (task == llm::Task::kDetoxify && std::holds_alternative<DetoxifyOptions>(options)) return true;
    if (task == llm::Task::kClean && std::holds_alternative<CleanOptions>(options)) return true;
  }
  return false;
}

Result<bool> StepChain::take_step(std::span<const size_t> steps, size_t at, Format format,
                                  ChainScratch& scratch, internal::RowProgress& row_progress) const {
  const size_t step = steps[at];
  if (refineries_[step]) {
    return row_progress.edit_found(*models_[step], step, *refineries_[step], scratch, at + 1 == steps.size());
  }
  if (models_[step]) {
    return row_progress.propose(recipe_->steps[step].use, *models_[step], *scratch.models[step],
                           has_appeal(steps, at));
  }
  if (filters_[step]) return row_progress.filter(*filters_[step], scratch.filter);
  const size_t engine = *engines_.of(step, format);
  return row_progress.anonymise(engines_[engine], engine, scratch, at + 1 == steps.size(),
                           has_appeal(steps, at));
}

internal::RowProgress StepChain::begin(const Row& row) const {
  return internal::RowProgress(row.doc, recipe_->verify.enabled, texts_end(row), values_of(row, recipe_->field_values));
}

Outcome StepChain::finish(internal::RowProgress& row_progress, ChainScratch& scratch) const {
  return row_progress.finish(of_values_ ? &*of_values_ : nullptr, engines_.size(), scratch);
}

std::vector<size_t> StepChain::steps_for(const Row& row) const {
  std::vector<size_t> steps = engines_.row_steps().of(row);
  // Duplicates are settled before the chain: duplicate_rows.h.
  std::erase_if(steps, [this](size_t i) {
    return std::holds_alternative<DedupOptions>(recipe_->steps[i].options);
  });
  return steps;
}

Result<void> StepChain::check_size(const Row& row) const {
  const uint64_t most = recipe_->limits.max_document_bytes;
  if (row.doc.text.size() <= most) return {};
  return invalid_argument("larger than max_document_bytes (" + std::to_string(most) + ")");
}

std::optional<Outcome> StepChain::refine(const Row& row, ChainScratch& scratch) const {
  const std::vector<size_t> steps = steps_for(row);
  internal::RowProgress row_progress = begin(row);
  if (steps.empty() && !row_progress.has_values()) return std::nullopt;
  if (const auto fits = check_size(row); !fits.ok()) return row_progress.fail(fits.error());
  for (size_t i = 0; i < steps.size(); ++i) {
    if (GiveUpScope::is_over()) return row_progress.fail(unavailable("stopped"));
    const Result<bool> goes_on = take_step(steps, i, row.format, scratch, row_progress);
    if (!goes_on.ok()) return row_progress.fail(goes_on.error());
    if (!*goes_on) return keep_to_texts(row, row_progress.take());
  }
  return keep_to_texts(row, finish(row_progress, scratch));
}

std::optional<std::vector<Edit>> StepChain::values_in(const Row& row, ChainScratch& scratch) const {
  const auto finds = [](const auto& step) { return step->is_anonymizing(); };
  if (std::ranges::any_of(llm_steps_, finds)) return std::nullopt;
  std::vector<Edit> values;
  for (size_t step = 0; step < recipe_->steps.size(); ++step) {
    if (refineries_[step]) return std::nullopt;
    const auto engine = engines_.of(step, row.format);
    if (!engine) continue;
    Outcome outcome = engines_[*engine].refine(row.doc, *scratch.refine[*engine]);
    if (outcome.state == RowState::kRejected) return std::nullopt;
    std::ranges::move(outcome.program.edits, std::back_inserter(values));
  }
  for (Found& value : values_of(row, recipe_->field_values)) values.push_back({value.span, {}, std::move(value.cause)});
  std::ranges::sort(values, {}, &Edit::span);
  return values;
}

ScanTicks StepChain::take_scan_ticks(ChainScratch& scratch) const {
  ScanTicks sum;
  for (size_t i = 0; i < engines_.size(); ++i) {
    for (const auto& [lap, ticks] : engines_[i].take_scan_ticks(*scratch.refine[i])) {
      sum[lap] += ticks;
    }
  }
  return sum;
}

}  // namespace lauter
