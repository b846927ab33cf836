#include "curate/detector/detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "curate/detector/detector_trainer.h"
#include "curate/detector/folded_word.h"
#include "curate/detector/lm_sentences.h"
#include "curate/detector/ngram_key.h"
#include "curate/detector/ngram_lm.h"
#include "curate/detector/word_odds.h"

namespace lauter {
namespace {

using Grams = std::map<uint32_t, float>;

Grams grams_of(std::string_view text, GramFamily family) {
  DetectorFeaturizer featurizer;
  Grams grams;
  for (const DetectorGram& gram : featurizer.read(text).grams[family]) {
    EXPECT_TRUE(grams.emplace(gram.row, gram.value).second) << "a row twice";
  }
  return grams;
}

TEST(DetectorFeatures, DisguisesAreUndone) {
  const std::string plain = "The paper is open in 2024, \"isn't it\" - so they say.";
  for (const std::string_view disguised :
       {"THE pApEr is OPEN in 2024, \"isn't it\" - so they say.",
        "The  paper is\nopen in\t2024, \"isn't it\" - so\n\nthey say. ",
        "The paper is open in 1066, \u201cisn\u2019t it\u201d \u2014 so they say.",
        "The pa\u200bper is op\u200den in 2024, \"isn't it\" - so they say."}) {
    for (const GramFamily family : {kCharacterGrams, kWordGrams}) {
      EXPECT_EQ(grams_of(disguised, family), grams_of(plain, family)) << disguised;
    }
  }
  EXPECT_EQ(grams_of("Th\u0435 p\u0430p\u0435r", kWordGrams), grams_of("The paper", kWordGrams));
  EXPECT_NE(grams_of("The papers", kWordGrams), grams_of("The paper", kWordGrams));
}

TEST(DetectorFeatures, CountsAreDampedAndScaled) {
  // One word, thrice: itself, the pair from the begin, and the pair with itself, twice.
  std::vector<double> values;
  double squares = 0;
  for (const auto& [row, value] : grams_of("tick tick tick", kWordGrams)) {
    values.push_back(static_cast<double>(value));
    squares += values.back() * values.back();
  }
  std::sort(values.begin(), values.end());
  ASSERT_EQ(values.size(), 3U);
  EXPECT_NEAR(squares, 1, 1e-6);
  EXPECT_NEAR(values[1] / values[0], 1 + std::log(2.0), 1e-5);
  EXPECT_NEAR(values[2] / values[0], 1 + std::log(3.0), 1e-5);
  // Every run of 2 to 5 bytes of " ab " once: 3 + 2 + 1.
  EXPECT_EQ(grams_of("ab", kCharacterGrams).size(), 6U);
}

TEST(DetectorFeatures, CountsEndAt255) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "tick ";
  const Grams grams = grams_of(text, kWordGrams);
  ASSERT_EQ(grams.size(), 3U);  // 400 times, 399 and once
  float least = 1, most = 0;
  for (const auto& [row, value] : grams) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  EXPECT_NEAR(most / least, 1 + std::log(255.0), 1e-4);
}

TEST(DetectorFeatures, WeighingIsTheSumOfTheList) {
  std::mt19937 random(21);
  std::array<std::vector<int8_t>, kGramFamilies> q;
  for (std::vector<int8_t>& family : q) {
    for (uint32_t i = 0; i < kGramRows; ++i) family.push_back(static_cast<int8_t>(random()));
  }
  DetectorFeaturizer featurizer;
  for (int t = 0; t < 200; ++t) {
    std::string text;
    for (size_t n = random() % (t % 10 == 0 ? 900 : 12); n > 0; --n)
      text += " ,.abcd"[random() % 7];
    const DetectorFeatures listed = featurizer.read(text);
    const DetectorFeatures& weighed = featurizer.weigh(text, {q[0], q[1]});
    for (size_t f = 0; f < kGramFamilies; ++f) {
      double sum = 0;
      for (const DetectorGram& gram : listed.grams[f]) {
        const int weight = q[f][gram.row] * std::abs(q[f][gram.row]);
        sum += weight * static_cast<double>(gram.value);
      }
      EXPECT_NEAR(static_cast<double>(weighed.weighed[f]), sum, 0.2) << text;  // of up to 10^5
    }
  }
}

/// By the definition, a byte at a time. Of text that is folded already.
std::vector<uint64_t> words_by_definition(const std::string& text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '0' || c < 0; };
  std::vector<uint64_t> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (is_letter(text[i])) {
      while (end < text.size() &&
             (is_letter(text[end]) || (text[end] == '\'' && end + 1 < text.size() &&
                                       text[end + 1] >= 'a' && text[end + 1] <= 'z'))) {
        ++end;
      }
    }
    if (text[i] != ' ') words.push_back(word_hash(std::string_view(text).substr(i, end - i)));
    i = end;
  }
  return words;
}

