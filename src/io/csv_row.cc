#include "io/csv_row.h"

#include <algorithm>
#include <cstring>

#include "io/byte_order_mark.h"
#include "io/csv_scan.h"
#include "json/utf8.h"
#include "json/writer.h"
#include "known/input.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kLineBytes = "\r\n";

bool is_only_line_ends(std::string_view record) {
  return record.find_first_not_of(kLineBytes) == std::string_view::npos;
}

/// Of columns that hold texts as a rule: such a name may be told.
bool is_usual_name(std::string_view name) {
  return std::ranges::binary_search(known::kInputTextColumns, std::string_view(to_ascii_lower(name)));
}

/// The first of `signs` outside of quotes, or 0.
char first_outside_quotes(std::string_view record, std::string_view signs) {
  for (const char sign : signs) {
    bool in_quotes = false;
    for (const char c : record) {
      if (c == '"') in_quotes = !in_quotes;
      if (c == sign && !in_quotes) return sign;
    }
  }
  return 0;
}

}  // namespace

std::optional<size_t> csv_head_size(std::string_view bytes, bool at_end) {
  size_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < bytes.size()) {
    internal::CsvScanner scanner(0);
    const size_t size = scanner.feed(bytes.substr(at));
    if (size == internal::CsvScanner::kGoesOn) break;
    const bool blank = is_only_line_ends(bytes.substr(at, size));
    at += size;
    if (!blank) return at;
  }
  return at_end ? std::optional(bytes.size()) : std::nullopt;
}

Result<CsvTable> read_csv_head(std::string_view head, Format format) {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  head.remove_prefix(std::min(head.find_first_not_of(kLineBytes), head.size()));
  const std::string_view record = head.substr(0, csv_content_size(head));
  if (first_outside_quotes(record, "\r") != 0) {
    return invalid_argument("its lines end with CR alone; convert it first (tr '\\r' '\\n')");
  }
  if (find_invalid_utf8(record) != std::string_view::npos) {
    return invalid_argument("its header is not UTF-8; convert it first (iconv -t UTF-8)");
  }
  CsvTable table{.delimiter = '\t', .names = {}};
  if (format == Format::kCsv) {
    const char found = first_outside_quotes(record, ",;\t");
    table.delimiter = found == 0 ? ',' : found;
  }
  std::vector<CsvField> fields;
  if (const auto fault = split_csv(record, table.delimiter, fields)) {
    return invalid_argument("its header: byte " + std::to_string(fault->byte) + ": " + fault->reason);
  }
  if (record.empty()) return table;
  for (const CsvField& field : fields) append_csv_text(record, field, table.names.emplace_back());
  return table;
}

Result<size_t> find_column(const CsvTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.names, name);
  const std::string quoted = "\"" + std::string(name) + "\"";
  if (found == table.names.end()) {
    std::string why = "no column " + quoted + " among the " + std::to_string(table.names.size()) + " of its header";
    for (const std::string& other : table.names) {
      if (!is_usual_name(other)) continue;
      return invalid_argument(why + "; it has \"" + other + "\": --text-field " + other);
    }
    return invalid_argument(why + "; name one with --text-field COLUMN (the first row must be a header)");
  }
  if (std::find(found + 1, table.names.end(), name) != table.names.end()) {
    return invalid_argument("its header has more than one column " + quoted + "; rename the others");
  }
  return static_cast<size_t>(found - table.names.begin());
}

CsvColumns CsvColumns::of(std::string_view head, Format format, std::string_view text_name,
                          std::string_view id_name) {
  CsvColumns columns;
  auto table = read_csv_head(head, format);
  if (!table.ok()) {
    columns.fault = std::move(table.error().message);
    return columns;
  }
  columns.table = std::make_shared<const CsvTable>(std::move(*table));
  if (auto column = find_column(*columns.table, text_name); column.ok()) {
    columns.text = *column;
  } else {
    columns.fault = std::move(column.error().message);
  }
  const auto& names = columns.table->names;
  const auto id_column = std::ranges::find(names, id_name);
  if (id_column != names.end()) columns.id = static_cast<size_t>(id_column - names.begin());
  return columns;
}

size_t csv_content_size(std::string_view record) {
  size_t size = record.size();
  if (size > 0 && record[size - 1] == '\n') --size;
  if (size > 0 && record[size - 1] == '\r') --size;
  return size;
}

std::optional<CsvFault> split_csv(std::string_view record, char delimiter, std::vector<CsvField>& fields) {
  fields.clear();
  for (size_t at = 0;; ++at) {
    CsvField field{.token = {at, at}, .is_quoted = at < record.size() && record[at] == '"'};
    if (field.is_quoted) {
      size_t quote = record.find('"', at + 1);
      while (quote != std::string_view::npos && quote + 1 < record.size() && record[quote + 1] == '"') {
        quote = record.find('"', quote + 2);
      }
      if (quote == std::string_view::npos) return CsvFault{at, "a quoted field is not closed"};
      at = quote + 1;
      if (at < record.size() && record[at] != delimiter) return CsvFault{at, "more behind the quote that closes a field"};
    } else {
      at = std::min(record.find(delimiter, at), record.size());
    }
    field.token.end = at;
    fields.push_back(field);
    if (at == record.size()) return std::nullopt;
  }
}

void append_csv_text(std::string_view record, const CsvField& field, std::string& out) {
  std::string_view token = field.token.of(record);
  if (!field.is_quoted) {
    out += token;
    return;
  }
  token = token.substr(1, token.size() - 2);
  for (size_t quote; (quote = token.find('"')) != std::string_view::npos; token.remove_prefix(quote + 2)) {
    out += token.substr(0, quote + 1);
  }
  out += token;
}

void append_csv_field(std::string_view text, bool was_quoted, char delimiter, std::string& out) {
  const char special[] = {'"', '\r', '\n', delimiter};
  if (!was_quoted && text.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (size_t quote; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
    out += text.substr(0, quote + 1);
    out += '"';
  }
  out += text;
  out += '"';
}

void append_csv_object(std::string_view record, const CsvTable& table, uint64_t column, std::string_view text,
                       std::string& out) {
  std::vector<CsvField> fields;
  split_csv(record.substr(0, csv_content_size(record)), table.delimiter, fields);
  std::string value;
  for (size_t i = 0; i < fields.size() && i < table.names.size(); ++i) {
    out += i == 0 ? '{' : ',';
    append_json_string(out, table.names[i]);
    out += ':';
    if (i == column) {
      append_json_string(out, text);
      continue;
    }
    value.clear();
    append_csv_text(record, fields[i], value);
    append_json_string(out, value);
  }
  out += '}';
}

}  // namespace lauter
