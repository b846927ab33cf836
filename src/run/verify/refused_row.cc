#include "run/verify/refused_row.h"

#include "json/members.h"
#include "run/rows/row_hash.h"
#include "text/printable.h"

namespace lauter {
namespace {

/// The text of a row that could be read, which one that is too long could not; documents stand there under names of our own.
std::optional<std::string> text_of(std::string_view line, const RowOptions& rows) {
  const InputFile file{.path = {}, .relative = "rejected"};
  Chunk chunk;
  chunk.bytes = line;
  for (const RecordFields& fields : {rows.fields, RecordFields()}) {
    const RowOptions options{.fields = fields, .max_record_bytes = rows.max_record_bytes};
    RowReader reader(file, chunk, options);
    Row row;
    if (reader.next(row) && !row.pass_through && !row.error) return row.doc.text;
  }
  return std::nullopt;
}

}  // namespace

std::string check_refused_row(std::string_view line, const RefusedRow& refused, const InputFile& input,
                              const RowOptions& rows, const LogKeys* keys) {
  const auto json = parse_json(line);
  if (json.ok() && !json->is_object()) return "is no JSON object";
  const std::string name = escape_name(input.relative);
  if (json.ok()) {
    if (string_at(*json, "lauter_reason") != refused.reason) return "lauter_reason is not the reason in the log";
    if (string_at(*json, "lauter_file") != name) return "lauter_file is not the input";
    const std::string numbered = name + ":" + std::to_string(count_at(*json, "lauter_row"));
    Record record;
    const bool has_id = !parse_record_id(line, rows.fields, record) && record.has_id && is_logged_id(refused.id, record.id, keys);
    const bool is_named = string_at(*json, "id") == refused.id;  // of what was no object
    if (!has_id && !is_named && numbered != refused.id) return "the id is not that of the log row";
  }
  // A record of WET stands there whole, with its header.
  if (keys == nullptr || input.format == Format::kWet) return "";
  const auto text = text_of(line, rows);
  if (!text && !json.ok()) return "is broken: " + json.error().message;
  return !text || text_hash_of(keys->text_hash, *text) == refused.raw_hash ? "" : "the text is not that of raw_hash in the log";
}

}  // namespace lauter
