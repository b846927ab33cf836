/// `lauter apply`: executes programs on the originals, or undoes them.
#pragma once

#include <optional>
#include <string>

#include "base/hash.h"
#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "run/jobs/refine_job.h"

namespace lauter {

struct ApplyJob {
  JobOptions job{};  ///< of the recipe, limits and output count
  Inputs programs{};
  Dialect dialect = Dialect::kLauter;  ///< of "program_text" in rows that do not say theirs
  bool invert = false;
  std::optional<SecretKey> key{};  ///< of the programs: checks "raw_hash", opens sealed originals
  SecretKey log_key{};             ///< of the log that is written, and of the folder
  std::string version{};
  std::string out{};  ///< the folder, for apply_to_folder()
  ObjectStage* stage = nullptr;  ///< if it is a stage's
  bool resume = false;
  bool overwrite = false;
};

/// Writes OUT/data, edits (not to undo), rejected and state; not the report. Rows without a
/// program, with one that is malformed or does not fit, or that their program drops, are rejected
/// with the reason. The bytes do not depend on threads. A resumed run reads the rows that are done
/// again, to find its place among the programs. The report has ProgramCounts unless the run was
/// stopped, limited, or finished before.
///
/// The result of a program that only deletes is proven a subsequence of its original.
///
/// To undo, rows are matched by id; rows that have none are matched by their order among the rows
/// of the log that were not rejected (a rejected row is not in data/, so their numbers have
/// changed). Errors: those of refine_to_folder() and ProgramSource; kInvalidArgument to undo
/// without a key.
Result<RefineResult> apply_to_folder(const ApplyJob& job);

/// The same onto a stream, data alone.
Result<RefineResult> apply_to_sink(const ApplyJob& job, const ByteSink& sink);

}  // namespace lauter
