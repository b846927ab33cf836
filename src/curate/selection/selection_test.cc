#include "curate/selection/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "curate/detector/proxy_run.h"
#include "curate/metrics/agreement.h"
#include "curate/selection/coverage_order.h"
#include "curate/selection/quality_model.h"
#include "curate/selection/sentences.h"
#include "curate/selection/simplex_fit.h"

namespace lauter {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<Candidate> corpus_of(size_t n, uint16_t n_sources, uint32_t words = 10) {
  std::vector<Candidate> texts;
  for (size_t i = 0; i < n; ++i) {
    texts.push_back({.number = i,
                     .words = words,
                     .group = static_cast<uint32_t>(i / n_sources),
                     .source = static_cast<uint16_t>(i % n_sources)});
  }
  return texts;
}

TEST(NormalScores, AreQuantilesOfTheRanks) {
  const std::vector<float> z = normal_scores(std::vector<float>{5, 1, kNan, 3});
  EXPECT_NEAR(z[0], 0.9674F, 1e-3F);  // the quantile of 5/6
  EXPECT_NEAR(z[1], -0.9674F, 1e-3F);
  EXPECT_EQ(z[2], 0);
  EXPECT_NEAR(z[3], 0, 1e-6F);
  const std::vector<float> equal = normal_scores(std::vector<float>{2, 2, 2});
  for (const float value : equal) EXPECT_NEAR(value, 0, 1e-6F);
}

TEST(Select, SharesHoldInEveryPrefix) {
  const std::vector<Candidate> texts = corpus_of(300, 3);
  SelectionPlan plan{.sources = {{.share = 5}, {.share = 3}, {.share = 2}}, .budget = 1000};
  const std::vector<uint32_t> order = select(texts, plan);
  ASSERT_EQ(order.size(), 100U);
  std::array<int, 3> counts{};
  for (size_t k = 0; k < order.size(); ++k) {
    ++counts[texts[order[k]].source];
    EXPECT_NEAR(counts[0], 0.5 * static_cast<double>(k + 1), 1.01);
    EXPECT_NEAR(counts[2], 0.2 * static_cast<double>(k + 1), 1.01);
  }
  // A source that runs dry leaves its share to the others.
  plan.budget = 2900;
  EXPECT_EQ(select(texts, plan).size(), 290U);
}

TEST(Select, HumanTextKeepsToItsShare) {
  std::vector<Candidate> texts = corpus_of(400, 2);
  for (Candidate& text : texts) text.human = text.source == 0;
  SelectionPlan plan{.sources = {{.share = 1}, {.share = 1}}, .real_share = 0.25, .budget = 2000};
  const auto humans = [&](const std::vector<uint32_t>& order) {
    return std::count_if(order.begin(), order.end(), [&](uint32_t i) { return texts[i].human; });
  };
  EXPECT_EQ(humans(select(texts, plan)), 50);
  plan.real_share = 0;
  EXPECT_EQ(humans(select(texts, plan)), 0);
  // Not enough of the others: the share holds, and the budget is not met.
  plan.real_share = 0.25;
  plan.budget = 4000;
  const std::vector<uint32_t> all = select(texts, plan);
  EXPECT_NEAR(static_cast<double>(humans(all)) / static_cast<double>(all.size()), 0.25, 0.01);
  EXPECT_NEAR(static_cast<double>(all.size()), 266, 2);
}

TEST(Select, ASlopeIsImportanceSampling) {
  std::vector<Candidate> texts = corpus_of(4000, 1);
  for (Candidate& text : texts) text.z[kLikeness] = text.number % 2 == 0 ? 1.0F : 0.0F;
  SelectionPlan plan{.sources = {{.share = 1}}, .budget = 200, .unit = BudgetUnit::kRows};
  const auto preferred = [&](double slope, double noise) {
    plan.sources[0].preference.slope[kLikeness] = slope;
    plan.sources[0].preference.noise = noise;
    const std::vector<uint32_t> order = select(texts, plan);
    const auto even = std::count_if(order.begin(), order.end(),
                                    [&](uint32_t i) { return texts[i].number % 2 == 0; });
    return static_cast<double>(even) / static_cast<double>(order.size());
  };
  EXPECT_NEAR(preferred(0, 1), 0.5, 0.12);
  EXPECT_NEAR(preferred(std::log(4.0), 1), 0.8, 0.1);  // weights 4 : 1
  EXPECT_EQ(preferred(1, 0), 1);
  EXPECT_EQ(preferred(-1, 0), 0);
  plan.seed = 9;
  const std::vector<uint32_t> one = select(texts, plan);
  EXPECT_EQ(one, select(texts, plan));
}

TEST(Select, TakesSoManyOfAContent) {
  const std::vector<Candidate> texts = corpus_of(400, 4);
  const SelectionPlan plan{.sources = {{1}, {1}, {1}, {1}}, .by_shares = false, .per_group = 1};
  const std::vector<uint32_t> order = select(texts, plan);
  EXPECT_EQ(order.size(), 100U);
  std::vector<int> of_group(100);
  for (const uint32_t i : order) EXPECT_EQ(++of_group[texts[i].group], 1);
}

TEST(Select, NewContentsComeFirst) {
  const std::vector<Candidate> texts = corpus_of(400, 4);
  SelectionPlan plan{.sources = {{.share = 7}, {.share = 1}, {.share = 1}, {.share = 1}},
                     .new_contents_first = true,
                     .budget = 1000};
  const auto contents = [&](const std::vector<uint32_t>& order) {
    std::map<uint32_t, int> times;
    for (const uint32_t i : order) ++times[texts[i].group];
    return times;
  };
  std::vector<uint32_t> order = select(texts, plan);
  EXPECT_EQ(order.size(), 100U);
  EXPECT_EQ(contents(order).size(), 100U) << "a content twice while another was new";
  const auto of_first =
      std::count_if(order.begin(), order.end(), [&](uint32_t i) { return texts[i].source == 0; });
  EXPECT_NEAR(static_cast<double>(of_first), 70, 1);
  plan.new_contents_first = false;
  EXPECT_LT(contents(select(texts, plan)).size(), 90U);
  // Those that waited follow: nothing is lost, nothing comes twice.
  plan.new_contents_first = true;
  plan.budget = 4000;
  order = select(texts, plan);
  EXPECT_EQ(order.size(), 400U);
  EXPECT_EQ(std::set<uint32_t>(order.begin(), order.end()).size(), 400U);
  // A limit a content holds as well, and human text never waits.
  plan.per_group = 2;
  for (const auto& [content, times] : contents(select(texts, plan))) EXPECT_EQ(times, 2);
}

/// The value by its definition, with a map for the counts.
double value_of(const CoverageWeights& weights, const std::vector<std::vector<uint32_t>>& texts) {
  std::map<uint32_t, double> counts;
  for (const std::vector<uint32_t>& text : texts) {
    for (const uint32_t bucket : text) counts[bucket] += 1;
  }
  double value = 0;
  for (const auto& [bucket, count] : counts) {
    value += static_cast<double>(weights[bucket]) * std::log((count + 0.1) / 0.1);
  }
  return value;
}

/// The greedy rule itself, text by text.
double greedy_value(const CoverageWeights& weights, std::vector<std::vector<uint32_t>> texts,
                    std::vector<double> words, double budget) {
  std::vector<std::vector<uint32_t>> taken;
  double value = 0;
  while (budget > 0 && !texts.empty()) {
    size_t best = 0;
    double best_gain = -1;
    for (size_t i = 0; i < texts.size(); ++i) {
      taken.push_back(texts[i]);
      const double gain = (value_of(weights, taken) - value) / static_cast<double>(texts[i].size());
      taken.pop_back();
      if (gain > best_gain) best_gain = gain, best = i;
    }
    taken.push_back(texts[best]);
    value = value_of(weights, taken);
    budget -= words[best];
    texts.erase(texts.begin() + static_cast<std::ptrdiff_t>(best));
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return value;
}

TEST(SelectCovering, IsNearlyTheGreedyRule) {
  std::mt19937_64 rng(3);
  CoverageWeights weights;
  std::vector<std::string> texts;
  const auto text_of = [&](size_t words, uint64_t types) {
    std::string text;
    for (size_t k = 0; k < words; ++k) {
      const std::string letters = "abcdefghijklmnopqrst";
      const uint64_t word = std::min(rng() % types, rng() % types);
      text += std::string(1, letters[word % 20]) + letters[word / 20 % 20] + "x ";
    }
    return text;
  };
  for (int i = 0; i < 40; ++i) weights.add_human(text_of(40, 200));
  for (int i = 0; i < 60; ++i) {
    texts.push_back(text_of(5 + rng() % 20, 60 + rng() % 140));
    weights.add_candidate(texts.back());
  }
  weights.finish();
  std::vector<Candidate> candidates;
  std::vector<std::vector<uint32_t>> features;
  std::vector<double> words;
  for (uint32_t i = 0; i < texts.size(); ++i) {
    words.push_back(static_cast<double>(count_words(texts[i])));
    candidates.push_back({.number = i, .words = static_cast<uint32_t>(words.back()), .group = i});
    weights.features(texts[i], features.emplace_back());
  }
  const SelectionPlan plan{.sources = {{.share = 1}}, .by_shares = false, .budget = 250};
  const FeatureReader read = [&](uint32_t i) -> Result<std::span<const uint32_t>> {
    return std::span<const uint32_t>(features[i]);
  };
  const auto order = select_covering(candidates, plan, weights, {}, read);
  ASSERT_TRUE(order.ok());
  std::vector<std::vector<uint32_t>> taken;
  double n_words = 0;
  for (const uint32_t i : *order) {
    taken.push_back(features[i]);
    n_words += words[i];
  }
  EXPECT_GE(n_words, 250);
  EXPECT_LT(n_words, 275);
  const double got = value_of(weights, taken);
  EXPECT_GE(got, 0.97 * greedy_value(weights, features, words, 250));
  taken.clear();
  n_words = 0;
  for (uint32_t i = 0; n_words < 250; n_words += words[i++]) taken.push_back(features[i]);
  EXPECT_GT(got, 1.02 * value_of(weights, taken)) << "no better than the first texts";
  // The same texts, their buckets renumbered.
  CoverageWeights few = weights;
  few.compact(features);
  EXPECT_LT(few.size(), 2000U);
  const auto again = select_covering(candidates, plan, few, {}, read);
  EXPECT_EQ(*again, *order);
  // A factor of almost nothing keeps a text out; a share of nothing, its source.
  CoverageOptions options;
  options.factor.assign(texts.size(), 1.0F);
  const uint32_t first = order->front();
  options.factor[first] = 1e-4F;
  const auto without = select_covering(candidates, plan, weights, options, read);
  EXPECT_EQ(std::count(without->begin(), without->end(), first), 0);
}

TEST(SelectCovering, PaysForMarksAndEndsOfSentences) {
  // A word a piece; marks and ends are read too, so that short sentences are no bargain.
  CoverageWeights weights;
  const std::string whole = "lamps and boats and rivers and towns";
  const std::string pieces = "lamps!\nboats!\nrivers!\ntowns!\nlamps!\nboats!\nrivers!";
  weights.add_human(whole);
  weights.add_human(pieces);
  weights.finish();
  std::vector<std::vector<uint32_t>> features(2);
  weights.features(pieces, features[0]);
  weights.features(whole, features[1]);
  ASSERT_GT(value_of(weights, {features[0]}), value_of(weights, {features[1]}));
  const std::vector<Candidate> texts = {{.number = 0, .words = 7, .group = 0},
                                        {.number = 1, .words = 7, .group = 1}};
  const FeatureReader read = [&](uint32_t i) -> Result<std::span<const uint32_t>> {
    return std::span<const uint32_t>(features[i]);
  };
  const SelectionPlan plan{.sources = {{.share = 1}}, .by_shares = false, .budget = 7};
  EXPECT_EQ(*select_covering(texts, plan, weights, {}, read), (std::vector<uint32_t>{1}));
}

TEST(SelectCovering, KeepsShares) {
  const CoverageWeights weights = [] {
    CoverageWeights w;
    w.add_human("one two three");
    w.finish();
    return w;
  }();
  std::vector<Candidate> texts = corpus_of(200, 2);
  const std::vector<uint32_t> none;
  const FeatureReader read = [&](uint32_t) -> Result<std::span<const uint32_t>> {
    return std::span<const uint32_t>(none);
  };
  const SelectionPlan plan{.sources = {{.share = 3}, {.share = 1}}, .budget = 400};
  const auto order = select_covering(texts, plan, weights, {}, read);
  const auto first = std::count_if(order->begin(), order->end(),
                                   [&](uint32_t i) { return texts[i].source == 0; });
  EXPECT_EQ(order->size(), 40U);
  EXPECT_EQ(first, 30);
}

TEST(QuadraticFit, FindsTheLowestPoint) {
  const std::vector<double> target = {0.6, 0.3, 0.1};
  std::vector<std::vector<double>> points = simplex_points(3, 60, 5);
  std::vector<double> values;
  for (const auto& p : points) {
    double value = 8;
    for (size_t i = 0; i < 3; ++i) value += (p[i] - target[i]) * (p[i] - target[i]);
    values.push_back(value);
  }
  const auto fit = QuadraticFit::fit(points, values, 1e-7);
  ASSERT_TRUE(fit.ok());
  const std::vector<double> most = {1, 1, 1};
  const std::vector<double> lowest = lowest_on_simplex(*fit, most, 1);
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(lowest[i], target[i], 0.02);
  const std::vector<double> bounded = lowest_on_simplex(*fit, std::vector<double>{0.4, 1, 1}, 1);
  EXPECT_LE(bounded[0], 0.4 + 1e-9);
  EXPECT_NEAR(bounded[0] + bounded[1] + bounded[2], 1, 1e-9);
  EXPECT_FALSE(QuadraticFit::fit({}, {}).ok());
}

TEST(QualityModel, IsCalibratedAndSaysWhy) {
  EXPECT_EQ(isotonic(std::vector<double>{1, 0, 2, 3, 2.5}),
            (std::vector<double>{0.5, 0.5, 2, 2.75, 2.75}));
  std::mt19937_64 rng(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<QualityFeatures> features(4000);
  std::vector<uint8_t> bad;
  std::vector<uint32_t> folds;
  std::vector<double> truth;
  for (QualityFeatures& f : features) {
    f.fill(kNan);
    f[kFluency] = static_cast<float>(6 + 4 * uniform(rng));
    f[kRepetition] = static_cast<float>(uniform(rng));
    truth.push_back(1 / (1 + std::exp(-(6 * static_cast<double>(f[kRepetition]) - 4))));
    bad.push_back(uniform(rng) < truth.back() ? 1 : 0);
    folds.push_back(static_cast<uint32_t>(rng() % 4));
  }
  const auto model = QualityModel::train(features, bad, folds);
  ASSERT_TRUE(model.ok());
  double error = 0;
  for (size_t i = 0; i < features.size(); ++i) {
    error += std::abs(model->p_bad(features[i]) - truth[i]) / static_cast<double>(features.size());
  }
  EXPECT_LT(error, 0.04);
  QualityFeatures worst{};
  worst.fill(kNan);
  worst[kRepetition] = 1;
  ASSERT_FALSE(model->reasons(worst, 3).empty());
  EXPECT_EQ(model->reasons(worst, 3)[0], kRepetition);
  EXPECT_FALSE(QualityModel::train(features, std::vector<uint8_t>(4000, 1), folds).ok());
}

TEST(ProxyBench, PrefersTextsLikeTheHeldOutOnes) {
  EXPECT_EQ(count_words(" a  bc\n\td "), 3U);
  EXPECT_EQ(count_words(first_words("a bc d e", 2)), 2U);
  const std::string near = "the lamp stands by the river and the keeper counts the boats";
  const std::string far = "of of of of of of of of of of of of";
  const auto bench = ProxyBench::make({near, far}, {"the keeper stands by the lamp"}, {});
  ASSERT_TRUE(bench.ok());
  const uint32_t first[] = {0};
  const uint32_t second[] = {1};
  // Without the closed vocabulary the second would win: it gives unknown words all of its mass.
  EXPECT_LT(*bench->bits(first, 12), *bench->bits(second, 12));
  EXPECT_FALSE(ProxyBench::make({near}, {" "}, {}).ok());
}

TEST(ProxyGain, DoubtsBothDrawsAndJudges) {
  // Every draw and every judge says the same: no doubt.
  const std::vector<double> tokens = {10, 30};
  const std::vector<std::vector<double>> base = {{40, 120}, {41, 123}};
  std::vector<std::vector<double>> tried = {{39, 117}, {40, 120}};
  ProxyGain gain = proxy_gain(base, tried, tokens);
  EXPECT_NEAR(gain.bits, 0.1, 1e-12);
  EXPECT_NEAR(gain.error, 0, 1e-12);
  // Draws that differ: the error of their mean, |.2 - .1| and |0 - .1| of two.
  tried = {{38, 114}, {41, 123}};
  gain = proxy_gain(base, tried, tokens);
  EXPECT_NEAR(gain.bits, 0.1, 1e-12);
  EXPECT_NEAR(gain.error, 0.1, 1e-12);
  // Draws that agree and judges that do not, one of them being all of the gain: by judge 4 - .1 *
  // 10 and 0 - .1 * 30 bits too many, of 40 tokens.
  tried = {{36, 120}, {37, 123}};
  gain = proxy_gain(base, tried, tokens);
  EXPECT_NEAR(gain.bits, 0.1, 1e-12);
  EXPECT_NEAR(gain.error, std::sqrt(2.0 * (3 * 3 + 3 * 3)) / 40, 1e-12);
}

TEST(PairAgreement, IsTheMeanOverlapWithTheOthers) {
  const std::string_view texts[] = {"a b c d", "A b, c d", "a b x y"};
  const std::vector<float> got = pair_agreement(texts);
  EXPECT_NEAR(got[0], (1.0 + 0.2) / 2, 1e-6);  // {ab bc cd}; {ab bx xy} shares one of five
  EXPECT_NEAR(got[2], 0.2, 1e-6);
  EXPECT_TRUE(std::isnan(pair_agreement(std::span(texts).first(1))[0]));
}

TEST(Sentences, AreCutAtStops) {
  const auto cut = [](std::string_view text) {
    std::vector<std::string_view> sentences;
    split_sentences(text, sentences);
    return sentences;
  };
  using Views = std::vector<std::string_view>;
  EXPECT_EQ(cut("One. Two!  \"Three?\" Four"), (Views{"One.", "Two!", "\"Three?\"", "Four"}));
  EXPECT_EQ(cut("J. Smith paid 3.50 e.g. for it... then left.\nNext line"),
            (Views{"J. Smith paid 3.50 e.g. for it... then left.", "Next line"}));
  EXPECT_EQ(cut(" \n "), Views{});
  EXPECT_EQ(sentences_on_lines("A b. C d."), "A b.\nC d.\n");
}

}  // namespace
}  // namespace lauter
