#include "tag/toxicity/sentence_judge.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "nn/random_model.h"
#include "tag/toxicity/sentences.h"

namespace lauter {
namespace {

using Strings = std::vector<std::string>;

Strings cut(std::string_view text) {
  std::vector<Token> tokens;
  std::vector<uint32_t> begins;
  tokenize(text, tokens);
  cut_sentences(text, tokens, begins);
  Strings out;
  for (size_t s = 0; s + 1 < begins.size(); ++s) {
    const uint32_t begin = tokens[begins[s]].begin;
    out.emplace_back(text.substr(begin, tokens[begins[s + 1] - 1].end - begin));
  }
  return out;
}

TEST(Sentences, EndWithTheirMarksOrLines) {
  EXPECT_EQ(cut(""), Strings{});
  EXPECT_EQ(cut("One two. Three!  Four?"), (Strings{"One two.", "Three!", "Four?"}));
  EXPECT_EQ(cut("you lose. go home"), (Strings{"you lose.", "go home"}));
  EXPECT_EQ(cut("Dr. Smith, e.g. the old one, etc. and J. Doe"),
            (Strings{"Dr.", "Smith, e.g. the old one, etc. and J. Doe"}));
  EXPECT_EQ(cut("\"Stop!\" he said. (Why?) No."), (Strings{"\"Stop!\" he said.", "(Why?)", "No."}));
  EXPECT_EQ(cut("lol\nyou lose"), (Strings{"lol", "you lose"}));
  EXPECT_EQ(cut("a line that was broken by somebody's old mailer\nat its width"),
            (Strings{"a line that was broken by somebody's old mailer\nat its width"}));
  EXPECT_EQ(cut("Version 2.5 of x.y is out..."), (Strings{"Version 2.5 of x.y is out..."}));
}

/// A gate that knows one word and one pair of words, hashed here byte by byte.
TEST(SentenceGate, SumsWordsAndPairs) {
  const auto fnv = [](std::string_view word) {
    uint32_t hash = 0x811C9DC5U;
    for (const char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 0x01000193U;
    return hash;
  };
  const uint32_t rows = 1U << 16;
  const float unit = 0.1F, bias = -1.0F;
  std::string file = "LSG1";
  file.append(reinterpret_cast<const char*>(&rows), 4);
  file.append(reinterpret_cast<const char*>(&unit), 4);
  file.append(reinterpret_cast<const char*>(&bias), 4);
  file.resize(16 + rows);
  uint32_t pair = (fnv("good") * 0x9E3779B1U ^ fnv("riddance")) * 0x85EBCA6BU;
  pair ^= pair >> 15;
  file[16 + fnv("grumbolt") % rows] = 11;
  file[16 + pair % rows] = 12;
  const SentenceGate gate = *SentenceGate::load(file);
  const auto passes = [&](std::string_view text) {
    std::vector<Token> tokens;
    tokenize(text, tokens);
    return gate.passes(text, tokens);
  };
  EXPECT_TRUE(passes("you Grumbolt"));
  EXPECT_TRUE(passes("good riddance"));
  EXPECT_FALSE(passes("riddance, good"));
  EXPECT_FALSE(passes(""));
  EXPECT_FALSE(SentenceGate::load(file.substr(1)).ok());
  EXPECT_FALSE(SentenceGate::load(file.substr(0, 900)).ok());
  file[4] = 3;
  EXPECT_FALSE(SentenceGate::load(file).ok());
}

std::string random_judge() {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.rows = 997;
  config.shapes = kShapeCount;
  config.gaps = kGapCount;
  config.features = kFeatureVersion;
  Strings labels;
  for (const char* act : {"keep", "delete", "replace", "rewrite", "drop"})
    labels.push_back("act:" + std::string(act));
  for (const char* kind : {"none", "insult", "obscenity", "threat", "identity_hate", "dehumanising", "sexual", "self_harm"})
    labels.push_back("class:" + std::string(kind));
  for (const char* frame : {"none", "said", "quoted", "denied", "reported", "reclaimed", "playful", "praise"})
    labels.push_back("frame:" + std::string(frame));
  config.heads = {{.name = "sentence", .kind = HeadKind::kLine, .labels = labels, .width = 8, .features = 1, .dilations = {1}},
                  {.name = "gone", .kind = HeadKind::kToken, .labels = {"KEEP", "GONE"}}};
  return testing_support::random_model(config, 5, DType::kF32);
}

/// The gate chooses what is read, and what is read far from the rest is read as if it stood alone.
TEST(SentenceJudge, ReadsWhatTheGatePasses) {
  const std::string model = random_judge();
  const uint32_t rows = 1U << 16;
  const float unit = 1.0F, bias = -0.5F;
  std::string file = "LSG1";
  file.append(reinterpret_cast<const char*>(&rows), 4);
  file.append(reinterpret_cast<const char*>(&unit), 4);
  file.append(reinterpret_cast<const char*>(&bias), 4);
  file.resize(16 + rows);
  uint32_t hash = 0x811C9DC5U;
  for (const char c : std::string_view("grumbolt")) hash = (hash ^ static_cast<uint8_t>(c)) * 0x01000193U;
  file[16 + hash % rows] = 1;
  const auto tags = std::make_shared<const TagModel>(std::move(*TagModel::load(model)));
  const SentenceJudge judge = *SentenceJudge::make(tags, *SentenceGate::load(file));
  const std::string before = "One is here. Two are there. ";
  const std::string near = "Three of them. Old grumbolt! Four went.";
  const std::string text = before + near + " Five came. Six left. Grumbolt again? Yes.";
  JudgedText all, some, alone;
  judge.read_all(text, all);
  judge.read(text, some);
  judge.read_all(near, alone);
  ASSERT_EQ(some.sentences.size(), 9U);
  for (const size_t s : {0U, 1U}) {
    EXPECT_EQ(some.sentences[s].abuse(), 0.0F);
    EXPECT_GT(all.sentences[s].abuse(), 0.0F);
  }
  EXPECT_GT(some.sentences[7].abuse(), 0.0F);
  for (size_t s = 0; s < 3; ++s) {
    EXPECT_EQ(some.sentences[2 + s].acts, alone.sentences[s].acts);
    EXPECT_EQ(some.sentences[2 + s].kind, alone.sentences[s].kind);
    float sum = 0;
    for (const float p : alone.sentences[s].acts) sum += p;
    EXPECT_NEAR(sum, 1, 1e-5);
  }
  EXPECT_EQ(some.sentences[3].span.of(text), "Old grumbolt!");
  judge.read("", some);
  EXPECT_TRUE(some.sentences.empty());
}

}  // namespace
}  // namespace lauter
