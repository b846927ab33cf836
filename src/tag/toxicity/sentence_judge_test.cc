#include "tag/toxicity/sentence_judge.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "nn/random_model_test_support.h"
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

/// Probabilities of each sentence, whatever was read before.
TEST(SentenceJudge, ReadsEverySentence) {
  const std::string model = random_judge();
  const auto tags = std::make_shared<const TagModel>(std::move(*TagModel::load(model)));
  const SentenceJudge judge = *SentenceJudge::make(tags);
  const std::string text = "One is here. Old grumbolt! Three went.";
  JudgedText read;
  judge.read(text, read);
  ASSERT_EQ(read.sentences.size(), 3U);
  EXPECT_EQ(read.sentences[1].span.of(text), "Old grumbolt!");
  for (const JudgedSentence& sentence : read.sentences) {
    float sum = 0;
    for (const float p : sentence.acts) sum += p;
    EXPECT_NEAR(sum, 1, 1e-5);
    EXPECT_GT(sentence.abuse(), 0.0F);
  }
  const auto acts = read.sentences[1].acts;
  judge.read("Another text.", read);
  judge.read(text, read);
  EXPECT_EQ(read.sentences[1].acts, acts);
  judge.read("", read);
  EXPECT_TRUE(read.sentences.empty());
}

}  // namespace
}  // namespace lauter
