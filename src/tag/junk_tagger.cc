#include "tag/junk_tagger.h"

#include <array>

#include "tag/logistic.h"

namespace lauter {
namespace {

constexpr float kInSpan = 0.5F;  ///< a token this probable belongs to a span

/// Runs of junk tokens; a line end parts them.
void find_spans(std::span<const Token> tokens, std::span<const float> logits,
                std::vector<JunkSpan>& spans) {
  spans.clear();
  float sum = 0;
  size_t count = 0;
  for (size_t t = 0; t < tokens.size(); ++t) {
    const float score = sigmoid(logits[2 * t + 1] - logits[2 * t]);
    const bool new_line = tokens[t].gap == Gap::kNewline || tokens[t].gap == Gap::kBreak;
    if (score < kInSpan) {
      count = 0;
      continue;
    }
    if (count == 0 || new_line) {
      spans.push_back({{tokens[t].begin, tokens[t].end}, 0});
      sum = 0;
      count = 0;
    }
    sum += score;
    ++count;
    spans.back().span.end = tokens[t].end;
    spans.back().score = sum / static_cast<float>(count);
  }
}

}  // namespace

Result<JunkTagger> JunkTagger::make(std::shared_ptr<const TagModel> model) {
  LAUTER_ASSIGN(const size_t line_head, model->head("junk", HeadKind::kLine));
  LAUTER_ASSIGN(const size_t span_head, model->head("junk_span", HeadKind::kToken));
  const auto& heads = model->config().heads;
  if (heads[line_head].features != kLineFeatures || heads[line_head].outputs() != 1 ||
      heads[span_head].labels != std::vector<std::string>{"O", "JUNK"}) {
    return unimplemented("model " + model->config().name +
                         ": its heads for junk are not those of this version");
  }
  return JunkTagger(std::move(model), line_head, span_head);
}

void JunkTagger::tag(std::string_view text, const LineIndex& lines,
                     std::span<const uint32_t> documents, JunkScratch& scratch,
                     JunkScores& scores) const {
  const size_t n = lines.line_count();
  model_->read(text, scratch.tag);
  const std::vector<Token>& tokens = scratch.tag.tokens;
  scratch.featurizer.extract(text, lines, documents, scratch.features);
  scratch.line_begin.clear();
  uint32_t token = 0;
  for (uint64_t line = 1; line <= n; ++line) {
    while (token < tokens.size() && tokens[token].begin < lines.line(line).begin) ++token;
    scratch.line_begin.push_back(token);
  }
  scratch.line_begin.push_back(static_cast<uint32_t>(tokens.size()));
  scratch.of_lines.resize(n);
  scratch.of_tokens.resize(2 * tokens.size());
  const std::array<HeadRequest, 2> requests = {
      HeadRequest{.head = line_head_,
                  .out = scratch.of_lines,
                  .line_begin = scratch.line_begin,
                  .features = scratch.features},
      HeadRequest{.head = span_head_, .out = scratch.of_tokens}};
  model_->run(requests, scratch.tag);
  scores.lines.resize(n);
  for (size_t i = 0; i < n; ++i) scores.lines[i] = sigmoid(scratch.of_lines[i]);
  scores.small_words = n == 0 ? 0 : scratch.features[kSmallWordShare];
  find_spans(tokens, scratch.of_tokens, scores.spans);
}

}  // namespace lauter
