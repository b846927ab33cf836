/// The trained models that a recipe's steps name.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "curate/detector/detector.h"
#include "curate/detector/quality_classifier.h"
#include "curate/tokens/token_counter.h"
#include "find/second_judge.h"
#include "run/recipe/recipe.h"
#include "tag/tag_model.h"

namespace lauter {

struct LoadedModel {
  std::shared_ptr<const TagModel> tags;       ///< none: of `none`
  std::shared_ptr<const SecondJudge> second;  ///< of `large` alone
};

/// By the name in the recipe. `judge` is in it where any other than `none` is.
using Models = std::map<std::string, LoadedModel>;

/// `small` is in this program, and what `large` is but for the second judge; a name with a / or that ends
/// in .safetensors is a file. The model keeps its bytes alive.
/// Errors: kUnimplemented if this build does not carry the model, kNotFound for any other name (with
/// the nearest one), those of reading and of TagModel::load().
Result<std::shared_ptr<const TagModel>> load_model(const std::string& name);

/// Sets the model of every step that has one.
void use_model(Recipe& recipe, const std::string& name);

/// Sets the scope of every step that anonymises.
void use_scope(Recipe& recipe, Scope scope);

/// Each model that a step of the recipe names, once. The second judge of `large` is large.safetensors.zst
/// in the folder LAUTER_MODELS, else in share/lauter/models beside the program's bin/. Errors: those of
/// load_model() and SecondJudge::load(), kUnimplemented if there is no such file.
Result<Models> load_models(const Recipe& recipe);

/// Who decides what is private where a step names `model`: that model if it has a head `judge`, else
/// this program's own; nothing for `none`.
LoadedModel judge_of(const std::string& model, const Models& models);

/// The detector in a file. Errors: those of reading and of Detector::parse().
Result<Detector> load_detector(const std::string& path);

/// The quality model in a file. Errors: those of reading and of QualityClassifier::parse().
Result<QualityClassifier> load_quality_model(const std::string& path);

/// The tokenizer in a file. Errors: those of reading and of read_tokenizer().
Result<TokenCounter> load_tokenizer(const std::string& path);

}  // namespace lauter
