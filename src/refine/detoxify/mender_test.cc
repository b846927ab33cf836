#include "refine/detoxify/mender.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <string>
#include <vector>

#include "nn/random_model_test_support.h"

namespace lauter {
namespace {

/// A reader of random weights, which finds seams sound or torn as it likes.
SecondReader reader(uint32_t seed) {
  AttentionConfig config = testing_support::tiny_attention();
  config.shapes = 3 * kPieceShapes;
  config.heads = {{.name = "sentence",
                   .kind = HeadKind::kLine,
                   .labels = {"act:keep",     "act:delete",    "act:replace",         "act:rewrite",        "act:drop",      "class:none",     "class:insult",
                              "class:obscenity", "class:threat", "class:identity_hate", "class:dehumanising", "class:sexual", "class:self_harm", "frame:none",
                              "frame:said",   "frame:quoted",  "frame:denied",        "frame:reported",     "frame:reclaimed", "frame:playful", "frame:praise"},
                   .width = 8,
                   .features = 1,
                   .dilations = {1}},
                  {.name = "gone", .kind = HeadKind::kToken, .labels = {"KEEP", "GONE"}},
                  {.name = "seam", .kind = HeadKind::kToken, .labels = {"SOUND", "TORN", "person", "bad thing"}}};
  static std::deque<std::string> files;  // readers look into them
  return *SecondReader::load(files.emplace_back(testing_support::random_model(config, seed)));
}

std::string random_sentence(std::mt19937& random) {
  const char* const words[] = {"you", "a", "an", "and", "old", "she'd", "Apple", "is", ",", "-", "\"", "f*ol", "the", "\u00e9t\u00e9", "cross-eyed"};
  std::string text;
  for (size_t n = 3 + random() % 14; n > 0; --n) {
    text += words[random() % std::size(words)];
    if (random() % 5 != 0) text += " ";
  }
  return text + ".";
}

/// Whatever judge and reader say: a valid program of the sentence alone, the same each time, and words that stand in are the reader's.
TEST(Mender, MendsAreSoundWhateverTheModelsSay) {
  std::mt19937 random(3);
  size_t mended = 0;
  size_t put = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const SecondReader second = reader(static_cast<uint32_t>(trial % 6));
    const Mender mender(second, {.least_fit = 0.3F, .least_put = 0.3F, .least_score = -100.0F});
    const std::string text = "Before. " + random_sentence(random) + " Behind.";
    const ByteSpan span{8, text.size() - 8};
    std::vector<Token> all;
    tokenize(text, all);
    std::vector<Token> tokens;
    std::vector<float> gone;
    for (const Token& token : all) {
      if (token.begin < span.begin || token.end > span.end) continue;
      tokens.push_back(token);
      gone.push_back(static_cast<float>(random() % 100) / 100);
    }
    MendReading scratch;
    const Cause cause{"detoxify", "insult", "TOXIC", 0.9F};
    const std::vector<Edit> edits = mender.mend(text, span, tokens, gone, cause, scratch);
    EditProgram program;
    program.edits = edits;
    const Result<std::string> done = apply_program(program, text);
    ASSERT_TRUE(done.ok()) << text;
    const std::string refined = *done;
    for (const Edit& edit : edits) {
      EXPECT_LE(span.begin, edit.span.begin) << text;
      EXPECT_LE(edit.span.end, span.end) << text;
      put += edit.with.find("erson") != std::string::npos || edit.with.find("ad thing") != std::string::npos ? 1 : 0;
    }
    mended += edits.empty() ? 0 : 1;
    program.edits = mender.mend(text, span, tokens, gone, cause, scratch);
    EXPECT_EQ(*apply_program(program, text), refined) << text;
  }
  EXPECT_GT(mended, 50U);
  EXPECT_GT(put, 10U);
}

/// Nothing that the judge would take out, or a sentence that no reader sees to its end.
TEST(Mender, SomeSentencesAreNotMended) {
  const SecondReader second = reader(1);
  const Mender mender(second);
  std::string text;
  for (int i = 0; i < 400; ++i) text += "old ";
  std::vector<Token> tokens;
  tokenize(text, tokens);
  MendReading scratch;
  std::vector<float> gone(tokens.size(), 0.4F);
  EXPECT_TRUE(mender.mend("old one", {0, 7}, std::span(tokens).first(1), std::span(gone).first(1), {}, scratch).empty());
  gone[0] = 0.9F;
  EXPECT_TRUE(mender.mend(text, {0, text.size()}, tokens, gone, {}, scratch).empty());
}

}  // namespace
}  // namespace lauter
