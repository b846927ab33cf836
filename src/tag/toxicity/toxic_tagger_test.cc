#include "tag/toxicity/toxic_tagger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

/// A reading of `text` in which single words are said to be abuse: `scores` by word.
struct Said {
  Said(std::string_view said, std::vector<std::pair<std::string, float>> scores) : text(said) {
    tokenize(text, tokens);
    reading.tokens = tokens;
    reading.document = 0.01F;
    for (const Token& token : tokens) {
      float score = 0.001F;
      for (const auto& [word, value] : scores) {
        if (text.substr(token.begin, token.end - token.begin) == word) score = value;
      }
      reading.abusive.push_back(score);
      reading.edited.push_back(score);
      reading.phrase.push_back(0);
      reading.replaced.push_back(0.0F);
      reading.deleted.push_back(1.0F);
    }
  }
  void replace(size_t token, uint32_t phrase, float how_sure) {
    reading.phrase[token] = phrase;
    reading.replaced[token] = how_sure;
    reading.deleted[token] = 1.0F - how_sure;
  }
  std::vector<std::string> spans(float min_score = 0.5F) const {
    std::vector<std::string> out;
    for (const AbuseSpan& s : find_abuse(text, reading, min_score)) {
      out.emplace_back(s.span.of(text));
    }
    return out;
  }
  std::vector<std::string> rewordings(float min_score = 0.5F) const {
    std::vector<std::string> out;
    for (const Rewording& r : propose_rewording(text, reading, phrases, min_score)) {
      out.push_back(std::string(r.span.of(text)) + ">" + std::string(r.with));
    }
    return out;
  }

  std::string text;
  std::vector<Token> tokens;
  ToxicReading reading;
  std::vector<std::string> phrases = {"person", "bad"};
};

using Strings = std::vector<std::string>;

TEST(FindAbuse, JoinsNeighboursAndTrimsMarks) {
  const Said said("You stupid old fool, go away!",
                  {{"stupid", 0.9F}, {"old", 0.6F}, {"fool", 0.8F}, {",", 0.7F}, {"!", 0.9F}});
  EXPECT_EQ(said.spans(), (Strings{"stupid old fool"}));
  EXPECT_EQ(said.spans(0.7F), (Strings{"stupid", "fool"}));
  EXPECT_EQ(said.spans(0.95F), Strings());
}

/// One half is where the expected F1 of the marked characters is the highest, among all ways to
/// mark.
TEST(FindAbuse, MarksTheBestOfAllSubsets) {
  Said said("Go on you mean and silly old goat", {});
  said.reading.document = 0.9F;
  std::mt19937 random(7);
  std::uniform_real_distribution<float> odds(-5.0F, 3.0F);
  const size_t count = said.tokens.size();
  for (int round = 0; round < 200; ++round) {
    float expected = 0.0F;
    for (size_t t = 0; t < count; ++t) {
      said.reading.abusive[t] = 1.0F / (1.0F + std::exp(-odds(random)));
      expected +=
          said.reading.abusive[t] * static_cast<float>(said.tokens[t].end - said.tokens[t].begin);
    }
    float best = -1.0F;
    uint32_t best_subset = 0;
    for (uint32_t subset = 1; subset < 1U << count; ++subset) {
      float marked = 0.0F;
      float right = 0.0F;
      for (size_t t = 0; t < count; ++t) {
        if ((subset >> t & 1U) == 0) continue;
        const float bytes = static_cast<float>(said.tokens[t].end - said.tokens[t].begin);
        marked += bytes;
        right += bytes * said.reading.abusive[t];
      }
      const float f1 = 2.0F * right / (marked + expected);
      if (f1 > best) {
        best = f1;
        best_subset = subset;
      }
    }
    const std::vector<AbuseSpan> spans = find_abuse(said.text, said.reading, 0.5F);
    for (size_t t = 0; t < count; ++t) {
      const bool found = std::any_of(spans.begin(), spans.end(), [&](const AbuseSpan& s) {
        return s.span.begin <= said.tokens[t].begin && said.tokens[t].end <= s.span.end;
      });
      EXPECT_EQ(found, (best_subset >> t & 1U) != 0) << "round " << round << ", token " << t;
    }
  }
}

TEST(FindAbuse, AnAbusiveTextHasAnAbusiveSpan) {
  Said said("a mean old thing", {{"mean", 0.2F}, {"old", 0.02F}});
  EXPECT_EQ(said.spans(), Strings());
  said.reading.document = 0.9F;
  EXPECT_EQ(said.spans(), (Strings{"mean"}));
  EXPECT_EQ(said.spans(0.9F), Strings());
}

TEST(FindAbuse, LongTextsNeedOneHalf) {
  std::string text = "so vile a day and grim";
  const std::vector<std::pair<std::string, float>> scores = {{"vile", 0.95F}, {"grim", 0.45F}};
  Said brief(text, scores);
  brief.reading.document = 0.9F;
  EXPECT_EQ(brief.spans(), (Strings{"vile", "grim"}));
  for (int i = 0; i < 500; ++i) text += " and on";
  Said longer(text, scores);
  longer.reading.document = 0.9F;
  EXPECT_EQ(longer.spans(), Strings{"vile"});
}

TEST(FindAbuse, MaskedWordsGoTogether) {
  EXPECT_EQ(Said("what a f*ol, m**n you", {{"f", 0.9F}, {"n", 0.9F}}).spans(),
            (Strings{"f*ol", "m**n"}));
  // A closing mark is no mask, and one behind a blank holds nothing together.
  EXPECT_EQ(Said("a fool! Go", {{"fool", 0.9F}}).spans(), (Strings{"fool"}));
  EXPECT_EQ(Said("*fool*", {{"fool", 0.9F}}).spans(), (Strings{"fool"}));
  EXPECT_EQ(Said("a fool * b", {{"fool", 0.9F}}).spans(), (Strings{"fool"}));
  EXPECT_EQ(Said("", {}).spans(), Strings());
}