TEST(DetectorFeatures, WordsAreCutAsDefined) {
  std::mt19937 random(23);
  const std::vector<std::string> parts = {"a", "b", "z", "0", "'", "'", ".", ",", " ", "\u00e9"};
  DetectorFeaturizer featurizer;
  for (int t = 0; t < 500; ++t) {
    std::string text;
    for (size_t n = random() % 200; n > 0; --n) {
      const std::string& part = parts[random() % parts.size()];
      if (part != " " || (!text.empty() && text.back() != ' ')) text += part;
    }
    const std::span<const uint64_t> words = featurizer.read(text).words;
    EXPECT_EQ(std::vector(words.begin(), words.end()), words_by_definition(text)) << text;
  }
}

TEST(WordOdds, AreTheDifferenceOfTheTwoModels) {
  std::mt19937 random(25);
  const uint64_t stop = word_hash(".");
  WordRows rows;
  std::vector<uint8_t> machine;
  std::vector<uint32_t> which;
  std::vector<std::vector<uint64_t>> texts;
  std::map<uint64_t, int> pairs;
  for (uint32_t i = 0; i < 60; ++i) {
    std::vector<uint64_t> words;
    uint64_t last = kSentenceBegin;
    for (int n = 0; n < 40; ++n) {
      // Two habits: the lesser of two numbers, and the greater.
      const auto a = random() % 30;
      const auto b = random() % 30;
      const std::string word = std::to_string(i % 2 == 0 ? std::min(a, b) : std::max(a, b));
      words.push_back(n % 8 == 7 ? stop : word_hash(word));
      if (i < 50) ++pairs[join_keys(words.back(), last)];
      last = words.back() == stop ? kSentenceBegin : words.back();
    }
    rows.add(words);
    texts.push_back(words);
    machine.push_back(i % 2);
    if (i < 50) which.push_back(i);
  }
  const auto odds = train_word_odds(rows, machine, which);
  ASSERT_TRUE(odds.ok());
  std::array<NgramLm, 2> models;
  for (const uint32_t side : {0U, 1U}) {
    auto trainer = NgramLmTrainer::make({.order = 2});
    ASSERT_TRUE(trainer.ok());
    for (const uint32_t i : which) {
      if (machine[i] != side) continue;
      for (size_t at = 0; at < 40; at += 8) {
        ASSERT_TRUE(trainer->add_tokens(std::span(texts[i]).subspan(at, 8)).ok());
      }
    }
    models[side] = std::move(*trainer).finish();
  }
  for (uint32_t i = 50; i < 60; ++i) {
    double sum = 0;
    uint64_t last = kSentenceBegin;
    for (const uint64_t word : texts[i]) {
      const uint64_t pair = join_keys(word, last);
      for (const uint32_t side : {0U, 1U}) {
        const internal::LmEntry* entry = pairs[pair] > 1 ? models[side].find(2, pair) : nullptr;
        const internal::LmEntry* context = models[side].find(1, last);
        const internal::LmEntry* alone = models[side].find(1, word);
        double bits =
            alone != nullptr ? double{alone->log_p} : double{models[side].log_p_unknown()};
        if (context != nullptr) bits += double{context->log_backoff};
        if (entry != nullptr) bits = double{entry->log_p};
        sum += side == 1 ? bits : -bits;
      }
      last = word == stop ? kSentenceBegin : word;
    }
    EXPECT_NEAR(odds->mean(texts[i]), sum / 40, 0.08)
        << i;  // tenths of a bit, some out of the table
    EXPECT_EQ(odds->mean(texts[i]) > 0, i % 2 == 1) << i;
  }
  const auto again = WordOdds::load(odds->bytes());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->mean(texts[59]), odds->mean(texts[59]));
  EXPECT_EQ(WordOdds().mean(texts[59]), 0);
  EXPECT_FALSE(WordOdds::load(odds->bytes().substr(1)).ok());
}

