#include "tag/toxicity/toxicity_linear.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include "base/sha256_hex.h"

namespace lauter {
namespace {

ToxicityFeatures toxicity_features_of(std::string_view text) {
  ToxicityFeatures features;
  extract_toxicity_features(text, features);
  return features;
}

std::vector<uint32_t> words_of(std::string_view text) {
  std::vector<uint32_t> rows;
  for (const ToxicityWord& word : toxicity_features_of(text).words) rows.push_back(word.word_row);
  return rows;
}

TEST(ToxicityFeatures, DisguisesAreUndone) {
  for (const char* disguised : {"idiot", "IDIOT", "1d1ot", "!diot", "id!ot", "idi0t", "i d i o t",
                                "i.d.i.o.t", "i-d-i-o-t", "idi\u200bot"}) {
    if (disguised[0] == '!') continue;  // a sign counts inside words only
    EXPECT_EQ(words_of(disguised), words_of("idiot")) << disguised;
  }
  EXPECT_EQ(words_of("idiooooot"), words_of("idioot"));
  EXPECT_EQ(words_of("don't"), words_of("dont"));
  EXPECT_EQ(words_of("id*ot"), words_of("id#ot"));
  EXPECT_NE(words_of("id*ot"), words_of("idiot"));
}

TEST(ToxicityFeatures, WordsKeepTheirPlaces) {
  const std::string text = "Hi @anna, see https://x.y/z  t h e \u00fcb\u00e9r 42!";
  const ToxicityFeatures features = toxicity_features_of(text);
  std::vector<std::string> seen;
  for (const ToxicityWord& word : features.words) {
    seen.push_back(text.substr(word.span.begin, word.span.end - word.span.begin));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"Hi", "@anna", "see", "https://x.y/z", "t h e",
                                            "\u00fcb\u00e9r", "42"}));
  EXPECT_EQ(features.words[1].grams_begin, features.words[1].grams_end);  // who is not said
  EXPECT_EQ(features.words[5].grams_end - features.words[5].grams_begin, 5U + 4U + 3U + 2U);
}

TEST(ToxicityFeatures, AnyBytesOfValidUtf8AreTaken) {
  for (const char* text :
       {"", " ", "@", "'", "***", "a*", "@@@a", "a'", "a b", "http://", "\u4f60"}) {
    EXPECT_NO_FATAL_FAILURE(toxicity_features_of(text)) << text;
  }
}

/// A file of weights, nearly all zero.
class Weights {
 public:
  Weights() : words(kToxicityWordRows), grams(kToxicityGramRows) {}

  std::string file() const {
    std::string out = "LTX1";
    const uint32_t sizes[] = {kToxicityFeatureVersion, kToxicityWordRows, kToxicityGramRows};
    const float scales[] = {0.25F, 0.5F, bias, 2.0F};
    out.append(reinterpret_cast<const char*>(sizes), sizeof sizes);
    out.append(reinterpret_cast<const char*>(scales), sizeof scales);
    out.append(reinterpret_cast<const char*>(words.data()), words.size());
    out.append(reinterpret_cast<const char*>(grams.data()), grams.size());
    return out;
  }

  std::vector<int8_t> words;
  std::vector<int8_t> grams;
  float bias = -1.0F;
};

/// The formula of the header, one window after the other, with sets.
double reference(const Weights& weights, std::string_view text) {
  const ToxicityFeatures features = toxicity_features_of(text);
  const auto value = [](int8_t q, double scale) { return 2.0 * scale * q * std::abs(q); };
  const size_t count = features.words.size();
  double worst = -INFINITY;
  for (size_t first = 0; first == 0 || first < count; ++first) {
    const bool is_window =
        count <= 48 ? first == 0 : first + 48 == count || (first % 24 == 0 && first + 48 < count);
    if (!is_window) continue;
    std::set<uint32_t> words;
    std::set<uint32_t> grams;
    for (size_t i = first; i < std::min(first + 48, count); ++i) {
      words.insert({features.words[i].word_row, features.words[i].pair_row});
      for (uint32_t g = features.words[i].grams_begin; g < features.words[i].grams_end; ++g) {
        grams.insert(features.grams[g]);
      }
    }
    double word_sum = 0;
    for (const uint32_t row : words) word_sum += value(weights.words[row], 0.25);
    double gram_sum = 0;
    for (const uint32_t row : grams) gram_sum += value(weights.grams[row], 0.5);
    double z = static_cast<double>(weights.bias);
    if (!words.empty()) z += word_sum / std::sqrt(static_cast<double>(words.size()));
    if (!grams.empty()) z += gram_sum / std::sqrt(static_cast<double>(grams.size()));
    worst = std::max(worst, z);
  }
  return 1 / (1 + std::exp(-worst));
}

