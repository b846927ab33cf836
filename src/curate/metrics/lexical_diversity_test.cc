// Questions: are the figures those that lexicalrichness publishes (README, tests), and those of the
// definitions carried out word by word?
#include "curate/metrics/lexical_diversity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "curate/metrics/lexical_words.h"

namespace lauter {
namespace {

/// The example of lexicalrichness' README (MIT, Lucas Shen).
constexpr const char* kReadme =
    "Measure of textual lexical diversity, computed as the mean length of sequential words in "
    "a text that maintains a minimum threshold TTR score. "
    "Iterates over words until TTR scores falls below a threshold, then increase factor "
    "counter by 1 and start over. McCarthy and Jarvis (2010, pg. 385) recommends a factor "
    "threshold in the range of [0.660, 0.750]. (McCarthy 2005, McCarthy and Jarvis 2010)";

LexicalDiversity measure(std::string_view text, const LexicalOptions& options = {}) {
  LexicalScratch scratch;
  return lexical_diversity(text, options, scratch);
}

TEST(LexicalDiversity, EqualsThePublishedValues) {
  const LexicalDiversity d = measure(kReadme, {.segment_window = 25, .moving_window = 25});
  EXPECT_EQ(d.words, 57U);
  EXPECT_EQ(d.terms, 39U);
  EXPECT_NEAR(d.ttr, 0.6842105263157895, 1e-12);
  EXPECT_NEAR(d.rttr, 5.165676192553671, 1e-12);
  EXPECT_NEAR(d.cttr, 3.6526846651686067, 1e-12);
  EXPECT_NEAR(d.msttr, 0.88, 1e-12);
  EXPECT_NEAR(d.mattr, 0.8351515151515151, 1e-12);
  EXPECT_NEAR(d.mtld, 46.79226361031519, 1e-12);
  EXPECT_NEAR(d.hdd, 0.7468703323966486, 1e-12);
  EXPECT_NEAR(d.herdan, 0.9061378160786574, 1e-12);
  EXPECT_NEAR(d.summer, 0.9294460323356605, 1e-12);
  EXPECT_NEAR(d.dugast, 43.074336212149774, 1e-12);
  EXPECT_NEAR(d.maas, 0.023215679867353005, 1e-12);
}

TEST(LexicalDiversity, EqualsThePublishedTests) {
  for (const char* hyphen : {"-", "\u2013", "\u2014"}) {
    const LexicalDiversity d = measure(std::string("TEST text with some text numbers 42, hyphen") +
                                           hyphen + "here, and text punctuations.",
                                       {.segment_window = 5, .moving_window = 5, .hdd_draws = 5});
    EXPECT_EQ(d.words, 10U);
    EXPECT_EQ(d.terms, 8U);
    EXPECT_NEAR(d.herdan, 0.9030899869919434, 1e-12);
    EXPECT_NEAR(d.summer, 0.8777828395738175, 1e-12);
    EXPECT_NEAR(d.dugast, 23.760032854423635, 1e-12);
    EXPECT_NEAR(d.maas, 0.04208748389057132, 1e-12);
    EXPECT_NEAR(d.msttr, 0.8, 1e-12);
    EXPECT_NEAR(d.mattr, 0.9, 1e-12);
    EXPECT_NEAR(d.mtld, 14.0, 1e-12);
    EXPECT_NEAR(d.hdd, 0.8833333333333332, 1e-12);
  }
  EXPECT_NEAR(measure("only unique terms in this little string").mtld, 7, 1e-12);
}

TEST(LexicalDiversity, SaysWhatIsNotDefined) {
  const LexicalDiversity none = measure(" 12 - ...");
  EXPECT_EQ(none.words, 0U);
  EXPECT_TRUE(std::isnan(none.ttr) && std::isnan(none.mtld) && std::isnan(none.distinct[0]));
  const LexicalDiversity one = measure("word");
  EXPECT_EQ(one.ttr, 1);
  EXPECT_EQ(one.mtld, 1);
  EXPECT_TRUE(std::isnan(one.herdan) && std::isnan(one.summer) && std::isnan(one.dugast) &&
              std::isnan(one.maas) && std::isnan(one.msttr) && std::isnan(one.mattr) &&
              std::isnan(one.hdd) && std::isnan(one.distinct[1]));
}

TEST(LexicalWords, FoldsAndParts) {
  const auto hashes = [](std::string_view text) {
    std::vector<uint64_t> list;
    lexical_words(text, list);
    return list;
  };
  EXPECT_EQ(hashes("Well-known since 1998: it's \"new\"."), hashes("wellknown since it s new"));
  EXPECT_EQ(hashes("\u00C4RGER\u00A0\u00FCber"), hashes("\u00E4rger \u00FCber"));
  EXPECT_NE(hashes("a b"), hashes("b a"));
  const std::string longer(200, 'x');
  EXPECT_EQ(hashes(longer), hashes(longer));
  EXPECT_NE(hashes(longer), hashes(longer + "x"));
  EXPECT_NE(hashes(longer), hashes(longer.substr(64)));
}

// --- the definitions, word by word -------------------------------------------------------------

using List = std::vector<std::string>;

double types_per_word(const List& words, size_t begin, size_t n) {
  const std::set<std::string> types(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                    words.begin() + static_cast<std::ptrdiff_t>(begin + n));
  return static_cast<double>(types.size()) / static_cast<double>(n);
}

double slow_mtld(const List& words) {
  double factors = 0;
  size_t begin = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (types_per_word(words, begin, i + 1 - begin) <= 0.72) {
      ++factors;
      begin = i + 1;
    }
  }
  if (begin < words.size()) {
    factors += (1 - types_per_word(words, begin, words.size() - begin)) / (1 - 0.72);
  }
  if (factors == 0) return static_cast<double>(words.size());
  return static_cast<double>(words.size()) / factors;
}

double slow_hdd(const List& words) {
  std::map<std::string, double> counts;
  for (const std::string& word : words) ++counts[word];
  const auto log_choose = [](double n, double k) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  };
  const double n = static_cast<double>(words.size());
  double sum = 0;
  for (const auto& [word, f] : counts) {
    const double none = n - f < 42 ? 0 : std::exp(log_choose(n - f, 42) - log_choose(n, 42));
    sum += (1 - none) / 42;
  }
  return sum;
}

