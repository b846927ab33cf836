/// Which lines of a text are junk, and which words inside of lines.
///
///   LAUTER_ASSIGN(const JunkTagger tagger, JunkTagger::make(model));
///   tagger.tag(text, LineIndex(text), documents, scratch, scores);
///   scores.lines[3];                                     // how probably the fourth line is junk
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "tag/line_features.h"
#include "tag/tag_model.h"
#include "text/lines.h"

namespace lauter {

/// Whole words inside of one line.
struct JunkSpan {
  ByteSpan span;
  float score = 0;  ///< mean probability of its tokens
};

struct JunkScores {
  std::vector<float> lines;     ///< probability for each line; blank ones count for nothing
  std::vector<JunkSpan> spans;  ///< sorted, apart; in junk lines too
  float small_words = 0;        ///< share of the, of, and the like among the words: low in lists
};

/// Reusable, one a thread.
struct JunkScratch {
  TagScratch tag;
  LineFeaturizer featurizer;
  std::vector<float> features;
  std::vector<uint32_t> line_begin;
  std::vector<float> of_lines;
  std::vector<float> of_tokens;
};

/// Const and safe from any thread, each with its own scratch.
class JunkTagger {
 public:
  /// Errors: kNotFound if the model has no heads for junk; kUnimplemented if they were trained on
  /// other numbers than this build computes.
  static Result<JunkTagger> make(std::shared_ptr<const TagModel> model);

  /// Replaces `scores`. `text`: valid UTF-8 below 4 GiB, `lines` its index; `documents`: see
  /// LineFeaturizer::extract(). One pass of the encoder.
  void tag(std::string_view text, const LineIndex& lines, std::span<const uint32_t> documents,
           JunkScratch& scratch, JunkScores& scores) const;

 private:
  JunkTagger(std::shared_ptr<const TagModel> model, size_t line_head, size_t span_head)
      : model_(std::move(model)), line_head_(line_head), span_head_(span_head) {}

  std::shared_ptr<const TagModel> model_;
  size_t line_head_;
  size_t span_head_;
};

}  // namespace lauter
