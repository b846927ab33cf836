#include "run/jobs/refine_job.h"

#include <optional>
#include <utility>

#include "run/jobs/folder_job.h"
#include "run/jobs/refine_work.h"
#include "run/passes/first_passes.h"

namespace lauter {
namespace {

/// `made` is filled when the run begins and must outlive the work.
MakeChunkWork make_work(const RefineJob& job, const SampleBounds* bounds,
                        std::optional<RefineWork>& made) {
  return [&job, bounds, &made](const StreamPosition&) -> Result<ChunkWork> {
    const std::string folder = bounds == nullptr ? "" : job.out;
    LAUTER_ASSIGN(FirstPasses passes, make_first_passes(job, folder));
    LAUTER_ASSIGN(made, RefineWork::make(job, bounds, "", std::move(passes)));
    return ChunkWork([&made](const NumberedChunk& item, int) { return (*made)(item.chunk); });
  };
}

}  // namespace

std::string key_id(const SecretKey& key) {
  return KeyedHash(key, "key-id").hex("lauter").substr(0, 16);
}

Result<RefineResult> refine_to_folder(const RefineJob& job) {
  std::optional<RefineWork> work;
  SampleBounds bounds;
  FolderJob folder{.job = job.job,
                   .out = job.out,
                   .stage = job.stage,
                   .resume = job.resume,
                   .overwrite = job.overwrite,
                   .header = journal_header(job.job, job.version),
                   .report = begin_refine_report(job),
                   .sample_bounds = &bounds};
  add_refine_settings(job, folder.header);
  LAUTER_ASSIGN(RefineResult result, run_folder_job(folder, make_work(job, &bounds, work)));
  if (work) LAUTER_TRY(work->end_asking(result));
  if (!result.interrupted) LAUTER_TRY(end_first_passes(job.out));
  return result;
}

Result<RefineResult> refine_to_sink(const RefineJob& job, const ByteSink& sink) {
  std::optional<RefineWork> work;
  LAUTER_ASSIGN(RefineResult result, run_sink_job(job.job, begin_refine_report(job), sink,
                                                  make_work(job, nullptr, work)));
  if (work) LAUTER_TRY(work->end_asking(result));
  return result;
}

}  // namespace lauter
