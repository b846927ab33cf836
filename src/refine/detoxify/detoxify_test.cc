#include "refine/detoxify/detoxify.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "nn/random_model.h"
#include "tag/toxicity/toxicity_features.h"

namespace lauter {
namespace {

/// An encoder of random weights, which finds what it likes, and a scorer that knows one bad word.
class DetoxifyTest : public testing::Test {
 protected:
  DetoxifyTest() {
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
    model_ = testing_support::random_model(config, 3, DType::kF32);

    weights_ = "LTX1";
    const uint32_t sizes[] = {kToxicityFeatureVersion, kToxicityWordRows, kToxicityGramRows};
    const float scales[] = {1.0F, 1.0F, -2.0F, 1.0F};
    weights_.append(reinterpret_cast<const char*>(sizes), sizeof sizes);
    weights_.append(reinterpret_cast<const char*>(scales), sizeof scales);
    ToxicityFeatures features;
    extract_toxicity_features("grumbolt", features);
    const size_t row = weights_.size() + features.words[0].word_row;
    weights_.resize(weights_.size() + kToxicityWordRows + kToxicityGramRows);
    weights_[row] = 20;
  }

  ToxicityLinear scorer() const { return *ToxicityLinear::load(weights_); }

  Proposal propose(std::string text, const DetoxifyOptions& options, int rounds = 3) const {
    auto model = TagModel::load(model_);
    auto tagger = ToxicTagger::make(std::make_shared<const TagModel>(std::move(*model)));
    const Detoxifier detoxifier(std::move(*tagger), scorer(), options, rounds);
    const auto scratch = detoxifier.make_scratch();
    const Document document{"a", std::move(text)};
    Proposal proposal;
    EXPECT_TRUE(detoxifier.propose({&document, 1}, *scratch, {&proposal, 1}).ok());
    return proposal;
  }

  std::string model_;
  std::string weights_;
};

std::string random_text(std::mt19937& random) {
  const char* const words[] = {"you", "a", "an",  "and", "old",  "grumbolt", "Apple",        "is",
                               ",",   ".", "!\n", "\"",  "f*ol", "the",      "\u00e9t\u00e9"};
  std::string text;
  for (size_t n = random() % 20; n > 0; --n) {
    text += words[random() % std::size(words)];
    if (random() % 4 != 0) text += " ";
  }
  return text;
}

TEST_F(DetoxifyTest, ProposalsAreSoundWhateverTheModelSays) {
  std::mt19937 random(5);
  size_t edited = 0;
  size_t dropped = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const std::string text = random_text(random);
    DetoxifyOptions options;
    options.min_score = 0.3F + 0.1F * static_cast<float>(trial % 5);
    const Proposal proposal = propose(text, options, trial % 4);
    if (proposal.drop_document) {
      EXPECT_EQ(proposal.drop_cause.rule, "only_abuse");
      EXPECT_TRUE(proposal.edits.empty());
      ++dropped;
      continue;
    }
    EditProgram program;
    program.edits = proposal.edits;
    ASSERT_TRUE(validate(program, text).ok()) << text;
    edited += proposal.edits.empty() ? 0 : 1;
    for (const Edit& edit : proposal.edits) {
      EXPECT_EQ(edit.cause.stage, "detoxify");
      EXPECT_EQ(edit.cause.label, "TOXIC");
    }
    for (size_t i = 1; i < proposal.finds.size(); ++i) {
      EXPECT_LE(proposal.finds[i - 1].span.end, proposal.finds[i].span.begin);
    }
  }
  EXPECT_GT(edited, 20U);
  EXPECT_GT(dropped, 5U);
}

/// What repair is for: with it, what the scorer objects to is gone from every edited text.
TEST_F(DetoxifyTest, RepairTakesWhatTheScorerObjectsTo) {
  std::mt19937 random(9);
  const ToxicityVerifier verifier(scorer(), {});
  size_t without = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const std::string text = random_text(random) + "one two three four five six seven";
    for (const int rounds : {0, 3}) {
      const Proposal proposal = propose(text, {.min_score = 0.6F}, rounds);
      if (proposal.drop_document || proposal.edits.empty()) continue;
      EditProgram program;
      program.edits = proposal.edits;
      const std::string refined = *apply_program(program, text);
      const bool ok = verifier.judge({"a", text}, program, refined).ok();
      if (rounds == 0) {
        without += ok ? 0 : 1;
      } else if (refined.find("grumbolt") == std::string::npos) {
        EXPECT_TRUE(ok) << refined;
      }
    }
  }
  EXPECT_GT(without, 5U);
}

