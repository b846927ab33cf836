#include "run/verify/quick_pass.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "io/chunk.h"
#include "io/files/file_bytes.h"
#include "io/files/files.h"
#include "run/jobs/ordered.h"
#include "run/output/count_edits.h"
#include "run/passes/duplicate_rows.h"
#include "run/rows/apply_chunk.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/data_rows.h"
#include "run/verify/compared_bytes.h"
#include "run/verify/log_lines.h"
#include "run/verify/refused_row.h"
#include "run/verify/verify_job.h"

namespace lauter {
namespace {

/// A file whose rows lead the way: an input, or without inputs what was written of it.
struct Primary {
  size_t file = 0;  ///< of the run
  bool is_input = false;
  InputFile source{};
  InputFile plain{};  ///< how its rows are rendered: as in data/, uncompressed
  std::string log{};
};

struct QuickChunk {
  size_t primary = 0;
  Chunk chunk{};
  std::string log{};  ///< lines
  bool is_broken = false;  ///< it cannot be read on
  bool has_data = true;    ///< false: nothing was written, and without inputs there are no rows to read
  bool last = false;       ///< of its primary
};
/// Of a log, at a time, when there are no rows to go with.
constexpr uint64_t kMoreLogRows = 4096;

uint64_t item_weight(const QuickChunk& item) { return item.chunk.bytes.size() + item.log.size(); }

struct QuickOutput {
  size_t primary = 0;
  bool is_broken = false;
  bool last = false;
  DataLead lead{};
  std::string data{};
  std::string rejected{};
  std::vector<RefusedRow> refused{};  ///< without inputs, in place of `rejected`
  bool needs_data = false;            ///< there are rows of the missing file
  RunStats stats{};
};

std::vector<Primary> primaries_of(const FinishedRun& run) {
  std::vector<Primary> all;
  for (size_t i = 0; i < run.files.size(); ++i) {
    const VerifiedFile& file = run.files[i];
    Primary primary{.file = i, .is_input = file.has_input};
    primary.source = primary.is_input ? file.input : file.data;
    primary.plain = primary.source;
    primary.plain.compression = Compression::kNone;
    primary.plain.data_compression.reset();
    if (primary.plain.format == Format::kParquet) primary.plain.data_as_lines = true;
    primary.log = file.paths[OutputNames::kEdits];
    all.push_back(std::move(primary));
  }
  return all;
}

/// Chunks of the primaries, each with the lines of the log that are of its rows.
class QuickReader {
 public:
  QuickReader(const VerifyJob& job, const FinishedRun& run, const std::vector<Primary>& primaries,
              const std::vector<std::atomic<bool>>& given_up)
      : job_(job), run_(run), primaries_(primaries), given_up_(given_up), rows_left_(run.limit_rows) {}

  Result<std::optional<QuickChunk>> next() {
    while (at_ < primaries_.size()) {
      if (job_.stop != nullptr && job_.stop->load()) return unavailable("interrupted");
      if (given_up_[primaries_[at_].file].load()) {
        end_file();
        continue;
      }
      QuickChunk item{.primary = at_};
      const auto read = read_chunk(item);
      if (!read.ok()) item.is_broken = true;
      if (item.is_broken || item.last) end_file();
      return std::optional(std::move(item));
    }
    return std::optional<QuickChunk>();
  }

 private:
  Result<void> read_chunk(QuickChunk& item) {
    const Primary& primary = primaries_[at_];
    item.has_data = primary.is_input || path_exists(primary.source.path);
    if (!log_) {
      log_.emplace(primary.log);
      if (item.has_data) {
        const uint64_t growth = primary.is_input ? 1 : 4;
        LAUTER_ASSIGN(reader_, ChunkReader::open(primary.source, primary.file,
                                                 {.target_bytes = StreamOptions().chunk_bytes,
                                                  .max_record_bytes = growth * run_.rows.max_record_bytes,
                                                  .limit_rows = primary.is_input ? rows_left_ : UINT64_MAX,
                                                  .stop = job_.stop,
                                                  .decode_threads = 1}));
      }
    }
    if (reader_) {
      LAUTER_TRY(reader_->next(item.chunk));
      if (item.chunk.last) reader_.reset();
      if (primary.is_input) rows_left_ -= std::min(rows_left_, item.chunk.n_rows);
      LAUTER_TRY(log_->take(item.chunk.n_rows, /*with_rejected=*/primary.is_input, item.log));
    }
    if (reader_) return {};
    // Rows that were rejected behind the last one in data/.
    LAUTER_ASSIGN(const uint64_t more, log_->take_more(kMoreLogRows, item.log));
    item.last = more < kMoreLogRows;
    return {};
  }

