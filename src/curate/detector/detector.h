/// Tells machine-made from human text.
///
///   LAUTER_ASSIGN(const Detector detector, Detector::parse(built_in_detector()));
///   Detector::Scratch scratch;                             // one for each thread
///   const Detector::Answer answer = detector.judge(text, scratch);
///   if (!answer.abstains) answer.p_machine;
///
/// A model over what curate/detector/detector_features.h reads; trained by `lauter curate
/// train-detector`, the built-in one with data and figures that models/ai-detector.md names.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace lauter {

struct DetectorModel;

/// How many human texts may be taken for a machine's.
enum class FalseAlarms : uint8_t { kOnePercent, kFivePercent };

/// Const and safe from any thread, each with its own scratch. Copies share the weights.
class Detector {
 public:
  /// Working memory of one thread. Reusable, never shared.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class Detector;
    struct Memory;
    std::unique_ptr<Memory> memory_;
  };

  struct Answer {
    double logit = 0;       ///< log odds of p_machine; for ordering, p_machine saturates
    double p_machine = 0;   ///< calibrated, for as many human as machine texts
    bool abstains = false;  ///< the text has too few words to be judged
  };

  /// `file_bytes` need not outlive the detector. Errors: kDataLoss if the file is not a detector,
  /// is cut, or was made for other features.
  static Result<Detector> parse(std::string_view file_bytes);

  /// `text` is valid UTF-8. Linear; an empty text abstains.
  Answer judge(std::string_view text, Scratch& scratch) const;

  /// The logit that this share of human texts exceeds; held out in training, by whole domains
  /// where those were known.
  double threshold(FalseAlarms rate) const;

  /// What the detector was trained on, how, and its figures: a JSON object.
  std::string_view facts() const;

 private:
  std::shared_ptr<const DetectorModel> model_;
};

/// The detector in the program (models/ai-detector.bin); empty in programs without it.
std::string_view built_in_detector();

}  // namespace lauter
