/// `lauter apply`: executes programs on the originals, or undoes them.
#pragma once

#include <optional>
#include <string>

#include "base/hash.h"
#include "base/result.h"
#include "run/refine_job.h"

namespace lauter {

struct ApplyJob {
  JobOptions job{};  ///< the recipe only gives limits
  Inputs programs{};
  bool invert = false;
  std::optional<SecretKey> key{};  ///< checks "raw_hash"; opens sealed originals
  std::string out{};               ///< the folder, for apply_to_folder()
  bool overwrite = false;
};

/// Writes OUT/data and OUT/rejected. Rows without a program, with one that does not fit, or that
/// their program drops, are rejected with the reason.
///
/// To undo, rows are matched by id; rows that have none are matched by their order among the rows
/// of the log that were not rejected (a rejected row is not in data/, so their numbers have
/// changed). Errors: those of reading, writing and ProgramSource; kInvalidArgument to undo without
/// a key.
Result<RunStats> apply_to_folder(const ApplyJob& job);

/// The same onto a stream, without the rejected rows.
Result<RunStats> apply_to_sink(const ApplyJob& job, const ByteSink& sink);

}  // namespace lauter