  void end_file() {
    log_.reset();
    reader_.reset();
    ++at_;
    if (rows_left_ > 0) return;
    // --limit ended the run in the file before: of the others there is nothing.
    while (at_ < primaries_.size() && primaries_[at_].is_input) ++at_;
  }

  const VerifyJob& job_;
  const FinishedRun& run_;
  const std::vector<Primary>& primaries_;
  const std::vector<std::atomic<bool>>& given_up_;
  size_t at_ = 0;
  uint64_t rows_left_;
  std::optional<ChunkReader> reader_;
  std::optional<LogLines> log_;
};

/// One chunk's rows against their log rows.
class ChunkCheck {
 public:
  ChunkCheck(const FinishedRun& run, const Primary& primary, const LogKeys* keys, const QuickChunk& item)
      : run_(run), primary_(primary), keys_(keys), item_(item), log_(item.log) {}

  Result<QuickOutput> run() {
    out_.primary = item_.primary;
    out_.last = item_.last;
    out_.is_broken = item_.is_broken || !check_rows();
    if (out_.is_broken) return std::move(out_);
    out_.stats.rows_in = out_.stats.rows_kept + out_.stats.rows_edited + out_.stats.rows_rejected;
    if (!primary_.is_input) return std::move(out_);
    out_.stats.bytes_in = item_.chunk.size_bytes;
    LAUTER_TRY(data_.take(0, out_.data, out_.lead));
    return std::move(out_);
  }

 private:
  /// False at the first fault.
  bool check_rows() {
    RowOptions options = run_.rows;
    if (!primary_.is_input) options.max_record_bytes = UINT64_MAX;
    RowReader reader(primary_.source, item_.chunk, options);
    if (primary_.is_input) data_.begin(primary_.plain, item_.chunk, /*folder=*/true);
    counter_.begin(out_.stats);
    Row row;
    while (reader.next(row)) {
      if (row.pass_through) {
        if (primary_.is_input) data_.keep(row);
      } else if (!(primary_.is_input ? check_input_row(row) : check_data_row(row))) {
        return false;
      }
    }
    if (primary_.is_input) return log_.empty();
    while (!log_.empty()) {
      auto logged = next_logged();
      if (!logged) return false;
      if (logged->log.state == RowState::kRejected) {
        refuse(*logged);
      } else if (item_.has_data) {
        return false;
      } else {
        count(*logged, nullptr);
        out_.needs_data = true;
      }
    }
    return true;
  }

  std::optional<LoggedRow> next_logged() {
    if (log_.empty()) return std::nullopt;
    const size_t end = std::min(log_.find('\n'), log_.size());
    auto logged = read_logged_row(log_.substr(0, end));
    log_.remove_prefix(std::min(end + 1, log_.size()));
    return logged.ok() ? std::optional(std::move(*logged)) : std::nullopt;
  }

  bool check_input_row(const Row& row) {
    const std::string_view line = log_.substr(0, log_.find('\n'));
    if (is_kept_as_written(row, line, keys_)) {
      log_.remove_prefix(std::min(line.size() + 1, log_.size()));
      ++out_.stats.rows_kept;
      count_read_row(row, run_.is_apply, out_.stats);
      data_.keep(row);
      return true;
    }
    auto logged = next_logged();
    if (!logged) return false;
    const RefinedRow made = check_against_input(row, *logged, keys_);
    if (!made.fault.empty()) return false;
    count(*logged, &row);
    if (logged->log.state != RowState::kRejected) {
      data_.edit(row, made.text, made.spans);
      return true;
    }
    data_.drop();
    data_.append_rejected(out_.rejected, row,
                          {.file = primary_.source.relative,
                           .row = row.number,
                           .byte = row_byte(item_.chunk, row),
                           .reason = logged->log.reason});
    return true;
  }

  bool check_data_row(const Row& row) {
    while (true) {
      auto logged = next_logged();
      if (!logged) return false;
      if (logged->log.state == RowState::kRejected) {
        refuse(*logged);
        continue;
      }
      if (!check_against_data(row, *logged, run_.files[primary_.file].input.relative, keys_).empty()) return false;
      count(*logged, nullptr);
      out_.stats.text_bytes_out += row.doc.text.size();
      return true;
    }
  }

