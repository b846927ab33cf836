/// The first pass of `dedup`: a sketch of every row, in files, and from them the table of
/// duplicates. Internal to `run`.
///
///   SketchFile: one for each part of a run, parts in the order of the inputs
///   write_duplicates(): all of them together
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curate/selection/near_duplicates.h"
#include "io/chunk.h"
#include "io/files/sink.h"
#include "run/jobs/refine_job.h"
#include "run/recipe/recipe.h"

namespace lauter::internal {

/// In the machine's order: the files never leave the run.
struct SketchedRow {
  DocumentSketch sketch;
  uint32_t file_index = 0;
  uint64_t row = 0;     ///< Row::number
  uint64_t id_end = 0;  ///< in the ids of its file; the id begins where that of the row before ends
};

/// Some rows with their ids one after the other.
struct SketchedRows {
  std::vector<SketchedRow> rows;  ///< `id_end` is within `ids`
  std::string ids;
};

/// The step `dedup` of the recipe, or null.
const RecipeStep* dedup_step(const Recipe& recipe);

/// Sketches rows that can be read, are not too long and that the step's `where` holds for.
SketchedRows sketch_chunk(const Chunk& chunk, const JobOptions& job, SketchScratch& scratch);

/// Grows, and is there once it is committed.
class SketchFile {
 public:
  static Result<SketchFile> create(const std::string& path);
  Result<void> append(const SketchedRows& rows);
  /// Not durable: a pass that a crash cost is made again.
  Result<void> commit();
  /// Gives a committed file another name.
  static Result<void> move(const std::string& from, const std::string& to);

 private:
  SketchFile(AppendFile rows, AppendFile ids) : rows_(std::move(rows)), ids_(std::move(ids)) {}
  AppendFile rows_;
  AppendFile ids_;
};
/// Finds the duplicates among the rows of `files`, in that order, and writes DuplicateRows to
/// `path`. The first row of a group in the order of the inputs stays. Temporary files go to
/// `folder`. Memory: 5 bytes a row and `sort_bytes`; the sketches are mapped. One thread.
/// Errors: kResourceExhausted from 2^32 - 1 rows on; those of reading and writing; kUnavailable if
/// `stop` asks for the end.
Result<void> write_duplicates(const std::vector<std::string>& files, const DedupOptions& options,
                              const std::string& folder, const std::string& path, StopToken stop,
                              uint64_t sort_bytes = uint64_t{256} << 20);

/// The pass as first_pass.h wants it. Keeps a reference to `job`, whose recipe has a step `dedup`.
class DedupPass {
 public:
  using Part = SketchedRows;
  using File = SketchFile;
  static constexpr std::string_view kName = "dedup";
  static constexpr std::string_view kTable = "duplicates";
  static constexpr std::string_view kPhase = "finding duplicates";

  explicit DedupPass(const JobOptions& job)
      : job_(job), scratch_(static_cast<size_t>(job.threads)) {}
  Result<Part> look(const Chunk& chunk, int thread) {
    return sketch_chunk(chunk, job_, scratch_[static_cast<size_t>(thread)]);
  }
  Result<void> join(const std::vector<std::string>& files, const std::string& folder,
                    const std::string& path) const {
    const auto& options = std::get<DedupOptions>(dedup_step(job_.recipe)->options);
    return write_duplicates(files, options, folder, path, job_.stop);
  }

 private:
  const JobOptions& job_;
  std::vector<SketchScratch> scratch_;
};

}  // namespace lauter::internal
