/// The filter `quality`.
#pragma once

#include <memory>

#include "curate/detector/quality_classifier.h"
#include "refine/refiner.h"
#include "run/recipe/quality_options.h"

namespace lauter {

/// Errors: those of QualityClassifier::parse(), with the file's name.
Result<QualityClassifier> parse_quality_model(const StepFile& file);

/// Proposes to drop texts below the score.
class QualityFilter : public Refiner {
 public:
  static Result<std::shared_ptr<const Refiner>> make(const QualityOptions& options);

  RefinerInfo info() const override { return {"filter", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  QualityFilter(QualityClassifier model, float min_score) : model_(std::move(model)), min_score_(min_score) {}

  QualityClassifier model_;
  float min_score_;
};

}  // namespace lauter
