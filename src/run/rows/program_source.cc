#include "run/rows/program_source.h"

#include <algorithm>

#include "base/hash.h"
#include "edit/log.h"
#include "json/record.h"
#include "json/value.h"

namespace lauter {
namespace {

/// Used ids whose duplicates are told from programs that nobody asked for: 256 MB of hashes.
constexpr size_t kMaxUsedIds = size_t{1} << 25;

/// "" if there is none, or null. Errors: kDataLoss if it is no string.
Result<std::string> member(const JsonValue& json, std::string_view key) {
  const JsonValue* value = json.find(key);
  if (value == nullptr || value->is_null()) return std::string();
  if (!value->is_string()) return data_loss("\"" + std::string(key) + "\" is no string");
  return *value->if_string();
}

const JsonValue* given(const JsonValue& json, std::string_view key) {
  const JsonValue* value = json.find(key);
  return value != nullptr && value->is_null() ? nullptr : value;
}

/// An array of strings, one at least; anything else gives none.
std::vector<std::string> read_strings(const JsonValue& value) {
  std::vector<std::string> strings;
  if (!value.is_array()) return strings;
  for (const JsonValue& item : *value.if_array()) {
    if (!item.is_string()) return {};
    strings.push_back(*item.if_string());
  }
  return strings;
}

/// Reads "program", "program_text" or "replies".
Result<void> read_program(const JsonValue& json, ProgramRow& row) {
  const JsonValue* program = given(json, "program");
  const JsonValue* text = given(json, "program_text");
  const JsonValue* replies = given(json, "replies");
  const int said = (program != nullptr) + (text != nullptr) + (replies != nullptr);
  if (said == 0) {
    return data_loss("the row has no \"program\", \"program_text\" or \"replies\"");
  }
  if (said > 1) {
    return data_loss("the row has more than one of \"program\", \"program_text\" and \"replies\"");
  }
  LAUTER_ASSIGN(const std::string dialect, member(json, "dialect"));
  row.dialect = dialect_of_name(dialect);
  if (!dialect.empty() && !row.dialect) return data_loss("\"dialect\" is none that there is");
  if (program != nullptr) {
    LAUTER_ASSIGN(row.program, parse_program_json(program->to_string(), &row.marks, &row.fields));
  } else if (text != nullptr) {
    LAUTER_ASSIGN(row.program_text, member(json, "program_text"));
  } else {
    row.replies = read_strings(*replies);
    if (row.replies.empty()) return data_loss("\"replies\" are no strings");
  }
  return {};
}

/// What a row says besides its program: whose it is, and what became of it.
Result<void> read_state(const JsonValue& json, ProgramRow& row) {
  if (const JsonValue* id = json.find("id"); id != nullptr && id->is_int()) {
    row.id = std::to_string(id->int_or(0));
  } else {
    LAUTER_ASSIGN(row.id, member(json, "id"));
  }
  LAUTER_ASSIGN(row.raw_hash, member(json, "raw_hash"));
  LAUTER_ASSIGN(row.refined_hash, member(json, "refined_hash"));
  LAUTER_ASSIGN(row.error, member(json, "error"));
  row.lacks_fields = json.find("dropped") != nullptr;
  LAUTER_ASSIGN(const std::string state, member(json, "state"));
  if (state == row_state_name(RowState::kRejected)) {
    row.survives = false;
    LAUTER_ASSIGN(const std::string reason, member(json, "reason"));
    row.error = "was rejected: " + reason;
  } else if (!state.empty() && state != row_state_name(RowState::kKept) &&
             state != row_state_name(RowState::kEdited)) {
    return data_loss("\"state\" is neither kept, edited nor rejected");
  }
  return {};
}

const RecordFields& id_as_text() {
  static const RecordFields kFields{.text = {{"id"}}, .id = {{"id"}}};
  return kFields;
}

}  // namespace

Result<ProgramRow> parse_program_row(std::string_view text) {
  LAUTER_ASSIGN(const JsonValue json, parse_json(text));
  ProgramRow row;
  auto read = read_state(json, row);
  if (read.ok() && row.error.empty()) read = read_program(json, row);
  if (!read.ok()) row.error = "broken program: " + read.error().message;
  return row;
}

ProgramSource::ProgramSource(const Inputs& programs) : inputs_(programs), stream_(programs, {}) {}

Result<std::optional<ProgramLine>> ProgramSource::next_line() {
  while (true) {
    if (!chunk_) {
      LAUTER_ASSIGN(chunk_, stream_.next());
      if (!chunk_) return std::optional<ProgramLine>();
      if (chunk_->oversized) {
        return data_loss(inputs_.files[chunk_->file_index].path + ": a program row is too long");
      }
      at_ = 0;
      line_ = chunk_->position.record;
    }
    const std::string_view bytes = chunk_->bytes;
    if (at_ >= bytes.size()) {
      chunk_.reset();
      continue;
    }
    const size_t end = std::min(bytes.find('\n', at_), bytes.size());
    const std::string_view text = bytes.substr(at_, end - at_);
    at_ = end + 1;
    ++line_;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    return std::optional<ProgramLine>(ProgramLine{
        std::string(text), inputs_.files[chunk_->file_index].path + ":" + std::to_string(line_)});
  }
}

std::optional<std::string_view> ProgramSource::id_of(const ProgramLine& line) {
  if (!parse_record(line.text, id_as_text(), record_)) return record_.text;
  const auto json = parse_json(line.text);  // an id may be a number
  const JsonValue* id = json.ok() ? json->find("id") : nullptr;
  if (id == nullptr || !id->is_int()) {
    ++counts_.unreadable;
    return std::nullopt;
  }
  other_id_ = std::to_string(id->int_or(0));
  return other_id_;
}

void ProgramSource::count_used(std::string_view id) {
  ++counts_.used;
  if (used_ids_.size() < kMaxUsedIds) used_ids_.push_back(hash64(id));
}

bool ProgramSource::was_used(std::string_view id) {
  return std::binary_search(used_ids_.begin(), used_ids_.end(), hash64(id));
}

Result<std::optional<ProgramLine>> ProgramSource::take(std::string_view id, std::string_view log_id) {
  auto found = passed_.find(std::string(id));
  if (found == passed_.end() && !log_id.empty()) found = passed_.find(std::string(log_id));
  if (found != passed_.end()) {
    ProgramLine line = std::move(found->second.lines.front());
    found->second.lines.pop_front();
    const std::string used = found->first;
    if (found->second.lines.empty()) passed_.erase(found);
    passed_bytes_ -= line.text.size();
    count_used(used);
    return std::optional<ProgramLine>(std::move(line));
  }
  while (true) {
    LAUTER_ASSIGN(std::optional<ProgramLine> line, next_line());
    if (!line) {
      ++counts_.missing;
      return std::optional<ProgramLine>();
    }
    const std::optional<std::string_view> its_id = id_of(*line);
    if (!its_id) continue;
    if (*its_id == id || (!log_id.empty() && *its_id == log_id)) {
      count_used(*its_id);
      return line;
    }
    passed_bytes_ += line->text.size();
    if (passed_bytes_ > kMaxPassedBytes) {
      return resource_exhausted(line->place +
                                ": programs are in another order than the rows, and too many");
    }
    passed_[std::string(*its_id)].lines.push_back(std::move(*line));
  }
}

Result<std::optional<ProgramLine>> ProgramSource::take_surviving() {
  while (true) {
    LAUTER_ASSIGN(std::optional<ProgramLine> line, next_line());
    if (!line) {
      ++counts_.missing;
      return std::optional<ProgramLine>();
    }
    const auto row = parse_program_row(line->text);
    if (!row.ok()) {
      ++counts_.unreadable;
    } else if (row->survives) {
      ++counts_.used;
      return line;
    }
  }
}

Result<ProgramCounts> ProgramSource::finish() {
  std::sort(used_ids_.begin(), used_ids_.end());
  const auto count_left = [this](std::string_view id, uint64_t n) {
    (was_used(id) ? counts_.duplicates : counts_.unused) += n;
  };
  for (const auto& [id, passed] : passed_) count_left(id, passed.lines.size());
  while (true) {
    LAUTER_ASSIGN(const std::optional<ProgramLine> line, next_line());
    if (!line) return counts_;
    if (const auto id = id_of(*line)) count_left(*id, 1);
  }
}

}  // namespace lauter
