/// The growing files of OUT: data/, edits/ and rejected/ of each input file, committed together.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/files/sink.h"
#include "io/input.h"
#include "run/rows/data_rows.h"

namespace lauter {

class ObjectStage;

/// Names below data/, edits/ and rejected/ for one input file. data/ has data_name();
/// edits/ has the suffix .jsonl.zst; rejected/ holds JSONL whatever the input is.
struct OutputNames {
  static constexpr size_t kData = 0, kEdits = 1, kRejected = 2;
  /// Rejected rows are as they came.
  static constexpr AppendFile::Access access(size_t kind) {
    return kind == kRejected ? AppendFile::Access::kOwner : AppendFile::Access::kAll;
  }
  std::array<std::string, 3> paths;
};
/// For all input files; no two are equal. `out` is the folder.
std::vector<OutputNames> output_names(const std::string& out, const std::vector<InputFile>& files);

/// Lock of a run in OUT (io/files/lock_file.h); the run itself takes no notice of it.
inline constexpr const char* kLockName = ".lauter.lock";

/// True for what runs make in OUT: `data/x.jsonl`, `report.json`.
bool is_made_by_runs(std::string_view relative);

/// Whether OUT may be written to anew: it is not there, holds nothing but a lock, or `overwrite` is set.
/// Errors: kInvalidArgument.
Result<void> check_out_folder(const std::string& out, bool overwrite);

/// Whether a run into OUT leaves its own inputs alone: none may be among the files that an earlier
/// run made there, since prepare_out_folder() removes them. OUT may be s3://... too. Errors:
/// kInvalidArgument.
Result<void> check_inputs_stay(const std::string& out, const Inputs& inputs);

/// Checks as check_out_folder(), then removes what an earlier run made in OUT, and nothing else;
/// makes OUT.
Result<void> prepare_out_folder(const std::string& out, bool overwrite);

/// Removes temporary files that killed runs left beside what they write whole (report.json, state/). For who has OUT to himself.
Result<void> remove_leftovers(const std::string& out);

/// What the output files of one kind still need when their input comes to its end.
struct FileEnd {
  bool must_exist = false;
  std::string_view bytes;  ///< to append
};
/// For data, edits and rejected. `written`: which of the three have bytes.
std::array<FileEnd, 3> file_ends(const InputFile& input, std::array<bool, 3> written,
                                 bool with_edits = true);

/// Writes one input file's outputs after the other's. Finished files wait under their .part names
/// until release(), so that the caller can first sync() and write its journal.
///
/// Syncing file by file costs milliseconds each, which a source tree of 100,000 files cannot pay:
/// where many files wait, they are closed, and one sync of the whole file system does for all.
class OutputFolder {
 public:
  /// `with_edits`: every input file gets a file in edits/, if only an empty one.
  /// `threads`: for finish_file() of a Parquet file. `stage`: where finished files go on to; null if
  /// OUT is where they stay.
  OutputFolder(const std::string& out, const std::vector<InputFile>& files, bool with_edits = true,
               int threads = 1, ObjectStage* stage = nullptr);

  /// Of which run the growing files are: their names say it. To be called first.
  void set_run(std::string run) { run_ = std::move(run); }

  /// Goes on with file `file_index` whose growing files are cut to `sizes`; gives all files before
  /// it their final names, in case the process was stopped before it could.
  Result<void> resume(size_t file_index, const std::array<uint64_t, 3>& sizes);

  /// Appends to data/ what goes ahead of a chunk's data. To be called before append().
  Result<void> append_lead(size_t file_index, const DataLead& lead);
  /// Appends to the outputs of `file_index`: the same as in the call before or a later one.
  Result<void> append(size_t file_index, const std::array<std::string_view, 3>& bytes);
  /// Nothing more comes for this file: completes its formats and lets it wait for release(). The
  /// rows of a Parquet file, which were staged below state/ so far, become one.
  Result<void> finish_file(size_t file_index);

  /// Sizes of the growing files of the file that is being written; zeros between files.
  std::array<uint64_t, 3> sizes() const;
  size_t waiting() const { return waiting_.size() + closed_.size(); }

  /// Makes all appended bytes durable.
  Result<void> sync();
  /// Gives waiting files their final names, and them to the stage. The names need not be durable:
  /// resume() gives them again. Errors: also those of earlier uploads.
  Result<void> release();

 private:
  using Files = std::array<std::optional<AppendFile>, 3>;
  Result<AppendFile*> open(size_t kind);
  /// Name of the file that grows; staged rows do so elsewhere than below their final name.
  std::string growing_path(size_t file_index, size_t kind) const;
  std::string part_of(const std::string& path) const { return AppendFile::part_path(path, run_); }
  bool is_staged(size_t file_index, size_t kind) const;
  Result<void> finish_staged(size_t file_index);
  Result<void> remove_staged(size_t file_index);

  const std::vector<InputFile>& inputs_;
  std::vector<OutputNames> names_;
  bool with_edits_;
  int threads_;
  std::optional<size_t> current_;
  Files files_;
  std::array<uint64_t, 3> resume_sizes_{};
  std::string out_;
  std::string run_{};
  ObjectStage* stage_;
  std::vector<Files> waiting_;       ///< still open
  bool has_new_names_ = false;       ///< files were made since the last sync
  std::vector<std::string> closed_;  ///< final names of finished files that are closed already
  std::vector<size_t> spent_;        ///< files whose staged rows are not needed after release()
};

}  // namespace lauter
