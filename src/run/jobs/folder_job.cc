#include "run/jobs/folder_job.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <optional>

#include "io/files/content_hash.h"
#include "io/files/files.h"
#include "json/members.h"
#include "run/jobs/leave_soon.h"
#include "run/jobs/ordered.h"
#include "run/jobs/progress_meter.h"
#include "run/jobs/workforce.h"
#include "run/output/journal.h"
#include "run/output/object_stage.h"
#include "run/output/output_folder.h"
#include "run/output/run_totals.h"
#include "text/printable.h"

namespace lauter {
namespace {

using Clock = std::chrono::steady_clock;

/// Work that a kill can cost at most. A commit costs some syncs, so not after every chunk; the
/// first ones come sooner, so that short runs lose little too.
constexpr std::chrono::milliseconds kFirstCommitInterval{50};
constexpr std::chrono::milliseconds kCommitInterval{1000};
/// Names of finished files that wait for a commit are kept in memory.
constexpr size_t kMaxWaitingFiles = 100'000;
std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

/// How messages call the members of the header; "lauter" before what another version writes otherwise.
constexpr std::pair<std::string_view, std::string_view> kHeaderNames[] = {
    {"format", "journal format"},
    {"lauter", "version of lauter"},
    {"recipe_hash", "recipe"},
    {"shard_bytes", "limits.shard_bytes"},
    {"key_id", "key"},
    {"text_field", "--fields"},
    {"id_field", "--id-field"},
    {"limit", "--limit"},
    {"show_values", "--show-values"},
    {"seed", "--seed"},
    {"command", "command"},
    {"dialect", "--dialect"},
    {"programs", "--programs"},
    {"n_inputs", "number of inputs"},
    {"inputs", "inputs"}};

StreamOptions stream_options(const JobOptions& job, uint64_t rows_done) {
  StreamOptions options = job.stream_options();
  options.chunk_bytes = workforce_of(job).chunk_bytes;
  options.grid_bytes = job.recipe.limits.shard_bytes;
  options.limit_rows -= std::min(job.limit_rows, rows_done);
  return options;
}

/// Takes chunks in order, appends them to OUT, and commits from time to time.
class FolderWriter {
 public:
  FolderWriter(const FolderJob& job, Journal& journal, OutputFolder& folder, RunTotals& totals,
               StreamPosition from)
      : sample_bounds_(job.sample_bounds),
        stage_(job.stage),
        journal_(journal),
        folder_(folder),
        totals_(totals),
        meter_(job.job, totals.wall_seconds()),
        committed_(Clock::now()) {
    pending_.next = from;
    const RunStats& before = totals.stats();
    job.job.worked_on->add(before.rows_in, before.bytes_in);
    meter_.add(from.file_index, before.bytes_in, before.rows_in, before.rows_rejected,
               before.edits);
  }

  Result<bool> write(ChunkOutput chunk) {
    const Clock::time_point begin = Clock::now();
    broken_ = true;  // until all outputs have this chunk: in between there is nothing to commit
    LAUTER_TRY(folder_.append_lead(chunk.file_index, chunk.lead));
    LAUTER_TRY(folder_.append(chunk.file_index, {chunk.data, chunk.edits, chunk.rejected}));
    pending_.next = {chunk.file_index, chunk.next};
    if (chunk.last) {
      LAUTER_TRY(folder_.finish_file(chunk.file_index));
      pending_.next = {chunk.file_index + 1, {}};
    }
    broken_ = false;
    const RunStats& stats = chunk.stats;
    meter_.add(chunk.file_index, stats.bytes_in, stats.rows_in, stats.rows_rejected, stats.edits);
    if (pending_.files.empty() || pending_.files.back().file_index != chunk.file_index) {
      pending_.files.push_back({chunk.file_index, {}});
    }
    pending_.files.back().stats.add(stats);
    pending_.stats.add(stats);
    const size_t samples = pending_.samples.size();
    for (Sample& sample : chunk.samples) {
      if (totals_.samples().add(sample)) pending_.samples.push_back(std::move(sample));
    }
    if (sample_bounds_ != nullptr && pending_.samples.size() > samples) {
      sample_bounds_->publish(totals_.samples().cuts());
    }
    write_seconds_ += std::chrono::duration<double>(Clock::now() - begin).count();
    // Only between files is there a state that the objects alone can be resumed from.
    const bool is_checkpoint = chunk.last && stage_ != nullptr && stage_->wants_checkpoint();
    if (is_checkpoint || Clock::now() - committed_ >= interval_ ||
        folder_.waiting() >= kMaxWaitingFiles) {
      LAUTER_TRY(commit(/*finished=*/false));
    }
    return true;
  }

