/// From signs of error to a calibrated probability that a text is bad, learnt from texts of which
/// that is known (labels, or a reference and a metric).
///
///   LAUTER_ASSIGN(const QualityModel model, QualityModel::train(features, bad, folds));
///   model.p_bad(features_of(text));
///
/// Logistic regression on standardised features, then isotonic regression (pool adjacent violators)
/// of what texts of another fold are given, so that the probability is one for texts unseen.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/metrics/error_signs.h"

namespace lauter {

/// NaN: not known of this text; it then counts as the mean.
enum QualityFeature : uint8_t {
  kFluency,          ///< bits a token of a human language model
  kUnknownWords,     ///< share of its tokens that the model never saw
  kAgreement,        ///< mean overlap with the other candidates (curate/metrics/agreement.h)
  kNumberRecall,     ///< curate/metrics/error_signs.h, from here on
  kNumberPrecision,
  kNameOverlap,      ///< the better direction
  kRepetition,       ///< more than the source's
  kCopied,
  kLength,           ///< |log of the length ratio|
  kEndsEarly,
  kEmpty,
};
inline constexpr size_t kQualityFeatures = 11;
/// `fluency`, `unknown_words`, ...
std::string_view quality_feature_name(size_t feature);

using QualityFeatures = std::array<float, kQualityFeatures>;

/// The features of signs; the first three are left as they are.
void set_sign_features(const ErrorSigns& signs, QualityFeatures& features);

class QualityModel {
 public:
  /// `folds`: of the same size, texts of one content in one fold; two or more folds. Errors:
  /// kInvalidArgument where there are not both kinds in every fold's rest. O(n) steps of Newton.
  static Result<QualityModel> train(std::span<const QualityFeatures> features,
                                    std::span<const uint8_t> bad, std::span<const uint32_t> folds);

  /// Calibrated, in [0, 1].
  double p_bad(const QualityFeatures& features) const;
  /// Before calibration: for order, since calibration has steps.
  double logit(const QualityFeatures& features) const;
  /// The features that speak most for "bad", the strongest first, at most `most`.
  std::vector<QualityFeature> reasons(const QualityFeatures& features, size_t most) const;
  std::span<const double> weights() const { return std::span(weights_).first(kQualityFeatures); }

 private:
  std::array<double, kQualityFeatures> mean_{};
  std::array<double, kQualityFeatures> scale_{};
  std::array<double, kQualityFeatures + 1> weights_{};  ///< the last is the constant
  std::vector<double> steps_at_;  ///< logits, ascending
  std::vector<double> steps_p_;   ///< share of bad ones there
};

/// Without labels: the mean of what the features say, each a normal score over all texts, its sign
/// the one it has for errors; higher is better. Unknown words are left to fluency, and repetition
/// counts from where it is a sign of error.
std::vector<float> unlabelled_quality(std::span<const QualityFeatures> features);

/// A non-decreasing fit of `y` (in the order of x) with least squared error; as long as `y`.
std::vector<double> isotonic(std::span<const double> y);

}  // namespace lauter
