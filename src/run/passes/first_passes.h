/// What recipes want to know of all rows before the first one is worked on, and where it is kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "run/cluster/task_job.h"
#include "run/jobs/refine_job.h"
#include "run/passes/duplicate_rows.h"
#include "surrogate/real_values.h"

namespace lauter {

struct FirstPasses {
  std::shared_ptr<const DuplicateRows> duplicates{};    ///< null: the recipe has no step `dedup`
  std::shared_ptr<const RealValues> real_values{};      ///< null: surrogates.guard is not `corpus`
};

/// Reads all inputs once for each pass that the recipe wants, none for most. Kept in OUT/state, for a
/// run that is resumed, or nowhere if `out` is empty. Memory: chunks, and the tables, which are mapped.
/// Errors: those of reading and writing; kUnavailable if it was stopped.
Result<FirstPasses> make_first_passes(const RefineJob& job, const std::string& out);
/// The same by many processes, of which this is one. Of a task that was stopped, nothing is good.
/// Errors: as above; kUnavailable if a shard cannot be read.
Result<FirstPasses> make_task_passes(const TaskJob& job);

/// Takes away what a finished run needs no more, but for the real values: other runs may want them.
Result<void> end_first_passes(const std::string& out);
/// What a run that is resumed forgets about its tasks.
Result<void> forget_claims_of_passes(const std::string& out);

/// For inputs that can be read once. Errors: kInvalidArgument for recipes that want a pass.
Result<void> check_reads_once(const Recipe& recipe);
/// For commands that see one row at a time. Errors: kInvalidArgument for recipes that want a pass.
Result<void> check_no_first_pass(const Recipe& recipe, std::string_view command);

/// The real values of an earlier run that the recipe names; null if it names none. Errors: those of
/// reading and of RealValues::open().
Result<std::shared_ptr<const RealValues>> open_guard_file(const Recipe& recipe, const SecretKey& key);

}  // namespace lauter
