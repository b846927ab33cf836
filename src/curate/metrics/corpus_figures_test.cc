// Questions: do the corpus' figures equal their definitions carried out pair by pair, with strings?
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "curate/metrics/bleu.h"
#include "curate/metrics/corpus_words.h"
#include "curate/metrics/document_vectors.h"
#include "curate/metrics/tail_figures.h"
#include "curate/metrics/text_overlap.h"

namespace lauter {
namespace {

using List = std::vector<std::string>;

/// Texts of words of letters with blanks between, so that every tokenizer here cuts them alike.
List random_texts(uint32_t seed, size_t n, size_t vocabulary, size_t max_words) {
  std::mt19937 random(seed);
  List texts;
  for (size_t i = 0; i < n; ++i) {
    std::string text;
    for (size_t words = random() % (max_words + 1); words > 0; --words) {
      size_t id = random() % vocabulary * (random() % vocabulary) / vocabulary;
      text += text.empty() ? "w" : " w";
      for (; id > 0; id /= 6) text += static_cast<char>('a' + id % 6);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string_view> views(const List& texts) { return {texts.begin(), texts.end()}; }

CorpusWords words_of(const List& texts) {
  CorpusWords corpus;
  for (const std::string& text : texts) corpus.add(text);
  return corpus;
}

List split(const std::string& text) {
  List words;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::map<List, size_t> grams(const std::string& text, size_t n) {
  const List words = split(text);
  std::map<List, size_t> counts;
  for (size_t i = 0; i + n <= words.size(); ++i) {
    ++counts[List(words.begin() + static_cast<std::ptrdiff_t>(i),
                  words.begin() + static_cast<std::ptrdiff_t>(i + n))];
  }
  return counts;
}

TEST(TextOverlap, SelfBleuIsBleuAgainstAllOthers) {
  for (uint32_t seed = 1; seed < 12; ++seed) {
    const List texts = random_texts(seed, 2 + seed, 12, 25);
    double sum = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
      std::vector<std::string_view> others = views(texts);
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      Bleu bleu;
      bleu.add(texts[i], others);
      sum += bleu.score(BleuOrder::kEffective);
    }
    EXPECT_NEAR(self_bleu(views(texts)), sum / static_cast<double>(texts.size()), 1e-9) << seed;
  }
  EXPECT_TRUE(std::isnan(self_bleu(views({"one text"}))));
  EXPECT_NEAR(self_bleu(views({"the same five words here", "the same five words here"})), 100,
              1e-9);
}

TEST(TextOverlap, RougeIsTheMeanOverPairs) {
  for (uint32_t seed = 1; seed < 8; ++seed) {
    const List texts = random_texts(seed, 25, 15, 40);
    double sum = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
      for (size_t j = i + 1; j < texts.size(); ++j, ++pairs) {
        auto a = grams(texts[i], 2);
        auto b = grams(texts[j], 2);
        size_t shared = 0;
        size_t size_a = 0;
        size_t size_b = 0;
        for (const auto& [gram, count] : a) {
          size_a += count;
          if (b.count(gram) > 0) shared += std::min(count, b[gram]);
        }
        for (const auto& [gram, count] : b) size_b += count;
        if (shared == 0) continue;
        const double p = static_cast<double>(shared) / static_cast<double>(size_a);
        const double r = static_cast<double>(shared) / static_cast<double>(size_b);
        sum += 2 * p * r / (p + r);
      }
    }
    const double got = mean_pairwise_rouge2(views(texts), 1);
    EXPECT_NEAR(got, sum / static_cast<double>(pairs), 1e-12);
    EXPECT_EQ(got, mean_pairwise_rouge2(views(texts), 3));
  }
  // Digits count, marks and case do not.
  EXPECT_NEAR(mean_pairwise_rouge2(views({"In 1998, the LAMP.", "in 1998 - the lamp"}), 1), 1,
              1e-12);
  EXPECT_TRUE(std::isnan(mean_pairwise_rouge2(views({"one"}), 1)));
}

TEST(TextOverlap, SelfRepetitionIsThatOfThePackageDiversity) {
  const List texts = random_texts(4, 30, 6, 30);
  std::map<List, size_t> texts_with;
  for (const std::string& text : texts) {
    for (const auto& [gram, count] : grams(text, 4)) ++texts_with[gram];
  }
  double sum = 0;
  for (const std::string& text : texts) {
    double others = 0;
    for (const auto& [gram, count] : grams(text, 4))
      others += static_cast<double>(texts_with[gram] - 1);
    sum += std::log(others + 1);
  }
  EXPECT_NEAR(self_repetition(words_of(texts)), sum / 30, 1e-12);
}

TEST(TailFigures, AreCounts) {
  const List texts = random_texts(8, 40, 25, 30);
  const List held_out = random_texts(9, 20, 40, 30);
  for (uint32_t n = 1; n <= 3; ++n) {
    std::map<List, size_t> all;
    double tokens = 0;
    for (const std::string& text : texts) {
      for (const auto& [gram, count] : grams(text, n)) {
        all[gram] += count;
        tokens += static_cast<double>(count);
      }
    }
    double once = 0;
    double entropy = 0;
    for (const auto& [gram, count] : all) {
      once += count == 1 ? 1 : 0;
      const double p = static_cast<double>(count) / tokens;
      entropy -= p * std::log2(p);
    }
    const NgramTail tail = ngram_tail(words_of(texts), n);
    EXPECT_EQ(static_cast<double>(tail.tokens), tokens);
    EXPECT_EQ(tail.types, all.size());
    EXPECT_EQ(static_cast<double>(tail.singletons), once);
    EXPECT_NEAR(tail.missing_mass, once / tokens, 1e-12);
    EXPECT_NEAR(tail.entropy_bits, entropy, 1e-9);

    double held = 0;
    double covered = 0;
    std::set<List> types;
    std::set<List> covered_types;
    for (const std::string& text : held_out) {
      for (const auto& [gram, count] : grams(text, n)) {
        held += static_cast<double>(count);
        types.insert(gram);
        if (all.count(gram) == 0) continue;
        covered += static_cast<double>(count);
        covered_types.insert(gram);
      }
    }
    const NgramCoverage coverage = ngram_coverage(words_of(texts), words_of(held_out), n);
    EXPECT_NEAR(coverage.of_tokens, covered / held, 1e-12);
    EXPECT_NEAR(coverage.of_types,
                static_cast<double>(covered_types.size()) / static_cast<double>(types.size()),
                1e-12);
  }
  EXPECT_TRUE(std::isnan(ngram_tail(CorpusWords(), 1).missing_mass));
}

TEST(CorpusWords, HeadCutsAtWords) {
  const CorpusWords corpus = words_of({"a b c", "d e", "", "f g h"});
  EXPECT_EQ(corpus.words().size(), 8U);
  const CorpusWords head = corpus.head(4);
  ASSERT_EQ(head.texts(), 2U);
  EXPECT_EQ(head.text(0).size(), 3U);
  EXPECT_EQ(head.text(1).size(), 1U);
  EXPECT_EQ(corpus.head(5).texts(), 2U);
  EXPECT_EQ(corpus.head(100).texts(), 4U);
  EXPECT_EQ(corpus.head(0).words().size(), 0U);
}

TEST(DocumentVectors, DistanceAndCoverageAreThoseOfThePairs) {
  const CorpusWords real = words_of(random_texts(1, 40, 60, 50));
  const CorpusWords made = words_of(random_texts(2, 30, 40, 50));
  const CorpusWords* const corpora[] = {&real, &made};
  const std::vector<DocumentVectors> vectors = document_vectors(corpora);
  ASSERT_EQ(vectors[0].size(), 40U);
  ASSERT_EQ(vectors[1].size(), 30U);
  const auto cosine = [](const DocumentVectors& a, size_t i, const DocumentVectors& b, size_t j) {
    double sum = 0;
    for (size_t k = 0; k < kVectorSize; ++k) sum += static_cast<double>(a[i][k] * b[j][k]);
    return sum;
  };
  double distances = 0;
  for (size_t i = 0; i < 40; ++i) {
    for (size_t j = 0; j < i; ++j) distances += 1 - cosine(vectors[0], i, vectors[0], j);
  }
  EXPECT_NEAR(mean_pairwise_distance(vectors[0]), distances / (40 * 39 / 2), 1e-5);
  size_t covered = 0;
  for (size_t i = 0; i < 40; ++i) {
    std::vector<double> near;
    for (size_t j = 0; j < 40; ++j) {
      if (j != i) near.push_back(cosine(vectors[0], i, vectors[0], j));
    }
    std::sort(near.begin(), near.end(), std::greater<>());
    bool found = false;
    for (size_t j = 0; j < 30; ++j)
      found = found || cosine(vectors[0], i, vectors[1], j) >= near[4];
    covered += found ? 1 : 0;
  }
  EXPECT_GT(covered, 0U);
  EXPECT_NEAR(knn_coverage(vectors[0], vectors[1]), static_cast<double>(covered) / 40, 1e-9);
  EXPECT_NEAR(knn_coverage(vectors[0], vectors[0]), 1, 1e-9);
  EXPECT_TRUE(std::isnan(knn_coverage(vectors[0], vectors[1], 40)));
}

}  // namespace
}  // namespace lauter
