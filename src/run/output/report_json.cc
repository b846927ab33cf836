#include "run/output/report_json.h"

#include <charconv>

#include "json/members.h"
#include "json/utf8.h"
#include "run/output/llm_report.h"
#include "text/printable.h"

namespace lauter {
namespace {

uint64_t uint_of(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  if (value == nullptr) return 0;
  const int64_t number = value->int_or(0);
  return number < 0 ? 0 : static_cast<uint64_t>(number);
}
double double_of(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr ? 0 : value->number_or(0);
}
std::string string_of(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr ? "" : std::string(value->string_or(""));
}
bool bool_of(const JsonValue& object, std::string_view key, bool otherwise) {
  const JsonValue* value = object.find(key);
  return value == nullptr ? otherwise : value->bool_or(otherwise);
}
const JsonValue::Object& members_of(const JsonValue& object, std::string_view key) {
  static const JsonValue::Object none;
  const JsonValue* value = object.find(key);
  return value == nullptr || !value->is_object() ? none : *value->if_object();
}
const JsonValue::Array& items_of(const JsonValue& object, std::string_view key) {
  static const JsonValue::Array none;
  const JsonValue* value = object.find(key);
  return value == nullptr || !value->is_array() ? none : *value->if_array();
}

/// Members are appended, not set(): set() looks for the key first, and maps can be long.
void append(JsonValue::Object& object, std::string_view key, JsonValue value) {
  object.emplace_back(std::string(key), std::move(value));
}

/// Ranks use all 64 bits, which JSON numbers do not keep.
std::string rank_text(uint64_t rank) {
  char buffer[17];
  const auto end = std::to_chars(std::begin(buffer), std::end(buffer), rank, 16);
  return {std::begin(buffer), end.ptr};
}
uint64_t rank_of(std::string_view text) {
  uint64_t rank = 0;
  std::from_chars(text.data(), text.data() + text.size(), rank, 16);
  return rank;
}

JsonValue piece_to_json(const SamplePiece& piece) {
  if (piece.kind == SamplePiece::Kind::kGap) return JsonValue().set("gap", true);
  JsonValue value;
  if (piece.kind == SamplePiece::Kind::kSame) return value.set("same", piece.text);
  value.set("with", piece.text).set("was_bytes", piece.was_bytes);
  if (!piece.was.empty()) value.set("was", piece.was);
  value.set("label", piece.label).set("rule", piece.rule);
  if (piece.is_subject) value.set("subject", true);
  return value.set("score", static_cast<double>(piece.score));
}

SamplePiece piece_from_json(const JsonValue& value) {
  SamplePiece piece;
  if (value.find("gap") != nullptr) {
    piece.kind = SamplePiece::Kind::kGap;
  } else if (value.find("same") != nullptr) {
    piece.text = string_of(value, "same");
  } else {
    piece.kind = SamplePiece::Kind::kEdit;
    piece.text = string_of(value, "with");
    piece.was = string_of(value, "was");
    piece.was_bytes = uint_of(value, "was_bytes");
    piece.label = string_of(value, "label");
    piece.rule = string_of(value, "rule");
    piece.score = static_cast<float>(double_of(value, "score"));
    piece.is_subject = bool_of(value, "subject", false);
  }
  return piece;
}

JsonValue file_to_json(const FileReport& file) {
  JsonValue value;
  value.set("path", escape_name(file.path))
      .set("relative", escape_name(file.relative))
      .set("rows_in", file.rows_in)
      .set("rows_kept", file.rows_kept)
      .set("rows_edited", file.rows_edited)
      .set("rows_rejected", file.rows_rejected)
      .set("bytes_in", file.bytes_in)
      .set("bytes_out", file.bytes_out);
  return value;
}

/// The bytes of an escaped name; what another program wrote there as it is.
std::string name_of(const JsonValue& value, std::string_view key) {
  std::string name = string_of(value, key);
  return unescape_name(name).value_or(std::move(name));
}

FileReport file_from_json(const JsonValue& value) {
  return {.path = name_of(value, "path"),
          .relative = name_of(value, "relative"),
          .rows_in = uint_of(value, "rows_in"),
          .rows_kept = uint_of(value, "rows_kept"),
          .rows_edited = uint_of(value, "rows_edited"),
          .rows_rejected = uint_of(value, "rows_rejected"),
          .bytes_in = uint_of(value, "bytes_in"),
          .bytes_out = uint_of(value, "bytes_out")};
}

}  // namespace

JsonValue stats_to_json(const RunStats& stats) {
  JsonValue::Object labels;
  for (const auto& [name, label] : stats.labels) {
    append(labels, name,
           JsonValue()
               .set("edits", label.edits)
               .set("documents", label.documents)
               .set("bytes", label.bytes));
  }
  JsonValue::Object rules;
  for (const auto& [name, rule] : stats.rules) {
    JsonValue::Array scores;
    for (const uint64_t count : rule.scores) scores.emplace_back(count);
    append(rules, name,
           JsonValue()
               .set("label", rule.label)
               .set("group", rule.group)
               .set("edits", rule.edits)
               .set("scores", std::move(scores)));
  }
  JsonValue::Object reasons;
  for (const auto& [reason, rows] : stats.reject_reasons) append(reasons, reason, rows);
  JsonValue::Object checks;
  for (const auto& [check, rows] : stats.checks_failed) append(checks, check, rows);
  JsonValue::Object seconds;
  for (const auto& [stage, value] : stats.stage_seconds) append(seconds, stage, value);
  JsonValue::Object ticks;
  for (const auto& [group, count] : stats.scan_ticks) append(ticks, group, count);

  JsonValue value;
  value
      .set("rows", JsonValue()
                       .set("in", stats.rows_in)
                       .set("kept", stats.rows_kept)
                       .set("edited", stats.rows_edited)
                       .set("rejected", stats.rows_rejected))
      .set("bytes", JsonValue()
                        .set("in", stats.bytes_in)
                        .set("out", stats.bytes_out)
                        .set("text_in", stats.text_bytes_in)
                        .set("text_out", stats.text_bytes_out))
      .set("edits", stats.edits)
      .set("dropped_rows", stats.rows_dropped)
      .set("dropped_bytes", stats.bytes_dropped)
      .set("withheld_rows", stats.rows_withheld)
      .set("withheld_bytes", stats.bytes_withheld)
      .set("verify_rounds", stats.verify_rounds)
      .set("chars_replaced", stats.chars_replaced)
      .set("labels", std::move(labels))
      .set("rules", std::move(rules))
      .set("reject_reasons", std::move(reasons))
      .set("checks_failed", std::move(checks))
      .set("stage_seconds", std::move(seconds))
      .set("scan_ticks", std::move(ticks));
  if (!stats.fields_dropped.empty()) {
    JsonValue::Object fields;
    for (const auto& [field, rows] : stats.fields_dropped) append(fields, field, rows);
    value.set("fields_dropped", std::move(fields));
  }
  if (stats.tokens > 0) value.set("tokens", stats.tokens);
  if (stats.llm.rows > 0) value.set("llm", llm_figures_to_json(stats.llm));
  const TieCounts& ties = stats.ties;
  if (ties.rows_with() + ties.rows_without() > 0) {
    JsonValue::Object sample;
    for (const auto& [hash, rows] : ties.sample()) append(sample, rank_text(hash), rows);
    value.set("ties", JsonValue()
                          .set("rows_without", ties.rows_without())
                          .set("rows_with", ties.rows_with())
                          .set("sample", std::move(sample)));
  }
  return value;
}

namespace {

JsonValue ties_to_json(const TieSummary& ties) {
  JsonValue value;
  value.set("rows_without", ties.rows_without)
      .set("rows_with", ties.rows_with)
      .set("combinations", ties.combinations)
      .set("rows_alone", ties.rows_alone)
      .set("rows_of_2_to_4", ties.rows_of_few)
      .set("rows_of_5_or_more", ties.rows_of_many)
      .set("exact", ties.is_exact);
  return value;
}

TieSummary ties_from_json(const JsonValue& value) {
  return {.rows_without = uint_of(value, "rows_without"),
          .rows_with = uint_of(value, "rows_with"),
          .combinations = uint_of(value, "combinations"),
          .rows_alone = uint_of(value, "rows_alone"),
          .rows_of_few = uint_of(value, "rows_of_2_to_4"),
          .rows_of_many = uint_of(value, "rows_of_5_or_more"),
          .is_exact = bool_of(value, "exact", true)};
}

}  // namespace

JsonValue sample_to_json(const Sample& sample) {
  JsonValue::Array pieces;
  for (const SamplePiece& piece : sample.pieces) pieces.push_back(piece_to_json(piece));
  JsonValue value;
  value.set("rank", rank_text(sample.rank));
  if (sample.is_rejected) {
    value.set("rejected", sample.rule).set("reason", sample.reason).set("bytes", sample.bytes);
  } else {
    value.set("label", sample.label)
        .set("rule", sample.rule)
        .set("score", static_cast<double>(sample.score));
  }
  value.set("id", sample.id)
      .set("file", sample.file)
      .set("row", sample.row)
      .set("pieces", std::move(pieces));
  return value;
}

JsonValue report_to_json(const RunReport& report) {
  JsonValue::Array files;
  for (const FileReport& file : report.files) files.push_back(file_to_json(file));
  JsonValue::Array samples;
  for (const Sample& sample : report.samples) samples.push_back(sample_to_json(sample));
  auto recipe = parse_json(report.recipe_json);

  JsonValue value;
  value.set("format", 1)
      .set("lauter", report.lauter_version)
      .set("started", report.started_utc)
      .set("complete", report.complete);
  // Counts come first in the file: they are what people look for.
  const JsonValue stats = stats_to_json(report.stats);
  for (const auto& [key, member] : *stats.if_object()) {
    if (key != "ties") value.set(key, member);  // in the journal hash by hash
  }
  if (report.ties.rows() > 0) value.set("ties", ties_to_json(report.ties));
  if (report.programs) {
    value.set("programs", JsonValue()
                              .set("used", report.programs->used)
                              .set("missing", report.programs->missing)
                              .set("duplicates", report.programs->duplicates)
                              .set("unused", report.programs->unused)
                              .set("unreadable", report.programs->unreadable));
  }
  if (!report.endpoints.empty()) asked_to_json(report.endpoints, report.committed, value);
  value.set("wall_seconds", report.wall_seconds)
      .set("executor", report.executor)
      .set("tasks", report.tasks)
      .set("threads", report.threads)
      .set("peak_memory_bytes", report.peak_memory_bytes)
      .set("times_resumed", report.times_resumed)
      .set("values_shown", report.values_shown)
      .set("key_id", report.key_id)
      .set("recipe", JsonValue()
                         .set("name", report.recipe_name)
                         .set("hash", report.recipe_hash)
                         .set("resolved", recipe.ok() ? std::move(*recipe) : JsonValue()))
      .set("files_total", report.files_total)
      .set("files_passed_over", counts_to_json(report.files_passed_over))
      .set("files", std::move(files))
      .set("samples", std::move(samples));
  if (!report.untreated.fields.empty()) value.set("untreated_fields", untreated_to_json(report.untreated));
  return value;
}

JsonValue untreated_to_json(const UntreatedFields& untreated) {
  JsonValue::Array fields;
  for (const auto& [name, finds] : untreated.fields) {
    fields.push_back(std::move(JsonValue()
                                   .set("field", name)
                                   .set("rows", finds.rows)
                                   .set("labels", JsonValue::Array(finds.labels.begin(), finds.labels.end()))));
  }
  return std::move(JsonValue().set("rows", untreated.rows).set("fields", std::move(fields)));
}

UntreatedFields untreated_from_json(const JsonValue& value) {
  UntreatedFields untreated;
  const JsonValue* found = value.find("untreated_fields");
  if (found == nullptr) return untreated;
  untreated.rows = uint_of(*found, "rows");
  for (const JsonValue& field : items_of(*found, "fields")) {
    UntreatedFields::Finds& finds = untreated.fields[string_of(field, "field")];
    finds.rows = uint_of(field, "rows");
    for (const JsonValue& label : items_of(field, "labels")) finds.labels.emplace(label.string_or(""));
  }
  return untreated;
}

std::string report_text(const RunReport& report) {
  return replace_invalid_utf8(report_to_json(report).to_string());
}

Result<RunStats> stats_from_json(const JsonValue& value) {
  if (!value.is_object()) return data_loss("statistics are no JSON object");
  RunStats stats;
  if (const JsonValue* rows = value.find("rows")) {
    stats.rows_in = uint_of(*rows, "in");
    stats.rows_kept = uint_of(*rows, "kept");
    stats.rows_edited = uint_of(*rows, "edited");
    stats.rows_rejected = uint_of(*rows, "rejected");
  }
  if (const JsonValue* bytes = value.find("bytes")) {
    stats.bytes_in = uint_of(*bytes, "in");
    stats.bytes_out = uint_of(*bytes, "out");
    stats.text_bytes_in = uint_of(*bytes, "text_in");
    stats.text_bytes_out = uint_of(*bytes, "text_out");
  }
  stats.edits = uint_of(value, "edits");
  stats.rows_dropped = uint_of(value, "dropped_rows");
  stats.bytes_dropped = uint_of(value, "dropped_bytes");
  stats.rows_withheld = uint_of(value, "withheld_rows");
  stats.bytes_withheld = uint_of(value, "withheld_bytes");
  if (const JsonValue* ties = value.find("ties")) {
    std::map<uint64_t, uint64_t> sample;
    for (const auto& [hash, rows] : members_of(*ties, "sample")) {
      sample.emplace(rank_of(hash), static_cast<uint64_t>(rows.int_or(0)));
    }
    stats.ties = TieCounts::restored(uint_of(*ties, "rows_without"), uint_of(*ties, "rows_with"),
                                     std::move(sample));
  }
  stats.tokens = uint_of(value, "tokens");
  if (const JsonValue* llm = value.find("llm")) stats.llm = llm_figures_from_json(*llm);
  stats.verify_rounds = uint_of(value, "verify_rounds");
  stats.chars_replaced = uint_of(value, "chars_replaced");
  for (const auto& [name, label] : members_of(value, "labels")) {
    stats.labels[name] = {uint_of(label, "edits"), uint_of(label, "documents"),
                          uint_of(label, "bytes")};
  }
  for (const auto& [name, rule] : members_of(value, "rules")) {
    RuleStats& sum = stats.rules[name];
    sum.label = string_of(rule, "label");
    sum.group = string_of(rule, "group");
    sum.edits = uint_of(rule, "edits");
    size_t bin = 0;
    for (const JsonValue& count : items_of(rule, "scores")) {
      if (bin < sum.scores.size()) sum.scores[bin++] = static_cast<uint64_t>(count.int_or(0));
    }
  }
  for (const auto& [reason, rows] : members_of(value, "reject_reasons")) {
    stats.reject_reasons[reason] = static_cast<uint64_t>(rows.int_or(0));
  }
  for (const auto& [check, rows] : members_of(value, "checks_failed")) {
    stats.checks_failed[check] = static_cast<uint64_t>(rows.int_or(0));
  }
  for (const auto& [field, rows] : members_of(value, "fields_dropped")) {
    stats.fields_dropped[field] = static_cast<uint64_t>(rows.int_or(0));
  }
  for (const auto& [stage, seconds] : members_of(value, "stage_seconds")) {
    stats.stage_seconds[stage] = seconds.number_or(0);
  }
  for (const auto& [group, ticks] : members_of(value, "scan_ticks")) {
    stats.scan_ticks[group] = static_cast<uint64_t>(ticks.int_or(0));
  }
  return stats;
}

Result<Sample> sample_from_json(const JsonValue& value) {
  if (!value.is_object()) return data_loss("a sample is no JSON object");
  Sample sample;
  sample.rank = rank_of(string_of(value, "rank"));
  sample.is_rejected = value.find("rejected") != nullptr;
  sample.label = string_of(value, "label");
  sample.rule = string_of(value, sample.is_rejected ? "rejected" : "rule");
  if (!sample.is_rejected) sample.score = static_cast<float>(double_of(value, "score"));
  sample.reason = string_of(value, "reason");
  sample.bytes = uint_of(value, "bytes");
  sample.id = string_of(value, "id");
  sample.file = string_of(value, "file");
  sample.row = uint_of(value, "row");
  for (const JsonValue& piece : items_of(value, "pieces")) {
    sample.pieces.push_back(piece_from_json(piece));
  }
  return sample;
}

Result<RunReport> report_from_json(const JsonValue& value) {
  if (!value.is_object()) return data_loss("a report is no JSON object");
  RunReport report;
  report.lauter_version = string_of(value, "lauter");
  report.started_utc = string_of(value, "started");
  report.complete = bool_of(value, "complete", true);
  LAUTER_ASSIGN(report.stats, stats_from_json(value));
  if (const JsonValue* ties = value.find("ties")) report.ties = ties_from_json(*ties);
  report.wall_seconds = double_of(value, "wall_seconds");
  report.threads = static_cast<int>(uint_of(value, "threads"));
  if (value.find("executor") != nullptr) report.executor = string_of(value, "executor");
  if (value.find("tasks") != nullptr) report.tasks = uint_of(value, "tasks");
  report.peak_memory_bytes = uint_of(value, "peak_memory_bytes");
  report.times_resumed = static_cast<int>(uint_of(value, "times_resumed"));
  report.values_shown = bool_of(value, "values_shown", false);
  report.key_id = string_of(value, "key_id");
  if (const JsonValue* recipe = value.find("recipe")) {
    report.recipe_name = string_of(*recipe, "name");
    report.recipe_hash = string_of(*recipe, "hash");
    if (const JsonValue* resolved = recipe->find("resolved")) {
      report.recipe_json = resolved->to_string();
    }
  }
  if (const JsonValue* programs = value.find("programs")) {
    report.programs = {uint_of(*programs, "used"), uint_of(*programs, "missing"),
                       uint_of(*programs, "duplicates"), uint_of(*programs, "unused"),
                       uint_of(*programs, "unreadable")};
  }
  asked_from_json(value, report.endpoints, report.committed);
  report.files_total = uint_of(value, "files_total");
  report.files_passed_over = counts_from_json(value, "files_passed_over");
  report.untreated = untreated_from_json(value);
  for (const JsonValue& file : items_of(value, "files")) {
    report.files.push_back(file_from_json(file));
  }
  for (const JsonValue& sample : items_of(value, "samples")) {
    LAUTER_ASSIGN(Sample parsed, sample_from_json(sample));
    report.samples.push_back(std::move(parsed));
  }
  return report;
}

}  // namespace lauter
