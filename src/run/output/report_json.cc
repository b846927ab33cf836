#include "run/output/report_json.h"

#include <charconv>

#include "json/two_way.h"
#include "json/utf8.h"
#include "run/output/llm_report.h"
#include "text/printable.h"

namespace lauter {
namespace {

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

JsonValue by_rank(const std::map<uint64_t, uint64_t>& rows_of) {
  JsonValue::Object members;
  for (const auto& [rank, rows] : rows_of) members.emplace_back(rank_text(rank), rows);
  return members;
}
std::map<uint64_t, uint64_t> ranks_of(const JsonValue& members) {
  std::map<uint64_t, uint64_t> rows_of;
  std::map<std::string, uint64_t> by_text;
  read_json(members, by_text);
  for (const auto& [rank, rows] : by_text) rows_of.emplace(rank_of(rank), rows);
  return rows_of;
}

/// The bytes of an escaped name; what another program wrote there as it is.
std::string unescaped(const JsonValue& escaped) {
  const std::string name(escaped.string_or(""));
  return unescape_name(name).value_or(name);
}

}  // namespace

void json_members(auto& json, Of<SamplePiece> auto& piece) {
  using enum SamplePiece::Kind;
  bool yes = true;
  if (json.has("gap", piece.kind, kGap)) {
    json("gap", yes);
  } else if (json.has("same", piece.kind, kSame)) {
    json("same", piece.text);
  } else if (json.has("with", piece.kind, kEdit)) {
    json("with", piece.text)("was_bytes", piece.was_bytes)("was", piece.was, !piece.was.empty());
    json("label", piece.label)("rule", piece.rule)("subject", piece.is_subject, piece.is_subject);
    json("score", piece.score);
  }
}

namespace {

void sample_members(auto& json, auto& sample) {
  json.as("rank", sample.rank, rank_text, [](const JsonValue& rank) { return rank_of(rank.string_or("")); });
  if (json.has("rejected", sample.is_rejected, true)) {
    json("rejected", sample.rule)("reason", sample.reason)("bytes", sample.bytes);
  } else {
    json("label", sample.label)("rule", sample.rule)("score", sample.score);
  }
  json("id", sample.id)("file", sample.file)("row", sample.row)("pieces", sample.pieces);
}

}  // namespace

void json_members(MemberWriter& json, const Sample& sample) { sample_members(json, sample); }
void json_members(MemberReader& json, Sample& sample) { sample_members(json, sample); }

void json_members(auto& json, Of<FileReport> auto& file) {
  json.as("path", file.path, escape_name, unescaped).as("relative", file.relative, escape_name, unescaped);
  json("rows_in", file.rows_in)("rows_kept", file.rows_kept)("rows_edited", file.rows_edited);
  json("rows_rejected", file.rows_rejected)("bytes_in", file.bytes_in)("bytes_out", file.bytes_out);
}

void json_members(auto& json, Of<LabelStats> auto& label) {
  json("edits", label.edits)("documents", label.documents)("bytes", label.bytes);
}

void json_members(auto& json, Of<RuleStats> auto& rule) {
  json("label", rule.label)("group", rule.group)("edits", rule.edits)("scores", rule.scores);
}

void json_members(auto& json, Of<PersonCounts> auto& persons) {
  json("described", persons.described)("identified", persons.identified)("rows", persons.rows);
}

void json_members(auto& json, Of<TieSummary> auto& ties) {
  json("rows_without", ties.rows_without)("rows_with", ties.rows_with)("combinations", ties.combinations);
  json("rows_alone", ties.rows_alone)("rows_of_2_to_4", ties.rows_of_few)("rows_of_5_or_more", ties.rows_of_many);
  json("exact", ties.is_exact);
}

void json_members(auto& json, Of<TieCounts> auto& ties) {
  uint64_t without = ties.rows_without();
  uint64_t with = ties.rows_with();
  std::map<uint64_t, uint64_t> sample = ties.sample();
  json("rows_without", without)("rows_with", with).as("sample", sample, by_rank, ranks_of);
  if constexpr (std::remove_reference_t<decltype(json)>::kReads) {
    ties = TieCounts::restored(without, with, std::move(sample));
  }
}

void json_members(auto& json, Of<ProgramCounts> auto& programs) {
  json("used", programs.used)("missing", programs.missing)("duplicates", programs.duplicates);
  json("unused", programs.unused)("unreadable", programs.unreadable);
}

namespace {

/// All figures but ties: of these the journal has hash by hash what the report sums up.
void counts(auto& json, Of<RunStats> auto& stats) {
  json.object("rows", [&](auto& rows) {
    rows("in", stats.rows_in)("kept", stats.rows_kept)("edited", stats.rows_edited)("rejected", stats.rows_rejected);
  });
  json.object("bytes", [&](auto& bytes) {
    bytes("in", stats.bytes_in)("out", stats.bytes_out);
    bytes("text_in", stats.text_bytes_in)("text_out", stats.text_bytes_out);
  });
  json("edits", stats.edits)("dropped_rows", stats.rows_dropped)("dropped_bytes", stats.bytes_dropped);
  json("withheld_rows", stats.rows_withheld)("withheld_bytes", stats.bytes_withheld);
  json("verify_rounds", stats.verify_rounds)("chars_replaced", stats.chars_replaced);
  json("labels", stats.labels)("rules", stats.rules);
  json("reject_reasons", stats.reject_reasons)("checks_failed", stats.checks_failed);
  json("stage_seconds", stats.stage_seconds)("scan_ticks", stats.scan_ticks);
  json("fields_dropped", stats.fields_dropped, !stats.fields_dropped.empty());
  json("persons", stats.persons, stats.persons.described > 0);
  json("tokens", stats.tokens, stats.tokens > 0)("llm", stats.llm, stats.llm.rows > 0);
}

}  // namespace

void json_members(MemberWriter& json, const RunStats& stats) {
  counts(json, stats);
  json("ties", stats.ties, stats.ties.rows_with() + stats.ties.rows_without() > 0);
}
void json_members(MemberReader& json, RunStats& stats) {
  counts(json, stats);
  json("ties", stats.ties);
}

void json_members(MemberWriter& json, const UntreatedFields& untreated) {
  JsonValue::Array fields;
  for (const auto& [name, finds] : untreated.fields) {
    fields.push_back(
        std::move(JsonValue().set("field", name).set("rows", finds.rows).set("labels", to_json(finds.labels))));
  }
  json("rows", untreated.rows)("fields", fields);
}

void json_members(MemberReader& json, UntreatedFields& untreated) {
  JsonValue::Array fields;
  json("rows", untreated.rows)("fields", fields);
  for (const JsonValue& field : fields) {
    std::string name;
    MemberReader of_field(field);
    of_field("field", name);
    UntreatedFields::Finds& finds = untreated.fields[name];
    of_field("rows", finds.rows)("labels", finds.labels);
  }
}

void json_members(auto& json, Of<RunReport> auto& report) {
  const auto parsed = [](const std::string& text) {
    auto value = parse_json(text);
    return value.ok() ? std::move(*value) : JsonValue();
  };
  int format = 1;
  json("format", format)("lauter", report.lauter_version)("started", report.started_utc);
  json("complete", report.complete);
  // Counts come first in the file: they are what people look for.
  counts(json, report.stats);
  json("ties", report.ties, report.ties.rows() > 0)("programs", report.programs);
  if (json.kReads || !report.endpoints.empty()) asked_members(json, report.endpoints, report.committed);
  json("wall_seconds", report.wall_seconds)("executor", report.executor)("tasks", report.tasks);
  json("threads", report.threads)("peak_memory_bytes", report.peak_memory_bytes);
  json("times_resumed", report.times_resumed)("values_shown", report.values_shown)("key_id", report.key_id);
  json.object("recipe", [&](auto& recipe) {
    recipe("name", report.recipe_name)("hash", report.recipe_hash);
    recipe.as("resolved", report.recipe_json, parsed, [](const JsonValue& value) { return value.to_string(); });
  });
  json("files_total", report.files_total)("files_passed_over", report.files_passed_over);
  json("files", report.files)("samples", report.samples);
  json("untreated_fields", report.untreated, !report.untreated.fields.empty());
}

JsonValue report_to_json(const RunReport& report) { return to_json(report); }

std::string report_text(const RunReport& report) {
  return replace_invalid_utf8(report_to_json(report).to_string());
}

Result<RunReport> report_from_json(const JsonValue& value) {
  RunReport report;
  if (!read_json(value, report)) return data_loss("a report, or a part of it, is no JSON object");
  return report;
}

}  // namespace lauter
