#include "curate/selection/quality_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "curate/selection/selection.h"

namespace lauter {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
constexpr float kRepeats = 0.2F;  ///< SignLimits::max_repetition
constexpr double kRidge = 1e-3;  ///< a text's share of it: keeps separable data finite
constexpr int kNewtonSteps = 25;
constexpr size_t kTerms = kQualityFeatures + 1;
using Weights = std::array<double, kTerms>;

constexpr std::string_view kNames[kQualityFeatures] = {
    "fluency",    "unknown_words", "agreement", "number_recall", "number_precision", "name_overlap",
    "repetition", "copied",        "length",    "ends_early",    "empty"};
/// +1: more of it means worse.
constexpr float kErrorSign[kQualityFeatures] = {1, 1, -1, -1, -1, -1, 1, 1, 1, 1, 1};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// Standardised features and the constant.
struct Design {
  std::array<double, kQualityFeatures> mean{};
  std::array<double, kQualityFeatures> scale{};

  Weights row(const QualityFeatures& features) const {
    Weights x{};
    for (size_t i = 0; i < kQualityFeatures; ++i) {
      const auto value = static_cast<double>(features[i]);
      x[i] = std::isnan(value) ? 0.0 : std::clamp((value - mean[i]) * scale[i], -6.0, 6.0);
    }
    x[kQualityFeatures] = 1;
    return x;
  }
};

Design standardise(std::span<const QualityFeatures> features) {
  Design design;
  for (size_t i = 0; i < kQualityFeatures; ++i) {
    double n = 0, sum = 0, squares = 0;
    for (const QualityFeatures& f : features) {
      if (std::isnan(f[i])) continue;
      const auto value = static_cast<double>(f[i]);
      n += 1;
      sum += value;
      squares += value * value;
    }
    design.mean[i] = n > 0 ? sum / n : 0;
    const double variance = n > 0 ? squares / n - design.mean[i] * design.mean[i] : 0;
    design.scale[i] = variance > 1e-12 ? 1 / std::sqrt(variance) : 0;
  }
  return design;
}

double dot(const Weights& a, const Weights& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Gauss elimination without pivots: the matrix is positive definite.
Weights solve(std::array<Weights, kTerms> a, Weights b) {
  for (size_t j = 0; j < kTerms; ++j) {
    for (size_t i = j + 1; i < kTerms; ++i) {
      const double by = a[i][j] / a[j][j];
      for (size_t k = j; k < kTerms; ++k) a[i][k] -= by * a[j][k];
      b[i] -= by * b[j];
    }
  }
  for (size_t j = kTerms; j-- > 0;) {
    for (size_t k = j + 1; k < kTerms; ++k) b[j] -= a[j][k] * b[k];
    b[j] /= a[j][j];
  }
  return b;
}

/// Newton's method over the texts of which use(i) holds.
template <typename Use>
Weights fit_logistic(std::span<const Weights> rows, std::span<const uint8_t> bad, Use use) {
  Weights w{};
  for (int step = 0; step < kNewtonSteps; ++step) {
    Weights gradient{};
    std::array<Weights, kTerms> hessian{};
    double n = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!use(i)) continue;
      n += 1;
      const double p = sigmoid(dot(rows[i], w));
      for (size_t a = 0; a < kTerms; ++a) {
        gradient[a] += rows[i][a] * (p - (bad[i] != 0 ? 1 : 0));
        for (size_t b = 0; b < kTerms; ++b) {
          hessian[a][b] += rows[i][a] * rows[i][b] * p * (1 - p);
        }
      }
    }
    for (size_t a = 0; a < kTerms; ++a) {
      const double ridge = kRidge * n * (a < kQualityFeatures ? 1 : 1e-6);
      gradient[a] += ridge * w[a];
      hessian[a][a] += ridge + 1e-9;
    }
    const Weights move = solve(hessian, gradient);
    double far = 0;
    for (size_t a = 0; a < kTerms; ++a) {
      w[a] -= std::clamp(move[a], -2.0, 2.0);
      far = std::max(far, std::abs(move[a]));
    }
    if (far < 1e-9) break;
  }
  return w;
}

}  // namespace

std::string_view quality_feature_name(size_t feature) { return kNames[feature]; }

void set_sign_features(const ErrorSigns& signs, QualityFeatures& features) {
  const auto set = [&features](QualityFeature feature, double value) {
    features[feature] = static_cast<float>(value);
  };
  set(kNumberRecall, signs.number_recall);
  set(kNumberPrecision, signs.number_precision);
  set(kNameOverlap, std::fmax(signs.name_recall, signs.name_precision));
  set(kRepetition, signs.repetition - signs.source_repetition);
  set(kCopied, signs.copied);
  set(kLength, signs.length_ratio > 0 ? std::abs(std::log(signs.length_ratio)) : 6.0);
  set(kEndsEarly, signs.ends_early ? 1 : 0);
  set(kEmpty, signs.empty ? 1 : 0);
}