TEST_F(DetoxifyTest, ListedInsultsGoWhateverTheModelSays) {
  const auto listed = [&](std::string text) {
    std::vector<std::string> out;
    for (const Edit& edit : propose(text, {.min_score = 0.99F}, 0).edits) {
      if (edit.cause.rule == "listed") out.emplace_back(edit.span.of(text));
    }
    return out;
  };
  EXPECT_EQ(listed("one two three, he is a numpty, four five six seven eight"),
            std::vector<std::string>{"numpty"});
  EXPECT_EQ(listed("one two three, he is a hard-numpty, four five six seven eight"),
            std::vector<std::string>{"hard-numpty"});
  EXPECT_TRUE(listed("one two three: they said \"numpty\" and four five six seven").empty());
}

TEST_F(DetoxifyTest, ManySentencesTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "go on. kill yourself. he is a numpty. one two three. ";
  const Proposal proposal = propose(text, {.min_score = 0.99F}, 0);
  EXPECT_EQ(std::count_if(proposal.edits.begin(), proposal.edits.end(),
                          [](const Edit& edit) { return edit.cause.rule == "sentence"; }),
            20000);
}

TEST_F(DetoxifyTest, TheVerifierIsStricterWithEditedText) {
  const ToxicityVerifier verifier(scorer(), {.max_toxicity = 0.5F, .max_untouched = 1.0F});
  const Document document{"a", "you old grumbolt"};
  EditProgram program;
  EXPECT_TRUE(verifier.judge(document, program, document.text).ok());
  program.edits.push_back({{4, 8}, "", {}});
  const Verdict verdict = verifier.judge(document, program, "you grumbolt");
  ASSERT_EQ(verdict.failures.size(), 1U);
  EXPECT_EQ(verdict.failures[0].name(), "toxicity:TOXIC");
  EXPECT_TRUE(verifier.judge(document, program, "you person").ok());
}

TEST_F(DetoxifyTest, TheVerifierHearsMentions) {
  const ToxicityVerifier verifier(scorer(), {.max_toxicity = 0.5F, .max_untouched = 0.5F});
  for (const std::string text : {"the word 'grumbolt' is old", "he called me an old grumbolt"}) {
    EXPECT_TRUE(verifier.judge({"a", text}, {}, text).ok()) << text;
  }
  for (const std::string text : {"you old grumbolt", "the word 'grumbolt' fits you, grumbolt"}) {
    EXPECT_FALSE(verifier.judge({"a", text}, {}, text).ok()) << text;
  }
}

TEST_F(DetoxifyTest, TheVerifierReadsDisguisedLetters) {
  const ToxicityVerifier verifier(scorer(), {.max_toxicity = 0.5F, .max_untouched = 0.5F});
  const std::string text = "you old grumb\u043elt";  // Cyrillic o
  EXPECT_FALSE(verifier.judge({"a", text}, {}, text).ok());
}

TEST_F(DetoxifyTest, OtherLanguagesAreNotJudged) {
  const std::string text = "die k\u00fcche ist nicht zu, grumbolt, und wir sind auch nicht hier";
  const Proposal proposal = propose(text, {});
  EXPECT_TRUE(proposal.edits.empty());
  EXPECT_TRUE(proposal.finds.empty());
  DetoxifyOptions options;
  options.max_untouched = 0.0F;
  const Document document{"a", text};
  EXPECT_TRUE(ToxicityVerifier(scorer(), options).judge(document, {}, text).ok());
  options.reject_foreign = true;
  const Verdict verdict = ToxicityVerifier(scorer(), options).judge(document, {}, text);
  ASSERT_EQ(verdict.failures.size(), 1U);
  EXPECT_EQ(verdict.failures[0].name(), "language:FOREIGN");
}

}  // namespace
}  // namespace lauter
