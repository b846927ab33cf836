/// Trains a detector (curate/detector/detector.h) on human and machine-made texts.
///
///   DetectorTrainer trainer({.seed = 1});
///   for (...) LAUTER_TRY(trainer.add({.text = t, .machine = true, .source = "gpt", .pair = "7"}));
///   LAUTER_ASSIGN(TrainedDetector trained, std::move(trainer).finish());
///   trained.model.facts = ...; trained.model.save();
///
/// The texts are parted into folds that keep together what belongs together: texts of one pair,
/// near duplicates, and where domains are known whole domains. Each fold gets the margins of
/// models that saw the other folds only; on these margins the second stage is fitted, which so
/// is calibrated for unseen texts (or domains). The figures are those of a second stage that did
/// not see the fold either. The shipped first stage is then trained on all texts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/boosted_trees.h"
#include "curate/detector/detection_figures.h"
#include "curate/detector/detector_model.h"
#include "curate/detector/sparse_svm.h"
#include "curate/detector/word_odds.h"
#include "curate/selection/near_duplicates.h"

namespace lauter {

struct DetectorTrainOptions {
  uint32_t folds = 5;  ///< at least 2
  uint64_t seed = 1;
  uint32_t fewest_words = 5;  ///< the detector abstains below
  uint32_t min_texts = 3;     ///< grams of fewer texts are left out
  SvmOptions svm{};
  BoostOptions boost{};
};

struct DetectorExample {
  std::string_view text;  ///< valid UTF-8
  bool machine = false;
  std::string_view source = {};  ///< who made it; for figures
  std::string_view pair = {};    ///< what it was made from; empty: unknown
  std::string_view domain = {};  ///< empty: unknown
};

/// A text of the training set as it was judged while it was held out.
struct HeldOut {
  Judged judged;
  uint32_t source = 0;
  uint32_t domain = 0;
  uint32_t words = 0;
};

struct TrainedDetector {
  DetectorModel model;  ///< without facts
  std::vector<HeldOut> held_out;
  std::vector<std::string> sources;  ///< by HeldOut::source
  std::vector<std::string> domains;
  uint64_t groups = 0;
};

class DetectorTrainer {
 public:
  /// Of each side at least this many groups.
  static constexpr uint64_t kFewestGroups = 20;

  explicit DetectorTrainer(const DetectorTrainOptions& options) : options_(options) {}

  /// Linear; about 25 KB of memory for a text of 1 KB. Errors: kResourceExhausted at 2^24 texts.
  Result<void> add(const DetectorExample& example);

  /// Deterministic. Errors: kInvalidArgument if a side is missing or has too few groups, or if
  /// there are fewer domains than two or folds than two.
  Result<TrainedDetector> finish() &&;

 private:
  struct Text {
    StyleNumbers style;
    uint32_t words;
    uint32_t source;
    uint32_t domain;
  };
  std::vector<uint32_t> groups() const;
  Result<std::vector<uint32_t>> folds(const std::vector<uint32_t>& groups) const;
  /// What the first stage says of the rows of each fold, trained on all other folds.
  struct FirstStage {
    Margins margins{};
    double word_odds = 0;
  };
  Result<std::vector<FirstStage>> held_out_first_stage(const std::vector<uint32_t>& folds) const;
  DenseRows second_stage_rows(const std::vector<FirstStage>& first) const;

  DetectorTrainOptions options_;
  DetectorFeaturizer featurizer_;
  SketchScratch sketch_scratch_;
  std::array<SparseRows, kGramFamilies> rows_;
  WordRows words_;
  std::vector<uint8_t> machine_;
  std::vector<Text> texts_;
  std::vector<DocumentSketch> sketches_;
  std::vector<uint64_t> pairs_;  ///< hash; a number of its own where none is known
  std::map<std::string, uint32_t, std::less<>> source_numbers_;
  std::map<std::string, uint32_t, std::less<>> domain_numbers_;
};

}  // namespace lauter