Result<QualityModel> QualityModel::train(std::span<const QualityFeatures> features,
                                         std::span<const uint8_t> bad,
                                         std::span<const uint32_t> folds) {
  const Design design = standardise(features);
  std::vector<Weights> rows;
  for (const QualityFeatures& f : features) rows.push_back(design.row(f));
  const uint32_t n_folds = folds.empty() ? 0 : 1 + *std::max_element(folds.begin(), folds.end());
  std::vector<double> unseen(rows.size());
  for (uint32_t fold = 0; fold < n_folds; ++fold) {
    bool good_ones = false, bad_ones = false;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (folds[i] != fold) (bad[i] != 0 ? bad_ones : good_ones) = true;
    }
    if (!good_ones || !bad_ones) {
      return invalid_argument("quality is learnt from good and bad texts; here there is one kind");
    }
    const Weights w = fit_logistic(rows, bad, [&](size_t i) { return folds[i] != fold; });
    for (size_t i = 0; i < rows.size(); ++i) {
      if (folds[i] == fold) unseen[i] = dot(rows[i], w);
    }
  }
  if (n_folds < 2) return invalid_argument("quality is learnt from texts of two contents or more");
  QualityModel model;
  model.mean_ = design.mean;
  model.scale_ = design.scale;
  model.weights_ = fit_logistic(rows, bad, [](size_t) { return true; });
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return unseen[a] != unseen[b] ? unseen[a] < unseen[b] : a < b;
  });
  std::vector<double> y;
  for (const size_t i : order) y.push_back(bad[i] != 0 ? 1 : 0);
  const std::vector<double> p = isotonic(y);
  for (size_t k = 0; k < order.size(); ++k) {
    if (k > 0 && p[k] == p[k - 1]) continue;
    model.steps_at_.push_back(unseen[order[k]]);
    model.steps_p_.push_back(p[k]);
  }
  return model;
}

double QualityModel::logit(const QualityFeatures& features) const {
  return dot(Design{mean_, scale_}.row(features), weights_);
}

double QualityModel::p_bad(const QualityFeatures& features) const {
  const auto at = std::upper_bound(steps_at_.begin(), steps_at_.end(), logit(features));
  return steps_p_[at == steps_at_.begin() ? 0 : static_cast<size_t>(at - steps_at_.begin()) - 1];
}

std::vector<QualityFeature> QualityModel::reasons(const QualityFeatures& features,
                                                  size_t most) const {
  const Weights row = Design{mean_, scale_}.row(features);
  std::vector<QualityFeature> found;
  for (size_t i = 0; i < kQualityFeatures; ++i) {
    if (row[i] * weights_[i] > 0.5) found.push_back(static_cast<QualityFeature>(i));
  }
  std::sort(found.begin(), found.end(), [&](QualityFeature a, QualityFeature b) {
    return row[a] * weights_[a] > row[b] * weights_[b];
  });
  found.resize(std::min(found.size(), most));
  return found;
}

std::vector<float> unlabelled_quality(std::span<const QualityFeatures> features) {
  std::vector<float> quality(features.size(), 0.0F);
  std::vector<float> known(features.size(), 0.0F);
  std::vector<float> values(features.size());
  for (size_t f = 0; f < kQualityFeatures; ++f) {
    bool any = false;
    if (f == kUnknownWords) continue;
    for (size_t i = 0; i < features.size(); ++i) {
      values[i] = f == kRepetition ? std::fmax(features[i][f], kRepeats) : features[i][f];
      if (std::isnan(features[i][f])) values[i] = kUnknown;
      any = any || !std::isnan(values[i]);
    }
    if (!any) continue;
    const std::vector<float> z = normal_scores(values);
    for (size_t i = 0; i < features.size(); ++i) {
      if (std::isnan(values[i])) continue;
      quality[i] -= kErrorSign[f] * z[i];
      known[i] += 1;
    }
  }
  for (size_t i = 0; i < features.size(); ++i) {
    quality[i] = known[i] > 0 ? quality[i] / known[i] : kUnknown;
  }
  return quality;
}

std::vector<double> isotonic(std::span<const double> y) {
  struct Block {
    double sum;
    size_t n;
    double mean() const { return sum / static_cast<double>(n); }
  };
  std::vector<Block> blocks;
  for (const double value : y) {
    blocks.push_back({value, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().n += last.n;
    }
  }
  std::vector<double> fit;
  for (const Block& block : blocks) fit.insert(fit.end(), block.n, block.mean());
  return fit;
}

}  // namespace lauter
