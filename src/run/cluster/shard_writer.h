/// The outputs of shards, one shard after the other: written under names of their own, given their
/// final names when the shard is complete, and only then counted. So a shard that is computed
/// twice, even at once, is there once, and one that was cut off is not there at all. Where OUT is a
/// stage, files go on to their objects when they are counted.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/files/sink.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"
#include "run/jobs/refine_job.h"
#include "run/output/journal.h"
#include "run/output/output_folder.h"

namespace lauter {

/// Keeps references to `plan` and `folder`.
class ShardWriter {
 public:
  /// Writes to the folder of `job`, or its stage. `holder` names this life of this task: no other
  /// uses its temporary folder.
  ShardWriter(const ShardPlan& plan, const RefineJob& job, const ShardFolder& folder,
              const std::string& holder);

  /// Begins a shard; what was written of another one without commit() is gone.
  Result<void> begin(size_t shard);
  /// As OutputFolder::append_lead().
  Result<void> append_lead(size_t file_index, const DataLead& lead);
  Result<void> append(size_t file_index, const std::array<std::string_view, 3>& bytes);
  /// Nothing more comes of this file, or of this part of it. The rows of a Parquet file, which were
  /// staged so far, become one.
  Result<void> finish_file(size_t file_index);
  /// Makes all durable, gives the files their names, then writes the shard's row. Errors: also
  /// those of earlier uploads.
  Result<void> commit(JournalRow row);
  /// Removes what is left of a shard without commit().
  Result<void> abandon();

  /// Puts the parts of a file together, if it is cut and all its parts are committed; any number of
  /// processes may do so at once. Errors: those of reading and writing; kDataLoss if a part is not
  /// as long as its row says.
  Result<void> merge_file(size_t file_index);

  const OutputNames& names(size_t file_index) const { return names_[file_index]; }

 private:
  struct Finished {
    std::string written;
    std::string target;
    size_t kind = 0;
  };
  Result<AppendFile*> open(size_t file_index, size_t kind);
  std::string temporary(size_t file_index, size_t kind) const;
  Result<void> finish_staged(size_t file_index);
  /// Files that have their final names now.
  Result<void> send(const std::vector<std::string>& paths) const;

  const ShardPlan& plan_;
  const std::string out_;
  const int threads_;
  ObjectStage* const stage_;
  const ShardFolder& folder_;
  const std::string temporary_;
  const std::vector<OutputNames> names_;
  size_t shard_ = 0;
  std::array<std::optional<AppendFile>, 3> files_;
  std::array<uint64_t, 3> sizes_{};  ///< of a part's pieces
  std::vector<Finished> finished_;
};

}  // namespace lauter
