#include "run/jobs/explain.h"
#include "run/passes/first_passes.h"

#include "io/row.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/row_batch.h"
#include "run/steps/run_asker.h"
#include "run/steps/step_chain.h"
#include "text/printable.h"

namespace lauter {
namespace {

Result<std::optional<Outcome>> outcome_of(const Row& row, const JobOptions& job,
                                          const SecretKey& key, const StepChain& chain,
                                          ChainScratch& scratch) {
  LAUTER_ASSIGN(const auto asker, RunAsker::make(job, key, "", "explain"));
  if (asker == nullptr) return chain.refine(row, scratch);
  RowBatch batch(chain, {&row, 1}, scratch);
  LAUTER_ASSIGN(auto outcomes, ask_and_finish(batch, asker->asker(), scratch));
  LAUTER_TRY(asker->finish());
  return std::move(outcomes.front());
}

}  // namespace

Result<Explanation> explain_row(const JobOptions& job, const SecretKey& key,
                                const std::optional<std::string>& id) {
  LAUTER_TRY(check_no_first_pass(job.recipe, "explain"));
  LAUTER_ASSIGN(const StepChain chain, StepChain::make(job, key));
  const RowOptions row_options = job.row_options();
  ChunkStream stream(job.inputs,
                     {.max_record_bytes = job.recipe.limits.max_record_bytes, .stop = job.stop});
  while (true) {
    LAUTER_ASSIGN(const std::optional<Chunk> chunk, stream.next());
    if (!chunk) break;
    const InputFile& file = job.inputs.files[chunk->file_index];
    RowReader reader(file, *chunk, row_options);
    Row row;
    while (reader.next(row)) {
      if (row.pass_through) continue;
      const std::string place = escape_name(file.relative) + ":" + std::to_string(row.number);
      if (id && row.doc.id != *id && place != *id) continue;
      if (row.error) return data_loss(place + ": " + row.error->reason);
      Explanation explanation;
      explanation.file = escape_name(file.relative);
      explanation.row = row.number;
      ChainScratch scratch = chain.make_scratch();
      LAUTER_ASSIGN(std::optional<Outcome> outcome, outcome_of(row, job, key, chain, scratch));
      explanation.chosen = outcome.has_value();
      if (outcome) explanation.outcome = std::move(*outcome);
      explanation.document = std::move(row.doc);
      return explanation;
    }
  }
  return not_found(id ? "no row has the id \"" + *id + "\"" : "the input has no rows");
}

}  // namespace lauter
