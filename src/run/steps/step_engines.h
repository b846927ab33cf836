/// One engine (a ValueFinder or a Refinery) for every anonymising step and mode of a recipe that a run
/// needs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "curate/detector/language_model.h"
#include "io/input.h"
#include "io/row.h"
#include "refine/anonymize/value_finder.h"
#include "run/recipe/recipe.h"
#include "run/steps/models.h"

namespace lauter {

/// The lists of the recipe and of one of its steps, as one; null if there are none. `key`: of keyed
/// hashes; null: they match nothing. Errors: those of ValueLists::make().
Result<std::shared_ptr<const ValueLists>> lists_of(const Recipe& recipe, const StepOptions& step,
                                                   const SecretKey* key);

/// Whether the lists of the recipe or one of its steps hold keyed hashes.
bool has_keyed_values(const Recipe& recipe);

/// Whether lists, custom rules and files of all steps are fine, as they must be when a run begins. Errors: those
/// of lists_of(), UserPattern::make() and parse_quality_model() and read_tokenizer_of().
Result<void> check_finding(const Recipe& recipe);

/// What the finder is asked to do for a step. Source code is left to the patterns. A model that is
/// not among `models` is none.
FindOptions find_options(const AnonymizeOptions& options, bool code, const Models& models,
                         std::shared_ptr<const ValueLists> lists);

/// Whether the step's condition holds for the row.
bool step_applies(const RecipeStep& step, const Row& row);

/// Which steps are for a row. Behind a step `language` conditions may ask for `lang` and
/// `lang_score` of rows that have no such fields: those of the text as it came in.
class RowSteps {
 public:
  /// Keeps a reference to `recipe`. Errors: those of LanguageModel::embedded().
  static Result<RowSteps> make(const Recipe& recipe);
  /// Numbers of the steps, in order.
  std::vector<size_t> of(const Row& row) const;

 private:
  explicit RowSteps(const Recipe& recipe) : recipe_(&recipe) {}
  const Recipe* recipe_;
  size_t first_told_ = SIZE_MAX;           ///< the step behind `language`
  std::optional<LanguageModel> language_;  ///< if a step behind it asks
};

/// Whether a document of this format is read as source code.
bool reads_as_code(const AnonymizeOptions& options, Format format);

/// Const after make(); safe from any thread.
template <typename Engine>
class StepEngines {
 public:
  using Make = std::function<Result<Engine>(const FindOptions&)>;

  /// Keeps a reference to `recipe`, which must outlive it. `key`: see lists_of(). Errors: those of
  /// lists_of() and `make_engine`.
  static Result<StepEngines> make(const Recipe& recipe, const Inputs& inputs, const Models& models,
                                  const SecretKey* key, const Make& make_engine) {
    StepEngines engines(recipe);
    LAUTER_ASSIGN(engines.row_steps_, RowSteps::make(recipe));
    for (const RecipeStep& step : recipe.steps) {
      Modes modes;
      const auto* options = std::get_if<AnonymizeOptions>(&step.options);
      if (options == nullptr) {
        engines.by_step_.push_back(modes);
        continue;
      }
      LAUTER_ASSIGN(const auto lists, lists_of(recipe, step.options, key));
      for (const InputFile& file : inputs.files) {
        const bool code = reads_as_code(*options, file.format);
        std::optional<size_t>& index = code ? modes.code : modes.text;
        if (index) continue;
        index = engines.engines_.size();
        LAUTER_ASSIGN(Engine engine, make_engine(find_options(*options, code, models, lists)));
        engines.engines_.push_back(std::move(engine));
      }
      engines.by_step_.push_back(modes);
    }
    return engines;
  }

  size_t size() const { return engines_.size(); }
  const RowSteps& row_steps() const { return *row_steps_; }
  const Engine& operator[](size_t index) const { return engines_[index]; }

  /// Number of the engine of step `step` for documents of this format; nothing if it is no
  /// anonymising step.
  std::optional<size_t> of(size_t step, Format format) const {
    const auto* options = std::get_if<AnonymizeOptions>(&recipe_->steps[step].options);
    if (options == nullptr) return std::nullopt;
    return reads_as_code(*options, format) ? by_step_[step].code : by_step_[step].text;
  }

 private:
  struct Modes {
    std::optional<size_t> text;
    std::optional<size_t> code;
  };
  explicit StepEngines(const Recipe& recipe) : recipe_(&recipe) {}

  const Recipe* recipe_;
  std::optional<RowSteps> row_steps_;
  std::vector<Engine> engines_;
  std::vector<Modes> by_step_;
};

}  // namespace lauter