  Result<void> commit(bool finished) {
    const Clock::time_point begin = Clock::now();
    if (broken_) return {};  // the journal's last row stands
    LAUTER_TRY(folder_.sync());
    pending_.sizes = folder_.sizes();
    pending_.finished = finished;
    pending_.wall_seconds = std::chrono::duration<double>(begin - committed_).count();
    pending_.stats.stage_seconds["write"] += write_seconds_;
    LAUTER_TRY(journal_.append(pending_));
    // The row stands, whatever becomes of the names and uploads: it must not be written again.
    const bool is_between_files = pending_.sizes == std::array<uint64_t, 3>{};
    // Samples are in the totals already; adding them again would show them twice.
    pending_.samples.clear();
    totals_.add(pending_);
    JournalRow next;
    next.next = pending_.next;
    pending_ = std::move(next);
    committed_ = begin;
    interval_ = std::min(2 * interval_, kCommitInterval);
    LAUTER_TRY(folder_.release());
    if (stage_ != nullptr && is_between_files) stage_->checkpoint(journal_.size_bytes());
    write_seconds_ = std::chrono::duration<double>(Clock::now() - begin).count();
    return {};
  }
  void add_read_seconds(double seconds) { pending_.stats.stage_seconds["read"] += seconds; }
  void finish_progress() { meter_.finish(); }

 private:
  SampleBounds* sample_bounds_;
  ObjectStage* stage_;
  Journal& journal_;
  OutputFolder& folder_;
  RunTotals& totals_;
  ProgressMeter meter_;
  JournalRow pending_;
  Clock::time_point committed_;
  std::chrono::milliseconds interval_ = kFirstCommitInterval;
  double write_seconds_ = 0;
  bool broken_ = false;
};

/// Whether there is something to resume. A run that was stopped before its journal was there has
/// written nothing: OUT is missing, or has at most a folder `state` and the lock.
Result<bool> has_begun(const FolderJob& job) {
  if (!job.resume) return false;
  if (!path_exists(job.out)) return false;
  LAUTER_ASSIGN(const auto entries, list_dir(job.out));
  const bool has_more = std::ranges::any_of(entries, [](const DirEntry& entry) {
    return entry.name != "state" && entry.name != kLockName;
  });
  if (has_more) return true;
  return Journal::is_there(join_path(job.out, "state"));
}

/// The first of two headers' inputs that is the same file with other bytes. Empty if there is none.
std::string changed_input(const JsonValue* before, const JsonValue* now) {
  if (before == nullptr || now == nullptr || !before->is_array() || !now->is_array()) return "";
  const JsonValue::Array& a = *before->if_array();
  const JsonValue::Array& b = *now->if_array();
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] == b[i]) continue;
    const std::string path = string_at(a[i], "path");
    return path == string_at(b[i], "path") ? path : "";
  }
  return "";
}

bool stopped(const JobOptions& job) { return job.stop != nullptr && job.stop->load(); }

