#include "run/verify/careful_pass.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "io/files/files.h"
#include "json/members.h"
#include "run/output/count_edits.h"
#include "run/rows/rejected_row.h"
#include "run/rows/row_hash.h"
#include "run/verify/compared_bytes.h"
#include "run/verify/expected_rows.h"
#include "run/verify/held_rows.h"
#include "run/verify/log_lines.h"
#include "run/verify/refused_row.h"
#include "run/verify/row_matcher.h"
#include "run/verify/verify_job.h"

namespace lauter {
namespace {

std::string row_text(uint64_t row) { return "row " + std::to_string(row); }

/// One file of the run, and the one in data/ that it may share with others.
class CarefulPass {
 public:
  CarefulPass(const VerifyJob& job, const FinishedRun& run, const LogKeys* keys, VerifyFaults& faults, ProgressMeter& meter)
      : job_(job), run_(run), keys_(keys), faults_(faults), meter_(meter) {}

  Result<void> check(const std::vector<size_t>& files, std::vector<QuickVerdict>& verdicts) {
    begin_data(run_.files[files[0]].data);
    const bool with_inputs = std::ranges::all_of(files, [&](size_t i) { return run_.files[i].has_input; });
    for (const size_t i : files) {
      file_ = &run_.files[i];
      index_ = i;
      stats_ = {};
      counter_.begin(stats_);
      const uint64_t before = faults_.count();
      LAUTER_TRY(!run_.with_edits ? check_without_log(with_inputs) : with_inputs ? check_with_input() : check_log());
      stats_.rows_in = stats_.rows_kept + stats_.rows_edited + stats_.rows_rejected;
      verdicts[i].stats = stats_;
      verdicts[i].exists = exists();
      verdicts[i].is_counted = run_.with_edits;
      verdicts[i].is_sound = faults_.count() == before;
    }
    return run_.with_edits && with_inputs ? expected_data_->finish() : Result<void>();
  }

 private:
  using DataMatcher = RowMatcher<ExpectedRow, HeldRow>;
  using LoggedMatcher = RowMatcher<HeldLog, HeldRow>;
  using RefusalMatcher = RowMatcher<ExpectedRefusal, HeldLine>;

  /// What there must be, by the rows.
  std::array<bool, 3> exists() const {
    const bool has_rows = stats_.rows_kept + stats_.rows_edited > 0;
    const bool has_refused = stats_.rows_rejected > 0;
    const auto ends = file_ends(run_.inputs.files[index_], {has_rows, run_.with_edits, has_refused});
    return {run_.one_file.empty() && (has_rows || ends[OutputNames::kData].must_exist), run_.with_edits, has_refused};
  }

  const std::string& path(size_t kind) const { return kind == OutputNames::kData ? data_->file().path : file_->paths[kind]; }
  std::string log_name() const { return "edits/" + file_->paths[OutputNames::kEdits].substr(job_.out.size() + 7); }

  /// A file that cannot be read on ends there, which is its fault.
  template <typename T>
  Result<std::optional<T>> or_fault(Result<std::optional<T>> got, const std::string& path) {
    if (got.ok()) return got;
    if (job_.stop != nullptr && job_.stop->load()) return got;
    broken_.insert(path);
    faults_.add(path, 0, "cannot be read on: " + got.error().message);
    return std::optional<T>();
  }

