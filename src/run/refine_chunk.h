/// The work on one chunk: rows in, the bytes of all outputs and the figures out. Pure: the result
/// depends on the chunk and the settings alone.
#pragma once

#include <atomic>
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
#include "run/folder_job.h"
#include "run/report_data.h"
#include "run/sampler.h"
#include "run/step_chain.h"

namespace lauter {

/// What all workers share, const while they run.
struct RefineSettings {
  const Inputs* inputs = nullptr;
  const StepChain* chain = nullptr;
  RowOptions rows;
  AuditWriter audit;
  std::optional<KeyedHash> text_hash;  ///< of "raw_hash" and "refined_hash"
  int compression_level = 0;
  bool folder = true;  ///< compressed pieces of data, edits and rejected; else plain data only
  bool show_values = false;
  uint64_t seed = 0;  ///< of the samples
  /// Ranks from here on are not sampled any more: saves workers the making of samples that the
  /// writer would drop. It only ever sinks to the rank of a sample that is kept. Null: no bound.
  const std::atomic<uint64_t>* sample_bound = nullptr;
};

/// One a thread.
class ChunkRefiner {
 public:
  explicit ChunkRefiner(const RefineSettings& settings);

  /// Errors: kInternal if rows do not add up; those of compression.
  Result<ChunkOutput> refine(const Chunk& chunk);

 private:
  void refine_row(const Chunk& chunk, Row& row);
  void reject_row(const Chunk& chunk, const Row& row, std::string_view reason);
  void append_log(LogRow row, std::string_view original, std::string_view refined);
  std::string hash_of(std::string_view text) const;

  const RefineSettings& settings_;
  ChainScratch scratch_;
  ChunkOutput out_;
  SampleSet samples_;
  std::string data_, edits_, rejected_;  ///< uncompressed; reused
  double refine_seconds_ = 0;
};

}  // namespace lauter