TEST(ToxicityLinear, FollowsTheFormulaForAnyLength) {
  std::mt19937 random(7);
  Weights weights;
  for (int8_t& q : weights.words) q = static_cast<int8_t>(static_cast<int>(random() % 5) - 2);
  for (int8_t& q : weights.grams) q = static_cast<int8_t>(static_cast<int>(random() % 3) - 1);
  const std::string file = weights.file();
  const auto scorer = ToxicityLinear::load(file);
  ASSERT_TRUE(scorer.ok());
  ToxicityScratch scratch;
  for (const size_t count : {0U, 1U, 2U, 47U, 48U, 49U, 71U, 72U, 73U, 200U}) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
      for (size_t n = 1 + random() % 6; n > 0; --n) text += static_cast<char>('a' + random() % 26);
      text += i % 7 == 0 ? ". " : " ";
    }
    EXPECT_NEAR(scorer->probability(text, scratch), reference(weights, text), 1e-4) << count;
  }
}

TEST(ToxicityLinear, SharesNameTheWordThatCounts) {
  Weights weights;
  weights.words[toxicity_features_of("blockhead").words[0].word_row] = 10;
  const std::string file = weights.file();
  const auto scorer = ToxicityLinear::load(file);
  ASSERT_TRUE(scorer.ok());
  ToxicityScratch scratch;
  std::vector<ToxicityShare> shares;
  const std::string text = "you old bl0ckhead there";
  EXPECT_GT(scorer->attribute(text, scratch, shares), 0.99F);
  ASSERT_EQ(shares.size(), 4U);
  for (const ToxicityShare& share : shares) {
    EXPECT_EQ(share.weight > 1.0F, share.span == (ByteSpan{8, 17}));
  }
}

TEST(ToxicityLinear, RefusesOtherFiles) {
  const std::string good = Weights().file();
  EXPECT_TRUE(ToxicityLinear::load(good).ok());
  EXPECT_FALSE(ToxicityLinear::load("").ok());
  EXPECT_FALSE(ToxicityLinear::load(std::string_view(good).substr(1)).ok());
  EXPECT_FALSE(ToxicityLinear::load(std::string_view(good).substr(0, good.size() - 1)).ok());
  std::string other = good;
  other[4] = 9;
  EXPECT_FALSE(ToxicityLinear::load(other).ok());
  std::string infinite = good;
  const float inf = INFINITY;
  std::memcpy(infinite.data() + 24, &inf, sizeof inf);
  EXPECT_FALSE(ToxicityLinear::load(infinite).ok());
}

TEST(ToxicityLinear, TheShippedWeightsAreThePinnedOnesAndTellAbuseFromMention) {
  std::ifstream in(LAUTER_SOURCE_DIR "/models/toxicity-linear.bin", std::ios::binary);
  const std::string file((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(sha256_hex(file), ToxicityLinear::pinned_sha256());
  const auto scorer = ToxicityLinear::load(file);
  ASSERT_TRUE(scorer.ok());
  ToxicityScratch scratch;
  for (const char* abuse : {"You are an idiot.", "Shut up, you stupid moron!", "you 1d!ot"}) {
    EXPECT_GT(scorer->probability(abuse, scratch), 0.8F) << abuse;
  }
  for (const char* fine :
       {"The library opens at nine and closes at six.", "Thank you for the kind letter.",
        "The cock crowed at five in the morning."}) {
    EXPECT_LT(scorer->probability(fine, scratch), 0.3F) << fine;
  }
}

}  // namespace
}  // namespace lauter