  void begin_data(const InputFile& data) {
    RowOptions options = run_.rows;
    options.max_record_bytes *= 4;  // replacements may be longer than what they replace
    data_.emplace(data, options, UINT64_MAX, job_.stop);
    const bool is_table = data.format == Format::kParquet;
    const auto pull = [this] { return or_fault(data_->next(), data_->file().path); };
    const auto extra = [this](HeldRow& row) {
      last_data_row_ = row.row.number;
      if (broken_.contains(path(OutputNames::kEdits))) return;
      faults_.add(data_->file().path, row.row.number, "no row of the input, or its log, belongs here" + moved(row.core()));
    };
    expected_data_.emplace(DataMatcher::Hooks{
        .pull = pull,
        .equal = [this, is_table](const ExpectedRow& expected, const HeldRow& actual) {
          if (expected.is_loose) return is_loosely(expected, actual);
          if (actual.core() == expected.bytes) return true;
          return is_table && actual.row.doc.text == expected.text && is_same_outside(expected, actual);
        },
        .pair = [this](ExpectedRow&, HeldRow& actual) { last_data_row_ = actual.row.number; },
        .changed = [this](ExpectedRow& expected, HeldRow& actual) { changed_data(expected, actual); },
        .missing = [this](ExpectedRow& expected) {
          if (expected.is_loose || broken_.contains(data_->file().path)) return;
          note_missing(expected.bytes, expected.input_row);
          faults_.add(data_->file().path, last_data_row_ + 1, row_text(expected.input_row) + " of the input is missing here");
        },
        .extra = extra});
    logged_data_.emplace(LoggedMatcher::Hooks{
        .pull = pull,
        .equal = [this](const HeldLog& log, const HeldRow& actual) {
          if (!log.logged || !is_id_of(log.logged->log, actual.row, file_->input.relative, keys_)) return false;
          return keys_ == nullptr || hash_of(actual) == log.logged->log.refined_hash;
        },
        .pair = [this](HeldLog& log, HeldRow& actual) { check_logged_data(log, actual); },
        .changed = [this](HeldLog& log, HeldRow& actual) { check_logged_data(log, actual); },
        .missing = [this](HeldLog& log) {
          if (!log.logged || broken_.contains(data_->file().path)) return;
          faults_.add(data_->file().path, last_data_row_ + 1, row_text(log.number) + " of " + log_name() + " is missing here");
        },
        .extra = extra});
  }

  void begin_file() {
    const Compression compression = run_.inputs.files[index_].compression;
    rejected_.emplace(InputFile{.path = path(OutputNames::kRejected), .relative = {}, .compression = compression}, job_.stop);
    rejected_lines_ = last_refusal_ = 0;
    log_.emplace(path(OutputNames::kEdits));
    refusals_.emplace(RefusalMatcher::Hooks{
        .pull = [this]() -> Result<std::optional<HeldLine>> {
          auto line = rejected_->take_line();
          if (line) return std::optional(HeldLine{std::move(*line), ++rejected_lines_});
          if (!rejected_->error().empty()) {
            broken_.insert(path(OutputNames::kRejected));
            faults_.add(path(OutputNames::kRejected), 0, "cannot be read on: " + rejected_->error());
          }
          return std::optional<HeldLine>();
        },
        .equal = [this](const ExpectedRefusal& expected, const HeldLine& actual) {
          if (expected.is_loose) return names_row(actual.line, expected.row.id);
          const bool is_known = !expected.bytes.empty() && file_->input.format != Format::kParquet;
          return is_known ? actual.line == expected.bytes : refusal_fault(actual.line, expected.row).empty();
        },
        .pair = [this](ExpectedRefusal&, HeldLine& actual) { last_refusal_ = actual.number; },
        .changed = [this](ExpectedRefusal& expected, HeldLine& actual) {
          last_refusal_ = actual.number;
          if (expected.is_loose) return;
          std::string fault = refusal_fault(actual.line, expected.row);
          if (fault.empty()) fault = "is not the input's row with its reason";
          faults_.add(path(OutputNames::kRejected), actual.number, fault);
        },
        .missing = [this](ExpectedRefusal& expected) {
          if (expected.is_loose || broken_.contains(path(OutputNames::kRejected))) return;
          faults_.add(path(OutputNames::kRejected), last_refusal_ + 1, row_text(expected.row.log_row) + " of " + log_name() + ", which was rejected, is missing here");
        },
        .extra = [this](HeldLine& actual) {
          last_refusal_ = actual.number;
          if (broken_.contains(path(OutputNames::kEdits))) return;
          faults_.add(path(OutputNames::kRejected), actual.number, "the log rejects no such row here");
        }});
  }

