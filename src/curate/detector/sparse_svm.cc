#include "curate/detector/sparse_svm.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace lauter {
namespace {

/// Fisher and Yates; std::shuffle differs between libraries.
void shuffle(std::vector<uint32_t>& order, std::mt19937_64& random) {
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
}

double squared_length(std::span<const DetectorGram> row) {
  double sum = 1;  // the constant
  for (const DetectorGram& gram : row) sum += static_cast<double>(gram.value * gram.value);
  return sum;
}

}  // namespace

void SparseRows::add(std::span<const DetectorGram> grams, bool positive) {
  grams_.insert(grams_.end(), grams.begin(), grams.end());
  begins_.push_back(grams_.size());
  positive_.push_back(positive ? 1 : 0);
}

std::vector<float> SparseRows::weigh(uint32_t min_rows) {
  std::vector<uint32_t> rows_with(kGramRows);
  for (const DetectorGram& gram : grams_) ++rows_with[gram.row];
  std::vector<float> weights(kGramRows);
  for (size_t i = 0; i < weights.size(); ++i) {
    if (rows_with[i] < min_rows) continue;
    weights[i] = 1.0F + static_cast<float>(std::log((1.0 + static_cast<double>(size())) /
                                                    (1.0 + rows_with[i])));
  }
  size_t kept = 0;
  for (size_t i = 0, begin = 0; i < size(); ++i) {
    const size_t end = begins_[i + 1];
    for (size_t g = begin; g < end; ++g) {
      const DetectorGram gram = grams_[g];
      if (weights[gram.row] > 0) grams_[kept++] = {gram.row, gram.value * weights[gram.row]};
    }
    begin = end;
    begins_[i + 1] = kept;
  }
  grams_.resize(kept);
  grams_.shrink_to_fit();
  return weights;
}

double svm_margin(std::span<const float> weights, std::span<const DetectorGram> row) {
  double z = static_cast<double>(weights[kGramRows]);
  for (const DetectorGram& gram : row) z += static_cast<double>(weights[gram.row] * gram.value);
  return z;
}

std::vector<float> train_svm(const SparseRows& rows, std::span<const uint32_t> which,
                             const SvmOptions& options) {
  std::vector<float> w(kGramRows + 1);
  const size_t n = which.size();
  std::vector<double> lengths(n);
  double total_length = 0;
  double positives = 0;
  for (size_t k = 0; k < n; ++k) {
    lengths[k] = squared_length(rows.row(which[k]));
    total_length += lengths[k];
    positives += rows.positive(which[k]) ? 1 : 0;
  }
  const double count = static_cast<double>(n);
  if (positives == 0 || positives == count) return w;
  const double cost = options.cost * count / total_length;
  // Half of the diagonal's inverse cost, for each side.
  const double ridge_positive = 0.5 / (cost * 0.5 * count / positives);
  const double ridge_negative = 0.5 / (cost * 0.5 * count / (count - positives));

  std::vector<double> alpha(n);
  std::vector<uint32_t> order(n);
  for (size_t k = 0; k < n; ++k) order[k] = static_cast<uint32_t>(k);
  std::mt19937_64 random(options.seed);
  for (uint32_t pass = 0; pass < options.max_passes; ++pass) {
    shuffle(order, random);
    double worst = 0;
    for (const uint32_t k : order) {
      const std::span<const DetectorGram> row = rows.row(which[k]);
      const bool positive = rows.positive(which[k]);
      const double side = positive ? 1 : -1;
      const double ridge = positive ? ridge_positive : ridge_negative;
      const double gradient = side * svm_margin(w, row) - 1 + ridge * alpha[k];
      const double projected = alpha[k] > 0 ? gradient : std::min(gradient, 0.0);
      if (projected == 0) continue;
      worst = std::max(worst, std::abs(projected));
      const double next = std::max(0.0, alpha[k] - gradient / (lengths[k] + ridge));
      const auto step = static_cast<float>((next - alpha[k]) * side);
      alpha[k] = next;
      for (const DetectorGram& gram : row) w[gram.row] += step * gram.value;
      w[kGramRows] += step;
    }
    if (worst < options.tolerance) break;
  }
  return w;
}

}  // namespace lauter
