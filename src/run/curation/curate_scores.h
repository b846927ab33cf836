/// The scores of `lauter curate`: what a recipe asks to be known of every document.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "curate/detector/detector.h"
#include "curate/selection/quality_model.h"
#include "run/curation/curate_corpus.h"

namespace lauter {

/// What was learnt about quality, for the report.
struct QualityFigures {
  uint64_t labelled = 0;
  uint64_t bad = 0;                  ///< of these
  std::vector<double> weights{};     ///< by feature; empty: nothing was learnt, the default holds
};

struct CorpusScores {
  QualityFigures quality;
  uint64_t lm_words = 0;  ///< that the language models learnt from, each fold's once
};

/// The detector that a recipe's likeness asks for, if it asks for one. Errors: kInvalidArgument if
/// it is the built-in one and there is none; those of load_detector().
Result<std::optional<Detector>> detector_of(const CurateRecipe& recipe);

/// Sets surprise, likeness, agreement, signs, quality and p_bad of all documents that are taken so
/// far. No document is scored by a language model that saw a text of its group, and none by one
/// that saw a text of the judges, nor is quality learnt of these; texts that are too short for the
/// detector have no likeness by it. Two passes over the texts, three with agreement. Errors: those
/// of reading and of the models.
Result<CorpusScores> score_corpus(Corpus& corpus, const std::optional<Detector>& detector,
                                  const std::string& spill_folder);

}  // namespace lauter
