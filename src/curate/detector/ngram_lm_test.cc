// Questions: are the probabilities those of the definition (a reference in Python, written apart:
// tests/curate/ngram_lm_reference.py), do they sum to one, and does a file hold all of a model?
#include "curate/detector/ngram_lm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace lauter {
namespace {

/// As `corpus()` of the reference.
std::vector<std::string> corpus(uint64_t seed, int n_texts, uint64_t vocabulary) {
  uint64_t state = seed;
  std::vector<std::string> texts;
  for (int i = 0; i < n_texts; ++i) {
    std::string text;
    for (int word = 0; word < 40; ++word) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      const uint64_t r = state >> 33U;
      text += word == 0 ? "w" : " w";
      text += std::to_string((r % vocabulary) * ((r >> 12U) % vocabulary) / vocabulary);
      if (r % 7 == 0) text += ".\n";
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

NgramLm train(const std::vector<std::string>& texts, uint32_t order) {
  Result<NgramLmTrainer> trainer = NgramLmTrainer::make({.order = order});
  EXPECT_TRUE(trainer.ok());
  for (const std::string& text : texts) EXPECT_TRUE(trainer->add(text).ok());
  return std::move(*trainer).finish();
}

struct Expected {
  uint32_t order;
  uint64_t vocabulary;
  int n_texts;
  uint64_t tokens;
  uint64_t unknown;
  double bits;
};

constexpr Expected kExpected[] = {
    {1, 30, 12, 46, 1, 210.999039796}, {1, 4, 2, 52, 1, 98.719088153},
    {2, 30, 12, 56, 1, 211.568018764}, {2, 4, 2, 54, 1, 95.744313749},
    {3, 30, 12, 50, 1, 197.125582863}, {3, 4, 2, 52, 1, 86.346868638},
    {4, 30, 12, 60, 1, 249.203672327}, {4, 4, 2, 48, 1, 85.676319489},
    {5, 30, 12, 46, 1, 201.315041903}, {5, 4, 2, 46, 1, 69.437287729},
};

TEST(NgramLm, EqualsTheReference) {
  for (const Expected& expected : kExpected) {
    std::vector<std::string> texts = corpus(expected.order, expected.n_texts, expected.vocabulary);
    const std::string held_out = texts.back() + " unseen";
    texts.pop_back();
    LmScratch scratch;
    const LmSurprise got = train(texts, expected.order).score(held_out, scratch);
    EXPECT_EQ(got.tokens, expected.tokens);
    EXPECT_EQ(got.unknown, expected.unknown);
    // Each of some 50 tokens is a sum of at most five floats.
    EXPECT_NEAR(got.bits, expected.bits, 1e-4) << expected.order;
  }
}

TEST(NgramLm, ProbabilitiesSumToOne) {
  const std::vector<std::string> texts = corpus(5, 12, 30);
  for (uint32_t order = 1; order <= kMaxLmOrder; ++order) {
    const NgramLm lm = train(texts, order);
    LmScratch scratch;
    for (const std::string context : {"", "w1", "w1 w0 w3", "w0 .", "w77 w0", "nothing known"}) {
      lm.score(context.empty() ? "w0" : context, scratch);
      const size_t place = context.empty() ? 0 : scratch.bits.size() - 1;
      double sum = context.empty() ? 0 : std::exp2(-scratch.bits[place]);  // of the end
      std::vector<std::string> words = {".", "unseen"};
      for (int i = 0; i < 30; ++i) words.push_back("w" + std::to_string(i));
      size_t unknown = 0;
      for (const std::string& word : words) {
        const LmSurprise all = lm.score(context + " " + word, scratch);
        // Of several unknown words only one is in the model's sum.
        LmScratch alone;
        if (lm.score(word, alone).unknown > 0 && unknown++ > 0) continue;
        ASSERT_EQ(all.tokens, scratch.bits.size());
        sum += std::exp2(-scratch.bits[place]);
      }
      if (context.empty()) {
        // A sentence is never empty, but the model has a share for its end all the same.
        EXPECT_LT(sum, 1.00001);
        EXPECT_GT(sum, 0.5);
      } else {
        EXPECT_NEAR(sum, 1, 1e-5) << order << " " << context;
      }
    }
  }
}

TEST(NgramLm, AClosedVocabularySumsToOneWithItsUnseenWords) {
  Result<NgramLmTrainer> trainer = NgramLmTrainer::make({.order = 2, .vocabulary = 6});
  ASSERT_TRUE(trainer.ok());
  ASSERT_TRUE(trainer->add("a b a c\nb a").ok());
  const NgramLm lm = std::move(*trainer).finish();
  LmScratch scratch;
  double sum = 0;
  for (const std::string word : {"a", "b", "c", "d", "e"}) {
    const LmSurprise all = lm.score("b " + word, scratch);
    EXPECT_EQ(all.unknown, word < "d" ? 0U : 1U);
    sum += std::exp2(-scratch.bits[1]);
  }
  lm.score("b", scratch);
  EXPECT_NEAR(sum + std::exp2(-scratch.bits[1]), 1, 1e-6);  // the end is the sixth type
}

TEST(NgramLm, CaseAndBlankLinesDoNotMatter) {
  const NgramLm lm = train({"The lamp is lit.\nThe \u00C9tude is on.\n"}, 3);
  LmScratch scratch;
  const LmSurprise a = lm.score("the lamp is on.\nThe lamp.", scratch);
  const LmSurprise b = lm.score("THE  LAMP is on.\n\n\nthe lamp.\n", scratch);
  EXPECT_EQ(a.bits, b.bits);
  EXPECT_EQ(a.tokens, 5U + 1 + 3 + 1);
  EXPECT_EQ(lm.score("\u00E9TUDE", scratch).unknown, 0U);
  EXPECT_EQ(lm.score("", scratch).tokens, 0U);
  EXPECT_EQ(lm.score("", scratch).perplexity(), 1);
}

TEST(NgramLm, HasLimits) {
  EXPECT_FALSE(NgramLmTrainer::make({.order = 0}).ok());
  EXPECT_FALSE(NgramLmTrainer::make({.order = 6}).ok());
  EXPECT_FALSE(NgramLmTrainer::make({.order = 3, .max_ngrams = uint64_t{1} << 33U}).ok());
  Result<NgramLmTrainer> trainer = NgramLmTrainer::make({.order = 3, .max_ngrams = 100});
  ASSERT_TRUE(trainer.ok());
  const Result<void> full = trainer->add(corpus(1, 1, 1000).front() + corpus(2, 1, 1000).front());
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().code, ErrorCode::kResourceExhausted);
  Result<NgramLmTrainer> none = NgramLmTrainer::make({.order = 3});
  LmScratch scratch;
  EXPECT_EQ(std::move(*none).finish().score("what now", scratch).unknown, 3U);
}

}  // namespace
}  // namespace lauter
