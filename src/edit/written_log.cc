#include "edit/written_log.h"

#include <charconv>
#include <cmath>

#include "json/utf8.h"

namespace lauter {
namespace {

/// Takes what it expects off the front; after the first false all that follows means nothing.
class WrittenRow {
 public:
  explicit WrittenRow(std::string_view rest) : rest_(rest) {}

  bool read(LogRow& row, std::vector<AuditMark>& was) {
    return read_id(row) && text(R"(,"raw_hash":)") && string(row.raw_hash) && text(R"(,"refined_hash":)") && string(row.refined_hash) &&
           text(R"(,"program":[)") && read_ops(row.program, was) && text(R"(,"checks":{"verified":)") && read_checks(row.checks) &&
           read_state(row.state) && rest_.empty();
  }

 private:
  bool text(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool string(std::string& out) {
    if (!text("\"")) return false;
    size_t end = 0;
    while (end < rest_.size() && rest_[end] != '"' && rest_[end] != '\\' && static_cast<uint8_t>(rest_[end]) >= ' ') ++end;
    if (end == rest_.size() || rest_[end] != '"') return false;
    out.assign(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return true;
  }

  /// In the one form that to_chars() gives it.
  template <typename T>
  bool number(T& out) {
    const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (read.ec != std::errc()) return false;
    const std::string_view digits = rest_.substr(0, static_cast<size_t>(read.ptr - rest_.data()));
    char again[32];
    const auto written = std::to_chars(again, again + sizeof again, out);
    rest_.remove_prefix(digits.size());
    return digits == std::string_view(again, static_cast<size_t>(written.ptr - again));
  }

  /// Offsets of JSON are integers that are signed.
  bool offset(uint64_t& out) {
    int64_t value = 0;
    const bool is_offset = number(value) && value >= 0;
    out = static_cast<uint64_t>(value);
    return is_offset;
  }

  bool read_id(LogRow& row) {
    if (!text(R"({"id":)")) return false;
    if (rest_.starts_with('"')) return string(row.id);
    int64_t id = 0;
    row.has_integer_id = number(id);
    row.id = std::to_string(id);
    return row.has_integer_id;
  }

  bool read_ops(EditProgram& program, std::vector<AuditMark>& was) {
    while (!rest_.starts_with(']')) {
      if (!program.edits.empty() && !text(",")) return false;
      if (!read_op(program.edits.emplace_back(), was.emplace_back())) return false;
    }
    return text("]");
  }

  bool read_op(Edit& edit, AuditMark& mark) {
    if (!text(R"({"op":")")) return false;
    const bool deletes = text("delete");
    if (!deletes && !text("replace")) return false;
    if (!text(R"(","start":)") || !offset(edit.span.begin) || !text(R"(,"end":)") || !offset(edit.span.end)) return false;
    if (!deletes && (!text(R"(,"with":)") || !string(edit.with) || edit.with.empty())) return false;
    Cause& cause = edit.cause;
    if (!text(R"(,"cause":{"stage":)") || !string(cause.stage) || !text(R"(,"rule":)") || !string(cause.rule) || !text(R"(,"label":)") ||
        !string(cause.label) || !text(R"(,"score":)") || !number(cause.score) || !std::isfinite(cause.score)) {
      return false;
    }
    if (text(R"(,"reason":)") && (!string(cause.reason) || cause.reason.empty())) return false;
    if (!text("}")) return false;
    if (text(R"(,"was_hmac":)") && (!string(mark.hmac) || mark.hmac.empty())) return false;
    if (text(R"(,"was_sealed":)") && (!string(mark.sealed) || mark.sealed.empty())) return false;
    return text("}");
  }

  bool read_checks(CheckSummary& checks) {
    checks.verified = text("true");
    return (checks.verified || text("false")) && text(R"(,"rounds":)") && number(checks.rounds) && text(R"(,"found":)") &&
           number(checks.found) && text(R"(,"repaired":)") && number(checks.repaired) && text("}");
  }

  bool read_state(RowState& state) {
    state = text(R"(,"state":"edited")") ? RowState::kEdited : RowState::kKept;
    return (state == RowState::kEdited || text(R"(,"state":"kept")")) && text("}");
  }

  std::string_view rest_;
};

}  // namespace

bool read_written_log_row(std::string_view line, LogRow& row, std::vector<AuditMark>& was) {
  return is_valid_utf8(line) && WrittenRow(line).read(row, was);
}

}  // namespace lauter
