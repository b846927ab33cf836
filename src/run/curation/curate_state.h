/// What `lauter curate` knows once every text is read and scored, on disk: a run that is stopped
/// later goes on from there. Written and read by one version of the program on one machine.
#pragma once

#include <string>

#include "base/result.h"
#include "run/curation/curate_corpus.h"
#include "run/curation/curate_scores.h"

namespace lauter {

/// By what a state belongs to a run: version, recipe, detector and the inputs' names, sizes and times.
std::string curate_run_key(const Corpus& corpus, const std::string& version,
                           const std::optional<Detector>& detector);

/// Writes OUT/state/scored. Errors: those of writing.
Result<void> save_scored(const std::string& out, const std::string& key, const Corpus& corpus,
                         const CorpusScores& scores);

/// Sets documents and scores as they were saved; false if nothing was. Errors: kInvalidArgument if
/// the state is of another run; kDataLoss if it is damaged.
Result<bool> load_scored(const std::string& out, const std::string& key, Corpus& corpus,
                         CorpusScores& scores);

}  // namespace lauter
