/// `lauter curate train-detector`: reads human and machine-made texts, trains a detector
/// (curate/detector/detector_trainer.h), writes its file and says what it reaches.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "curate/detector/detector_trainer.h"
#include "io/input.h"
#include "json/record.h"

namespace lauter {

struct TrainDetectorJob {
  Inputs human = {};    ///< every text is human
  Inputs machine = {};  ///< every text is machine-made
  Inputs mixed = {};    ///< `label_field` says it: `human`, or else who made it
  RecordFields fields = {};
  std::string label_field = "source";
  std::string group_field = {};   ///< texts with the same value are held out together
  std::string domain_field = {};  ///< if given, whole domains are held out
  std::string only = {};          ///< optional `field=value` that a row must have
  std::string output = {};
  std::string command = {};  ///< as it was called, for the facts
  uint64_t seed = 0;
  uint64_t bootstrap_draws = 200;
};

struct TrainDetectorResult {
  std::string facts;  ///< one JSON object, as in the model's file
  std::string table;  ///< aligned text, ends in a newline
  uint64_t bad_rows = 0;
};

/// Errors: those of reading and writing; kDataLoss `FILE:ROW: why` for a row of `mixed` without a
/// label; those of DetectorTrainer::finish(). The same rows give the same bytes.
Result<TrainDetectorResult> train_detector(const TrainDetectorJob& job);

}  // namespace lauter
