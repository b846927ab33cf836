#include "curate/detector/quality_classifier.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/hash.h"

namespace lauter {
namespace {

constexpr size_t kMostQualityTexts = size_t{1} << 22;
constexpr uint32_t kMostFacts = 1U << 20;

struct QualityHeader {
  char magic[4];
  uint32_t version;
  uint32_t facts;
  float slope;
  float constant;
  float families[kGramFamilies][2];  ///< scale, constant
};
static_assert(sizeof(QualityHeader) == 20 + 8 * kGramFamilies);

constexpr std::string_view kQualityMagic = "LQC1";

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

struct LogisticCurve {
  double slope = 1;
  double constant = 0;
};

/// Logistic regression on one number, both sides weighing the same (Platt 1999, with his targets, which
/// keep it finite where the sides are apart): Newton's steps.
LogisticCurve fit_curve(const std::vector<double>& margins, const std::vector<uint8_t>& good) {
  const auto count = static_cast<double>(margins.size());
  const auto goods = static_cast<double>(std::count(good.begin(), good.end(), 1));
  LogisticCurve curve;
  for (int step = 0; step < 50; ++step) {
    double g[2] = {0, 0};
    double h[3] = {1e-9, 0, 1e-9};
    for (size_t i = 0; i < margins.size(); ++i) {
      const double of_side = good[i] != 0 ? goods : count - goods;
      const double target = good[i] != 0 ? (of_side + 1) / (of_side + 2) : 1 / (of_side + 2);
      const double weight = 0.5 * count / of_side;
      const double p = logistic(curve.slope * margins[i] + curve.constant);
      const double error = weight * (p - target);
      const double spread = weight * p * (1 - p);
      g[0] += error * margins[i];
      g[1] += error;
      h[0] += spread * margins[i] * margins[i];
      h[1] += spread * margins[i];
      h[2] += spread;
    }
    const double det = h[0] * h[2] - h[1] * h[1];
    if (!(std::abs(det) > 1e-12)) break;
    const double by_slope = (g[0] * h[2] - g[1] * h[1]) / det;
    const double by_constant = (g[1] * h[0] - g[0] * h[1]) / det;
    const double most = std::max(std::abs(by_slope), std::abs(by_constant));
    const double share = most > 5 ? 5 / most : 1;
    curve.slope -= share * by_slope;
    curve.constant -= share * by_constant;
    if (most < 1e-9) break;
  }
  return curve;
}

}  // namespace

Result<QualityClassifier> QualityClassifier::parse(std::string_view file) {
  QualityHeader header{};
  const uint64_t fixed = sizeof header + kGramFamilies * kGramRows + sizeof(uint64_t);
  if (file.size() < fixed || !file.starts_with(kQualityMagic)) {
    return data_loss("quality model: not a file of this kind; `lauter train quality` makes one");
  }
  std::memcpy(&header, file.data(), sizeof header);
  if (header.version != kDetectorFeatureVersion) {
    return data_loss("quality model: made for other features; train it again");
  }
  uint64_t checksum = 0;
  std::memcpy(&checksum, file.data() + file.size() - sizeof checksum, sizeof checksum);
  if (header.facts > kMostFacts || file.size() != fixed + header.facts ||
      checksum != hash64(file.substr(0, file.size() - sizeof checksum))) {
    return data_loss("quality model: the file is cut or was changed");
  }
  auto weights = std::make_shared<Weights>();
  weights->slope = header.slope;
  weights->constant = header.constant;
  bool finite = std::isfinite(header.slope) && std::isfinite(header.constant);
  const char* at = file.data() + sizeof header + header.facts;
  for (size_t f = 0; f < kGramFamilies; ++f, at += kGramRows) {
    GramWeights& family = weights->families[f];
    family.scale = header.families[f][0];
    family.constant = header.families[f][1];
    finite = finite && std::isfinite(family.scale) && std::isfinite(family.constant);
    family.q.assign(at, at + kGramRows);
  }
  if (!finite) return data_loss("quality model: a weight is not finite");
  QualityClassifier model;
  model.weights_ = std::move(weights);
  return model;
}

std::string QualityClassifier::save(std::string_view facts) const {
  QualityHeader header{{}, kDetectorFeatureVersion, static_cast<uint32_t>(facts.size()),
                       weights_->slope, weights_->constant, {}};
  std::memcpy(header.magic, kQualityMagic.data(), sizeof header.magic);
  for (size_t f = 0; f < kGramFamilies; ++f) {
    header.families[f][0] = weights_->families[f].scale;
    header.families[f][1] = weights_->families[f].constant;
  }
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  out += facts;
  for (const GramWeights& family : weights_->families) {
    out.append(reinterpret_cast<const char*>(family.q.data()), family.q.size());
  }
  const uint64_t checksum = hash64(out);
  out.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
  return out;
}

double QualityClassifier::p_good(std::string_view text, Scratch& scratch) const {
  RowWeights rows;
  for (size_t f = 0; f < kGramFamilies; ++f) rows[f] = weights_->families[f].q;
  const DetectorFeatures& features = scratch.weigh(text, rows);
  double margin = 0;
  for (size_t f = 0; f < kGramFamilies; ++f) {
    const GramWeights& family = weights_->families[f];
    margin += static_cast<double>(features.weighed[f] * family.scale + family.constant);
  }
  return logistic(static_cast<double>(weights_->slope) * margin + static_cast<double>(weights_->constant));
}

Result<void> QualityTrainer::add(std::string_view text, bool good) {
  if (sketches_.size() == kMostQualityTexts) return resource_exhausted("too many texts to learn from");
  const DetectorFeatures& features = featurizer_.read(text);
  for (size_t f = 0; f < kGramFamilies; ++f) rows_[f].add(features.grams[f], good);
  sketches_.push_back(sketch(text, sketch_scratch_));
  return {};
}

Result<void> QualityTrainer::check_sides(const std::vector<uint32_t>& group) const {
  for (const bool good : {true, false}) {
    std::vector<uint32_t> groups;
    for (size_t i = 0; i < group.size(); ++i) {
      if (rows_[0].positive(i) == good) groups.push_back(group[i]);
    }
    std::ranges::sort(groups);
    const auto last = std::unique(groups.begin(), groups.end());
    const auto count = static_cast<uint64_t>(last - groups.begin());
    if (count >= kFewestOfSide) continue;
    return invalid_argument("a quality model needs at least " + std::to_string(kFewestOfSide) + " different " +
                            (good ? "good" : "bad") + " texts; there are " + std::to_string(count));
  }
  return {};
}

Result<TrainedQuality> QualityTrainer::finish() && {
  TrainedQuality trained;
  const std::vector<uint32_t> group = find_duplicates(sketches_, {}).group;
  LAUTER_TRY(check_sides(group));
  for (size_t i = 0; i < group.size(); ++i) trained.groups += group[i] == i ? 1 : 0;
  LAUTER_ASSIGN(const std::vector<uint32_t> fold, grouped_folds(group, options_.folds, options_.seed));
  std::array<std::vector<float>, kGramFamilies> gram_weights;
  for (size_t f = 0; f < kGramFamilies; ++f) gram_weights[f] = rows_[f].weigh(options_.min_texts);

  const SvmOptions svm{.seed = options_.seed};
  const size_t count = group.size();
  std::vector<double> margins(count);
  std::vector<uint8_t> good(count);
  for (size_t i = 0; i < count; ++i) good[i] = rows_[0].positive(i) ? 1 : 0;
  for (uint32_t k = 0; k < options_.folds; ++k) {
    std::vector<uint32_t> seen;
    for (size_t i = 0; i < count; ++i) {
      if (fold[i] != k) seen.push_back(static_cast<uint32_t>(i));
    }
    for (size_t f = 0; f < kGramFamilies; ++f) {
      const std::vector<float> w = train_svm(rows_[f], seen, svm);
      for (size_t i = 0; i < count; ++i) {
        if (fold[i] == k) margins[i] += svm_margin(w, rows_[f].row(i));
      }
    }
  }
  const LogisticCurve curve = fit_curve(margins, good);
  for (size_t i = 0; i < count; ++i) {
    const double z = curve.slope * margins[i] + curve.constant;
    trained.held_out.push_back({.logit = z, .p = logistic(z), .machine = good[i] != 0, .group = group[i]});
  }

  std::vector<uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  auto weights = std::make_shared<QualityClassifier::Weights>();
  weights->slope = static_cast<float>(curve.slope);
  weights->constant = static_cast<float>(curve.constant);
  for (size_t f = 0; f < kGramFamilies; ++f) {
    std::vector<float> w = train_svm(rows_[f], all, svm);
    for (size_t i = 0; i < kGramRows; ++i) w[i] *= gram_weights[f][i];
    weights->families[f] = quantised(w);
  }
  trained.model.weights_ = std::move(weights);
  return trained;
}

}  // namespace lauter
