#include "refine/detoxify/detoxify.h"

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <random>
#include <string>

#include "nn/random_model_test_support.h"
#include "tag/toxicity/toxicity_features.h"

namespace lauter {
namespace {

std::vector<std::string> sentence_labels() {
  return {"act:keep",       "act:delete",         "act:replace",       "act:rewrite",     "act:drop",
          "class:none",     "class:insult",       "class:obscenity",   "class:threat",    "class:identity_hate",
          "class:dehumanising", "class:sexual",   "class:self_harm",   "frame:none",      "frame:said",
          "frame:quoted",   "frame:denied",       "frame:reported",    "frame:reclaimed", "frame:playful",
          "frame:praise"};
}

/// Encoders of random weights, which find what they like, and a scorer that knows one bad word.
class DetoxifyTest : public testing::Test {
 protected:
  DetoxifyTest() {
    ModelConfig config = testing_support::tiny_config();
    config.ids = kIdsPerToken;
    config.rows = 997;
    config.shapes = kShapeCount;
    config.gaps = kGapCount;
    config.features = kFeatureVersion;
    config.heads = {{.name = "sentence",
                     .kind = HeadKind::kLine,
                     .labels = sentence_labels(),
                     .width = 8,
                     .features = 1,
                     .dilations = {1}},
                    {.name = "gone", .kind = HeadKind::kToken, .labels = {"KEEP", "GONE"}}};
    model_ = testing_support::random_model(config, 3, DType::kF32);
    AttentionConfig reader = testing_support::tiny_attention();
    reader.shapes = 3 * kPieceShapes;
    reader.heads = config.heads;
    reader.heads.push_back({.name = "seam", .kind = HeadKind::kToken, .labels = {"SOUND", "TORN", "person", "bad thing"}});
    for (uint32_t seed = 0; seed < 8; ++seed) {
      reader_files_.push_back(testing_support::random_model(reader, seed));
      readers_.push_back(std::make_shared<const SecondReader>(std::move(*SecondReader::load(reader_files_.back()))));
    }

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

  Proposal propose(std::string text, const DetoxifyOptions& options, size_t reader = 0) const {
    const auto model = std::make_shared<const TagModel>(std::move(*TagModel::load(model_)));
    const Detoxifier detoxifier(*SentenceJudge::make(model, readers_[reader % readers_.size()]), scorer(), options);
    const auto scratch = detoxifier.make_scratch();
    const Document document{"a", std::move(text)};
    Proposal proposal;
    EXPECT_TRUE(detoxifier.propose({&document, 1}, *scratch, {&proposal, 1}).ok());
    return proposal;
  }

  std::string model_;
  std::string weights_;
  std::deque<std::string> reader_files_;                      ///< which readers look into
  std::vector<std::shared_ptr<const SecondReader>> readers_;  ///< of other weights each
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
    options.min_score = 0.75F + 0.05F * static_cast<float>(trial % 4);
    const Proposal proposal = propose(text, options, static_cast<size_t>(trial));
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

/// What leaves the step passes its verifier: a sentence that cannot be mended is dropped.
TEST_F(DetoxifyTest, NoMendedSentenceIsHeldBack) {
  std::mt19937 random(9);
  const DetoxifyOptions options{.min_score = 0.8F, .max_untouched = 1.0F};
  const ToxicityVerifier verifier(scorer(), options);
  size_t edited = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const std::string text = random_text(random) + ".\nOne two three four five six seven.";
    const Proposal proposal = propose(text, options, static_cast<size_t>(trial));
    if (proposal.drop_document || proposal.edits.empty()) continue;
    EditProgram program;
    program.edits = proposal.edits;
    const std::string refined = *apply_program(program, text);
    edited += 1;
    if (refined.find("grumbolt") == std::string::npos) {
      EXPECT_TRUE(verifier.judge({"a", text}, program, refined).ok()) << refined;
    }
  }
  EXPECT_GT(edited, 20U);
}

TEST_F(DetoxifyTest, ManySentencesAreProposedApart) {
  std::string text;
  for (int i = 0; i < 800; ++i) text += "Go on. Apples are old.  One two three?\n";
  const Proposal proposal = propose(text, {.min_score = 0.8F});
  EditProgram program;
  program.edits = proposal.edits;
  EXPECT_TRUE(validate(program, text).ok());
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

/// However long the text is: what counts is the share of it that is abuse.
TEST_F(DetoxifyTest, LengthAloneHoldsNothingBack) {
  const ToxicityVerifier verifier(scorer(), {.max_untouched = 0.5F});
  std::string text = "You old grumbolt. ";
  EXPECT_FALSE(verifier.judge({"a", text}, {}, text).ok());
  for (int i = 0; i < 200; ++i) text += "Nothing is said of anybody here. You old grumbolt. ";
  EXPECT_TRUE(verifier.judge({"a", text}, {}, text).ok());
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
