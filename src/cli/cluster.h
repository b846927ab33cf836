/// `lauter refine --executor slurm|shell`: plans a run and hands it over.
#pragma once

#include "base/result.h"
#include "cli/config.h"
#include "cli/destination.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Whether --executor can do what is asked, before anything is written. `folder`: where the run is
/// to work. Errors: kInvalidArgument, kNotFound without sbatch.
Result<void> check_cluster(const Config& config, const JobOptions& job, const std::string& folder);
/// The same for a run on this machine.
Result<void> check_local(const Config& config, const std::string& folder);

/// Writes the plan, or reads that of the run to resume, and starts what has to be computed. The
/// exit code.
int start_cluster_run(const Config& config, const RefineJob& job, Destination& destination);

}  // namespace lauter
