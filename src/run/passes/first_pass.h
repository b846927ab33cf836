/// A pass over all inputs ahead of the work proper: it looks at chunks in any order, writes what it
/// saw to a file for each part of the run, and joins the files into one table that the work asks.
/// Internal to `run`; task_pass.h does the same over many processes. A pass has
///
///   kName, kTable, kPhase         folder below OUT/state; file in it; what Progress says
///   Part look(chunk, thread)      Result; called for many chunks at a time
///   File: create, append(Part), commit, move
///   join(files, folder, path)     writes the table of all files, in that order, to `path`
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/stop.h"
#include "io/files/files.h"
#include "run/jobs/ordered.h"
#include "run/jobs/progress_meter.h"
#include "run/jobs/refine_job.h"
#include "run/rows/chunk_stream.h"

namespace lauter::internal {

inline std::string pass_folder(const std::string& out, std::string_view name) {
  return join_path(join_path(out, "state"), name);
}

template <typename Pass>
Result<void> look_at_inputs(const JobOptions& job, Pass& pass, const std::string& path) {
  struct Looked {
    size_t file_index = 0;
    uint64_t bytes = 0;
    uint64_t rows = 0;
    typename Pass::Part part{};
  };
  LAUTER_ASSIGN(auto file, Pass::File::create(path));
  StreamOptions options = job.stream_options();
  options.grid_bytes = job.recipe.limits.shard_bytes;
  ChunkStream stream(job.inputs, options);
  ProgressMeter meter(job, 0, Pass::kPhase);
  const auto ran = run_ordered<Chunk, Looked>(
      {.threads = job.threads, .max_weight = max_chunk_weight(job.threads)},
      [&] { return stream.next(); },
      [&](const Chunk& chunk, int thread) -> Result<Looked> {
        const GiveUpScope scope(job.stop);
        LAUTER_ASSIGN(auto part, pass.look(chunk, thread));
        return Looked{chunk.file_index, chunk.size_bytes, chunk.n_rows, std::move(part)};
      },
      [&](const Looked& looked) -> Result<bool> {
        LAUTER_TRY(file.append(looked.part));
        meter.add(looked.file_index, looked.bytes, looked.rows, 0, 0);
        return true;
      });
  if (job.stop != nullptr && job.stop->load()) return unavailable("interrupted");
  LAUTER_TRY(ran);
  return file.commit();
}

/// Makes the table, unless it is there, and returns its path.
template <typename Pass>
Result<std::string> make_table(const JobOptions& job, Pass& pass, const std::string& folder) {
  const std::string table = join_path(folder, Pass::kTable);
  if (path_exists(table)) return table;
  LAUTER_TRY(remove_tree(folder));
  LAUTER_TRY(make_dirs(folder));
  const std::string part = join_path(folder, "part");
  LAUTER_TRY(look_at_inputs(job, pass, part));
  LAUTER_TRY(pass.join({part}, folder, table));
  return table;
}

/// A folder for a run without OUT, to be removed when the table in it is mapped.
inline Result<std::string> make_temporary_folder() {
  std::error_code error;
  std::string path = join_path(std::filesystem::temp_directory_path(error).string(), "lauter-XXXXXX");
  if (::mkdtemp(path.data()) == nullptr) return unavailable(path + ": cannot be made");
  return path;
}

/// make_table() in OUT/state, or nowhere if `out` is empty; `open` maps it.
template <typename Pass, typename Open>
auto run_first_pass(const JobOptions& job, Pass& pass, const std::string& out, Open open)
    -> decltype(open(std::string())) {
  if (!out.empty()) {
    LAUTER_ASSIGN(const std::string table, make_table(job, pass, pass_folder(out, Pass::kName)));
    return open(table);
  }
  LAUTER_ASSIGN(const std::string folder, make_temporary_folder());
  const Result<std::string> table = make_table(job, pass, folder);
  if (!table.ok()) {
    LAUTER_TRY(remove_tree(folder));
    return table.error();
  }
  auto opened = open(*table);
  LAUTER_TRY(remove_tree(folder));
  return opened;
}

}  // namespace lauter::internal
