#include "curate/selection/simplex_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "curate/detector/ngram_key.h"

namespace lauter {
namespace {

constexpr size_t kMaxSize = 16;
constexpr size_t kDraws = 20'000;
constexpr size_t kSteps = 4'000;

/// 1, x_i, x_i x_j.
std::vector<double> terms(std::span<const double> x) {
  std::vector<double> t = {1.0};
  t.insert(t.end(), x.begin(), x.end());
  for (size_t i = 0; i < x.size(); ++i) {
    for (size_t j = i; j < x.size(); ++j) t.push_back(x[i] * x[j]);
  }
  return t;
}

/// Solves the symmetric positive definite system a x = b in place (Cholesky); a is n x n.
std::vector<double> solve(std::vector<double> a, std::vector<double> b) {
  const size_t n = b.size();
  for (size_t j = 0; j < n; ++j) {
    for (size_t k = 0; k < j; ++k) {
      for (size_t i = j; i < n; ++i) a[i * n + j] -= a[i * n + k] * a[j * n + k];
    }
    const double root = std::sqrt(std::max(a[j * n + j], 1e-300));
    for (size_t i = j; i < n; ++i) a[i * n + j] /= root;
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return b;
}

/// Draws in (0, 1) that are the same everywhere.
class Draws {
 public:
  explicit Draws(uint64_t seed) : seed_(seed) {}
  double next() {
    const uint64_t mixed = join_keys(join_keys(++n_, seed_), 0xD1B54A32D192ED03U);
    return (static_cast<double>(mixed >> 11U) + 0.5) * 0x1p-53;
  }

 private:
  uint64_t seed_;
  uint64_t n_ = 0;
};

std::vector<double> flat_point(size_t size, Draws& draws) {
  std::vector<double> point(size);
  double sum = 0;
  for (double& x : point) sum += x = -std::log(draws.next());
  for (double& x : point) x /= sum;
  return point;
}

}  // namespace

Result<QuadraticFit> QuadraticFit::fit(std::span<const std::vector<double>> points,
                                       std::span<const double> values, double ridge) {
  if (points.empty() || points.size() != values.size() || points[0].size() > kMaxSize) {
    return invalid_argument("a fit needs points of at most 16 numbers and a value for each");
  }
  const size_t n = terms(points[0]).size();
  std::vector<double> a(n * n, 0.0);
  std::vector<double> b(n, 0.0);
  const double scale = 1.0 / static_cast<double>(points.size());
  for (size_t p = 0; p < points.size(); ++p) {
    if (points[p].size() != points[0].size()) return invalid_argument("points of unequal size");
    const std::vector<double> t = terms(points[p]);
    for (size_t i = 0; i < n; ++i) {
      b[i] += scale * t[i] * values[p];
      for (size_t j = 0; j < n; ++j) a[i * n + j] += scale * t[i] * t[j];
    }
  }
  for (size_t i = 1; i < n; ++i) a[i * n + i] += ridge;
  a[0] += 1e-12;
  QuadraticFit fit;
  fit.coefficients_ = solve(std::move(a), std::move(b));
  return fit;
}

double QuadraticFit::at(std::span<const double> x) const {
  const std::vector<double> t = terms(x);
  return std::inner_product(t.begin(), t.end(), coefficients_.begin(), 0.0);
}

std::vector<std::vector<double>> simplex_points(size_t size, size_t n, uint64_t seed) {
  std::vector<std::vector<double>> points;
  for (size_t i = 0; i < size && points.size() < n; ++i) {
    points.emplace_back(size, 0.0);
    points.back()[i] = 1;
  }
  if (points.size() < n) points.emplace_back(size, 1.0 / static_cast<double>(size));
  Draws draws(seed);
  while (points.size() < n) points.push_back(flat_point(size, draws));
  return points;
}

void bound_shares(std::vector<double>& weights, std::span<const double> most) {
  std::vector<bool> full(weights.size());
  for (size_t round = 0; round < weights.size(); ++round) {
    double held = 0, open = 0, space = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      full[i] = full[i] || weights[i] >= most[i];
      if (full[i]) weights[i] = most[i];
      (full[i] ? held : open) += weights[i];
      space += full[i] ? 0 : most[i];
    }
    const double room = std::max(0.0, 1 - held);
    bool over = false;
    for (size_t i = 0; i < weights.size(); ++i) {
      if (full[i]) continue;
      weights[i] = room * (open > 0 ? weights[i] / open : most[i] / space);
      over = over || weights[i] > most[i];
    }
    if (!over) return;
  }
}

std::vector<double> lowest_on_simplex(const QuadraticFit& fit, std::span<const double> most,
                                      uint64_t seed) {
  Draws draws(seed);
  std::vector<double> best;
  double lowest = 0;
  const auto offer = [&](std::vector<double> point) {
    bound_shares(point, most);
    const double value = fit.at(point);
    if (!best.empty() && !(value < lowest)) return;
    best = std::move(point);
    lowest = value;
  };
  for (std::vector<double>& point : simplex_points(most.size(), most.size() + 1, seed)) {
    offer(std::move(point));
  }
  for (size_t i = 0; i < kDraws; ++i) offer(flat_point(most.size(), draws));
  for (size_t i = 0; i < kSteps; ++i) {
    // Towards another point, less and less far.
    const double far = 0.3 * (1 - static_cast<double>(i) / kSteps) * draws.next();
    const std::vector<double> other = flat_point(most.size(), draws);
    std::vector<double> point = best;
    for (size_t k = 0; k < point.size(); ++k) point[k] += far * (other[k] - point[k]);
    offer(std::move(point));
  }
  return best;
}

}  // namespace lauter
