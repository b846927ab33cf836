#include "find/prior.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lauter {
namespace {

/// Tokens on each side that are likely of the same value: no evidence for it.
constexpr size_t kOwn = 6;
/// Below this a token stays what it is.
constexpr float kLeastOdds = 0.01F;
/// Below this a word of a name has no part in it: a title, a mark.
constexpr float kLeastOfName = 0.1F;
/// A single word is known to many from this level on.
constexpr uint32_t kWellKnown = 4;

double persons_in(std::span<const JudgedToken> tokens) {
  double sum = 0;
  for (const JudgedToken& token : tokens) sum += static_cast<double>(token.person_odds);
  return sum;
}

}  // namespace

void apply_prior(std::span<const float> weights, std::span<const uint8_t> known, std::span<JudgedToken> tokens) {
  for (JudgedToken& token : tokens) token.private_odds = token.odds;
  if (weights.size() != kPriorFeatures) return;
  const size_t n = tokens.size();
  const double persons = persons_in(tokens);
  for (size_t t = 0; t < n; ++t) {
    if (tokens[t].odds < kLeastOdds) continue;
    const size_t first = t - std::min(t, kOwn);
    const double own = persons_in(tokens.subspan(first, std::min(n, t + kOwn + 1) - first));
    const uint8_t mark = known.empty() ? 0 : known[t];
    const bool is_known_word = !Gazetteer::has_words(mark) && Gazetteer::level_of(mark) >= kWellKnown;
    const std::array<double, kPriorFeatures> evidence = {
        logit(tokens[t].odds), std::log1p(std::max(0.0, persons - own)), std::log1p(static_cast<double>(n)), 1.0,
        Gazetteer::has_words(mark) ? 1.0 : 0.0, is_known_word ? 1.0 : 0.0};
    double sum = 0;
    for (size_t i = 0; i < kPriorFeatures; ++i) sum += evidence[i] * static_cast<double>(weights[i]);
    tokens[t].private_odds = static_cast<float>(1 / (1 + std::exp(-sum)));
  }
}

void pool_names(std::span<const JudgedRun> names, std::span<JudgedToken> tokens) {
  for (const JudgedRun& name : names) {
    const std::span words = tokens.subspan(name.first, name.last - name.first);
    float sum = 0;
    float n = 0;
    for (const JudgedToken& word : words) {
      if (word.private_odds < kLeastOfName) continue;
      sum += word.private_odds;
      ++n;
    }
    for (JudgedToken& word : words) {
      if (word.private_odds >= kLeastOfName) word.private_odds = sum / n;
    }
  }
}

}  // namespace lauter