/// Reads, works and writes in order. After the first error, or once `write` wants no more, nobody
/// waits for stdin.
template <typename Write>
Result<void> run_chunks(const JobOptions& job, ChunkStream& stream, const ChunkWork& work,
                        Write write) {
  uint64_t n_chunks = 0;
  const Workforce workforce = workforce_of(job);
  return run_ordered<NumberedChunk, ChunkOutput>(
      {.threads = workforce.workers, .max_weight = workforce.max_weight},
      [&]() -> Result<std::optional<NumberedChunk>> {
        LAUTER_ASSIGN(std::optional<Chunk> chunk, stream.next());
        if (!chunk) return std::optional<NumberedChunk>();
        return std::optional<NumberedChunk>({std::move(*chunk), n_chunks++});
      },
      [&](const NumberedChunk& item, int thread) {
        const GiveUpScope scope(job.stop);
        Result<ChunkOutput> out = work(item, thread);
        if (GiveUpScope::is_over()) out = unavailable("stopped");  // it may be half done
        if (!out.ok()) stream.end();
        return out;
      },
      [&](ChunkOutput chunk) {
        Result<bool> more = write(std::move(chunk));
        if (!more.ok() || !*more) stream.end();
        return more;
      });
}

}  // namespace

std::string last_change(const InputFile& file) {
  if (file.is_stdin()) return "";
  if (file.is_object()) return file.version;
  std::error_code error;
  const auto time = std::filesystem::last_write_time(file.path, error);
  return error ? "" : std::to_string(time.time_since_epoch().count());
}

Result<void> check_same_run(const JsonValue& before, const JsonValue& now, const std::string& out) {
  for (const auto& [key, name] : kHeaderNames) {
    const JsonValue* a = before.find(key);
    const JsonValue* b = now.find(key);
    if (a == nullptr && b == nullptr) continue;
    if (a == nullptr || b == nullptr || !(*a == *b)) {
      if (const std::string changed = changed_input(a, b); key == "inputs" && !changed.empty()) {
        return invalid_argument("--resume: " + changed + " was changed since the run in " + out +
                                " began; put it back, or use --overwrite to begin anew");
      }
      return invalid_argument("--resume: the " + std::string(name) +
                              (key == "inputs" ? " are not those" : " is not that") +
                              " of the run in " + out +
                              "; run it as before, or use --overwrite to begin anew");
    }
  }
  return {};
}

InputMarks marks_of(const InputFile& file) {
  const auto content = content_hash(file);
  return {.changed = last_change(file), .content = content.ok() ? *content : ""};
}

JsonValue journal_input(const InputFile& file, const InputMarks& marks) {
  return JsonValue()
      .set("path", escape_name(file.path))
      .set("relative", escape_name(file.relative))
      .set("format", format_name(file.format))
      .set("compression", compression_suffix(file.compression))
      .set("size", file.size_bytes)
      .set("changed", marks.changed)
      .set("content", marks.content);
}

Result<InputFile> input_of_journal(const JsonValue& input) {
  LAUTER_ASSIGN(const ForcedFormat format, parse_format(string_at(input, "format")));
  const auto path = unescape_name(string_at(input, "path"));
  const auto relative = unescape_name(string_at(input, "relative"));
  if (!path || !relative) return data_loss("an input's name is not as lauter escapes it");
  InputFile file{.path = *path,
                 .relative = *relative,
                 .format = format.format,
                 .size_bytes = count_at(input, "size")};
  file.compression = compression_of_suffix(string_at(input, "compression"));
  return file;
}

JsonValue journal_header(const JobOptions& job, std::string_view version) {
  JsonValue::Array inputs;
  for (const InputFile& file : job.inputs.files) {
    if (inputs.size() == kInputsInHeader) break;
    inputs.push_back(journal_input(file, marks_of(file)));
  }
  JsonValue header = journal_settings(job, version);
  header.set("inputs", std::move(inputs));
  return header;
}

