#include "run/explain.h"

#include "io/row.h"
#include "run/chunk_stream.h"
#include "run/refine_chunk.h"
#include "run/step_engines.h"

namespace lauter {

Result<Explanation> explain_row(const JobOptions& job, const SecretKey& key,
                                const std::optional<std::string>& id) {
  LAUTER_ASSIGN(const StepEngines<Refinery> engines,
                StepEngines<Refinery>::make(job.recipe, job.inputs, [&](const ScanOptions& scan) {
                  return Refinery::make(refine_options(job.recipe, key, scan));
                }));
  const RowOptions row_options{.fields = job.fields,
                               .max_record_bytes = job.recipe.limits.max_record_bytes};
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
      const std::string place = file.relative + ":" + std::to_string(row.number);
      if (id && row.doc.id != *id && place != *id) continue;
      if (row.error) return data_loss(place + ": " + row.error->reason);
      Explanation explanation;
      explanation.file = file.relative;
      explanation.row = row.number;
      const auto engine = engines.choose(row);
      explanation.chosen = engine.has_value();
      if (engine) {
        const auto scratch = engines[*engine].make_scratch();
        explanation.outcome = engines[*engine].refine(row.doc, *scratch);
      }
      explanation.document = std::move(row.doc);
      return explanation;
    }
  }
  return not_found(id ? "no row has the id \"" + *id + "\"" : "the input has no rows");
}

}  // namespace lauter
