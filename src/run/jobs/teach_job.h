/// `lauter distill --programs`: what a run accepted, as training data for smaller models.
///
/// A large model's judgement, verified, ends in a small one: OUT/student.jsonl has a chat for each
/// row (the step's own question about the whole text, answered with the accepted edits),
/// OUT/heads.jsonl the spans for the encoder's heads (train/README.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "io/input.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct TeachJob {
  JobOptions job{};   ///< its inputs are the originals; its recipe's first step `llm` says the task
  Inputs programs{};  ///< OUT/edits of the run, or what `lauter program` printed
  std::string out{};
  bool overwrite = false;
};

struct TeachResult {
  uint64_t rows = 0;
  uint64_t students = 0;  ///< rows of student.jsonl
  uint64_t heads = 0;     ///< rows of heads.jsonl
  std::map<std::string, uint64_t> left_out{};  ///< rows of neither, by reason
  bool interrupted = false;
};

/// Rows whose program is missing, was rejected or does not fit are left out. One thread. Errors:
/// those of reading and writing; kInvalidArgument for a non-empty OUT without overwrite.
Result<TeachResult> teach_to_folder(const TeachJob& job);

}  // namespace lauter