JsonValue journal_settings(const JobOptions& job, std::string_view version) {
  JsonValue header;
  header.set("format", 1)
      .set("lauter", version)
      .set("started", utc_now())
      .set("recipe_hash", recipe_hash(job.recipe))
      .set("shard_bytes", job.recipe.limits.shard_bytes)
      .set("max_record_bytes", job.recipe.limits.max_record_bytes)
      .set("text_field", text_fields_written(job.fields))
      .set("id_field", job.fields.id.dotted())
      .set("limit", job.limit_rows == std::numeric_limits<uint64_t>::max()
                        ? JsonValue()
                        : JsonValue(job.limit_rows))
      .set("seed", std::to_string(job.seed))
      .set("n_inputs", job.inputs.files.size());
  return header;
}

RunReport begin_report(const JobOptions& job, std::string_view version) {
  RunReport report;
  report.lauter_version = version;
  report.recipe_name = job.recipe.name;
  report.recipe_json = recipe_json(job.recipe);
  report.recipe_hash = recipe_hash(job.recipe);
  report.started_utc = utc_now();
  report.threads = job.threads;
  report.files_total = job.inputs.files.size();
  report.files_passed_over = job.inputs.passed_over;
  report.untreated = job.untreated;
  return report;
}

namespace {

/// Eight digits that no other run at the folder has.
std::string new_run_id() {
  std::array<char, 9> digits{};
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(now) ^ static_cast<unsigned>(::getpid() << 16));
  return digits.data();
}

/// Goes on where the run in the folder stopped: its figures, where the next chunk begins, its journal. True if nothing was left to do.
Result<bool> take_up(const FolderJob& folder_job, OutputFolder& folder, RunTotals& totals, RunReport& report, StreamPosition& from,
                     std::optional<Journal>& journal) {
  const std::string state = join_path(folder_job.out, "state");
  LAUTER_ASSIGN(Journal::Reopened before, Journal::reopen(state));
  LAUTER_TRY(check_same_run(before.header, folder_job.header, folder_job.out));
  if (const JsonValue* started = before.header.find("started")) {
    report.started_utc = std::string(started->string_or(""));
  }
  if (const JsonValue* run = before.header.find("run")) folder.set_run(std::string(run->string_or("")));
  std::array<uint64_t, 3> sizes{};
  for (const JournalRow& row : before.rows) {
    totals.add(row);
    from = row.next;
    sizes = row.sizes;
  }
  report.times_resumed = 1;
  LAUTER_TRY(folder.resume(from.file_index, sizes));
  if (!before.rows.empty() && before.rows.back().finished) {
    LAUTER_TRY(remove_tree(join_path(state, "staged")));
    if (before.journal) LAUTER_TRY(before.journal->finish());
    return true;
  }
  journal = std::move(before.journal);
  if (!journal) return data_loss(state + ": the journal ends without its last row");
  return false;
}

}  // namespace

