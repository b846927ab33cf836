/// A row of OUT/edits against the row that it speaks of: the input's, or the one in data/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "edit/log.h"
#include "io/row.h"

namespace lauter {

/// What the key of a run says about its log.
struct LogKeys {
  explicit LogKeys(const SecretKey& key);
  KeyedHash text_hash;
  KeyedHash ids;
  AuditWriter hmac;
  AuditWriter sealed;
};

struct LoggedRow {
  std::string_view line{};  ///< without its LF
  LogRow log{};
  std::vector<AuditMark> marks{};
  std::vector<std::string> fields{};
  bool is_in_form = false;  ///< read_written_log_row() took it: the bytes follow from what was read
};
/// Errors: kDataLoss, also if hashes, marks, program and state do not go together.
Result<LoggedRow> read_logged_row(std::string_view line);

/// What a log row makes of an input row.
struct RefinedRow {
  std::string text{};             ///< unless it was rejected
  std::vector<ByteSpan> spans{};  ///< render_row()'s
  std::string fault{};            ///< what is wrong with the log row; empty: nothing
};

/// Applies the program again, and checks id, state, program and hashes; with `keys` the row's very
/// bytes. Makes `logged.log.program` one over the joined texts.
RefinedRow check_against_input(const Row& row, LoggedRow& logged, const LogKeys* keys);

/// Whether `line` is what is mostly written of a row that is kept: told without reading it as JSON.
/// False says nothing.
bool is_kept_as_written(const Row& row, std::string_view line, const LogKeys* keys);

/// What can be known without the input: `row` is of data/. `file`: InputFile::relative of the input.
/// Empty if nothing is wrong.
std::string check_against_data(const Row& row, LoggedRow& logged, std::string_view file, const LogKeys* keys);

/// Whether the log's id may be that of a row of data/, read with an InputFile of no name.
bool is_id_of(const LogRow& log, const Row& row, std::string_view file, const LogKeys* keys);

/// is_logged_id() with the hash of `keys`, if there are any.
bool is_logged_id(std::string_view logged, std::string_view id, const LogKeys* keys);

}  // namespace lauter
