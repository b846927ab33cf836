/// How a run is: what `lauter status OUT` shows, from the files in OUT/state and, where there is Slurm,
/// its queue.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "run/cluster/shard_folder.h"

namespace lauter {

struct RunStatus {
  std::string executor{};
  /// `finished`; `running`: something was heard within the last minute; `waiting`: no task has
  /// begun; `stopped`: --resume goes on.
  std::string state{};
  std::string started_utc{};
  uint64_t rows = 0;
  uint64_t bytes_done = 0;   ///< of the input files
  uint64_t bytes_total = 0;  ///< 0: unknown
  double bytes_per_s = 0;    ///< uncompressed text, of all tasks that run together; else on average
  double eta_seconds = -1;   ///< negative: unknown

  uint64_t shards = 0;  ///< none for a local run
  uint64_t shards_done = 0;
  uint64_t shards_running = 0;
  uint64_t shards_failed = 0;
  /// Of tasks: `state` is one of TaskState, or `waiting`, or `lost`: it fell silent.
  std::vector<TaskState> tasks{};

  uint64_t shards_waiting() const { return shards - shards_done - shards_running - shards_failed; }
  uint64_t tasks_in(std::string_view task_state) const;
};

/// Errors: kNotFound if OUT holds no run.
Result<RunStatus> run_status(const std::string& out);

JsonValue status_to_json(const RunStatus& status);

}  // namespace lauter
