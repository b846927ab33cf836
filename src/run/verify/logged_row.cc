#include "run/verify/logged_row.h"

#include <algorithm>

#include "run/rows/log_ids.h"
#include "run/rows/row_hash.h"
#include "text/ascii.h"
#include "text/printable.h"

namespace lauter {
namespace {

constexpr const char* kOtherId = "the id is not that of the row";

bool is_hash(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 32 && std::ranges::all_of(text, is_hex);
}

/// Without what it replaces, a log row is as the hashes of a kept, edited or rejected one are.
std::string check_form(const LogRow& log) {
  const bool has_refined = !log.refined_hash.empty();
  switch (log.state) {
    case RowState::kKept:
      if (log.program.drop_document || !log.reason.empty()) return "the state is kept, and there is a reason to reject";
      return log.refined_hash == log.raw_hash ? "" : "the state is kept, and refined_hash is not raw_hash";
    case RowState::kEdited:
      if (log.program.edits.empty() && log.dropped.empty()) return "the state is edited, and the program has no op";
      if (log.program.drop_document) return "the state is edited, and the program drops the document";
      return has_refined ? "" : "the state is edited, and refined_hash is missing";
    case RowState::kRejected:
      if (log.reason.empty()) return "the state is rejected, and there is no reason";
      if (!log.program.edits.empty() && !log.program.drop_document) return "the state is rejected, and the program has ops";
      return has_refined ? "the state is rejected, and there is a refined_hash" : "";
  }
  return "";
}

/// The marks of a program over `original`.
std::string check_marks(const Row& row, const LoggedRow& logged, const LogKeys& keys) {
  for (size_t i = 0; i < logged.marks.size(); ++i) {
    const AuditMark& mark = logged.marks[i];
    const ByteSpan span = logged.log.program.edits[i].span;
    const std::string op = "op " + std::to_string(i) + ": ";
    if (span.begin > span.end || span.end > row.doc.text.size()) return op + "leaves the input's text";
    if (!mark.sealed.empty()) {
      const auto value = keys.sealed.unseal(logged.log.id, span.begin, mark);
      if (!value.ok() || *value != span.of(row.doc.text)) return op + "was_sealed does not hold what was replaced";
    } else if (mark.hmac != keys.hmac.mark(logged.log.id, span.begin, span.of(row.doc.text)).hmac) {
      return op + "was_hmac is not the keyed hash of what was replaced";
    }
  }
  return "";
}

bool has_seals(const LoggedRow& logged) {
  return std::ranges::any_of(logged.marks, [](const AuditMark& mark) { return !mark.sealed.empty(); });
}

/// Whether the row is, byte for byte, what lauter writes about it. Sealed marks differ every time.
bool is_as_written(const Row& row, const LoggedRow& logged, const LogKeys& keys) {
  const auto fits = [&row](const Edit& edit) { return edit.span.begin <= edit.span.end && edit.span.end <= row.doc.text.size(); };
  if (has_seals(logged) || !std::ranges::all_of(logged.log.program.edits, fits)) return false;
  std::string written;
  const bool has_texts = logged.log.state != RowState::kRejected;
  append_log_row(written, logged.log, row.doc.text, keys.hmac, has_texts ? row.texts : std::span<const NamedText>());
  written.pop_back();
  return written == logged.line;
}

std::string check_hashes(const Row& row, const LoggedRow& logged, const std::string& refined, const LogKeys& keys) {
  const LogRow& log = logged.log;
  const std::string_view original = row.error ? row.raw : std::string_view(row.doc.text);
  // Of a row of Parquet that could not be read the run hashed the columns that it had wanted.
  const bool is_known = !row.error || row.format != Format::kParquet;
  if (is_known && text_hash_of(keys.text_hash, original) != log.raw_hash) return "raw_hash is not the keyed hash of the input's text";
  if (log.state == RowState::kEdited && text_hash_of(keys.text_hash, refined) != log.refined_hash) {
    return "the program does not make the text of refined_hash";
  }
  return "";
}

/// The program's ops in order and apart, each with the bytes that it wrote in `refined`.
std::string check_replacements(const EditProgram& program, std::string_view refined) {
  uint64_t from = 0;  // in the original
  uint64_t at = 0;    // in `refined`
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const Edit& edit = program.edits[i];
    const std::string op = "op " + std::to_string(i) + ": ";
    if (edit.span.begin < from || edit.span.end < edit.span.begin) return op + "is not behind the one before it";
    at += edit.span.begin - from;
    if (at > refined.size() || refined.substr(at, edit.with.size()) != edit.with) return op + "what it writes is not there in data/";
    at += edit.with.size();
    from = edit.span.end;
  }
  return "";
}

}  // namespace

LogKeys::LogKeys(const SecretKey& key)
    : text_hash(make_text_hash(key)), ids(id_hash(key)), hmac(key, AuditMode::kHmac), sealed(key, AuditMode::kSealed) {}

Result<LoggedRow> read_logged_row(std::string_view line) {
  LoggedRow logged{.line = line};
  LAUTER_ASSIGN(logged.log, parse_log_row(line, &logged.marks, &logged.fields));
  const LogRow& log = logged.log;
  if (!is_hash(log.raw_hash)) return data_loss("raw_hash is no hash");
  if (!log.refined_hash.empty() && !is_hash(log.refined_hash)) return data_loss("refined_hash is no hash");
  for (size_t i = 0; i < logged.marks.size(); ++i) {
    if (is_hash(logged.marks[i].hmac) || !logged.marks[i].sealed.empty()) continue;
    return data_loss("op " + std::to_string(i) + " has neither was_hmac nor was_sealed");
  }
  if (std::string fault = check_form(log); !fault.empty()) return data_loss(std::move(fault));
  return logged;
}