  Result<std::optional<HeldLog>> next_log() {
    auto line = log_->next();
    if (!line.ok()) return std::move(line.error());
    if (!*line) return std::optional<HeldLog>();
    HeldLog held{.line = std::make_unique<const std::string>(**line), .number = log_->number()};
    auto logged = read_logged_row(*held.line);
    if (logged.ok()) held.logged = std::move(*logged);
    if (!logged.ok()) held.error = logged.error().message;
    return std::optional(std::move(held));
  }

  uint64_t rows_left() const {
    if (run_.limit_rows == UINT64_MAX) return UINT64_MAX;
    RunReport figures;
    run_.totals.fill(figures);
    uint64_t before = 0;
    for (size_t i = 0; i < std::min(index_, figures.files.size()); ++i) before += figures.files[i].rows_in;
    return run_.limit_rows - std::min(run_.limit_rows, before);
  }

  Result<void> check_with_input() {
    begin_file();
    HeldRows input(file_->input, run_.rows, rows_left(), job_.stop);
    RowMatcher<HeldRow, HeldLog> rows({
        .pull = [this] { return or_fault(next_log(), path(OutputNames::kEdits)); },
        .equal = [this](const HeldRow& row, const HeldLog& log) {
          return log.logged && is_logged_id(log.logged->log.id, row.row.doc.id, keys_);
        },
        .pair = [this](HeldRow& row, HeldLog& log) { check_row(row, &log); },
        .changed = [this](HeldRow& row, HeldLog& log) { check_row(row, &log); },
        .missing = [this](HeldRow& row) {
          if (!broken_.contains(path(OutputNames::kEdits))) {
            faults_.add(path(OutputNames::kEdits), last_log_row_ + 1, row_text(row.row.number) + " of the input is missing here");
          }
          check_row(row, nullptr);
        },
        .extra = [this](HeldLog& log) {
          last_log_row_ = log.number;
          faults_.add(path(OutputNames::kEdits), log.number, log.logged ? "no row of the input belongs here" : "is broken: " + log.error);
        }});
    last_log_row_ = 0;
    while (true) {
      LAUTER_ASSIGN(auto row, or_fault(input.next(), file_->input.path));
      if (!row) break;
      meter_.add(0, row->row.raw.size(), 1, 0, 0);
      LAUTER_TRY(rows.push(std::move(*row)));
      LAUTER_TRY(flush());
    }
    LAUTER_TRY(rows.finish());
    LAUTER_TRY(flush());
    LAUTER_TRY(refusals_->finish());
    return run_.one_file.empty() ? expected_data_->finish() : Result<void>();
  }

  /// What check_row() found to be expected goes on to the matchers.
  Result<void> flush() {
    for (ExpectedRow& row : next_data_) LAUTER_TRY(expected_data_->push(std::move(row)));
    for (ExpectedRefusal& row : next_refusals_) LAUTER_TRY(refusals_->push(std::move(row)));
    next_data_.clear();
    next_refusals_.clear();
    return {};
  }

