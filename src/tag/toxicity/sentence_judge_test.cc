#include "tag/toxicity/sentence_judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "nn/random_model_test_support.h"
#include "tag/toxicity/second_reader.h"
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

Strings sentence_labels() {
  Strings labels;
  for (const char* act : {"keep", "delete", "replace", "rewrite", "drop"})
    labels.push_back("act:" + std::string(act));
  for (const char* kind : {"none", "insult", "obscenity", "threat", "identity_hate", "dehumanising", "sexual", "self_harm"})
    labels.push_back("class:" + std::string(kind));
  for (const char* frame : {"none", "said", "quoted", "denied", "reported", "reclaimed", "playful", "praise"})
    labels.push_back("frame:" + std::string(frame));
  return labels;
}

std::vector<HeadConfig> sentence_heads() {
  return {{.name = "sentence", .kind = HeadKind::kLine, .labels = sentence_labels(), .width = 8, .features = 1, .dilations = {1}},
          {.name = "gone", .kind = HeadKind::kToken, .labels = {"KEEP", "GONE"}}};
}

std::string random_judge() {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.rows = 997;
  config.shapes = kShapeCount;
  config.gaps = kGapCount;
  config.features = kFeatureVersion;
  config.heads = sentence_heads();
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

std::string random_reader() {
  AttentionConfig config = testing_support::tiny_attention();
  config.heads = sentence_heads();
  return testing_support::random_model(config, 7);
}

JudgedText read_by(const SentenceJudge& judge, std::string_view text) {
  JudgedText judged;
  judge.read(text, judged);
  return judged;
}

/// What the second reader says of a short text is what its network says of the whole of it.
TEST(SecondReader, ReadsASentenceWithThoseAroundIt) {
  const std::string model = random_judge();
  const std::string reader = random_reader();
  const auto tags = std::make_shared<const TagModel>(std::move(*TagModel::load(model)));
  const auto second = std::make_shared<const SecondReader>(std::move(*SecondReader::load(reader)));
  const SentenceJudge judge = *SentenceJudge::make(tags, second);
  const std::string text = "One is HERE. Old Grumbolt, 7 of them! three went.";
  const JudgedText judged = read_by(judge, text);

  const AttentionEncoder encoder = *AttentionEncoder::load(reader);
  TextPieces pieces;
  WordPieces::make(encoder.vocabulary())->cut(text, pieces);
  ASSERT_EQ(pieces.size(), 14U);
  const std::vector<uint32_t> begins = {0, 4, 11, 14};
  const std::vector<float> sizes = {4, 7, 3};
  std::vector<float> sentences(3 * internal::kSentenceLabels);
  std::vector<float> gone(2 * pieces.size());
  const HeadRequest requests[] = {{.head = 0, .out = sentences, .line_begin = begins, .features = sizes}, {.head = 1, .out = gone}};
  AttentionScratch scratch;
  encoder.run({pieces.ids, pieces.shapes}, requests, scratch);
  ASSERT_EQ(judged.sentences.size(), 3U);
  for (size_t s = 0; s < 3; ++s) {
    JudgedSentence expected;
    internal::read_logits(sentences.data() + s * internal::kSentenceLabels, expected);
    EXPECT_EQ(judged.sentences[s].acts, expected.acts) << s;
  }
  ASSERT_EQ(judged.gone.size(), pieces.size());
  for (size_t t = 0; t < pieces.size(); ++t) EXPECT_EQ(judged.gone[t], internal::chance_gone(gone.data() + 2 * t)) << t;
}

TEST(SecondReader, ReadsAllThatTheFirstIsNotSureOfAndNothingElse) {
  const std::string model = random_judge();
  const std::string reader = random_reader();
  const auto tags = std::make_shared<const TagModel>(std::move(*TagModel::load(model)));
  const auto second = std::make_shared<const SecondReader>(std::move(*SecondReader::load(reader)));
  std::string text;
  for (int i = 0; i < 90; ++i) text += "The " + std::string(1 + i % 40, 'x') + (i % 3 == 0 ? " went HOME again. " : " Is 5, or so? ");
  text += std::string(3000, 'y') + " and a sentence of " + std::string(900, '.') + " that has no end";
  const JudgedText quick = read_by(*SentenceJudge::make(tags), text);
  const JudgedText both = read_by(*SentenceJudge::make(tags, second), text);
  ASSERT_EQ(quick.sentences.size(), both.sentences.size());
  size_t again = 0;
  for (size_t s = 0; s < quick.sentences.size(); ++s) {
    const bool unsure = quick.sentences[s].abuse() >= SecondReader::kUnsure;
    EXPECT_EQ(quick.sentences[s].acts != both.sentences[s].acts, unsure) << s;
    again += unsure ? 1 : 0;
  }
  EXPECT_GT(again, 50U);
}

/// A sentence from which words are gone is read as the network reads it whose shapes say where.
TEST(SecondReader, ReadsSeams) {
  AttentionConfig config = testing_support::tiny_attention();
  config.shapes = 3 * kPieceShapes;
  config.heads = sentence_heads();
  config.heads.push_back({.name = "seam", .kind = HeadKind::kToken, .labels = {"SOUND", "TORN", "people", "bad"}});
  const std::string file = testing_support::random_model(config, 7);
  const SecondReader reader = *SecondReader::load(file);
  ASSERT_TRUE(reader.reads_seams());
  EXPECT_EQ(reader.phrases()[1], "bad");
  const std::string text = "One is HERE, or so";
  const uint64_t seams[] = {4, 11, text.size()};
  MendReading read;
  reader.read_mended(text, seams, read);

  const AttentionEncoder encoder = *AttentionEncoder::load(file);
  TextPieces pieces;
  WordPieces::make(encoder.vocabulary())->cut(text, pieces);
  ASSERT_EQ(pieces.size(), 6U);
  pieces.shapes[1] += kPieceShapes;
  pieces.shapes[3] += kPieceShapes;
  pieces.shapes[5] += 2 * kPieceShapes;
  std::vector<float> logits(4 * pieces.size());
  const HeadRequest request{.head = 2, .out = logits};
  AttentionScratch scratch;
  encoder.run({pieces.ids, pieces.shapes}, {&request, 1}, scratch);
  const size_t places[] = {1, 3, 5};
  for (size_t i = 0; i < 3; ++i) {
    const float* of = logits.data() + 4 * places[i];
    float sum = 0;
    for (int k = 0; k < 4; ++k) sum += std::exp(of[k]);
    EXPECT_NEAR(read.seams[i].sound, std::exp(of[0]) / sum, 1e-6);
    EXPECT_NEAR(read.seams[i].torn, std::exp(of[1]) / sum, 1e-6);
    EXPECT_EQ(read.seams[i].phrase, of[3] > of[2] ? 1U : 0U);
    EXPECT_NEAR(read.seams[i].put, std::exp(std::max(of[2], of[3])) / sum, 1e-6);
  }
  reader.read_mended("", {}, read);
  EXPECT_TRUE(read.seams.empty());
  const std::string longer = text + std::string(400, '.');
  reader.read_mended(longer, std::span(seams).first(1), read);
  const uint64_t beyond[] = {longer.size()};
  reader.read_mended(longer, beyond, read);
  EXPECT_EQ(read.seams[0].torn, 1.0F);
}

TEST(SecondReader, RefusesAHeadOverSeamsWithoutItsShapes) {
  AttentionConfig config = testing_support::tiny_attention();
  config.heads = sentence_heads();
  config.heads.push_back({.name = "seam", .kind = HeadKind::kToken, .labels = {"SOUND", "TORN"}});
  EXPECT_FALSE(SecondReader::load(testing_support::random_model(config, 7)).ok());
  config.shapes = 3 * kPieceShapes;
  EXPECT_TRUE(SecondReader::load(testing_support::random_model(config, 7)).ok());
  config.heads.back().labels = {"TORN", "SOUND"};
  EXPECT_FALSE(SecondReader::load(testing_support::random_model(config, 7)).ok());
}

}  // namespace
}  // namespace lauter
