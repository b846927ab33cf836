#include "find/prior.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lauter {
namespace {

constexpr size_t kNear = 200;
/// Tokens on each side that are likely of the same value.
constexpr size_t kOwn = 6;
/// Below this a token stays what it is.
constexpr float kLeastOdds = 0.01F;
constexpr float kMost = 1 - 1e-4F;

enum Kind : uint8_t { kAll, kPersons, kPrivatePersons, kKinds };

/// Sums over [first, last) for any range in constant time.
class Sums {
 public:
  Sums(std::span<const JudgedToken> tokens, std::vector<double>& room)
      : n_(tokens.size()), room_(room) {
    room_.assign(kKinds * (n_ + 1), 0.0);
    for (size_t t = 0; t < n_; ++t) {
      const double odds = std::clamp(tokens[t].odds, 1 - kMost, kMost);
      const double person = tokens[t].person_odds;
      const double value[kKinds] = {odds, person, person * odds};
      for (size_t k = 0; k < kKinds; ++k) at(k, t + 1) = at(k, t) + value[k];
    }
  }

  /// Within `reach` tokens of `t`, but not beside it.
  double around(Kind kind, size_t t, size_t reach) const {
    return std::max(0.0, within(kind, t, reach) - within(kind, t, kOwn));
  }

 private:
  double& at(size_t kind, size_t t) { return room_[kind * (n_ + 1) + t]; }

  double within(Kind kind, size_t t, size_t reach) const {
    const double* sums = room_.data() + kind * (n_ + 1);
    return sums[std::min(n_, t + reach + 1)] - sums[t - std::min(t, reach)];
  }

  size_t n_;
  std::vector<double>& room_;
};

/// Of the persons, how many are private: even where there are none.
double private_share(const Sums& sums, size_t t, size_t reach) {
  return (sums.around(kPrivatePersons, t, reach) + 0.25) / (sums.around(kPersons, t, reach) + 0.5);
}

}  // namespace

void apply_prior(std::span<const float> weights, std::span<JudgedToken> tokens,
                 std::vector<double>& room) {
  for (JudgedToken& token : tokens) token.private_odds = token.odds;
  if (weights.size() != kPriorFeatures) return;
  const size_t n = tokens.size();
  const Sums sums(tokens, room);
  for (size_t t = 0; t < n; ++t) {
    if (tokens[t].odds < kLeastOdds) continue;
    const double odds = std::min(tokens[t].odds, kMost);
    const std::array<double, kPriorFeatures> evidence = {
        std::log(odds / (1 - odds)),
        std::log1p(sums.around(kAll, t, kNear)),
        private_share(sums, t, kNear),
        std::log1p(sums.around(kAll, t, n)),
        private_share(sums, t, n),
        std::log1p(sums.around(kPersons, t, n)),
        std::log1p(static_cast<double>(n)),
        1.0};
    double logit = 0;
    for (size_t i = 0; i < kPriorFeatures; ++i) logit += evidence[i] * static_cast<double>(weights[i]);
    tokens[t].private_odds = static_cast<float>(1 / (1 + std::exp(-logit)));
  }
}

}  // namespace lauter
