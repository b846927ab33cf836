#include "edit/program_json.h"

#include <charconv>
#include <cmath>

#include "base/check.h"
#include "edit/json_fields.h"
#include "json/value.h"
#include "json/writer.h"

namespace lauter {
namespace {

/// The place of a sealed value: a mark moved to another document or offset does not open.
std::string place(std::string_view id, uint64_t offset) {
  return std::to_string(offset) + "|" + std::string(id);
}

/// The shortest form that reads back as the same float (a double's would show 0.8500000238418579).
void append_score(JsonWriter& json, float score) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, std::isfinite(score) ? score : 0.0F);
  json.raw(std::string_view(digits, static_cast<size_t>(end.ptr - digits)));
}

void append_cause(JsonWriter& json, const Cause& cause) {
  json.key("cause").begin_object();
  json.member("stage", cause.stage).member("rule", cause.rule).member("label", cause.label);
  json.key("score");
  append_score(json, cause.score);
  if (!cause.reason.empty()) json.member("reason", cause.reason);
  json.end_object();
}

constexpr std::string_view kCauseMembers[] = {"stage", "rule", "label", "score", "reason"};
constexpr std::string_view kDropMembers[] = {"op", "cause"};
constexpr std::string_view kDeleteMembers[] = {"op",       "start",      "end",  "cause",
                                               "was_hmac", "was_sealed", "field"};
constexpr std::string_view kReplaceMembers[] = {"op",    "start",    "end",        "with",
                                                "cause", "was_hmac", "was_sealed", "field"};

Result<Cause> parse_cause(const JsonValue& op) {
  Cause cause;
  const JsonValue* json = op.find("cause");
  if (json == nullptr) return cause;  // programs from other hands may give none
  if (!json->is_object()) return data_loss("cause is no object");
  if (auto known = check_members(*json, kCauseMembers); !known.ok()) {
    return std::move(known.error()).context("cause");
  }
  LAUTER_ASSIGN(cause.stage, optional_string(*json, "stage"));
  LAUTER_ASSIGN(cause.rule, optional_string(*json, "rule"));
  LAUTER_ASSIGN(cause.label, optional_string(*json, "label"));
  LAUTER_ASSIGN(cause.reason, optional_string(*json, "reason"));
  if (const JsonValue* score = json->find("score")) {
    if (!score->is_number()) return data_loss("score is no number");
    cause.score = static_cast<float>(score->number_or(1.0));
    if (!std::isfinite(cause.score)) return data_loss("score is out of range");
  }
  return cause;
}

Result<void> parse_op(const JsonValue& op, EditProgram& program, std::vector<AuditMark>* was,
                      std::vector<std::string>* fields) {
  if (!op.is_object()) return data_loss("is no object");
  LAUTER_ASSIGN(const std::string name, required_string(op, "op"));
  LAUTER_ASSIGN(Cause cause, parse_cause(op));
  if (name == "drop_document") {
    LAUTER_TRY(check_members(op, kDropMembers));
    program.drop_document = true;
    program.drop_cause = std::move(cause);
    return {};
  }
  Edit edit;
  edit.cause = std::move(cause);
  LAUTER_ASSIGN(edit.span.begin, required_offset(op, "start"));
  LAUTER_ASSIGN(edit.span.end, required_offset(op, "end"));
  if (name == "replace") {
    LAUTER_TRY(check_members(op, kReplaceMembers));
    LAUTER_ASSIGN(edit.with, required_string(op, "with"));
  } else if (name == "delete") {
    LAUTER_TRY(check_members(op, kDeleteMembers));
  } else {
    return data_loss("unknown op \"" + name.substr(0, 40) + "\"");
  }
  AuditMark mark;
  LAUTER_ASSIGN(mark.hmac, optional_string(op, "was_hmac"));
  LAUTER_ASSIGN(mark.sealed, optional_string(op, "was_sealed"));
  if (was != nullptr) was->push_back(std::move(mark));
  LAUTER_ASSIGN(std::string field, optional_string(op, "field"));
  if (fields == nullptr && !field.empty()) return data_loss("field: the row has but one text here");
  if (fields != nullptr) fields->push_back(std::move(field));
  program.edits.push_back(std::move(edit));
  return {};
}

}  // namespace

