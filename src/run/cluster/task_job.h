/// A run over many processes: `lauter task OUT --task K` computes shards, `--task final` puts
/// together what they made. docs/design/0023-cluster.md says why it is done so.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "run/cluster/shard_plan.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct TaskJob {
  const ShardPlan& plan;
  const RefineJob& refine;  ///< of the plan (job_of()), with key, models and threads
  size_t task = 0;
  std::string holder{};                         ///< this life of the task; no other has the name
  std::string job{};                            ///< the cluster's name for it
  std::function<void(std::string_view)> log{};  ///< takes one line
};

struct TaskResult {
  uint64_t shards = 0;  ///< committed
  uint64_t rows = 0;
  double seconds = 0;
  std::vector<std::pair<size_t, std::string>> failed{};  ///< shards and why
  bool interrupted = false;
};

/// Computes the shards of a stripe, and then those that others have not begun. May be stopped,
/// killed and run again at any moment, also twice at once. Errors: those of writing and of the
/// steps. Memory: as refine_to_folder().
Result<TaskResult> run_task(const TaskJob& job);

/// What hinders run_final(): shards that no task has computed, and why as far as it is known.
struct MissingShards {
  std::vector<size_t> shards{};
  std::vector<size_t> tasks{};     ///< whose stripes they are of, in order
  std::vector<std::string> why{};  ///< `shard 17 (FILE): why`; a few
};
Result<MissingShards> missing_shards(const ShardPlan& plan, const std::string& out);

/// Puts cut files together, adds up all figures, hands them to `write_report`, and writes the
/// journal, which says that all is there. Nothing is left then of what tasks wrote in between.
/// `refine` needs no models. May be run again. Errors: kUnavailable if shards are missing (names
/// some); kDataLoss if an output is not there; those of writing.
Result<RunReport> run_final(const ShardPlan& plan, const RefineJob& refine,
                            const std::string& holder,
                            const std::function<Result<void>(const RunReport&)>& write_report);

/// Takes away what tasks wrote in between: the end of run_final(), for one that was killed there.
Result<void> tidy_up(const std::string& out);

}  // namespace lauter
