#include "run/text_scores.h"

#include <algorithm>
#include <string>

namespace lauter {

Result<TextScorer> TextScorer::make(std::string_view metrics,
                                    std::shared_ptr<const TagModel> model) {
  bool encoder = metrics.empty();
  for (size_t begin = 0; begin < metrics.size();) {
    const size_t end = std::min(metrics.find(',', begin), metrics.size());
    const std::string_view name = metrics.substr(begin, end - begin);
    if (name != "toxicity" && name != "toxicity_linear") {
      return invalid_argument("no metric `" + std::string(name) +
                              "`; there is toxicity and toxicity_linear");
    }
    encoder = encoder || name == "toxicity";
    begin = end + 1;
  }
  TextScorer scorer;
  LAUTER_ASSIGN(scorer.linear_, ToxicityLinear::embedded());
  if (encoder) {
    if (model == nullptr) {
      return unimplemented(
          "toxicity needs a model: name one with --model, or ask for "
          "--metrics toxicity_linear");
    }
    LAUTER_ASSIGN(scorer.encoder_, ToxicTagger::make(std::move(model)));
  }
  return scorer;
}

std::span<const TextScore> TextScorer::score(std::string_view text,
                                             TextScoreScratch& scratch) const {
  scratch.scores.clear();
  if (encoder_) {
    scratch.scores.push_back({"toxicity", encoder_->read(text, scratch.encoder).document});
  }
  scratch.scores.push_back({"toxicity_linear", linear_->probability(text, scratch.linear)});
  return scratch.scores;
}

}  // namespace lauter