Result<EditProgram> program_from_json(const JsonValue& ops, std::vector<AuditMark>* was,
                                      std::vector<std::string>* fields) {
  const JsonValue::Array* array = ops.if_array();
  if (array == nullptr) return data_loss("a program is an array of ops");
  EditProgram program;
  if (was != nullptr) was->clear();
  if (fields != nullptr) fields->clear();
  for (size_t i = 0; i < array->size(); ++i) {
    if (auto parsed = parse_op((*array)[i], program, was, fields); !parsed.ok()) {
      return std::move(parsed.error()).context("op " + std::to_string(i));
    }
  }
  return program;
}

AuditWriter::AuditWriter(const SecretKey& key, AuditMode mode)
    : mode_(mode), hash_(audit_hash(key)), sealer_(Sealer(key, "audit")) {}

AuditMark AuditWriter::mark(std::string_view id, uint64_t offset, std::string_view original) const {
  switch (mode_) {
    case AuditMode::kNone:
      return {};
    case AuditMode::kHmac:
      return {hash_->hex(original), {}};
    case AuditMode::kSealed:
      return {{}, sealer_->seal(original, place(id, offset))};
  }
  return {};
}

Result<std::string> AuditWriter::unseal(std::string_view id, uint64_t offset,
                                        const AuditMark& mark) const {
  if (mark.sealed.empty()) {
    return invalid_argument(
        "the log holds no sealed original (it was written without --reversible)");
  }
  if (!sealer_.has_value()) return invalid_argument("a key is needed to open sealed originals");
  return sealer_->open(mark.sealed, place(id, offset));
}

void append_program_json(std::string& out, const EditProgram& program, std::string_view id,
                         std::string_view original, const AuditWriter& audit,
                         std::span<const NamedText> texts) {
  JsonWriter json(out);
  json.begin_array();
  if (program.drop_document) {
    json.begin_object().member("op", "drop_document");
    append_cause(json, program.drop_cause);
    json.end_object();
  }
  for (const Edit& edit : program.edits) {
    const bool deletes = edit.with.empty();
    json.begin_object().member("op", deletes ? "delete" : "replace");
    uint64_t from = 0;
    if (!texts.empty()) {
      const NamedText* text = text_at(texts, edit.span);
      LAUTER_CHECK(text != nullptr, "an edit between two texts");
      json.member("field", text->field);
      from = text->span.begin;
    }
    json.member_uint("start", edit.span.begin - from).member_uint("end", edit.span.end - from);
    if (!deletes) json.member("with", edit.with);
    append_cause(json, edit.cause);
    if (audit.mode() != AuditMode::kNone) {
      LAUTER_CHECK(edit.span.end <= original.size(), "a program of another text");
      const AuditMark mark = audit.mark(id, edit.span.begin, edit.span.of(original));
      if (!mark.hmac.empty()) json.member("was_hmac", mark.hmac);
      if (!mark.sealed.empty()) json.member("was_sealed", mark.sealed);
    }
    json.end_object();
  }
  json.end_array();
}

Result<EditProgram> parse_program_json(std::string_view text, std::vector<AuditMark>* was,
                                       std::vector<std::string>* fields) {
  LAUTER_ASSIGN(const JsonValue ops, parse_json(text));
  return program_from_json(ops, was, fields);
}

Result<std::string> restore(const EditProgram& program, const std::vector<AuditMark>& was,
                            std::string_view id, std::string_view refined,
                            const AuditWriter& audit) {
  if (program.drop_document) return invalid_argument("a dropped document has no refined text");
  if (was.size() != program.edits.size()) return invalid_argument("not one audit mark for each op");
  std::string original;
  original.reserve(refined.size());
  uint64_t taken = 0;  // bytes of the refined text used up
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const Edit& edit = program.edits[i];
    const std::string op = "op " + std::to_string(i);
    if (edit.span.begin < original.size() || edit.span.end < edit.span.begin) {
      return invalid_argument(op + ": ops are not sorted and apart");
    }
    const uint64_t between = edit.span.begin - original.size();
    if (between > refined.size() - taken) {
      return invalid_argument(op + ": leaves the refined text");
    }
    original += refined.substr(taken, between);
    taken += between;
    if (refined.substr(taken, edit.with.size()) != edit.with) {
      return invalid_argument(op + ": the refined text does not hold this replacement");
    }
    taken += edit.with.size();
    auto value = audit.unseal(id, edit.span.begin, was[i]);
    if (!value.ok()) return std::move(value.error()).context(op);
    if (value->size() != edit.span.size()) {
      return invalid_argument(op + ": the sealed value does not have the span's size");
    }
    original += *value;
  }
  original += refined.substr(taken);
  return original;
}

}  // namespace lauter
