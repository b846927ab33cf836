/// What `lauter refine` does to chunks, whoever reads them and writes their outputs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "run/jobs/folder_job.h"
#include "run/jobs/refine_job.h"
#include "run/output/sampler.h"
#include "run/passes/first_passes.h"

namespace lauter {

class RefineWork {
 public:
  /// Compiles the recipe's steps. `job` must outlive it. `bounds`: of the samples; null
  /// for a run to a stream, which has no log and no samples. `asker_folder`: of kept
  /// replies; empty: OUT/state. `passes`: of all rows, those that the recipe wants. Errors: those of the steps and of RunAsker::make().
  static Result<RefineWork> make(const RefineJob& job, const SampleBounds* bounds,
                                 std::string asker_folder = "",
                                 FirstPasses passes = {});
  RefineWork(RefineWork&&) noexcept;
  RefineWork& operator=(RefineWork&&) noexcept;
  ~RefineWork();

  /// Called from as many threads as workforce_of() says.
  Result<ChunkOutput> operator()(const Chunk& chunk) const;

  /// To be called when the run has ended, of recipes that ask servers: adds what those did, and ends
  /// the record. Errors: those of RunAsker::finish().
  Result<void> end_asking(RefineResult& result) const;

 private:
  struct State;
  explicit RefineWork(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// begin_report(), and what is a matter of `refine`.
RunReport begin_refine_report(const RefineJob& job);
/// journal_settings() or journal_header(), and what is a matter of `refine`.
void add_refine_settings(const RefineJob& job, JsonValue& header);

}  // namespace lauter
