/// `lauter refine`: a recipe over all inputs, into a folder that a stopped run can be resumed in,
/// or into a stream.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "io/files/sink.h"
#include "io/input.h"
#include "io/row.h"
#include "run/output/report_data.h"
#include "run/recipe/recipe.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/rows_worked_on.h"
#include "run/steps/models.h"

namespace lauter {

class ObjectStage;
class WayOut;
struct RefineResult;

/// How far a run is. Bytes are those of the uncompressed input, but for plain files of known size.
struct Progress {
  std::string_view phase{};  ///< what is done before the work proper (`finding duplicates`); empty: that
  uint64_t rows = 0;
  uint64_t rows_rejected = 0;
  uint64_t edits = 0;
  uint64_t bytes = 0;
  double seconds = 0;
  /// Share of the input that is done, in [0, 1]; negative when unknown.
  double done = -1;
};

using ProgressSink = std::function<void(const Progress&)>;
/// Takes output bytes; kClosed when nobody reads them any more.
using ByteSink = std::function<Result<WriteState>(std::string_view)>;

/// What a run to a stream does about a row that is held back.
enum class OnError : uint8_t {
  kRow,   ///< writes {"id","error"} in its place: a row out for every row in
  kDrop,  ///< leaves it out
  kFail,  ///< ends the run there with an error; a document that the recipe drops is left out
};

/// What all jobs over rows have in common.
struct JobOptions {
  Recipe recipe{};
  Models models{};  ///< of the recipe (load_models())
  Inputs inputs{};
  RecordFields fields{};
  UntreatedFields untreated{};  ///< for the report
  int threads = 1;
  bool candidates = false;  ///< find also prints what was judged public
  uint64_t limit_rows = std::numeric_limits<uint64_t>::max();
  uint64_t seed = 0;                        ///< of what is drawn at random: the report's samples
  const std::atomic<bool>* stop = nullptr;  ///< set it to end early
  /// By what the process ends when the run has not ended soon after `stop`; null: it ends when its workers do.
  WayOut* way_out = nullptr;
  /// Of a run to a folder: what is durable when the process goes that way. Not for a stage.
  std::function<void(const RefineResult&)> leave{};
  ProgressSink progress{};  ///< called about ten times a second from another thread, one call at a time
  std::shared_ptr<RowsWorkedOn> worked_on = std::make_shared<RowsWorkedOn>();

  RowOptions row_options() const { return {.fields = fields, .max_record_bytes = recipe.limits.max_record_bytes}; }
  /// All rows of the inputs, up to the limit.
  StreamOptions stream_options() const {
    return {.max_record_bytes = recipe.limits.max_record_bytes, .limit_rows = limit_rows, .stop = stop};
  }
};

struct RefineJob {
  JobOptions job{};
  SecretKey key{};
  std::string version{};
  OnError on_error = OnError::kDrop;  ///< for refine_to_sink()
  bool show_values = false;           ///< found values appear in the report's samples
  std::string out{};                  ///< the folder; for refine_to_folder()
  ObjectStage* stage = nullptr;             ///< if it is a stage's
  bool resume = false;
  bool overwrite = false;  ///< a folder that lauter made before is emptied first
};

struct RefineResult {
  RunReport report{};
  bool interrupted = false;  ///< ended by `stop`; --resume goes on
};

/// Writes OUT/data, edits, rejected and state; not the report. At any moment the process may be
/// killed: with `resume` the final bytes are those of an undisturbed run. The bytes depend on
/// inputs, recipe and key, not on threads. Memory: some chunks of 2 MiB a thread. Errors:
/// kInvalidArgument for a non-empty OUT without resume or overwrite, and for a resume with another
/// recipe, key or other inputs (names the difference); kNotFound to resume nothing; those of
/// reading and writing, after which the run can be resumed too.
Result<RefineResult> refine_to_folder(const RefineJob& job);

/// Sends refined rows to `sink` as JSONL, and does as `on_error` says about rejected ones, which
/// are counted in any case. Ends well when the sink closes. Errors: those of reading and of the
/// recipe; with kFail kDataLoss, which names the row, after all rows before it.
Result<RefineResult> refine_to_sink(const RefineJob& job, const ByteSink& sink);

/// Tells keys apart and says nothing about them.
std::string key_id(const SecretKey& key);

}  // namespace lauter