double slow_distinct(const List& words, size_t n) {
  std::set<List> types;
  size_t all = 0;
  for (size_t i = 0; i + n <= words.size(); ++i, ++all) {
    types.insert(List(words.begin() + static_cast<std::ptrdiff_t>(i),
                      words.begin() + static_cast<std::ptrdiff_t>(i + n)));
  }
  return static_cast<double>(types.size()) / static_cast<double>(all);
}

TEST(LexicalDiversity, EqualsTheDefinitions) {
  std::mt19937 random(7);
  LexicalScratch scratch;  // one for all, as a thread uses it
  for (int round = 0; round < 60; ++round) {
    const size_t n = 101 + random() % 500;
    const size_t vocabulary = 1 + random() % 120;
    List words;
    std::string text;
    for (size_t i = 0; i < n; ++i) {
      std::string word = "w";
      for (size_t id = random() % vocabulary; id > 0; id /= 5) {
        word += static_cast<char>('a' + id % 5);
      }
      text += word + (random() % 9 == 0 ? ", " : " ");
      words.push_back(std::move(word));
    }
    const LexicalDiversity d = lexical_diversity(text, {}, scratch);
    ASSERT_EQ(d.words, n);
    double windows = 0;
    for (size_t i = 0; i + 100 <= n; ++i) windows += types_per_word(words, i, 100);
    EXPECT_NEAR(d.mattr, windows / static_cast<double>(n - 99), 1e-9);
    double segments = 0;
    const size_t n_segments = (n - 1) / 100;
    for (size_t i = 0; i < n_segments; ++i) segments += types_per_word(words, i * 100, 100);
    EXPECT_NEAR(d.msttr, segments / static_cast<double>(n_segments), 1e-9);
    const List reversed(words.rbegin(), words.rend());
    EXPECT_NEAR(d.mtld, (slow_mtld(words) + slow_mtld(reversed)) / 2, 1e-9);
    EXPECT_NEAR(d.hdd, slow_hdd(words), 1e-9);
    for (size_t k = 0; k < kDistinctOrders.size(); ++k) {
      EXPECT_NEAR(d.distinct[k], slow_distinct(words, kDistinctOrders[k]), 1e-12);
    }
  }
}

}  // namespace
}  // namespace lauter
