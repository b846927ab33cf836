/// `lauter refine --dry-run`: what the questions of a run would cost, from a sample of its rows, with
/// nothing sent.
#pragma once

#include <cstdint>
#include <string>

#include "base/hash.h"
#include "base/result.h"
#include "json/value.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// A total over all rows: the ratio estimate by the texts' bytes, and the bounds between which it
/// lies with 95 % (normal approximation, finite population).
struct Estimate {
  double total = 0;
  double low = 0;
  double high = 0;
};

/// First questions only: what repair rounds and an attacker add depends on the replies.
struct LlmEstimate {
  uint64_t rows = 0;
  uint64_t rows_sampled = 0;
  uint64_t text_bytes = 0;
  Estimate rows_asked;
  Estimate requests;
  Estimate input_tokens;
  Estimate output_tokens;
  Estimate money;
  Estimate minutes;  ///< at the endpoints' caps alone; 0 without caps
};

inline constexpr uint64_t kRowsOfEstimate = 1000;

/// Reads all inputs, draws `sample` rows by hash (JobOptions::seed), takes them through the steps
/// up to the first question of each step `llm`, and counts. Errors: those of reading and of
/// StepChain::make().
Result<LlmEstimate> estimate_llm(const JobOptions& job, const SecretKey& key,
                                 uint64_t sample = kRowsOfEstimate);

JsonValue estimate_to_json(const LlmEstimate& estimate);

}  // namespace lauter