  /// `log`: null if it is missing, which was told.
  void check_row(HeldRow& held, HeldLog* log) {
    const Row& row = held.row;
    ExpectedRow expected{.id = row.doc.id, .text = row.doc.text, .input_row = row.number, .is_loose = true};
    ExpectedRefusal refusal{.row = {.id = row.doc.id}, .is_loose = true};
    if (log == nullptr || !log->logged) {
      if (log != nullptr) faults_.add(path(OutputNames::kEdits), log->number, "is broken: " + log->error);
      if (log != nullptr) last_log_row_ = log->number;
      next_data_.push_back(std::move(expected));
      next_refusals_.push_back(std::move(refusal));
      return;
    }
    last_log_row_ = expected.log_row = refusal.row.log_row = log->number;
    const LogRow& says = log->logged->log;
    RefinedRow made = check_against_input(row, *log->logged, keys_);
    if (!made.fault.empty()) {
      if (keys_ != nullptr && is_fault_of_input(row, says, made)) {
        faults_.add(file_->input.path, row.number, "is not the row that was refined: its text is not that of raw_hash in " + log_name());
      } else {
        faults_.add(path(OutputNames::kEdits), log->number, made.fault);
      }
    }
    count(*log->logged, &row);
    expected.is_loose = refusal.is_loose = !made.fault.empty();
    expected.refined_hash = says.refined_hash;
    if (says.state == RowState::kRejected || expected.is_loose) {
      refusal.row.reason = says.reason;
      refusal.row.raw_hash = says.raw_hash;
      append_rejected(refusal.bytes, row, {.file = file_->input.relative, .row = row.number, .byte = row_byte(*held.chunk, row), .reason = says.reason});
      refusal.bytes.pop_back();
      next_refusals_.push_back(std::move(refusal));
    }
    if (says.state == RowState::kRejected && !expected.is_loose) return;
    if (!expected.is_loose) {
      const InputFile& source = file_->input;
      const bool as_lines = source.data_as_lines || source.format == Format::kParquet;
      expected.text = made.text;
      if (as_lines) {
        render_streamed(row, made.text, index_ == 0, expected.bytes, made.spans);
      } else {
        render_row(row, made.text, expected.bytes, made.spans);
        expected.bytes.erase(0, row.lead);
      }
    }
    next_data_.push_back(std::move(expected));
  }

  /// Whether it is the input that was changed, and not raw_hash.
  bool is_fault_of_input(const Row& row, const LogRow& says, const RefinedRow& made) const {
    const std::string_view original = row.error ? row.raw : std::string_view(row.doc.text);
    if (text_hash_of(keys_->text_hash, original) == says.raw_hash) return false;
    if (file_->is_input_changed) return true;
    return says.state != RowState::kRejected && text_hash_of(keys_->text_hash, made.text) != says.refined_hash;
  }

  /// What can be checked of a log without its input.
  Result<void> check_log() {
    begin_file();
    while (true) {
      LAUTER_ASSIGN(auto log, or_fault(next_log(), path(OutputNames::kEdits)));
      if (!log) break;
      HeldLog& held = *log;
      meter_.add(0, held.line->size(), 1, 0, 0);
      if (!held.logged) {
        faults_.add(path(OutputNames::kEdits), held.number, "is broken: " + held.error);
        LAUTER_TRY(logged_data_->push(std::move(held)));
        continue;
      }
      const LogRow& says = held.logged->log;
      if (says.state == RowState::kRejected) {
        count(*held.logged, nullptr);
        LAUTER_TRY(refusals_->push({.row = {.id = says.id, .reason = says.reason, .raw_hash = says.raw_hash, .log_row = held.number}}));
      } else {
        LAUTER_TRY(logged_data_->push(std::move(held)));
      }
    }
    LAUTER_TRY(refusals_->finish());
    return run_.one_file.empty() || index_ + 1 == run_.files.size() ? logged_data_->finish() : Result<void>();
  }

  void check_logged_data(HeldLog& log, HeldRow& actual) {
    last_data_row_ = actual.row.number;
    if (!log.logged) return;
    const std::string fault = check_against_data(actual.row, *log.logged, file_->input.relative, keys_);
    if (fault.empty()) {
      count(*log.logged, nullptr);
      stats_.text_bytes_out += actual.row.doc.text.size();
      return;
    }
    const bool is_of_data = actual.row.error || (keys_ != nullptr && hash_of(actual) != log.logged->log.refined_hash);
    if (is_of_data) return faults_.add(data_->file().path, actual.row.number, fault + " (" + row_text(log.number) + " of " + log_name() + ")");
    faults_.add(path(OutputNames::kEdits), log.number, fault + " (" + row_text(actual.row.number) + " of data/)");
  }

