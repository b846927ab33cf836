#include "curate/detector/boosted_trees.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

namespace lauter {
namespace {

constexpr size_t kFeatureBins = 64;

/// What a leaf's step is made of.
struct Sums {
  double slope = 0;
  double curve = 0;

  Sums& operator+=(const Sums& other) {
    slope += other.slope;
    curve += other.curve;
    return *this;
  }
};

Sums operator-(const Sums& a, const Sums& b) { return {a.slope - b.slope, a.curve - b.curve}; }

struct Split {
  double gain = 0;
  uint32_t number = 0;
  size_t bin = kFeatureBins;  ///< the last on the left
};

class Boosting {
 public:
  Boosting(const DenseRows& rows, std::span<const uint32_t> which, const BoostOptions& options)
      : rows_(rows), which_(which), options_(options), random_(options.seed) {
    cut_bins();
  }

  BoostedTrees run() {
    BoostedTrees out;
    Sums sides;
    for (const uint32_t r : which_) {
      (rows_.truth[r] != 0 ? sides.slope : sides.curve) += static_cast<double>(rows_.weight[r]);
    }
    if (sides.slope == 0 || sides.curve == 0) return out;
    out.constant = static_cast<float>(std::log(sides.slope / sides.curve));
    scores_.assign(which_.size(), static_cast<double>(out.constant));
    for (uint32_t t = 0; t < options_.trees; ++t) out.trees.push_back(grow());
    return out;
  }

 private:
  /// Limits at the quantiles of each number; the bin of a value is the first whose limit is not
  /// below it.
  void cut_bins() {
    const size_t n = which_.size();
    bins_.resize(rows_.width * n);
    limits_.resize(rows_.width);
    std::vector<float> sorted(n);
    for (size_t k = 0; k < rows_.width; ++k) {
      for (size_t i = 0; i < n; ++i) sorted[i] = rows_.row(which_[i])[k];
      std::sort(sorted.begin(), sorted.end());
      std::vector<float>& limits = limits_[k];
      for (size_t b = 1; b < kFeatureBins && n > 0; ++b) {
        const float limit = sorted[b * n / kFeatureBins];
        if (limits.empty() || limit > limits.back()) limits.push_back(limit);
      }
      for (size_t i = 0; i < n; ++i) {
        const auto at = std::lower_bound(limits.begin(), limits.end(), rows_.row(which_[i])[k]);
        bins_[k * n + i] = static_cast<uint8_t>(at - limits.begin());
      }
    }
  }

  std::vector<uint32_t> some_numbers() {
    std::vector<uint32_t> numbers(rows_.width);
    for (uint32_t k = 0; k < numbers.size(); ++k) numbers[k] = k;
    const auto count = std::max<size_t>(
        1, static_cast<size_t>(options_.share * static_cast<double>(numbers.size())));
    for (size_t i = 0; i < count; ++i) {
      std::swap(numbers[i], numbers[i + random_() % (numbers.size() - i)]);
    }
    numbers.resize(count);
    return numbers;
  }

  double gain_of(const Sums& sums) const {
    return sums.slope * sums.slope / (sums.curve + options_.ridge);
  }

  /// The best split of each node of a level. `node`: of each row, within the level.
  std::vector<Split> best_splits(const std::vector<Sums>& steps, const std::vector<uint8_t>& node,
                                 size_t nodes, const std::vector<uint32_t>& numbers) const {
    const size_t n = which_.size();
    std::vector<Split> best(nodes);
    std::vector<Sums> histogram;
    for (const uint32_t k : numbers) {
      histogram.assign(nodes * kFeatureBins, {});
      const uint8_t* bins = bins_.data() + k * n;
      for (size_t i = 0; i < n; ++i) histogram[node[i] * kFeatureBins + bins[i]] += steps[i];
      for (size_t v = 0; v < nodes; ++v) {
        const std::span<const Sums> of_node =
            std::span(histogram).subspan(v * kFeatureBins, kFeatureBins);
        Sums total;
        for (const Sums& sums : of_node) total += sums;
        Sums left;
        for (size_t b = 0; b < limits_[k].size(); ++b) {
          left += of_node[b];
          const Sums right = total - left;
          if (std::min(left.curve, right.curve) < options_.least_curve) continue;
          const double gain = gain_of(left) + gain_of(right) - gain_of(total);
          if (gain > best[v].gain) best[v] = {gain, k, b};
        }
      }
    }
    return best;
  }

  DecisionTree grow() {
    const size_t n = which_.size();
    std::vector<Sums> steps(n);
    for (size_t i = 0; i < n; ++i) {
      const double p = 1 / (1 + std::exp(-scores_[i]));
      const double weight = static_cast<double>(rows_.weight[which_[i]]);
      steps[i] = {weight * (rows_.truth[which_[i]] - p), weight * p * (1 - p)};
    }
    const std::vector<uint32_t> numbers = some_numbers();
    DecisionTree tree;
    std::vector<uint8_t> node(n);
    for (size_t level = 0; level < DecisionTree::kLevels; ++level) {
      const size_t nodes = size_t{1} << level;
      const std::vector<Split> splits = best_splits(steps, node, nodes, numbers);
      for (size_t v = 0; v < nodes; ++v) {
        const bool splits_here = splits[v].bin < kFeatureBins;
        tree.number[nodes - 1 + v] = splits[v].number;
        tree.limit[nodes - 1 + v] = splits_here ? limits_[splits[v].number][splits[v].bin]
                                                : std::numeric_limits<float>::max();
      }
      for (size_t i = 0; i < n; ++i) {
        const Split& split = splits[node[i]];
        const bool right = split.bin < kFeatureBins && bins_[split.number * n + i] > split.bin;
        node[i] = static_cast<uint8_t>(2 * node[i] + (right ? 1 : 0));
      }
    }
    std::vector<Sums> leaves(DecisionTree::kSplits + 1);
    for (size_t i = 0; i < n; ++i) leaves[node[i]] += steps[i];
    for (size_t v = 0; v < leaves.size(); ++v) {
      tree.leaf[v] = static_cast<float>(options_.rate * leaves[v].slope /
                                        (leaves[v].curve + options_.ridge));
    }
    for (size_t i = 0; i < n; ++i) scores_[i] += static_cast<double>(tree.leaf[node[i]]);
    return tree;
  }

  const DenseRows& rows_;
  std::span<const uint32_t> which_;
  const BoostOptions& options_;
  std::mt19937_64 random_;
  std::vector<std::vector<float>> limits_;  ///< of each number, rising
  std::vector<uint8_t> bins_;               ///< number by number
  std::vector<double> scores_;
};

}  // namespace

double BoostedTrees::log_odds(std::span<const float> numbers) const {
  double z = static_cast<double>(constant);
  for (const DecisionTree& tree : trees) z += static_cast<double>(tree.leaf[tree.leaf_of(numbers)]);
  return z;
}

BoostedTrees boost(const DenseRows& rows, std::span<const uint32_t> which,
                   const BoostOptions& options) {
  return Boosting(rows, which, options).run();
}

}  // namespace lauter
