/// Scores of whole texts: `lauter score`.
///
///   LAUTER_ASSIGN(const TextScorer scorer, TextScorer::make("toxicity", model));
///   TextScoreScratch scratch;                              // one for each thread
///   for (const TextScore& s : scorer.score(text, scratch)) // toxicity, toxicity_linear
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tag/toxic_tagger.h"
#include "tag/toxicity_linear.h"

namespace lauter {

struct TextScore {
  std::string_view name;
  float value = 0.0F;
};

/// Working memory of one thread. Reusable, never shared.
struct TextScoreScratch {
  ToxicScratch encoder;
  ToxicityScratch linear;
  std::vector<TextScore> scores;
};

/// Const and safe from any thread, each with its own scratch.
class TextScorer {
 public:
  /// `metrics`: `toxicity` (by the encoder and by the linear scorer), `toxicity_linear` (that one
  /// alone), parted by commas; empty: all. `model` may be null if no metric needs it. Errors:
  /// kInvalidArgument for another name; kUnimplemented if the weights are missing.
  static Result<TextScorer> make(std::string_view metrics, std::shared_ptr<const TagModel> model);

  /// In the order of their names; good until the next call with this scratch.
  std::span<const TextScore> score(std::string_view text, TextScoreScratch& scratch) const;

 private:
  std::optional<ToxicTagger> encoder_;
  std::optional<ToxicityLinear> linear_;
};

}  // namespace lauter
