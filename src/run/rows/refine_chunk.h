/// The work on one chunk: rows in, the bytes of all outputs and the figures out. Pure: the result
/// depends on the chunk and the settings alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "edit/program_json.h"
#include "io/chunk.h"
#include "io/input.h"
#include "io/row.h"
#include "llm/asker.h"
#include "run/jobs/folder_job.h"
#include "run/output/count_edits.h"
#include "run/output/make_sample.h"
#include "run/output/report_data.h"
#include "run/output/sampler.h"
#include "run/passes/duplicate_rows.h"
#include "run/rows/data_rows.h"
#include "run/rows/log_ids.h"
#include "run/rows/rows_worked_on.h"
#include "run/steps/scratch_pool.h"
#include "run/steps/step_chain.h"

namespace lauter {

/// What all workers share, const while they run.
struct RefineSettings {
  const Inputs* inputs = nullptr;
  const StepChain* chain = nullptr;
  const DuplicateRows* duplicates = nullptr;  ///< of a recipe with `dedup`; null: none
  RowOptions rows;
  AuditWriter audit;
  std::optional<LogIds> log_ids;
  std::optional<KeyedHash> text_hash;  ///< of "raw_hash" and "refined_hash"
  int compression_level = 0;
  bool folder = true;  ///< compressed pieces of data, edits and rejected; else rows of JSONL alone
  OnError on_error = OnError::kDrop;  ///< without a folder
  bool show_values = false;
  uint64_t seed = 0;  ///< of the samples
  const SampleBounds* sample_bounds = nullptr;  ///< of the run; null: no samples are made
  RowsWorkedOn* worked_on = nullptr;  ///< counts rows of chunks under way; null: nobody wants to know
};

/// The working memory of one thread that computes.
class ChunkRefiner {
 public:
  explicit ChunkRefiner(const RefineSettings& settings);

  /// For recipes that ask nobody. Errors: kInternal if rows do not add up; those of compression.
  Result<ChunkOutput> refine(const Chunk& chunk);
  /// The outputs of a chunk whose rows have their outcomes. Errors: as above.
  Result<ChunkOutput> write(const Chunk& chunk, std::vector<Row>& rows,
                            std::vector<std::optional<Outcome>> outcomes, const LlmFigures& llm);

  ChainScratch& scratch() { return scratch_; }
  ScanScratch& of_ids() { return *of_ids_; }

 private:
  void begin(const Chunk& chunk);
  Result<ChunkOutput> end(const Chunk& chunk, double rows_seconds);
  void write_row(const Chunk& chunk, Row& row, Outcome outcome);
  void reject_row(const Chunk& chunk, const Row& row, std::string_view reason, bool dropped,
                  std::string_view counted);
  void sample_edits(const Chunk& chunk, const Row& row, const EditProgram& program);
  void sample_rejection(const Chunk& chunk, const Row& row, std::string_view counted,
                        std::string_view reason, const Cause* dropped);
  uint64_t rank_of(const Chunk& chunk, const Row& row) const;
  SampleSource source_of(const Row& row, bool shows_deleted);
  void leave_out(const Chunk& chunk, const Row& row, std::string_view reason, bool dropped);
  LogRow log_row(const Row& row, RowState state);
  void append_log(LogRow row, std::string_view original, std::string_view refined,
                  std::span<const NamedText> texts);
  std::string hash_of(std::string_view text) const;

  const RefineSettings& settings_;
  ChainScratch scratch_;
  std::unique_ptr<ScanScratch> of_ids_;
  ChunkOutput out_;
  EditCounter edit_counter_;
  SampleSet samples_;
  DataRows data_;
  std::string edits_, rejected_;  ///< uncompressed; reused
  double refine_seconds_ = 0;
};

using RefinePool = ScratchPool<ChunkRefiner>;

/// The work on one chunk with a scratch of `pool`, which is given back while `asker` waits for replies. `asker`:
/// null for recipes that ask nobody. Errors: as ChunkRefiner::refine(), and RowBatch::take().
Result<ChunkOutput> refine_chunk(const Chunk& chunk, const RefineSettings& settings,
                                 RefinePool& pool, llm::Asker* asker);

}  // namespace lauter
