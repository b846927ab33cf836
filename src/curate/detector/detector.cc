#include "curate/detector/detector.h"

#include <cmath>

#include "base/embedded.h"
#include "curate/detector/detector_model.h"

namespace lauter {

struct Detector::Scratch::Memory {
  DetectorFeaturizer featurizer;
};

Detector::Scratch::Scratch() = default;
Detector::Scratch::~Scratch() = default;
Detector::Scratch::Scratch(Scratch&&) noexcept = default;
Detector::Scratch& Detector::Scratch::operator=(Scratch&&) noexcept = default;

Result<Detector> Detector::parse(std::string_view file_bytes) {
  LAUTER_ASSIGN(DetectorModel model, DetectorModel::load(file_bytes));
  Detector detector;
  detector.model_ = std::make_shared<const DetectorModel>(std::move(model));
  return detector;
}

Detector::Answer Detector::judge(std::string_view text, Scratch& scratch) const {
  if (scratch.memory_ == nullptr) scratch.memory_ = std::make_unique<Scratch::Memory>();
  const DetectorFeatures& features = scratch.memory_->featurizer.weigh(text, model_->row_weights());
  Answer answer;
  answer.logit = model_->log_odds(features);
  answer.p_machine = 1 / (1 + std::exp(-answer.logit));
  answer.abstains = features.words.size() < model_->fewest_words;
  return answer;
}

double Detector::threshold(FalseAlarms rate) const {
  return static_cast<double>(rate == FalseAlarms::kOnePercent ? model_->threshold_1
                                                              : model_->threshold_5);
}

std::string_view Detector::facts() const { return model_->facts; }

std::string_view built_in_detector() { return embedded_file("ai-detector.bin"); }

}  // namespace lauter
