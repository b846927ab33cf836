#include "tag/bio_decoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lauter {
namespace {

const std::vector<std::string> kLabels = {"I-ORG", "O", "B-PER", "B-ORG", "I-PER"};

/// All sequences of the labels, one by one.
struct BruteForce {
  std::vector<size_t> best;
  std::vector<std::vector<double>> of_type;  ///< [token][0 PER, 1 ORG]

  BruteForce(const std::vector<float>& logits, size_t n, double bonus) {
    std::vector<size_t> sequence(n);
    of_type.assign(n, {0, 0});
    double top = -1e30, total = 0;
    const auto total_of = [](size_t tokens) {
      size_t count = 1;
      while (tokens-- > 0) count *= 5;
      return count;
    };
    for (size_t number = 0; number < total_of(n); ++number) {
      size_t rest = number;
      for (size_t& label : sequence) {
        label = rest % 5;
        rest /= 5;
      }
      if (!is_sound(sequence)) continue;
      double sum = 0, weight = 0;
      for (size_t t = 0; t < n; ++t) {
        sum += logits[t * 5 + sequence[t]] + (sequence[t] == 1 ? 0 : bonus);
        weight += logits[t * 5 + sequence[t]];
      }
      if (sum > top) {
        top = sum;
        best = sequence;
      }
      const double p = std::exp(weight);
      total += p;
      for (size_t t = 0; t < n; ++t) {
        if (sequence[t] == 2 || sequence[t] == 4) of_type[t][0] += p;
        if (sequence[t] == 3 || sequence[t] == 0) of_type[t][1] += p;
      }
    }
    for (auto& row : of_type) {
      for (double& p : row) p /= total;
    }
  }

  static bool is_sound(const std::vector<size_t>& sequence) {
    for (size_t t = 0; t < sequence.size(); ++t) {
      const size_t before = t == 0 ? 1 : sequence[t - 1];
      if (sequence[t] == 4 && before != 2 && before != 4) return false;
      if (sequence[t] == 0 && before != 3 && before != 0) return false;
    }
    return true;
  }

  std::vector<BioSpan> spans() const {
    std::vector<BioSpan> out;
    for (size_t t = 0; t < best.size(); ++t) {
      const auto at = static_cast<uint32_t>(t);
      if (best[t] == 2 || best[t] == 3) out.push_back({at, at + 1, best[t] == 2 ? 0U : 1U, 0});
      if (best[t] == 0 || best[t] == 4) out.back().last = at + 1;
    }
    for (BioSpan& span : out) {
      double sum = 0;
      for (size_t t = span.first; t < span.last; ++t) sum += of_type[t][span.type];
      span.score = static_cast<float>(sum / (span.last - span.first));
    }
    return out;
  }
};

TEST(BioDecoder, AgreesWithAllSequences) {
  auto made = BioDecoder::make(kLabels);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->types(), (std::vector<std::string>{"PER", "ORG"}));
  std::mt19937 random(4);
  std::normal_distribution<float> normal(0, 2.5F);
  BioScratch scratch;
  std::vector<BioSpan> spans;
  size_t compared = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const size_t n = 1 + random() % 6;
    std::vector<float> logits(n * 5);
    for (float& logit : logits) logit = normal(random);
    const float threshold = trial % 2 == 0 ? 0.5F : 0.2F;
    made->decode(logits, threshold, scratch, spans);
    std::vector<BioSpan> expected =
        BruteForce(logits, n, std::log((1 - threshold) / threshold)).spans();
    std::erase_if(expected, [&](const BioSpan& span) { return span.score < threshold; });
    ASSERT_EQ(spans.size(), expected.size()) << trial;
    for (size_t i = 0; i < spans.size(); ++i) {
      EXPECT_EQ(spans[i].first, expected[i].first);
      EXPECT_EQ(spans[i].last, expected[i].last);
      EXPECT_EQ(spans[i].type, expected[i].type);
      EXPECT_NEAR(spans[i].score, expected[i].score, 1e-4);
      ++compared;
    }
  }
  EXPECT_GT(compared, 300U);
}

TEST(BioDecoder, LongTextsKeepTheirPrecision) {
  auto made = BioDecoder::make(kLabels);
  ASSERT_TRUE(made.ok());
  constexpr size_t kTokens = 200000;
  std::vector<float> logits;
  for (size_t t = 0; t < kTokens; ++t) {
    const bool person = t % 1000 == 7;
    logits.insert(logits.end(), {-60, person ? 0.0F : 60.0F, person ? 0.5F : -60.0F, -60, -60});
  }
  BioScratch scratch;
  std::vector<BioSpan> spans;
  made->decode(logits, 0.5F, scratch, spans);
  ASSERT_EQ(spans.size(), kTokens / 1000);
  for (const BioSpan& span : spans) {
    EXPECT_EQ(span.first % 1000, 7U);
    EXPECT_NEAR(span.score, 1 / (1 + std::exp(-0.5)), 1e-4);
  }
}

TEST(BioDecoder, ContradictoryScoresStayFinite) {
  auto made = BioDecoder::make(kLabels);
  ASSERT_TRUE(made.ok());
  // Only an I everywhere, which no sound sequence may begin with.
  std::vector<float> logits;
  for (int t = 0; t < 50; ++t) logits.insert(logits.end(), {900, -900, -900, -900, -900});
  BioScratch scratch;
  std::vector<BioSpan> spans;
  made->decode(logits, 0.01F, scratch, spans);
  for (const BioSpan& span : spans) EXPECT_TRUE(span.score >= 0 && span.score <= 1);
}

TEST(BioDecoder, RefusesOtherLabels) {
  const std::vector<std::vector<std::string>> sets = {
      {"O"}, {"O", "B-A"}, {"B-A", "I-A"}, {"O", "B-A", "I-A", "TOXIC"}, {"O", "B-A", "I-B"}};
  for (const auto& labels : sets) EXPECT_FALSE(BioDecoder::make(labels).ok());
}

TEST(BioDecoder, NothingOfNothing) {
  auto made = BioDecoder::make(kLabels);
  ASSERT_TRUE(made.ok());
  BioScratch scratch;
  std::vector<BioSpan> spans(3);
  made->decode({}, 0.5F, scratch, spans);
  EXPECT_TRUE(spans.empty());
}

}  // namespace
}  // namespace lauter
