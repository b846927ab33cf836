#include "tag/span_tagger.h"

#include "tag/name_gate.h"

namespace lauter {
namespace {

/// Tokens of a window: scores stay in the cache, the reach on both sides is a small share.
constexpr size_t kWindow = 2048;
/// How far before its end a window may end at a line instead.
constexpr size_t kSlack = 512;

/// Where the window that begins at `first` ends: before the last token with the widest gap among the
/// last kSlack ones.
size_t end_of_window(const std::vector<Token>& tokens, size_t first, size_t last) {
  if (last - first <= kWindow) return last;
  size_t end = first + kWindow;
  for (size_t at = end; at > first + kWindow - kSlack; --at) {
    if (tokens[at].gap > tokens[end].gap) end = at;
  }
  return end;
}

}  // namespace

Result<SpanTagger> SpanTagger::make(std::shared_ptr<const TagModel> model, std::string_view head) {
  LAUTER_ASSIGN(const size_t index, model->head(head, HeadKind::kToken));
  LAUTER_ASSIGN(BioDecoder decoder, BioDecoder::make(model->config().heads[index].labels));
  return SpanTagger(std::move(model), index, std::move(decoder));
}

void SpanTagger::tag(std::string_view text, float threshold, SpanTagScratch& scratch,
                     std::vector<TaggedSpan>& spans) const {
  spans.clear();
  tokenize(text, scratch.model.tokens);
  find_name_ranges(text, scratch.model.tokens, scratch.ranges);
  for (const TokenRange& range : scratch.ranges) tag_range(text, range, threshold, scratch, spans);
}

void SpanTagger::tag_range(std::string_view text, TokenRange range, float threshold,
                           SpanTagScratch& scratch, std::vector<TaggedSpan>& spans) const {
  const std::vector<Token>& tokens = scratch.model.tokens;
  for (size_t first = range.first; first < range.last;) {
    const TokenRange window{first, end_of_window(tokens, first, range.last)};
    model_->run_range(head_, text, window, scratch.model, scratch.logits);
    decoder_.decode(scratch.logits, threshold, scratch.decoder, scratch.spans);
    for (const BioSpan& span : scratch.spans) {
      spans.push_back({{tokens[first + span.first].begin, tokens[first + span.last - 1].end},
                       span.type,
                       span.score});
    }
    first = window.last;
  }
}

}  // namespace lauter
