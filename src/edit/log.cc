#include "edit/log.h"

#include <array>

#include "edit/json_fields.h"
#include "json/writer.h"

namespace lauter {
namespace {

constexpr std::array<RowState, 3> kStates = {RowState::kKept, RowState::kEdited,
                                             RowState::kRejected};

void append_checks(JsonWriter& json, const CheckSummary& checks) {
  json.key("checks").begin_object();
  json.member_bool("verified", checks.verified).member_uint("rounds", checks.rounds);
  json.member_uint("found", checks.found).member_uint("repaired", checks.repaired);
  if (!checks.failed.empty()) {
    json.key("failed").begin_array();
    for (const std::string& name : checks.failed) json.string(name);
    json.end_array();
  }
  json.end_object();
}

Result<uint32_t> optional_count(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.find(name);
  if (value == nullptr) return uint32_t{0};
  const int64_t number = value->int_or(-1);
  if (number < 0 || number > UINT32_MAX) return data_loss(std::string(name) + " is no count");
  return static_cast<uint32_t>(number);
}

Result<CheckSummary> parse_checks(const JsonValue& row) {
  CheckSummary checks;
  const JsonValue* json = row.find("checks");
  if (json == nullptr) return checks;
  if (!json->is_object()) return data_loss("checks is no object");
  if (const JsonValue* verified = json->find("verified"))
    checks.verified = verified->bool_or(false);
  LAUTER_ASSIGN(checks.rounds, optional_count(*json, "rounds"));
  LAUTER_ASSIGN(checks.found, optional_count(*json, "found"));
  LAUTER_ASSIGN(checks.repaired, optional_count(*json, "repaired"));
  if (const JsonValue* failed = json->find("failed")) {
    if (!failed->is_array()) return data_loss("checks.failed is no array");
    for (const JsonValue& name : *failed->if_array()) {
      if (!name.is_string()) return data_loss("checks.failed holds something that is no string");
      checks.failed.push_back(*name.if_string());
    }
  }
  return checks;
}

}  // namespace

std::string_view row_state_name(RowState state) {
  switch (state) {
    case RowState::kKept:
      return "kept";
    case RowState::kEdited:
      return "edited";
    case RowState::kRejected:
      return "rejected";
  }
  return "unknown";
}

void append_log_row(std::string& out, const LogRow& row, std::string_view original,
                    const AuditWriter& audit, std::span<const NamedText> texts) {
  std::string program;
  append_program_json(program, row.program, row.id, original, audit, texts);
  JsonWriter json(out);
  json.begin_object();
  row.has_integer_id ? json.key("id").raw(row.id) : json.member("id", row.id);
  json.member("raw_hash", row.raw_hash).member("refined_hash", row.refined_hash);
  json.key("program").raw(program);
  if (!row.dropped.empty()) {
    json.key("dropped").begin_array();
    for (const std::string& field : row.dropped) json.string(field);
    json.end_array();
  }
  append_checks(json, row.checks);
  json.member("state", row_state_name(row.state));
  if (!row.reason.empty()) json.member("reason", row.reason);
  json.end_object();
  out.push_back('\n');
}

Result<LogRow> parse_log_row(std::string_view text, std::vector<AuditMark>* was,
                             std::vector<std::string>* fields) {
  LAUTER_ASSIGN(const JsonValue json, parse_json(text));
  if (!json.is_object()) return data_loss("a log row is an object");
  LogRow row;
  const JsonValue* id = json.find("id");
  row.has_integer_id = id != nullptr && id->is_int();
  if (row.has_integer_id) {
    row.id = std::to_string(id->int_or(0));
  } else {
    LAUTER_ASSIGN(row.id, required_string(json, "id"));
  }
  LAUTER_ASSIGN(row.raw_hash, optional_string(json, "raw_hash"));
  LAUTER_ASSIGN(row.refined_hash, optional_string(json, "refined_hash"));
  const JsonValue* program = json.find("program");
  if (program == nullptr) return data_loss("program is missing");
  auto parsed = program_from_json(*program, was, fields);
  if (!parsed.ok()) return std::move(parsed.error()).context("program");
  row.program = std::move(*parsed);
  if (const JsonValue* dropped = json.find("dropped"); dropped != nullptr) {
    if (!dropped->is_array()) return data_loss("dropped is no list");
    for (const JsonValue& field : *dropped->if_array()) {
      if (!field.is_string()) return data_loss("dropped is no list of names");
      row.dropped.push_back(*field.if_string());
    }
  }
  LAUTER_ASSIGN(row.checks, parse_checks(json));
  LAUTER_ASSIGN(row.reason, optional_string(json, "reason"));
  LAUTER_ASSIGN(const std::string state, required_string(json, "state"));
  for (const RowState known : kStates) {
    if (row_state_name(known) == state) {
      row.state = known;
      return row;
    }
  }
  return data_loss("state is neither kept, edited nor rejected");
}

}  // namespace lauter