  void refuse(const LoggedRow& logged) {
    count(logged, nullptr);
    out_.refused.push_back({.id = logged.log.id, .reason = logged.log.reason, .raw_hash = logged.log.raw_hash});
  }

  void count(const LoggedRow& logged, const Row* row) {
    count_logged_row(logged, row, run_.is_apply, out_.stats);
    if (logged.log.state != RowState::kRejected) counter_.add(logged.log.program);
  }

  const FinishedRun& run_;
  const Primary& primary_;
  const LogKeys* keys_;
  const QuickChunk& item_;
  std::string_view log_;
  DataRows data_;
  EditCounter counter_;
  QuickOutput out_;
};

/// Compares what must be with what is, in order.
class QuickComparison {
 public:
  QuickComparison(const VerifyJob& job, const FinishedRun& run, const std::vector<Primary>& primaries, const LogKeys* keys,
                  std::vector<std::atomic<bool>>& given_up)
      : job_(job), run_(run), primaries_(primaries), keys_(keys), given_up_(given_up), verdicts_(run.files.size()) {}

  Result<bool> take(const QuickOutput& out) {
    const Primary& primary = primaries_[out.primary];
    QuickVerdict& verdict = verdicts_[primary.file];
    if (!verdict.is_sound) return true;
    if (!path_exists(primary.log)) {
      // Either --limit ended the run before this file, or that is the fault, and all that can be said.
      const bool is_begun = run_.limit_rows == UINT64_MAX || path_exists(primary.source.path);
      verdict.exists[OutputNames::kEdits] = is_begun || primary.is_input;
      verdict.is_counted = false;
      return true;
    }
    if (begun_ != out.primary) begin(out.primary);
    const bool is_sound = !out.is_broken && compare(primary, out, verdict);
    if (!is_sound) {
      give_up(primary.file);
    } else {
      verdict.stats.add(out.stats);
    }
    return true;
  }

  std::vector<QuickVerdict> verdicts() && {
    // All data in one file: what is sound is so as a whole.
    const bool is_joined = !run_.one_file.empty();
    const bool has_unsound = std::ranges::any_of(verdicts_, [](const QuickVerdict& verdict) { return !verdict.is_sound; });
    const bool goes_on = is_joined && data_ && !data_->at_end();
    if (goes_on && !has_unsound) note_difference(*data_, verdicts_.back());
    for (QuickVerdict& verdict : verdicts_) {
      if (is_joined && (goes_on || has_unsound)) verdict.is_sound = false;
    }
    return std::move(verdicts_);
  }

 private:
  void begin(size_t index) {
    begun_ = index;
    const Primary& primary = primaries_[index];
    const VerifiedFile& file = run_.files[primary.file];
    rejected_.emplace(InputFile{.path = file.paths[OutputNames::kRejected],
                                .relative = {},
                                .compression = run_.inputs.files[primary.file].compression},
                      job_.stop);
    if (primary.is_input && (run_.one_file.empty() || !data_)) data_.emplace(file.data, job_.stop);
    has_data_ = false;
  }

  bool compare(const Primary& primary, const QuickOutput& out, QuickVerdict& verdict) {
    if (primary.is_input) {
      const std::string& lead = out.lead.of(has_data_);
      has_data_ = has_data_ || !lead.empty() || !out.data.empty();
      if (!agrees(*data_, lead, verdict) || !agrees(*data_, out.data, verdict)) return false;
      if (!agrees(*rejected_, out.rejected, verdict)) return false;
    }
    for (const RefusedRow& refused : out.refused) {
      if (rejected_->is_missing()) break;
      const auto line = rejected_->take_line();
      if (!line) return false;
      if (!check_refused_row(*line, refused, run_.files[primary.file].input, run_.rows, keys_).empty()) return false;
    }
    verdict.exists[OutputNames::kRejected] |= !out.rejected.empty() || !out.refused.empty();
    verdict.exists[OutputNames::kData] |= out.needs_data;
    if (!out.last) return true;
    if (!rejected_->at_end()) return false;
    end(primary, verdict);
    const bool is_own = primary.is_input && run_.one_file.empty();
    if (!is_own || data_->at_end()) return true;
    note_difference(*data_, verdict);
    return false;
  }

