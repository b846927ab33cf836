/// `lauter find`, `lauter score` and `lauter program`: a line of JSON on a stream for every row, in input order.
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "refine/llm/llm_figures.h"
#include "run/curation/text_scores.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct RowJobResult {
  uint64_t rows = 0;
  uint64_t bad_rows = 0;  ///< rows answered by {"id","error"}
  bool interrupted = false;
  uint64_t edits = 0;                          ///< of programs
  LlmFigures llm{};                            ///< of a recipe that asks models
  std::array<uint64_t, kLosses> lost_edits{};  ///< that the dialect could not say, by Loss
};

/// {"id","spans":[{"start","end","label","score","rule"}]} for every row, with "dropped":"REASON" behind it if a
/// step would drop the row. `key` is for keyed hashes in
/// `allow`, and for recipes that ask a model: there, what is found is what would be edited, and a row that is held back is a
/// bad row. Errors: those of reading and of Scanner::make(), or of StepChain::make().
Result<RowJobResult> find_to_sink(const JobOptions& job, const SecretKey& key,
                                  const ByteSink& sink);

/// Where a row has what its text is compared with.
struct ScoreFields {
  FieldPath source{{"src"}};
  FieldPath reference{{"ref"}};
};

/// {"id","scores":{"NAME":number or null}} for every row, with "reasons":["NAME"] behind it if the
/// metric `errors` is asked for. A row without a field that a metric needs is a bad row. Needs no
/// key. Errors: those of reading.
Result<RowJobResult> scores_to_sink(const JobOptions& job, const TextScorer& scorer,
                                    const ScoreFields& fields, const ByteSink& sink);

/// {"id","program":[OP...]} for every row; in a text dialect {"id","program_text":"..."}, with
/// "lost":{"replacement":2} if it could not say all. A document that verification holds back is a
/// bad row. Errors: those of reading and of Refinery::make().
Result<RowJobResult> programs_to_sink(const RefineJob& job, Dialect dialect, const ByteSink& sink);

}  // namespace lauter