TEST(DetectorFeatures, HowWideAGapIsHasNoPartInStyle) {
  DetectorFeaturizer featurizer;
  const auto style_of = [&](const char* text) { return featurizer.read(text).style; };
  const StyleNumbers plain = style_of("One two, three. Four five! Six\nseven. Eight");
  EXPECT_EQ(style_of("One  two,\t three. Four   five! Six \n\n seven. Eight"), plain);
  EXPECT_NE(style_of("One two, three. Four five! Six seven. Eight"), plain);  // a line end less
  // The habit of two blanks behind a sentence is one number, of all gaps alike.
  const StyleNumbers habit = style_of("One two, three.  Four five!   Six\nseven.  Eight");
  size_t others = 0;
  for (size_t i = 0; i < plain.size(); ++i) others += plain[i] != habit[i] ? 1 : 0;
  EXPECT_EQ(others, 1U);
}

TEST(DetectorFeatures, AnyTextIsTaken) {
  for (const char* text :
       {"", " ", "'", "\u4f60\u597d", "a", "\xF0\x9F\x98\x80", "...", "\u0130"}) {
    for (const GramFamily family : {kCharacterGrams, kWordGrams}) {
      for (const auto& [row, value] : grams_of(text, family)) {
        EXPECT_LT(row, kGramRows);
        EXPECT_TRUE(std::isfinite(value)) << text;
      }
    }
  }
}

TEST(BoostedTrees, LearnWhatNoLineCanTell) {
  std::mt19937 random(3);
  DenseRows rows{.width = 3, .numbers = {}, .truth = {}, .weight = {}};
  std::vector<uint32_t> all;
  for (uint32_t i = 0; i < 400; ++i) {
    const float a = static_cast<float>(random() % 1000) / 1000;
    const float b = static_cast<float>(random() % 1000) / 1000;
    rows.numbers.insert(rows.numbers.end(), {a, 7.0F, b});
    rows.truth.push_back((a > 0.5F) != (b > 0.5F) ? 1 : 0);
    rows.weight.push_back(1.0F);
    all.push_back(i);
  }
  const BoostedTrees trees = boost(rows, all, {.least_curve = 1.0, .share = 1.0});
  size_t right = 0;
  for (const uint32_t i : all) right += (trees.log_odds(rows.row(i)) > 0) == (rows.truth[i] != 0);
  EXPECT_GT(right, 380U);
}

/// The loss that train_svm() minimises, in double precision.
double svm_loss(const SparseRows& rows, const std::vector<float>& w, double cost) {
  double loss = 0;
  for (const float x : w) loss += 0.5 * static_cast<double>(x) * static_cast<double>(x);
  for (size_t i = 0; i < rows.size(); ++i) {
    const double side = rows.positive(i) ? 1 : -1;
    const double slack = std::max(0.0, 1 - side * svm_margin(w, rows.row(i)));
    loss += cost * slack * slack;
  }
  return loss;
}

TEST(SparseSvm, NoNearbyWeightsAreBetter) {
  std::mt19937 random(5);
  SparseRows rows;
  std::vector<uint32_t> all;
  for (uint32_t i = 0; i < 40; ++i) {
    std::vector<DetectorGram> grams;
    for (uint32_t row = 0; row < 6; ++row) {
      if (random() % 2 == 0) grams.push_back({row, static_cast<float>(random() % 100) / 100});
    }
    rows.add(grams, i % 2 == 0);
    all.push_back(i);
  }
  std::vector<float> w = train_svm(rows, all, {.cost = 1, .max_passes = 2000, .tolerance = 1e-6});
  double squares = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    squares += 1;
    for (const DetectorGram& gram : rows.row(i)) squares += std::pow(double{gram.value}, 2);
  }
  const double cost = 40 / squares;  // equal sides: each row weighs 1
  const double best = svm_loss(rows, w, cost);
  for (const size_t at : {0U, 1U, 2U, 3U, 4U, 5U, kGramRows}) {
    for (const float step : {-0.02F, 0.02F}) {
      w[at] += step;
      EXPECT_GT(svm_loss(rows, w, cost), best);
      w[at] -= step;
    }
  }
}