  /// Of `apply --invert`, which writes no log: rows in the order of the input, each in one of two places.
  Result<void> check_without_log(bool with_input) {
    begin_file();
    if (!with_input) return count_rows();
    HeldRows input(file_->input, run_.rows, rows_left(), job_.stop);
    RowMatcher<HeldRow, HeldRow> rows({
        .pull = [this] { return or_fault(data_->next(), data_->file().path); },
        .equal = [](const HeldRow& row, const HeldRow& actual) { return row.outside() == actual.outside(); },
        .pair = [this](HeldRow&, HeldRow& actual) { last_data_row_ = actual.row.number; },
        .changed = [this](HeldRow& row, HeldRow& actual) {
          last_data_row_ = actual.row.number;
          faults_.add(data_->file().path, actual.row.number, "differs outside its text from " + row_text(row.row.number) + " of the input");
        },
        .missing = [this](HeldRow& row) {
          if (takes_refusal(row.row.number)) return;
          faults_.add(data_->file().path, last_data_row_ + 1, row_text(row.row.number) + " of the input is neither here nor in rejected/");
        },
        .extra = [this](HeldRow& actual) {
          faults_.add(data_->file().path, actual.row.number, "no row of the input belongs here");
        }});
    while (true) {
      LAUTER_ASSIGN(auto row, or_fault(input.next(), file_->input.path));
      if (!row) break;
      meter_.add(0, row->row.raw.size(), 1, 0, 0);
      LAUTER_TRY(rows.push(std::move(*row)));
    }
    LAUTER_TRY(rows.finish());
    if (!takes_refusal(UINT64_MAX) && refusal_) faults_.add(path(OutputNames::kRejected), rejected_lines_, "no row of the input belongs here");
    refusal_.reset();
    return {};
  }

  /// Whether the next line of rejected/ is of this row of the input.
  bool takes_refusal(uint64_t row) {
    if (!refusal_) {
      refusal_ = rejected_->take_line();
      if (!refusal_) return false;
      ++rejected_lines_;
    }
    const auto json = parse_json(*refusal_);
    if (!json.ok() || count_at(*json, "lauter_row") != row) return false;
    refusal_.reset();
    return true;
  }

  /// Without log and input there is but their number.
  Result<void> count_rows() {
    uint64_t rows = 0;
    while (true) {
      LAUTER_ASSIGN(const auto row, or_fault(data_->next(), data_->file().path));
      if (!row) break;
      ++rows;
    }
    uint64_t refused = 0;
    while (rejected_->take_line()) ++refused;
    RunReport figures;
    run_.totals.fill(figures);
    if (index_ >= figures.files.size()) return {};
    const FileReport& said = figures.files[index_];
    const auto compare = [&](const std::string& path, uint64_t found, uint64_t expected) {
      if (found != expected) faults_.add(path, 0, "has " + std::to_string(found) + " rows, and the journal says " + std::to_string(expected));
    };
    compare(data_->file().path, rows, said.rows_kept + said.rows_edited);
    compare(path(OutputNames::kRejected), refused, said.rows_rejected);
    return {};
  }

  void changed_data(const ExpectedRow& expected, const HeldRow& actual) {
    last_data_row_ = actual.row.number;
    const std::string of_input = row_text(expected.input_row) + " of the input";
    std::string what;
    if (expected.is_loose) return;
    if (actual.row.error) {
      what = "cannot be read: " + actual.row.error->reason;
    } else if (actual.row.doc.text != expected.text) {
      what = "the text is not what the program in " + row_text(expected.log_row) + " of " + log_name() + " makes of " + of_input;
    } else {
      what = "differs outside its text from " + of_input;
    }
    note_missing(expected.bytes, expected.input_row);
    faults_.add(data_->file().path, actual.row.number, what + moved(actual.core()));
  }

  bool is_loosely(const ExpectedRow& expected, const HeldRow& actual) const {
    if (actual.row.error) return false;
    if (!expected.refined_hash.empty() && keys_ != nullptr && hash_of(actual) == expected.refined_hash) return true;
    if (actual.row.doc.id == expected.id) return true;
    return actual.row.doc.id == ":" + std::to_string(actual.row.number) && actual.row.doc.text == expected.text;
  }

