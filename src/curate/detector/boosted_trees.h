/// Gradient-boosted decision trees for two classes (Friedman 2001), over few dense numbers: Newton
/// steps on the log loss, splits sought in histograms.
///
///   const BoostedTrees trees = boost(rows, which, {.seed = 1});
///   p = 1 / (1 + exp(-trees.log_odds(numbers)))
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace lauter {

/// Rows of `width` numbers, one after the other, each with its truth and weight.
struct DenseRows {
  size_t width = 0;
  std::vector<float> numbers;
  std::vector<uint8_t> truth;
  std::vector<float> weight;

  size_t size() const { return truth.size(); }
  std::span<const float> row(size_t i) const {
    return std::span(numbers).subspan(i * width, width);
  }
};

/// A complete tree of three levels. The children of split i are 2 i + 1 (number <= limit) and
/// 2 i + 2; the leaves follow the splits in that numbering.
struct DecisionTree {
  static constexpr size_t kLevels = 3;
  static constexpr size_t kSplits = (1U << kLevels) - 1;

  std::array<uint32_t, kSplits> number{};
  std::array<float, kSplits> limit{};
  std::array<float, kSplits + 1> leaf{};

  size_t leaf_of(std::span<const float> numbers) const {
    // Arithmetic instead of a branch, which nobody could foresee. No number is NaN.
    size_t at = 0;
    for (size_t level = 0; level < kLevels; ++level) {
      at = 2 * at + 1 + static_cast<size_t>(numbers[number[at]] > limit[at]);
    }
    return at - kSplits;
  }
};

struct BoostedTrees {
  float constant = 0;
  std::vector<DecisionTree> trees;

  double log_odds(std::span<const float> numbers) const;
};

struct BoostOptions {
  uint32_t trees = 300;
  double rate = 0.06;         ///< what a tree's leaves are scaled by
  double ridge = 5.0;         ///< L2 penalty of a leaf
  double least_curve = 10.0;  ///< sum of weight * p (1 - p) on each side of a split
  double share = 0.3;         ///< of the numbers that a tree looks at
  uint64_t seed = 0;          ///< of which numbers
};

/// Trained on `which` rows. Deterministic; O(trees * rows * width * share).
BoostedTrees boost(const DenseRows& rows, std::span<const uint32_t> which,
                   const BoostOptions& options);

}  // namespace lauter