RefinedRow check_against_input(const Row& row, LoggedRow& logged, const LogKeys* keys) {
  RefinedRow made;
  LogRow& log = logged.log;
  const auto refuse = [&made](std::string fault) {
    made.fault = std::move(fault);
    return made;
  };
  // A run reads the ids of Parquet as strings; here all columns are as they are.
  const bool is_same_kind =
      log.has_integer_id == row.has_integer_id || row.format == Format::kParquet || is_hashed_id(log.id);
  if (!is_logged_id(log.id, row.doc.id, keys) || !is_same_kind) return refuse(kOtherId);
  const bool is_written = log.state != RowState::kRejected;
  if (log.dropped != (is_written ? row.dropped_fields : std::vector<std::string>())) {
    return refuse("the dropped fields are not those that the row has");
  }
  if (row.error && log.state != RowState::kRejected) return refuse("the row cannot be read, and the state is not rejected");
  if (row.error && log.reason != row.error->reason) return refuse("the reason is not why the row cannot be read");
  if (log.state != RowState::kRejected) {
    if (!row.texts.empty()) {
      auto joined = join_programs(std::move(log.program), logged.fields, row.texts);
      if (!joined.ok()) return refuse("the program does not fit: " + joined.error().message);
      log.program = std::move(*joined);
    }
    auto text = apply_program(log.program, row.doc.text);
    if (!text.ok()) return refuse("the program does not fit the input's text: " + text.error().message);
    made.text = std::move(*text);
    made.spans = spans_after(log.program, row.texts);
    if (log.state == RowState::kKept && made.text != row.doc.text) {
      return refuse("the state is kept, and the program changes the text");
    }
  }
  if (keys == nullptr) return made;
  if (std::string fault = check_hashes(row, logged, made.text, *keys); !fault.empty()) return refuse(std::move(fault));
  if (is_as_written(row, logged, *keys)) return made;
  std::string fault = check_marks(row, logged, *keys);
  if (fault.empty() && !has_seals(logged)) fault = "the log row is not as lauter writes it";
  return refuse(std::move(fault));
}

bool is_kept_as_written(const Row& row, std::string_view line, const LogKeys* keys) {
  constexpr std::string_view kHashed = R"(,"raw_hash":")";
  const auto take = [&line](std::string_view text) {
    const bool begins = line.starts_with(text);
    if (begins) line.remove_prefix(text.size());
    return begins;
  };
  if (row.error || !take(R"({"id":)")) return false;
  std::string id;
  append_id(row, id);
  if (!take(id) || !take(kHashed)) return false;
  const std::string hash = keys == nullptr ? std::string(line.substr(0, 32)) : text_hash_of(keys->text_hash, row.doc.text);
  if (!is_hash(hash) || !take(hash) || !take(R"(","refined_hash":")") || !take(hash)) return false;
  if (!take(R"(","program":[],"checks":{"verified":true,"rounds":1,"found":)")) return false;
  const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  line.remove_prefix(digits);
  return digits > 0 && line == R"(,"repaired":0},"state":"kept"})";
}

bool is_logged_id(std::string_view logged, std::string_view id, const LogKeys* keys) {
  return is_logged_id(logged, id, keys == nullptr ? nullptr : &keys->ids);
}

bool is_id_of(const LogRow& log, const Row& row, std::string_view file, const LogKeys* keys) {
  if (is_logged_id(log.id, row.doc.id, keys)) return true;
  if (row.doc.id != ":" + std::to_string(row.number)) return false;
  const std::string prefix = escape_name(file) + ":";
  return log.id.starts_with(prefix) && log.id.size() > prefix.size() &&
         std::ranges::all_of(std::string_view(log.id).substr(prefix.size()), is_ascii_digit);
}

std::string check_against_data(const Row& row, LoggedRow& logged, std::string_view file, const LogKeys* keys) {
  LogRow& log = logged.log;
  if (row.error) return "the row cannot be read: " + row.error->reason;
  if (!is_id_of(log, row, file, keys)) return kOtherId;
  if (!row.texts.empty()) {
    const auto before = texts_before(log.program, logged.fields, row.texts);
    if (!before.ok()) return "the program does not fit: " + before.error().message;
    auto joined = join_programs(std::move(log.program), logged.fields, *before);
    if (!joined.ok()) return "the program does not fit: " + joined.error().message;
    log.program = std::move(*joined);
  }
  if (std::string fault = check_replacements(log.program, row.doc.text); !fault.empty()) return fault;
  if (keys == nullptr) return "";
  if (text_hash_of(keys->text_hash, row.doc.text) != log.refined_hash) return "the text in data/ is not that of refined_hash";
  const bool is_sealed = !logged.marks.empty() && std::ranges::all_of(logged.marks, [](const AuditMark& mark) { return !mark.sealed.empty(); });
  if (!is_sealed) return "";
  const auto original = restore(log.program, logged.marks, log.id, row.doc.text, keys->sealed);
  if (!original.ok()) return original.error().message;
  return text_hash_of(keys->text_hash, *original) == log.raw_hash ? "" : "what the log restores is not the text of raw_hash";
}

}  // namespace lauter
