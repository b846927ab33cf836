/// OUT/state/plan.jsonl: a run cut into shards that any number of processes may compute, in any
/// order, each as often as it likes.
///
/// A shard is a run of whole files, or a part of a big one. Output bytes do not depend on how the
/// run was cut: io/chunk.h sees to that. The plan holds all that a task has to know: the resolved
/// recipe, the inputs with sizes and times of change, where the key is, and the shards.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "io/files/file_range.h"
#include "json/value.h"
#include "run/jobs/folder_job.h"
#include "run/jobs/refine_job.h"
#include "s3/settings.h"

namespace lauter {

struct Shard {
  size_t file_begin = 0;  ///< files [file_begin, file_end) of the inputs
  size_t file_end = 0;
  FileRange range{};   ///< of the one file, if the shard is a part of it
  uint64_t bytes = 0;  ///< of the input, about

  bool is_part() const { return !range.is_whole(); }
};

struct ShardPlan {
  JsonValue header{};       ///< as in the journal: what must be the same for a run to go on
  std::string executor{};   ///< `slurm`, `shell`
  std::string recipe{};     ///< resolved, YAML
  std::string key_path{};   ///< absolute
  std::string folder{};     ///< where relative paths of inputs begin
  size_t at_once = 0;       ///< tasks that run at a time, as far as the run was told; 0: all
  std::string duckdb{};     ///< ParquetOptions::library
  std::string stage{};      ///< --stage, for copies of Parquet objects; empty: none are needed
  std::string object{};     ///< the OUT s3://... whose stage the folder of the run is; else empty
  std::optional<s3::Settings> store{};  ///< of s3://...: who asks is for each task to find out
  double started_unix = 0;  ///< seconds
  Inputs inputs{};
  UntreatedFields untreated{};
  std::vector<InputMarks> marks{};  ///< of each input
  std::vector<Shard> shards{};         ///< in the order of the inputs
  /// Task k begins with shards [stripes[k], stripes[k + 1]), about as many bytes as any other.
  std::vector<size_t> stripes{};

  size_t tasks() const { return stripes.size() - 1; }
  size_t tasks_at_once() const { return at_once == 0 ? tasks() : std::min(at_once, tasks()); }
  size_t task_of(size_t shard) const;
  /// The shards that file `index` is cut into: [first, second), one for a whole file.
  std::pair<size_t, size_t> shards_of(size_t index) const;
};

/// Cuts the inputs of `job` for `tasks` tasks, or fewer where there is less to do. Reads of the
/// inputs what content_hash() does, and the frame headers of big zst files. Errors: kNotFound.
Result<ShardPlan> make_plan(const RefineJob& job, size_t tasks);

/// `0-3,7` of numbers in order; behind `most` runs of them `...`.
std::string ranges_of(const std::vector<size_t>& numbers, size_t most = SIZE_MAX);

/// The inputs in object storage are read from `store`.
void set_store(ShardPlan& plan, const ObjectStore& store);

std::string plan_path(const std::string& out);
Result<void> write_plan(const ShardPlan& plan, const std::string& out);
/// Errors: kNotFound if there is none; kDataLoss.
Result<ShardPlan> read_plan(const std::string& out);

/// The job that the plan is of, without key and models. Errors: those of parse_recipe();
/// kInvalidArgument if another version of lauter made the plan.
Result<RefineJob> job_of(const ShardPlan& plan, const std::string& out, std::string_view version);

}  // namespace lauter
