/// The filters `quality` and `tokens`.
#pragma once

#include <memory>

#include "curate/detector/quality_classifier.h"
#include "curate/tokens/token_counter.h"
#include "refine/refiner.h"
#include "run/recipe/quality_options.h"
#include "run/recipe/tokens_options.h"

namespace lauter {

/// Errors: those of QualityClassifier::parse() and of read_tokenizer(), with the file's name.
Result<QualityClassifier> parse_quality_model(const StepFile& file);
Result<TokenCounter> read_tokenizer_of(const StepFile& file);

/// Proposes to drop texts below the score.
Result<std::shared_ptr<const Refiner>> make_quality_filter(const QualityOptions& options);
/// Counts, and proposes to drop what is too short or too long.
Result<std::shared_ptr<const Refiner>> make_token_filter(const TokensOptions& options);

}  // namespace lauter
