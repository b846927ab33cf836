/// The row of OUT/edits: what was done to one document, how it was checked, how to undo it.
///
///   {"id":"...","raw_hash":"...","refined_hash":"...","program":[OP...],
///    "checks":{...},"state":"kept|edited|rejected","reason":"..."}
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "edit/edit.h"
#include "edit/program_json.h"

namespace lauter {

/// What became of a document.
enum class RowState : uint8_t { kKept, kEdited, kRejected };
std::string_view row_state_name(RowState state);

/// What verification saw, in short: goes into the log and the report.
struct CheckSummary {
  bool verified = false;  ///< verification ran and passed
  uint32_t rounds = 0;    ///< find-edit-verify rounds taken; 1 is the ordinary case
  uint32_t found = 0;     ///< values the finder found in the original
  uint32_t repaired = 0;  ///< edits that only verification's findings brought
  std::vector<std::string>
      failed;  ///< `rescan:EMAIL_ADDRESS`, `survives:PHONE_NUMBER`; of any round, sorted
};

struct LogRow {
  std::string id;
  bool has_integer_id = false;  ///< written as a number
  std::string raw_hash;
  std::string refined_hash;
  EditProgram program;
  std::vector<std::string> dropped;  ///< fields that the written row lacks
  CheckSummary checks;
  RowState state = RowState::kKept;
  std::string reason;  ///< why it was rejected; written only if not empty
};

/// Appends the row as one line of JSON with its LF. `original` is the text the program fits; `texts`:
/// as for append_program_json().
void append_log_row(std::string& out, const LogRow& row, std::string_view original,
                    const AuditWriter& audit, std::span<const NamedText> texts = {});

/// Parses one line. `was` and `fields` are as for parse_program_json(). Errors: kDataLoss naming the
/// field; unknown fields are ignored.
Result<LogRow> parse_log_row(std::string_view json, std::vector<AuditMark>* was = nullptr,
                             std::vector<std::string>* fields = nullptr);

}  // namespace lauter
