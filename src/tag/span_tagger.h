/// Spans of a text that one token head of a model marks: names, addresses, ages.
///
///   LAUTER_ASSIGN(const SpanTagger tagger, SpanTagger::make(model, "pii"));
///   tagger.tag("Maria Keller lives in Kassel.", 0.5F, scratch, spans);   // PERSON, LOC
///
/// Only the parts of a text that may hold a name are read (tag/name_gate.h), in windows of tokens
/// that end at an empty line or line where there is one. Scores are those of the whole text
/// (TagModel::run_range), so only a span that is cut by the end of a window may differ; what is read
/// depends on the text alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "tag/bio_decoder.h"
#include "tag/tag_model.h"

namespace lauter {

struct TaggedSpan {
  ByteSpan span;      ///< bytes of the text
  uint32_t type = 0;  ///< index into SpanTagger::types()
  float score = 0;    ///< probability of the type
};

/// Reusable, never shared by threads.
struct SpanTagScratch {
  TagScratch model;
  BioScratch decoder;
  std::vector<float> logits;
  std::vector<BioSpan> spans;
  std::vector<TokenRange> ranges;
};

/// Const and safe from any thread, each with its own scratch.
class SpanTagger {
 public:
  /// Errors: those of TagModel::head() and BioDecoder::make().
  static Result<SpanTagger> make(std::shared_ptr<const TagModel> model, std::string_view head);

  const std::vector<std::string>& types() const { return decoder_.types(); }

  /// Replaces `spans`: sorted, apart, on UTF-8 boundaries, each at least `threshold` probable.
  /// `text`: valid UTF-8 below 4 GiB. Linear; memory: 12 bytes a token and a window.
  void tag(std::string_view text, float threshold, SpanTagScratch& scratch,
           std::vector<TaggedSpan>& spans) const;

 private:
  void tag_range(std::string_view text, TokenRange range, float threshold, SpanTagScratch& scratch,
                 std::vector<TaggedSpan>& spans) const;

  SpanTagger(std::shared_ptr<const TagModel> model, size_t head, BioDecoder decoder)
      : model_(std::move(model)), head_(head), decoder_(std::move(decoder)) {}

  std::shared_ptr<const TagModel> model_;
  size_t head_;
  BioDecoder decoder_;
};

}  // namespace lauter
