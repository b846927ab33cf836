/// `lauter train quality`: reads good and bad texts, trains a classifier
/// (curate/detector/quality_classifier.h), writes its file and says what it reaches.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "io/input.h"
#include "json/record.h"

namespace lauter {

struct TrainQualityJob {
  Inputs good = {};
  Inputs bad = {};
  RecordFields fields = {};
  std::string output = {};
  std::string version = {};
  uint64_t seed = 0;
  uint64_t bootstrap_draws = 500;
};

struct TrainQualityResult {
  std::string facts;  ///< one JSON object, as in the model's file
  std::string table;  ///< words for people, ends in a newline
  uint64_t bad_rows = 0;
};

/// Errors: those of reading and writing, of QualityTrainer::finish(); kInvalidArgument if most of one side's texts
/// are on the other, too. The same rows give the same bytes.
Result<TrainQualityResult> train_quality(const TrainQualityJob& job);

}  // namespace lauter
