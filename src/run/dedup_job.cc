#include "run/dedup_job.h"

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "io/files.h"
#include "run/chunk_stream.h"
#include "run/dedup_pass.h"
#include "run/ordered.h"
#include "run/progress_meter.h"
#include "run/workforce.h"

namespace lauter {
namespace {

using internal::SketchedRows;
using internal::SketchFile;

struct SketchedChunk {
  size_t file_index = 0;
  uint64_t bytes = 0;
  SketchedRows rows;
};

Result<void> sketch_inputs(const JobOptions& job, const std::string& path) {
  LAUTER_ASSIGN(SketchFile file, SketchFile::create(path));
  std::vector<SketchScratch> scratch(static_cast<size_t>(job.threads));
  const StreamOptions options{.max_record_bytes = job.recipe.limits.max_record_bytes,
                              .grid_bytes = job.recipe.limits.shard_bytes,
                              .limit_rows = job.limit_rows,
                              .stop = job.stop};
  ChunkStream stream(job.inputs, options);
  ProgressMeter meter(job, 0, "finding duplicates");
  const auto ran = run_ordered<Chunk, SketchedChunk>(
      {.threads = job.threads, .max_weight = max_chunk_weight(job.threads)},
      [&] { return stream.next(); },
      [&](const Chunk& chunk, int thread) -> Result<SketchedChunk> {
        return SketchedChunk{chunk.file_index, chunk.size_bytes,
                             internal::sketch_chunk(chunk, job, scratch[static_cast<size_t>(thread)])};
      },
      [&](const SketchedChunk& chunk) -> Result<bool> {
        LAUTER_TRY(file.append(chunk.rows));
        meter.add(chunk.file_index, chunk.bytes, chunk.rows.rows.size(), 0, 0);
        return true;
      });
  LAUTER_TRY(ran);
  if (job.stop != nullptr && job.stop->load()) return unavailable("interrupted");
  return file.commit();
}

/// A folder for a run without OUT, removed when the files in it are mapped.
Result<std::string> make_temporary_folder() {
  std::error_code error;
  std::string path = join_path(std::filesystem::temp_directory_path(error).string(), "lauter-XXXXXX");
  if (::mkdtemp(path.data()) == nullptr) return unavailable(path + ": cannot be made");
  return path;
}

Result<std::shared_ptr<const DuplicateRows>> open_table(const std::string& path) {
  LAUTER_ASSIGN(DuplicateRows rows, DuplicateRows::open(path));
  return std::make_shared<const DuplicateRows>(std::move(rows));
}

Result<std::shared_ptr<const DuplicateRows>> find_in(const JobOptions& job,
                                                     const std::string& folder) {
  const std::string table = join_path(folder, "duplicates");
  if (path_exists(table)) return open_table(table);
  LAUTER_TRY(remove_tree(folder));
  LAUTER_TRY(make_dirs(folder));
  const std::string sketches = join_path(folder, "sketches");
  LAUTER_TRY(sketch_inputs(job, sketches));
  const auto& options = std::get<DedupOptions>(internal::dedup_step(job.recipe)->options);
  LAUTER_TRY(internal::write_duplicates({sketches}, options, folder, table, job.stop));
  return open_table(table);
}

}  // namespace

std::string dedup_folder(const std::string& out) { return join_path(out, "state/dedup"); }

Result<std::shared_ptr<const DuplicateRows>> find_duplicate_rows(const JobOptions& job,
                                                                 const std::string& out) {
  if (internal::dedup_step(job.recipe) == nullptr) return std::shared_ptr<const DuplicateRows>();
  if (!out.empty()) return find_in(job, dedup_folder(out));
  LAUTER_ASSIGN(const std::string folder, make_temporary_folder());
  auto found = find_in(job, folder);
  LAUTER_TRY(remove_tree(folder));
  return found;
}

Result<void> check_reads_once(const Recipe& recipe) {
  if (internal::dedup_step(recipe) == nullptr) return {};
  return invalid_argument("dedup: reads its input twice; name files instead of -");
}

Result<void> check_no_dedup(const Recipe& recipe, std::string_view command) {
  if (internal::dedup_step(recipe) == nullptr) return {};
  return invalid_argument(std::string(command) +
                          ": the step dedup compares all rows of a run; use `lauter refine` or "
                          "`lauter dedup`, or leave the step out");
}

}  // namespace lauter
