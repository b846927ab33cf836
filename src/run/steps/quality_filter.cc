#include "run/steps/quality_filter.h"

namespace lauter {
namespace {

struct QualityFilterScratch : RefinerScratch {
  QualityClassifier::Scratch features;
};

}  // namespace

Result<QualityClassifier> parse_quality_model(const StepFile& file) {
  auto model = QualityClassifier::parse(*file.bytes);
  if (!model.ok()) return std::move(model.error()).context(file.path);
  return model;
}

Result<std::shared_ptr<const Refiner>> QualityFilter::make(const QualityOptions& options) {
  LAUTER_ASSIGN(QualityClassifier model, parse_quality_model(options.file));
  return std::shared_ptr<const Refiner>(new QualityFilter(std::move(model), options.min_score));
}

std::unique_ptr<RefinerScratch> QualityFilter::make_scratch() const {
  return std::make_unique<QualityFilterScratch>();
}

Result<void> QualityFilter::propose(std::span<const Document> documents, RefinerScratch& base,
                                    std::span<Proposal> proposals) const {
  auto& scratch = static_cast<QualityFilterScratch&>(base);
  for (size_t i = 0; i < documents.size(); ++i) {
    const double p = model_.p_good(documents[i].text, scratch.features);
    if (p >= static_cast<double>(min_score_)) continue;
    proposals[i].drop_document = true;
    proposals[i].drop_cause = {"filter", "min_score", "DROPPED", static_cast<float>(1 - p)};
  }
  return {};
}

}  // namespace lauter
