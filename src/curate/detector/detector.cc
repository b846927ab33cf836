#include "curate/detector/detector.h"

#include <cmath>

#include "curate/detector/detector_model.h"

extern "C" {
// curate/detector/detector_embed.S, part of the program only.
extern const char lauter_detector_begin[] __attribute__((weak));
extern const char lauter_detector_end[] __attribute__((weak));
extern const char lauter_detector_card_begin[] __attribute__((weak));
extern const char lauter_detector_card_end[] __attribute__((weak));
}

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

std::string_view built_in_detector() {
  if (lauter_detector_begin == nullptr) return {};
  return {lauter_detector_begin, lauter_detector_end};
}

std::string_view built_in_detector_card() {
  if (lauter_detector_card_begin == nullptr) return {};
  return {lauter_detector_card_begin, lauter_detector_card_end};
}

}  // namespace lauter