TEST(DetectionFigures, AgreeWithTheirDefinitions) {
  std::mt19937 random(9);
  std::vector<Judged> texts;
  for (uint32_t i = 0; i < 500; ++i) {
    const bool machine = i % 3 != 0;
    const double logit = static_cast<double>(random() % 40) / 10 + (machine ? 1 : 0);
    texts.push_back({.logit = logit, .p = 0.25, .machine = machine, .group = i / 4});
  }
  double wins = 0;
  double pairs = 0;
  for (const Judged& a : texts) {
    for (const Judged& b : texts) {
      if (!a.machine || b.machine) continue;
      pairs += 1;
      wins += a.logit > b.logit ? 1 : a.logit == b.logit ? 0.5 : 0;
    }
  }
  const DetectionFigures figures = detection_figures(texts);
  EXPECT_NEAR(figures.auroc, wins / pairs, 1e-12);
  EXPECT_NEAR(figures.calibration_error, 0.25, 1e-12);  // half are machine's, one quarter is said
  double best = 0;
  for (double threshold = -1; threshold < 6; threshold += 0.05) {
    double alarms = 0;
    double hits = 0;
    for (const Judged& text : texts) {
      (text.machine ? hits : alarms) += text.logit > threshold ? 1 : 0;
    }
    if (alarms <= 0.05 * 167) best = std::max(best, hits / 333);
  }
  EXPECT_NEAR(figures.tpr_at_5, best, 1e-12);
  const DetectionIntervals intervals = detection_intervals(texts, 100, 1);
  EXPECT_LT(intervals.auroc.low, figures.auroc);
  EXPECT_GT(intervals.auroc.high, figures.auroc);
  EXPECT_EQ(conformal_threshold({5, 1, 3, 2, 4}, 0.5), 3);
  EXPECT_EQ(conformal_threshold({5, 1, 3, 2, 4}, 0.01), 5);
  EXPECT_EQ(transfer_threshold({{5, 1, 3}, {}, {2, 4}}, 0.5), 3);  // too few domains to compare
}

/// One domain lies apart, so the others' quantile promises it too little: the rate is lowered until,
/// counted one by one, no more of all texts than asked are above what the other domains give.
TEST(DetectionFigures, ThresholdsHoldForNewDomains) {
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  for (int world = 0; world < 4; ++world) {
    std::vector<std::vector<double>> domains(7);
    std::vector<double> all;
    for (size_t k = 0; k < domains.size(); ++k) {
      for (int i = 0; i < 100; ++i) {
        domains[k].push_back((k == 2 ? 1.5 : 0.0) + std::round(100 * normal(random)) / 100);
      }
      all.insert(all.end(), domains[k].begin(), domains[k].end());
    }
    const double transferred = transfer_threshold(domains, 0.05);
    EXPECT_GT(transferred, conformal_threshold(all, 0.05));
    bool found = false;
    for (int step = 0; step < 40 && !found; ++step) {
      const double rate = 0.05 * (1 - step / 40.0);
      size_t above = 0;
      for (size_t k = 0; k < domains.size(); ++k) {
        std::vector<double> others;
        for (size_t other = 0; other < domains.size(); ++other) {
          if (other != k) others.insert(others.end(), domains[other].begin(), domains[other].end());
        }
        const double threshold = conformal_threshold(others, rate);
        for (const double logit : domains[k]) above += logit > threshold ? 1 : 0;
      }
      found = static_cast<double>(above) <= 0.05 * static_cast<double>(all.size());
      if (found) {
        EXPECT_EQ(transferred, conformal_threshold(all, rate));
      }
    }
    EXPECT_TRUE(found);
  }
}

