/// `lauter refine` without its words on the terminal: what the command and the library share.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/config.h"
#include "cli/destination.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Fills `job` from the flags, its key included, and says where to write; nothing is written yet but a new key. Errors:
/// those of make_job(), Destination::open() and make_key(), and of flags that do not go together.
Result<Destination> set_up_refine(const Config& config, RefineJob& job);

/// refine_to_folder(), with the reports, and what a destination in object storage needs. Errors: theirs.
Result<RefineResult> refine_to_destination(const RefineJob& job, Destination& destination);

/// `lauter refine ARGS` into a folder, quietly. `progress` is asked ten times a second by the calling thread; false ends
/// the run so that it can be resumed: soon, whatever row its threads are in the middle of, which they end in the background;
/// the next call and the end of the process wait for them. Errors: those of the command.
Result<RefineResult> refine_files(const std::vector<std::string>& args,
                                  const std::function<bool(const Progress&)>& progress);

}  // namespace lauter
