/// `lauter refine --executor slurm|shell`: plans a run and hands it over.
#pragma once

#include "base/result.h"
#include "cli/config.h"
#include "run/refine_job.h"

namespace lauter {

/// Whether --executor can do what is asked, before anything is written. Errors: kInvalidArgument,
/// kNotFound without sbatch.
Result<void> check_cluster(const Config& config, const JobOptions& job);
/// The same for a run on this machine.
Result<void> check_local(const Config& config);

/// Writes the plan, or reads that of the run to resume, and starts what has to be computed. The
/// exit code.
int start_cluster_run(const Config& config, const RefineJob& job);

}  // namespace lauter
