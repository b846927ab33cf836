/// Whether a text is like the good ones of its user's, or like the bad ones (`lauter train quality`).
///
///   QualityTrainer trainer({.seed = 1});
///   for (...) LAUTER_TRY(trainer.add(text, /*good=*/true));
///   LAUTER_ASSIGN(TrainedQuality trained, std::move(trainer).finish());
///   trained.model.save("{...}");
///
/// A linear model of each family of hashed n-grams (curate/detector/detector_features.h: characters 2 to 5,
/// words 1 and 2), by curate/detector/sparse_svm.h; the sum of their margins goes through a logistic
/// curve that is fitted to texts of folds that the margins' models had not seen. Near duplicates are in one fold.
///
/// File, little-endian: "LQC1", u32 feature version, u32 size of the facts, f32 slope and constant
/// of the curve, per family f32 scale and constant; the facts (JSON), per family i8 q of each row
/// (weight = scale * q * |q|), u64 XXH3 of all before. 262 KB and the facts.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/detection_figures.h"
#include "curate/detector/detector_features.h"
#include "curate/detector/detector_model.h"
#include "curate/detector/sparse_svm.h"
#include "curate/selection/near_duplicates.h"

namespace lauter {

/// Const and safe from any thread, each with its own scratch. Copies share the weights.
class QualityClassifier {
 public:
  using Scratch = DetectorFeaturizer;

  /// `file` need not outlive it. Errors: kDataLoss if the file is none of this kind, is cut or
  /// changed, or was made for other features.
  static Result<QualityClassifier> parse(std::string_view file);
  std::string save(std::string_view facts) const;

  /// The probability that the text is a good one, if there were as many of both. `text` is valid
  /// UTF-8. Linear.
  double p_good(std::string_view text, Scratch& scratch) const;

 private:
  friend class QualityTrainer;
  struct Weights {
    float slope = 1;
    float constant = 0;
    std::array<GramWeights, kGramFamilies> families;
  };
  std::shared_ptr<const Weights> weights_;
};

struct TrainedQuality {
  QualityClassifier model;
  std::vector<Judged> held_out;  ///< `machine`: good. Of each text, judged while it was held out
  uint64_t groups = 0;           ///< of near duplicates
};

struct QualityTrainOptions {
  uint64_t seed = 0;  ///< of folds and of the order of rows
  uint32_t folds = 5;
  uint32_t min_texts = 2;  ///< grams of fewer texts are left out
};

class QualityTrainer {
 public:
  /// Of each side at least this many texts that are no near duplicates.
  static constexpr uint64_t kFewestOfSide = 20;

  explicit QualityTrainer(const QualityTrainOptions& options) : options_(options) {}

  /// `text` is valid UTF-8. About 25 KB of memory for a text of 1 KB. Errors: kResourceExhausted at
  /// 2^22 texts.
  Result<void> add(std::string_view text, bool good);

  /// Deterministic. Errors: kInvalidArgument if a side has too few texts.
  Result<TrainedQuality> finish() &&;

 private:
  Result<void> check_sides(const std::vector<uint32_t>& group) const;

  QualityTrainOptions options_;
  DetectorFeaturizer featurizer_;
  SketchScratch sketch_scratch_;
  std::array<SparseRows, kGramFamilies> rows_;
  std::vector<DocumentSketch> sketches_;
};

}  // namespace lauter