  void end(const Primary& primary, QuickVerdict& verdict) {
    const bool has_rows = primary.is_input ? has_data_ : path_exists(primary.source.path);
    const auto ends = file_ends(run_.inputs.files[primary.file], {has_rows, true, verdict.exists[OutputNames::kRejected]});
    verdict.exists[OutputNames::kData] |= has_rows || ends[OutputNames::kData].must_exist;
    verdict.exists[OutputNames::kEdits] = true;
    const auto size = file_size(run_.files[primary.file].data.path);
    verdict.data_bytes = size.ok() ? *size : 0;
  }

  bool agrees(ComparedBytes& actual, std::string_view expected, QuickVerdict& verdict) {
    // That it is missing is said once, and not of every row.
    if (actual.is_missing() || actual.take(expected)) return true;
    note_difference(actual, verdict);
    return false;
  }

  static void note_difference(const ComparedBytes& actual, QuickVerdict& verdict) {
    verdict.difference = {.path = actual.path(), .byte = actual.byte(), .row = actual.line()};
  }

  void give_up(size_t file) {
    verdicts_[file].is_sound = false;
    given_up_[file].store(true);
    if (run_.one_file.empty()) return;
    for (std::atomic<bool>& flag : given_up_) flag.store(true);
  }

  const VerifyJob& job_;
  const FinishedRun& run_;
  const std::vector<Primary>& primaries_;
  const LogKeys* keys_;
  std::vector<std::atomic<bool>>& given_up_;
  std::vector<QuickVerdict> verdicts_;
  std::optional<size_t> begun_;
  std::optional<ComparedBytes> data_;
  std::optional<ComparedBytes> rejected_;
  bool has_data_ = false;
};

}  // namespace

void count_read_row(const Row& row, bool is_apply, RunStats& stats) {
  stats.text_bytes_in += row.doc.text.size();
  if (!is_apply) stats.chars_replaced += row.replaced;
}

void count_logged_row(const LoggedRow& logged, const Row* row, bool is_apply, RunStats& stats) {
  const LogRow& log = logged.log;
  const bool is_read = row != nullptr && !row->error;
  if (is_read) count_read_row(*row, is_apply, stats);
  if (log.checks.rounds > 1) stats.verify_rounds += log.checks.rounds - 1;
  for (const std::string& check : log.checks.failed) ++stats.checks_failed[check];
  if (log.state != RowState::kRejected) {
    ++(log.state == RowState::kKept ? stats.rows_kept : stats.rows_edited);
    return;
  }
  if (is_apply) {
    stats.add_rejected(counted_apply_reason(log.reason));
  } else {
    Outcome outcome;
    outcome.program.drop_document = log.program.drop_document;
    outcome.program.drop_cause = log.program.drop_cause;
    outcome.reason = log.reason;
    stats.add_rejected(counted_reason(outcome));
  }
  const bool is_dropped = log.program.drop_document;
  if (!is_dropped && !is_read) return;
  ++(is_dropped ? stats.rows_dropped : stats.rows_withheld);
  if (is_read) (is_dropped ? stats.bytes_dropped : stats.bytes_withheld) += row->doc.text.size();
}

Result<std::vector<QuickVerdict>> quick_pass(const VerifyJob& job, const FinishedRun& run, const LogKeys* keys) {
  // Of one file for all, rows can only be told apart by log after log; without a log, by the input's rows.
  const bool all_inputs = std::ranges::all_of(run.files, [](const VerifiedFile& file) { return file.has_input; });
  if (!run.with_edits || (!run.one_file.empty() && !all_inputs)) {
    return std::vector<QuickVerdict>(run.files.size(), QuickVerdict{.is_sound = false});
  }
  const std::vector<Primary> primaries = primaries_of(run);
  std::vector<std::atomic<bool>> given_up(run.files.size());
  QuickReader reader(job, run, primaries, given_up);
  QuickComparison comparison(job, run, primaries, keys, given_up);
  const auto ran = run_ordered<QuickChunk, QuickOutput>(
      {.threads = job.threads, .max_weight = max_chunk_weight(job.threads)}, [&] { return reader.next(); },
      [&](const QuickChunk& item, int) { return ChunkCheck(run, primaries[item.primary], keys, item).run(); },
      [&](const QuickOutput& out) { return comparison.take(out); });
  LAUTER_TRY(ran);
  return std::move(comparison).verdicts();
}

}  // namespace lauter
