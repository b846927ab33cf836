/// OUT/state/journal.jsonl: what has been written for good, so that a run can go on after any stop.
///
/// First a header row that says what the run is; then one row for each commit. A commit row is
/// written and synced only after all bytes it speaks of are synced, and files get their final names
/// only after the row that says that they are finished. So whatever stops the process, cutting the
/// growing files to the sizes of the last whole row gives a state the run has been in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/files/sink.h"
#include "json/value.h"
#include "run/output/report_data.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

/// What is added to one file's figures.
struct FileDelta {
  size_t file_index = 0;
  RunStats stats{};  ///< only the counts of rows and bytes are kept
};

struct JournalRow {
  StreamPosition next{};  ///< all before it is written
  /// Bytes of the growing files (data, edits, rejected) of file next.file_index.
  std::array<uint64_t, 3> sizes{};
  RunStats stats{};  ///< since the row before
  std::vector<FileDelta> files{};
  std::vector<Sample> samples{};
  double wall_seconds = 0;  ///< since the row before
  bool finished = false;    ///< nothing is left to do
};

JsonValue journal_row_to_json(const JournalRow& row);
/// Errors: kDataLoss.
Result<JournalRow> journal_row_from_json(const JsonValue& value);

class Journal {
 public:
  /// Begins a new journal in folder `state`.
  static Result<Journal> create(const std::string& state, const JsonValue& header);

  /// Where it is in folder `state`: growing, and with its final name.
  static std::string growing_path(const std::string& state);
  static std::string final_path(const std::string& state);

  /// Whether `state` holds a journal with a whole header row.
  static Result<bool> is_there(const std::string& state);

  struct Contents;
  /// Reads a journal, also that of a run that goes on; a row that is not whole is left out. Errors:
  /// kNotFound if there is none; kDataLoss if a row before the last is broken.
  static Result<Contents> read(const std::string& state);

  struct Reopened;
  /// Opens the journal of a stopped run and cuts off a row that was not wholly written. Errors: as
  /// read().
  static Result<Reopened> reopen(const std::string& state);

  /// Appends and syncs.
  Result<void> append(const JournalRow& row);
  uint64_t size_bytes() const { return file_.size_bytes(); }
  /// Gives the journal its final name. The last call.
  Result<void> finish();

 private:
  explicit Journal(AppendFile file) : file_(std::move(file)) {}
  AppendFile file_;
};

struct Journal::Contents {
  JsonValue header{};
  std::vector<JournalRow> rows{};
  bool finished = false;
  std::string path{};
  uint64_t whole_bytes = 0;  ///< of whole rows
};

struct Journal::Reopened {
  std::optional<Journal> journal{};  ///< nothing if the run was finished
  JsonValue header{};
  std::vector<JournalRow> rows{};
};

}  // namespace lauter
