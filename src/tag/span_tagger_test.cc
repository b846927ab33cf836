#include "tag/span_tagger.h"

#include <gtest/gtest.h>

#include "nn/random_model.h"

namespace lauter {
namespace {

std::shared_ptr<const TagModel> random_tagger(const std::string& file) {
  auto model = TagModel::load(file);
  EXPECT_TRUE(model.ok()) << model.error().message;
  return std::make_shared<const TagModel>(std::move(*model));
}

std::string file_of_random_model() {
  ModelConfig config = testing_support::tiny_config();
  config.ids = kIdsPerToken;
  config.rows = 512;
  config.heads = {{.name = "pii", .labels = {"O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC"}}};
  return testing_support::random_model(config, 11, DType::kF32);
}

/// Lines of words, among them long lines and empty ones.
std::string long_text() {
  std::string text;
  uint32_t state = 1;
  for (int i = 0; i < 9000; ++i) {
    state = state * 1664525 + 1013904223;
    text += static_cast<char>('A' + state / 65536 % 26);
    text += std::string(1 + state / 7919 % 5, static_cast<char>('a' + state / 1021 % 26));
    text += state / 331 % 40 == 0 ? "\n\n" : state / 331 % 11 == 0 ? "\n" : " ";
  }
  return text;
}

TEST(SpanTagger, WindowsChangeNothingButAtTheirEnds) {
  const std::string file = file_of_random_model();
  const auto model = random_tagger(file);
  const auto tagger = SpanTagger::make(model, "pii");
  ASSERT_TRUE(tagger.ok());
  const std::string text = long_text();
  SpanTagScratch scratch;
  std::vector<TaggedSpan> spans;
  tagger->tag(text, 0.3F, scratch, spans);
  ASSERT_GT(spans.size(), 300U);

  // The whole text in one go, decoded in one go.
  TagScratch whole;
  model->read(text, whole);
  std::vector<float> logits(whole.tokens.size() * 5);
  const HeadRequest request{.head = 0, .out = logits};
  model->run({&request, 1}, whole);
  const auto decoder = BioDecoder::make(model->config().heads[0].labels);
  ASSERT_TRUE(decoder.ok());
  BioScratch decoding;
  std::vector<BioSpan> expected;
  decoder->decode(logits, 0.3F, decoding, expected);
  size_t same = 0;
  for (const BioSpan& span : expected) {
    const ByteSpan bytes{whole.tokens[span.first].begin, whole.tokens[span.last - 1].end};
    for (const TaggedSpan& found : spans) {
      if (found.span == bytes && found.type == span.type) ++same;
    }
  }
  // Five windows; a long span at a window's end may be cut there.
  EXPECT_GE(same + 8, expected.size());
  EXPECT_GE(same + 8, spans.size());
  for (size_t i = 0; i + 1 < spans.size(); ++i) {
    EXPECT_LE(spans[i].span.end, spans[i + 1].span.begin);
  }
}

TEST(SpanTagger, NoTextNoSpans) {
  const std::string file = file_of_random_model();
  const auto tagger = SpanTagger::make(random_tagger(file), "pii");
  ASSERT_TRUE(tagger.ok());
  SpanTagScratch scratch;
  std::vector<TaggedSpan> spans(2);
  for (const std::string_view text : {"", " \n\t\n "}) {
    tagger->tag(text, 0.5F, scratch, spans);
    EXPECT_TRUE(spans.empty());
  }
}

}  // namespace
}  // namespace lauter
