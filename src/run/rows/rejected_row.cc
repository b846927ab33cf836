#include "run/rows/rejected_row.h"

#include <optional>

#include "base/seal.h"
#include "json/utf8.h"
#include "json/value.h"
#include "json/writer.h"
#include "text/ascii.h"
#include "text/printable.h"

namespace lauter {
namespace {

void append_members(std::string& out, const Rejection& rejection) {
  out += "\"lauter_reason\":";
  append_json_string(out, rejection.reason);
  out += ",\"lauter_file\":";
  append_json_string(out, escape_name(rejection.file));
  out += ",\"lauter_row\":";
  append_json_uint(out, rejection.row);
  out += ",\"lauter_byte\":";
  append_json_uint(out, rejection.byte);
  out += "}\n";
}

/// The row as an object whose own members cannot clash with ours; nothing if it is none.
std::optional<std::string_view> extendable(const Row& row, std::string& made) {
  if (!has_fields(row.format) || row.raw.empty()) return std::nullopt;
  if (is_csv(row.format) && row.error) return std::nullopt;
  const bool is_made = is_csv(row.format) || row.format == Format::kJson;
  const std::string_view object = trim_ascii(is_made ? json_of(row, made) : row.raw);
  if (!row.error) return object;  // the reader has checked all of it
  const auto parsed = parse_json(object);
  return parsed.ok() && parsed->is_object() ? std::optional(object) : std::nullopt;
}

}  // namespace

uint64_t row_byte(const Chunk& chunk, const Row& row) {
  uint64_t byte = chunk.position.offset;
  if (!row.raw.empty()) byte += static_cast<uint64_t>(row.raw.data() - chunk.bytes.data());
  return byte + (row.error ? row.error->byte : 0);
}

void append_rejection(std::string& out, const Rejection& rejection) {
  out += '{';
  append_members(out, rejection);
}

void append_rejected(std::string& out, const Row& row, const Rejection& rejection) {
  std::string made;
  if (auto extended = extendable(row, made)) {
    std::string_view object = *extended;
    object.remove_suffix(1);  // its closing brace
    out += object;
    const bool empty = trim_ascii(object.substr(1)).empty();
    if (!empty) out += ',';
    append_members(out, rejection);
    return;
  }
  out += "{\"id\":";
  append_id(row, out);
  out += ',';
  if (!row.raw.empty()) {
    if (!is_valid_utf8(row.raw)) {
      out += "\"lauter_raw_base64\":";
      append_json_string(out, base64_encode(row.raw));
    } else {
      const bool document = !has_fields(row.format) && row.format != Format::kWarc;
      out += document ? "\"text\":" : "\"lauter_raw\":";
      std::string_view raw = row.raw.substr(row.lead);
      if (!document && raw.ends_with('\n')) raw.remove_suffix(1);
      append_json_string(out, raw);
    }
    out += ',';
  }
  append_members(out, rejection);
}

}  // namespace lauter