  /// Of a Parquet row as a line of JSON, whose text may be escaped in another way.
  bool is_same_outside(const ExpectedRow& expected, const HeldRow& actual) const {
    Chunk chunk;
    chunk.bytes = expected.bytes;
    RowReader reader(data_->file(), chunk, run_.rows);
    HeldRow row;
    return reader.next(row.row) && row.outside() == actual.outside();
  }

  std::string refusal_fault(const std::string& line, const RefusedRow& row) const {
    return check_refused_row(line, row, file_->input, run_.rows, keys_);
  }

  bool names_row(const std::string& line, const std::string& id) const {
    const auto json = parse_json(line);
    if (!json.ok()) return false;
    Record record;
    const bool has_id = !parse_record_id(line, run_.rows.fields, record) && record.has_id;
    return has_id ? is_logged_id(id, record.id, keys_) : id.ends_with(":" + std::to_string(count_at(*json, "lauter_row")));
  }

  const std::string& hash_of(const HeldRow& row) const {
    if (row.text_hash.empty()) row.text_hash = text_hash_of(keys_->text_hash, row.row.doc.text);
    return row.text_hash;
  }

  void count(const LoggedRow& logged, const Row* row) {
    count_logged_row(logged, row, run_.is_apply, stats_);
    if (logged.log.state != RowState::kRejected) counter_.add(logged.log.program);
  }

  /// A row that is missed in one place may be met in another.
  void note_missing(std::string_view bytes, uint64_t row) {
    constexpr size_t kMost = 10'000;
    if (missing_.size() < kMost && !bytes.empty()) missing_.emplace(hash64(bytes), row);
  }
  std::string moved(std::string_view bytes) const {
    const auto found = missing_.find(hash64(bytes));
    return found == missing_.end() ? "" : "; it is " + row_text(found->second) + " of the input";
  }

  const VerifyJob& job_;
  const FinishedRun& run_;
  const LogKeys* keys_;
  VerifyFaults& faults_;
  ProgressMeter& meter_;
  const VerifiedFile* file_ = nullptr;
  size_t index_ = 0;
  RunStats stats_;
  EditCounter counter_;
  std::optional<HeldRows> data_;
  std::optional<DataMatcher> expected_data_;
  std::optional<LoggedMatcher> logged_data_;
  std::optional<LogLines> log_;
  std::optional<ComparedBytes> rejected_;
  std::optional<RefusalMatcher> refusals_;
  std::vector<ExpectedRow> next_data_;
  std::vector<ExpectedRefusal> next_refusals_;
  uint64_t rejected_lines_ = 0;
  std::optional<std::string> refusal_;  ///< the next one, without a log
  uint64_t last_refusal_ = 0;
  uint64_t last_data_row_ = 0;
  uint64_t last_log_row_ = 0;
  std::unordered_map<uint64_t, uint64_t> missing_;
  std::set<std::string> broken_;  ///< files that cannot be read on: what is missing there was told
};

}  // namespace

Result<void> careful_pass(const VerifyJob& job, const FinishedRun& run, const std::vector<size_t>& files,
                          const LogKeys* keys, std::vector<QuickVerdict>& verdicts, VerifyFaults& faults, ProgressMeter& meter) {
  const std::string& data = run.files[files[0]].data.path;
  const RunStats& said = run.totals.stats();
  if (!run.one_file.empty() && !path_exists(data) && said.rows_kept + said.rows_edited > 0) {
    faults.add(data, 0, "is missing");
    return {};
  }
  const uint64_t before = faults.count();
  LAUTER_TRY(CarefulPass(job, run, keys, faults, meter).check(files, verdicts));
  if (faults.count() > before) return {};
  for (const size_t i : files) {
    const auto& difference = verdicts[i].difference;
    if (!difference || run.files[i].data.format == Format::kParquet) continue;
    // All rows are right, so it is between them: a mark, a blank line, a comma.
    faults.add(difference->path, difference->row, "byte " + std::to_string(difference->byte) + " of the uncompressed file: is not what the run wrote");
    verdicts[i].is_sound = false;
  }
  return {};
}

}  // namespace lauter
