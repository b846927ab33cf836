/// The first pass of `dedup` in a run over many processes. Each task sketches shards, its own and
/// those that nobody has begun; when all are there, one joins them and the others wait for it.
/// Below OUT/state/dedup, as below OUT/state: shard_folder.h.
#pragma once

#include <memory>

#include "base/result.h"
#include "run/duplicate_rows.h"
#include "run/task_job.h"

namespace lauter {

/// Null for a recipe without `dedup`, and if the task was stopped. Waits for other tasks only while
/// they are at work: alone it does everything. Errors: as find_duplicate_rows(); kUnavailable if a
/// shard cannot be read.
Result<std::shared_ptr<const DuplicateRows>> find_task_duplicates(const TaskJob& job);

}  // namespace lauter
