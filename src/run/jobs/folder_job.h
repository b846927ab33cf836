/// A job that turns chunks into the files of OUT, many chunks at a time, and can be stopped at any
/// moment and resumed. What is done to a chunk is the caller's: refine_job.cc, apply_job.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "run/jobs/refine_job.h"
#include "run/output/report_data.h"
#include "run/output/sampler.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/data_rows.h"

namespace lauter {

class ObjectStage;

/// What a chunk becomes.
struct ChunkOutput {
  size_t file_index = 0;
  ChunkPosition next;  ///< where the chunk after this one begins
  bool last = false;   ///< of its file
  DataLead lead;       ///< what goes ahead of `data`
  std::string data;    ///< bytes to append to the file of each kind
  std::string edits;
  std::string rejected;
  std::optional<Error> failure;  ///< of a run to a stream: ends it behind `data`
  RunStats stats;
  std::vector<Sample> samples;
};

/// A chunk and its place in the stream of this process, from 0 without a gap.
struct NumberedChunk {
  Chunk chunk;
  uint64_t number = 0;
};
inline uint64_t item_weight(const NumberedChunk& item) { return item_weight(item.chunk); }

/// Called for many chunks at a time, each `thread` by itself.
using ChunkWork = std::function<Result<ChunkOutput>(const NumberedChunk&, int thread)>;
/// Gets ready to work from a position on.
using MakeChunkWork = std::function<Result<ChunkWork>(const StreamPosition& from)>;

struct FolderJob {
  const JobOptions& job;
  std::string out{};
  ObjectStage* stage = nullptr;  ///< if `out` is a stage's folder
  bool resume = false;
  bool overwrite = false;
  bool with_edits = true;  ///< OUT/edits is written
  /// What must be the same for a run to go on: journal_header() and what else decides about bytes.
  JsonValue header{};
  RunReport report{};  ///< what begin_report() knows
  SampleBounds* sample_bounds = nullptr;  ///< told which samples are kept; null: nobody asks
};

/// The part of the header that all jobs have: settings and inputs.
JsonValue journal_header(const JobOptions& job, std::string_view version);
/// Recipe, fields, limits, seed, version.
JsonValue journal_settings(const JobOptions& job, std::string_view version);
/// What is remembered of an input, so that a run does not go on with another one of the same name.
struct InputMarks {
  std::string changed{};  ///< last_change()
  std::string content{};  ///< content_hash(); empty if it cannot be read
  bool operator==(const InputMarks&) const = default;
};
InputMarks marks_of(const InputFile& file);
/// What the journal says about one input.
JsonValue journal_input(const InputFile& file, const InputMarks& marks);
/// The reverse, but for the marks.
Result<InputFile> input_of_journal(const JsonValue& input);
/// Inputs that a header names one by one; of more, their number is compared too.
inline constexpr size_t kInputsInHeader = 100'000;
/// When the file was last changed, as text; of an object its ETag. Empty if unknown.
std::string last_change(const InputFile& file);
/// Whether two headers are of one run. Errors: kInvalidArgument that names the difference, or the
/// first input that was changed.
Result<void> check_same_run(const JsonValue& before, const JsonValue& now, const std::string& out);
RunReport begin_report(const JobOptions& job, std::string_view version);

/// Writes OUT/data, edits, rejected and state; not the report. Errors: as refine_to_folder().
Result<RefineResult> run_folder_job(const FolderJob& folder_job, const MakeChunkWork& make_work);

/// Sends the chunks' data to `sink`. Errors: as refine_to_sink().
Result<RefineResult> run_sink_job(const JobOptions& job, RunReport report, const ByteSink& sink,
                                  const MakeChunkWork& make_work);

}  // namespace lauter
