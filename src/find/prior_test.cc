#include "find/prior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lauter {
namespace {

constexpr float kWeights[kPriorFeatures] = {0.5F, 0.2F, -0.3F, 0.4F, 0.6F, 0.1F, -0.3F, 0.7F};

std::vector<JudgedToken> some_tokens(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> odds(0, 1);
  std::vector<JudgedToken> tokens(n);
  for (JudgedToken& token : tokens) {
    token.odds = odds(random) < 0.5F ? 0 : odds(random);
    token.person_odds = odds(random) < 0.7F ? 0 : odds(random);
  }
  return tokens;
}

/// The definition, every sum added up anew.
double reference(const std::vector<JudgedToken>& tokens, size_t t) {
  const auto clipped = [](float odds) { return std::min(std::max(double{odds}, 1e-4), 1 - 1e-4); };
  const auto sum = [&](size_t reach, auto value) {
    double total = 0;
    for (size_t i = 0; i < tokens.size(); ++i) {
      const size_t away = i < t ? t - i : i - t;
      if (away > 6 && away <= reach) total += value(tokens[i]);
    }
    return total;
  };
  const auto all = [&](const JudgedToken& x) { return clipped(x.odds); };
  const auto persons = [](const JudgedToken& x) { return double{x.person_odds}; };
  const auto both = [&](const JudgedToken& x) { return clipped(x.odds) * double{x.person_odds}; };
  const size_t n = tokens.size();
  const double odds = clipped(tokens[t].odds);
  const double evidence[] = {std::log(odds / (1 - odds)),
                             std::log1p(sum(200, all)),
                             (sum(200, both) + 0.25) / (sum(200, persons) + 0.5),
                             std::log1p(sum(n, all)),
                             (sum(n, both) + 0.25) / (sum(n, persons) + 0.5),
                             std::log1p(sum(n, persons)),
                             std::log1p(static_cast<double>(n)),
                             1};
  double logit = 0;
  for (size_t i = 0; i < kPriorFeatures; ++i) logit += evidence[i] * double{kWeights[i]};
  return 1 / (1 + std::exp(-logit));
}

TEST(Prior, IsItsDefinition) {
  std::vector<double> room;
  for (const size_t n : {1, 5, 7, 13, 100, 700}) {
    std::vector<JudgedToken> tokens = some_tokens(n, static_cast<uint32_t>(n));
    apply_prior(kWeights, tokens, room);
    for (size_t t = 0; t < n; ++t) {
      const double expected = tokens[t].odds < 0.01F ? double{tokens[t].odds} : reference(tokens, t);
      EXPECT_NEAR(tokens[t].private_odds, expected, 1e-5) << n << " tokens, " << t;
    }
  }
}

TEST(Prior, WithoutWeightsNothingChanges) {
  std::vector<JudgedToken> tokens = some_tokens(50, 3);
  std::vector<double> room;
  apply_prior({}, tokens, room);
  for (const JudgedToken& token : tokens) EXPECT_EQ(token.private_odds, token.odds);
}

TEST(Prior, AValueIsNoEvidenceForItself) {
  std::vector<JudgedToken> tokens(300);
  tokens[100].odds = 0.6F;
  std::vector<double> room;
  apply_prior(kWeights, tokens, room);
  const float alone = tokens[100].private_odds;
  tokens[97].odds = tokens[103].odds = tokens[106].odds = 0.99F;
  apply_prior(kWeights, tokens, room);
  EXPECT_FLOAT_EQ(tokens[100].private_odds, alone);
  tokens[93].odds = 0.99F;
  apply_prior(kWeights, tokens, room);
  EXPECT_GT(tokens[100].private_odds, alone);
}

}  // namespace
}  // namespace lauter