TEST(ProposeRewording, DeletesOrReplaces) {
  Said said("He is a damn liar.", {{"damn", 0.99F}, {"liar", 0.99F}});
  EXPECT_EQ(said.rewordings(), (Strings{"damn liar>"}));
  said.replace(4, 0, 0.9F);
  EXPECT_EQ(said.rewordings(), (Strings{"damn liar>person"}));
  said.replace(3, 1, 0.9F);  // the noun counts behind an article
  EXPECT_EQ(said.rewordings(), (Strings{"damn liar>person"}));
  EXPECT_EQ(said.rewordings(0.99F), Strings());
}

TEST(ProposeRewording, EachWordMayHaveItsOwn) {
  Said said("Such damn liars lost.", {{"damn", 0.99F}, {"liars", 0.99F}});
  said.replace(1, 1, 0.9F);
  said.replace(2, 0, 0.9F);
  EXPECT_EQ(said.rewordings(), (Strings{"damn>bad", "liars>person"}));
}

/// What the rewriting head says of a word counts only beside abuse, in the same sentence.
TEST(ProposeRewording, NothingIsRewrittenFarFromAbuse) {
  Said said("You liar, do not hate the bridge. Accept cookies\nNow", {{"liar", 0.99F}});
  for (size_t t = 0; t < said.reading.edited.size(); ++t) {
    if (t != 1) said.reading.abusive[t] = 0.01F;
    said.reading.edited[t] = 0.9999F;
  }
  said.reading.document = 0.99F;
  EXPECT_EQ(said.rewordings(), (Strings{"You liar, do not>"}));
}

TEST(ProposeRewording, AnArticleKeepsANoun) {
  Said lost("He is a liar.", {{"liar", 0.99F}});
  lost.replace(3, 0, 0.2F);  // weaker than a deletion
  EXPECT_EQ(lost.rewordings(), (Strings{"liar>person"}));
  Said kept("He is a liar king.", {{"liar", 0.99F}});
  kept.replace(3, 0, 0.2F);
  EXPECT_EQ(kept.rewordings(), (Strings{"liar>"}));
}

class ToxicTaggerTest : public testing::Test {
 protected:
  static ModelConfig config() {
    ModelConfig config = testing_support::tiny_config();
    config.ids = kIdsPerToken;
    config.rows = 997;
    config.shapes = kShapeCount;
    config.gaps = kGapCount;
    config.features = kFeatureVersion;
    config.heads = {{.name = "toxic", .kind = HeadKind::kToken, .labels = {"O", "TOXIC"}},
                    {.name = "detox",
                     .kind = HeadKind::kToken,
                     .labels = {"KEEP", "DELETE", "REPLACE:person", "REPLACE:bad thing"}},
                    {.name = "toxic_doc", .kind = HeadKind::kDocument, .labels = {"toxic"}}};
    return config;
  }
  Result<ToxicTagger> make(const ModelConfig& of) {
    file_ = testing_support::random_model(of, 5, DType::kF32);
    auto model = TagModel::load(file_);
    EXPECT_TRUE(model.ok());
    return ToxicTagger::make(std::make_shared<const TagModel>(std::move(*model)));
  }
  std::string file_;
};

TEST_F(ToxicTaggerTest, ReadsProbabilities) {
  const auto tagger = make(config());
  ASSERT_TRUE(tagger.ok());
  EXPECT_EQ(tagger->phrases(), (Strings{"person", "bad thing"}));
  ToxicScratch scratch;
  const ToxicReading& reading = tagger->read("One two, three.", scratch);
  ASSERT_EQ(reading.tokens.size(), 5U);
  for (size_t t = 0; t < 5; ++t) {
    EXPECT_GT(reading.abusive[t], 0.0F);
    EXPECT_LT(reading.abusive[t], 1.0F);
    EXPECT_LE(reading.replaced[t] + reading.deleted[t], 1.0F + 1e-5F);
    EXPECT_LT(reading.phrase[t], 2U);
  }
  EXPECT_EQ(tagger->read("", scratch).tokens.size(), 0U);
}

/// A long text is rewritten in pieces; its scores are those of one pass.
TEST_F(ToxicTaggerTest, PiecesAgreeWithOnePass) {
  const auto tagger = make(config());
  ASSERT_TRUE(tagger.ok());
  std::string tail;
  for (int i = 0; i < 3000; ++i) tail += "w" + std::to_string(i % 89) + " ";
  ToxicScratch scratch;
  const std::string longer = tail + tail;
  const ToxicReading& whole = tagger->read(tail, scratch);
  const std::vector<float> edited = whole.edited;
  const ToxicReading& pieces = tagger->read(longer, scratch);
  ASSERT_EQ(pieces.edited.size(), 6000U);
  for (size_t t = 0; t < 2900; ++t) ASSERT_EQ(pieces.edited[t], edited[t]) << t;
}

TEST_F(ToxicTaggerTest, RefusesModelsWithoutItsHeads) {
  ModelConfig lacking = config();
  lacking.heads.pop_back();
  EXPECT_FALSE(make(lacking).ok());
  ModelConfig other = config();
  other.heads[1].labels[1] = "GONE";
  EXPECT_FALSE(make(other).ok());
  other = config();
  other.heads[0].labels = {"TOXIC", "O"};
  EXPECT_FALSE(make(other).ok());
}

}  // namespace
}  // namespace lauter
