/// The first pass of `dedup` in one process. run/task_dedup.h is that of many.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "run/duplicate_rows.h"
#include "run/refine_job.h"

namespace lauter {

/// Reads all inputs of a recipe with a step `dedup`; null for any other recipe. What it finds is
/// kept in OUT/state/dedup, for a run that is resumed, or nowhere if `out` is empty. About
/// 100 MB/s a thread; memory: chunks, and that of write_duplicates(). Errors: those of reading and
/// writing; kUnavailable if it was stopped.
Result<std::shared_ptr<const DuplicateRows>> find_duplicate_rows(const JobOptions& job,
                                                                 const std::string& out);

/// Where both passes' files are.
std::string dedup_folder(const std::string& out);

/// For inputs that can be read once. Errors: kInvalidArgument if the recipe has a step `dedup`.
Result<void> check_reads_once(const Recipe& recipe);

/// For commands that see one row at a time. Errors: kInvalidArgument if the recipe has a step
/// `dedup`.
Result<void> check_no_dedup(const Recipe& recipe, std::string_view command);

}  // namespace lauter