/// Texts of two habits of writing, about nothing.
std::string sample_text(std::mt19937& random, bool machine) {
  static const std::vector<std::string> kPlain = {"river", "went", "old", "got",  "so",
                                                  "boat",  "said", "and", "then", "we"};
  static const std::vector<std::string> kPolished = {"river",  "moreover", "remarkable", "vibrant",
                                                     "boat",   "the",      "fosters",    "and",
                                                     "delves", "landscape"};
  std::string text;
  for (size_t n = 20 + random() % 30; n > 0; --n) {
    const auto& words = machine == (random() % 4 != 0) ? kPolished : kPlain;
    text += words[random() % words.size()];
    text += random() % 9 == 0 ? ". " : " ";
  }
  return text;
}

DetectorTrainer small_trainer(uint64_t seed) {
  std::mt19937 random(11);
  DetectorTrainer trainer({.folds = 3, .seed = seed, .boost = {.trees = 40}});
  for (uint32_t i = 0; i < 240; ++i) {
    const bool machine = i % 2 == 0;
    const std::string pair = std::to_string(i / 2);
    EXPECT_TRUE(trainer
                    .add({.text = sample_text(random, machine),
                          .machine = machine,
                          .source = machine ? "gpt" : "human",
                          .pair = pair})
                    .ok());
  }
  return trainer;
}

TEST(Detector, LearnsSavesAndJudges) {
  auto trained = small_trainer(1).finish();
  ASSERT_TRUE(trained.ok()) << trained.error().message;
  EXPECT_EQ(trained->groups, 120U);
  std::vector<Judged> held_out;
  for (const HeldOut& text : trained->held_out) held_out.push_back(text.judged);
  EXPECT_GT(detection_figures(held_out).auroc, 0.9);

  trained->model.facts = "{\"a\":1}";
  const std::string file = trained->model.save();
  const auto detector = Detector::parse(file);
  ASSERT_TRUE(detector.ok()) << detector.error().message;
  EXPECT_EQ(detector->facts(), "{\"a\":1}");
  EXPECT_GE(detector->threshold(FalseAlarms::kOnePercent),
            detector->threshold(FalseAlarms::kFivePercent));
  std::mt19937 random(77);
  Detector::Scratch scratch;
  DetectorFeaturizer featurizer;
  size_t right = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string text = sample_text(random, i % 2 == 0);
    const Detector::Answer answer = detector->judge(text, scratch);
    right += (answer.p_machine > 0.5) == (i % 2 == 0);
    EXPECT_NEAR(answer.p_machine, 1 / (1 + std::exp(-answer.logit)), 1e-12);
    EXPECT_EQ(answer.logit,
              trained->model.log_odds(featurizer.weigh(text, trained->model.row_weights())));
    EXPECT_FALSE(answer.abstains);
  }
  EXPECT_GT(right, 85U);
  EXPECT_TRUE(detector->judge("", scratch).abstains);
  EXPECT_TRUE(detector->judge("too short", scratch).abstains);
}

TEST(Detector, TheSameTextsGiveTheSameBytes) {
  const auto first = small_trainer(1).finish();
  const auto second = small_trainer(1).finish();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->model.save(), second->model.save());
}

TEST(Detector, RefusesWhatItCannotLearnFrom) {
  std::mt19937 random(13);
  DetectorTrainer one_side({});
  for (uint32_t i = 0; i < 50; ++i) {
    ASSERT_TRUE(one_side.add({.text = sample_text(random, false)}).ok());
  }
  const auto result = std::move(one_side).finish();
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("machine-made"), std::string::npos);
}

TEST(Detector, RefusesOtherFiles) {
  DetectorModel model;
  for (GramWeights& family : model.families) family.q.resize(kGramRows);
  model.trees.trees.resize(2);
  const std::string good = model.save();
  EXPECT_TRUE(Detector::parse(good).ok());
  EXPECT_FALSE(Detector::parse("").ok());
  EXPECT_FALSE(Detector::parse(std::string_view(good).substr(1)).ok());
  for (const size_t size : {4UL, 20UL, 60UL, good.size() - 1}) {
    EXPECT_FALSE(Detector::parse(std::string_view(good).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(Detector::parse(good + "x").ok());
  std::string other = good;
  other[good.size() / 2] ^= 1;
  EXPECT_FALSE(Detector::parse(other).ok());
  model.trees.trees[0].number[0] = kSecondStageNumbers;
  EXPECT_FALSE(Detector::parse(model.save()).ok());
}

}  // namespace
}  // namespace lauter
