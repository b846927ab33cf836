#include "find/prior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lauter {
namespace {

constexpr float kWeights[kPriorFeatures] = {0.5F, 0.4F, -0.2F, 0.3F, -0.9F, -0.4F};

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

/// Marks as the gazetteer gives them: nothing, single words of all levels, names of several words.
std::vector<uint8_t> some_marks(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> marks(n);
  for (uint8_t& mark : marks) mark = static_cast<uint8_t>(random() % (Gazetteer::kMarks + 1));
  return marks;
}

/// The definition, the sum added up anew for each token.
double reference(const std::vector<JudgedToken>& tokens, const std::vector<uint8_t>& marks, size_t t) {
  double persons = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if ((i < t ? t - i : i - t) > 6) persons += double{tokens[i].person_odds};
  }
  const double p = std::min(std::max(double{tokens[t].odds}, 1e-4), 1 - 1e-4);
  const double sum = double{kWeights[0]} * std::log(p / (1 - p)) + double{kWeights[1]} * std::log1p(persons) +
                     double{kWeights[2]} * std::log1p(static_cast<double>(tokens.size())) + double{kWeights[3]} +
                     (marks[t] >= 17 ? double{kWeights[4]} : marks[t] >= 7 ? double{kWeights[5]} : 0.0);
  return 1 / (1 + std::exp(-sum));
}

TEST(Prior, IsItsDefinition) {
  for (const size_t n : {1, 5, 7, 13, 100, 700}) {
    std::vector<JudgedToken> tokens = some_tokens(n, static_cast<uint32_t>(n));
    const std::vector<uint8_t> marks = some_marks(n, static_cast<uint32_t>(n));
    apply_prior(kWeights, marks, tokens);
    for (size_t t = 0; t < n; ++t) {
      const double expected = tokens[t].odds < 0.01F ? double{tokens[t].odds} : reference(tokens, marks, t);
      EXPECT_NEAR(tokens[t].private_odds, expected, 1e-5) << n << " tokens, " << t;
    }
  }
}

TEST(Prior, WithoutWeightsNothingChanges) {
  std::vector<JudgedToken> tokens = some_tokens(50, 3);
  apply_prior({}, {}, tokens);
  for (const JudgedToken& token : tokens) EXPECT_EQ(token.private_odds, token.odds);
}

TEST(Prior, APersonsOwnWordsAreNoEvidence) {
  std::vector<JudgedToken> tokens(300);
  tokens[100].odds = 0.6F;
  apply_prior(kWeights, {}, tokens);
  const float alone = tokens[100].private_odds;
  tokens[97].person_odds = tokens[103].person_odds = tokens[106].person_odds = 0.99F;
  apply_prior(kWeights, {}, tokens);
  EXPECT_FLOAT_EQ(tokens[100].private_odds, alone);
  tokens[93].person_odds = 0.99F;
  apply_prior(kWeights, {}, tokens);
  EXPECT_GT(tokens[100].private_odds, alone);
}

TEST(Prior, ANameIsPrivateAsAWholeOrNotAtAll) {
  std::vector<JudgedToken> tokens = some_tokens(9, 3);
  for (size_t t = 0; t < tokens.size(); ++t) tokens[t].private_odds = t % 2 == 0 ? 0.9F : 0.3F;
  const std::vector<JudgedRun> names = {{.first = 0, .last = 2}, {.first = 2, .last = 3}, {.first = 5, .last = 8}};
  tokens[6].private_odds = 0.05F;  // a title
  pool_names(names, tokens);
  const std::vector<float> expected = {0.6F, 0.6F, 0.9F, 0.3F, 0.9F, 0.3F, 0.05F, 0.3F, 0.9F};
  for (size_t t = 0; t < tokens.size(); ++t) EXPECT_NEAR(tokens[t].private_odds, expected[t], 1e-6) << t;
}

}  // namespace
}  // namespace lauter