Result<RefineResult> run_folder_job(const FolderJob& folder_job, const MakeChunkWork& make_work) {
  const JobOptions& job = folder_job.job;
  const std::string& out = folder_job.out;
  const std::string state = join_path(out, "state");
  RefineResult result{.report = folder_job.report};
  RunTotals totals(job.inputs);
  OutputFolder folder(out, job.inputs.files, folder_job.with_edits, job.threads,
                      folder_job.stage);
  StreamPosition from;
  std::optional<Journal> journal;

  LAUTER_ASSIGN(const bool begun, has_begun(folder_job));
  if (begun) {
    LAUTER_ASSIGN(const bool finished, take_up(folder_job, folder, totals, result.report, from, journal));
    if (finished) {
      totals.fill(result.report);
      return result;
    }
  } else {
    LAUTER_TRY(prepare_out_folder(out, folder_job.overwrite || folder_job.resume));
    JsonValue header = folder_job.header;
    const std::string run = new_run_id();
    folder.set_run(run);
    header.set("run", run);
    LAUTER_ASSIGN(journal, Journal::create(state, header));
    if (folder_job.stage != nullptr) LAUTER_TRY(folder_job.stage->begin(journal->size_bytes()));
  }

  std::optional<FolderWriter> writer;
  LeaveSoon soon(job, [&] {
    if (folder_job.stage != nullptr) return;
    if (writer && !writer->commit(/*finished=*/false).ok()) return;
    if (writer) writer->finish_progress();
    RefineResult now{.report = result.report, .interrupted = true};
    totals.fill(now.report);
    if (job.leave) job.leave(now);
  });
  const Result<ChunkWork> made = make_work(from);
  if (!made.ok() && stopped(job)) {  // before the first chunk
    result.interrupted = true;
    totals.fill(result.report);
    return result;
  }
  LAUTER_ASSIGN(const ChunkWork work, made);
  ChunkStream stream(job.inputs, stream_options(job, totals.stats().rows_in), from);
  LAUTER_TRY(soon.write([&] {
    writer.emplace(folder_job, *journal, folder, totals, from);
    return true;
  }));
  const Result<void> ran = run_chunks(job, stream, work, [&](ChunkOutput chunk) {
    return soon.write([&] { return writer->write(std::move(chunk)); });
  });
  soon.end();
  writer->add_read_seconds(stream.read_seconds());
  // A chunk that was under way when the run was stopped is an error, and is not written.
  result.interrupted = stopped(job) && (!ran.ok() || stream.ended_early());
  // Also after an error: what is written stays, and the run can be resumed.
  const bool finished = ran.ok() && !result.interrupted;
  const Result<void> committed = writer->commit(finished);
  writer->finish_progress();
  if (!ran.ok() && !result.interrupted) return ran.error();
  LAUTER_TRY(committed);
  if (finished) {
    LAUTER_TRY(remove_tree(join_path(state, "staged")));
    LAUTER_TRY(sync_filesystem(out));  // the final names, before the journal says so with its own
    LAUTER_TRY(journal->finish());
  }
  totals.fill(result.report);
  result.report.complete = finished && totals.stats().rows_in < job.limit_rows;
  if (!result.report.stats.rows_add_up()) return internal_error("rows do not add up");
  return result;
}

Result<RefineResult> run_sink_job(const JobOptions& job, RunReport report, const ByteSink& sink,
                                  const MakeChunkWork& make_work) {
  RefineResult result{.report = std::move(report)};
  const Result<ChunkWork> made = make_work({});
  result.interrupted = !made.ok() && stopped(job);
  if (result.interrupted) return result;
  LAUTER_ASSIGN(const ChunkWork work, made);
  RunStats& stats = result.report.stats;
  ProgressMeter meter(job, 0);
  ChunkStream stream(job.inputs, stream_options(job, 0));
  bool closed = false;
  LeaveSoon soon(job, [&meter] { meter.finish(); });
  const auto ran = run_chunks(job, stream, work, [&](const ChunkOutput& chunk) {
    return soon.write([&]() -> Result<bool> {
      LAUTER_ASSIGN(const WriteState state, sink(chunk.data));
      stats.add(chunk.stats);
      meter.add(chunk.file_index, chunk.stats.bytes_in, chunk.stats.rows_in,
                chunk.stats.rows_rejected, chunk.stats.edits);
      closed = state == WriteState::kClosed;
      if (chunk.failure) return Error(*chunk.failure);
      return !closed;
    });
  });
  soon.end();
  meter.finish();
  result.interrupted = stopped(job) && (!ran.ok() || stream.ended_early());
  if (!ran.ok() && !result.interrupted) return ran.error();
  result.report.complete = !stream.ended_early() && !closed;
  result.report.wall_seconds = meter.seconds();
  result.report.peak_memory_bytes = peak_memory_bytes();
  if (!stats.rows_add_up()) return internal_error("rows do not add up");
  return result;
}

}  // namespace lauter
