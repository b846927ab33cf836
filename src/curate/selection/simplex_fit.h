/// A quadratic surface through measured points, and where it is lowest: the regression of RegMix
/// (Liu et al. 2024) and of every other search over a few numbers by many small runs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace lauter {

/// y = c + sum b_i x_i + sum over i <= j of a_ij x_i x_j, by ridge regression.
class QuadraticFit {
 public:
  /// Every point has the same size, at most 16. `ridge` weighs the squares of b and a (c is free),
  /// beside squared errors that are scaled by their number. Errors: kInvalidArgument for no points
  /// or other sizes.
  static Result<QuadraticFit> fit(std::span<const std::vector<double>> points,
                                  std::span<const double> values, double ridge = 1e-4);
  double at(std::span<const double> x) const;

 private:
  std::vector<double> coefficients_;
};

/// `n` points of the simplex of `size` weights, each above 0 and adding up to 1, from a flat
/// Dirichlet distribution; before them its corners and its centre.
std::vector<std::vector<double>> simplex_points(size_t size, size_t n, uint64_t seed);

/// The point of the simplex where `fit` is lowest, among 20,000 drawn ones and what small steps
/// make of the best of them. `most` bounds each weight.
std::vector<double> lowest_on_simplex(const QuadraticFit& fit, std::span<const double> most,
                                      uint64_t seed);

/// Cuts weights at `most` and hands the rest to the others, in proportion (to `most`, if they are 0). They add up to 1, or to
/// what `most` allows.
void bound_shares(std::vector<double>& weights, std::span<const double> most);

}  // namespace lauter
