/// A linear classifier of sparse rows: the support vector machine with squared hinge loss and L2
/// penalty, by dual coordinate descent (Hsieh et al. 2008, algorithm 1).
///
///   SparseRows rows;
///   rows.add(grams, true); rows.add(other, false);
///   const std::vector<float> w = train_svm(rows, which, {.seed = 1});
///   z = w[kGramRows] + sum of w[gram.row] * gram.value
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "curate/detector/detector_features.h"

namespace lauter {

/// Rows of one family of grams, with their side.
class SparseRows {
 public:
  void add(std::span<const DetectorGram> grams, bool positive);

  size_t size() const { return positive_.size(); }
  std::span<const DetectorGram> row(size_t i) const {
    return std::span(grams_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
  }
  bool positive(size_t i) const { return positive_[i] != 0; }

  /// Weighs each gram by 1 + ln((1 + rows) / (1 + rows with it)) and drops those of fewer than
  /// `min_rows` rows. Returns the weights, 0 for what was dropped.
  std::vector<float> weigh(uint32_t min_rows);

 private:
  std::vector<DetectorGram> grams_;
  std::vector<size_t> begins_ = {0};
  std::vector<uint8_t> positive_;
};

struct SvmOptions {
  /// Of the errors against the penalty, for rows of mean squared length 1. Both sides together
  /// weigh the same.
  double cost = 1.0;
  uint32_t max_passes = 12;
  double tolerance = 0.05;  ///< of the greatest projected gradient of a pass
  uint64_t seed = 0;        ///< of the order of rows
};

/// Weights of all kGramRows, then the constant. Deterministic; linear in passes and grams. Without
/// rows of both sides the result is 0.
std::vector<float> train_svm(const SparseRows& rows, std::span<const uint32_t> which,
                             const SvmOptions& options);

/// The margin of a row. `weights` as train_svm() gives them.
double svm_margin(std::span<const float> weights, std::span<const DetectorGram> row);

}  // namespace lauter
