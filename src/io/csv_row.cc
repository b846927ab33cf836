#include "io/csv_row.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "io/codec/byte_order_mark.h"
#include "io/csv_scan.h"
#include "json/record_texts.h"
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

size_t csv_header_begin(std::string_view head) {
  const size_t mark = head.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  return std::min(head.find_first_not_of(kLineBytes, mark), head.size());
}

Result<CsvTable> read_csv_head(std::string_view head, Format format) {
  head.remove_prefix(csv_header_begin(head));
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

namespace {

/// The column that a path means; nothing if it goes into something, or there is none.
std::optional<size_t> column_of(const CsvTable& table, const TextPath& path) {
  std::string name;
  for (const TextPath::Step& step : path.steps) {
    if (step.is_list) return std::nullopt;
    name += (name.empty() ? "" : ".") + step.name;
  }
  const auto found = std::ranges::find(table.names, name);
  if (found == table.names.end()) return std::nullopt;
  return static_cast<size_t>(found - table.names.begin());
}

/// Adds a column, which only the header's order puts among others; one that is there already stays what it is.
Result<void> add_text(const CsvTable& table, size_t column, std::optional<uint32_t> value, std::vector<CsvText>& texts) {
  LAUTER_TRY(find_column(table, table.names[column]));  // that it is the only one of its name
  if (std::ranges::find(texts, column, &CsvText::column) == texts.end()) texts.push_back({column, value});
  return {};
}

Result<size_t> named_column(const CsvTable& table, const TextPath& path) {
  const auto column = column_of(table, path);
  if (column) return *column;
  return find_column(table, path.written());
}

/// Those of the first alternative that has any.
Result<void> add_alternative(const CsvTable& table, const TextPaths& paths, std::vector<CsvText>& texts) {
  const bool is_named = paths.alternatives.size() == 1;
  const auto add = [&](const std::vector<TextPath>& alternative) -> Result<void> {
    for (const TextPath& path : alternative) {
      const auto column = column_of(table, path);
      if (!column && !is_named) continue;
      LAUTER_ASSIGN(const size_t named, named_column(table, path));
      LAUTER_TRY(add_text(table, named, std::nullopt, texts));
    }
    return {};
  };
  const size_t before = texts.size();
  for (const auto& alternative : paths.alternatives) {
    LAUTER_TRY(add(alternative));
    if (texts.size() == before) continue;
    return alternative.size() > 1 && !is_named ? add(paths.beside) : Result<void>();
  }
  return {};
}

}  // namespace

Result<std::vector<CsvText>> find_csv_texts(const CsvTable& table, const RecordFields& fields) {
  std::vector<CsvText> texts;
  if (fields.texts == nullptr) {
    auto column = find_column(table, fields.text.dotted());
    if (column.ok()) return std::vector<CsvText>{{*column, {}}};
    if (fields.or_usual) LAUTER_TRY(add_alternative(table, usual_text_paths(), texts));
    if (texts.empty()) return column.error();
  } else {
    const TextPaths& paths = *fields.texts;
    for (size_t i = 0; i < paths.values.size(); ++i) {
      LAUTER_ASSIGN(const size_t column, named_column(table, paths.values[i]));
      LAUTER_TRY(add_text(table, column, static_cast<uint32_t>(i), texts));
    }
    for (size_t i = 0; paths.every && i < table.names.size(); ++i) {
      if (table.names[i] != fields.id.dotted()) LAUTER_TRY(add_text(table, i, std::nullopt, texts));
    }
    LAUTER_TRY(add_alternative(table, paths, texts));
  }
  if (texts.empty()) return invalid_argument("no column of texts among the " + std::to_string(table.names.size()) + " of its header");
  std::ranges::sort(texts, {}, [](const CsvText& text) { return std::pair(text.value.has_value(), text.column); });
  return texts;
}

CsvColumns CsvColumns::of(std::string_view head, Format format, const RecordFields& fields) {
  CsvColumns columns;
  auto table = read_csv_head(head, format);
  if (!table.ok()) {
    columns.fault = std::move(table.error().message);
    return columns;
  }
  columns.table = std::make_shared<const CsvTable>(std::move(*table));
  const auto& names = columns.table->names;
  if (fields.dropped != nullptr) {
    for (const TextPath& path : *fields.dropped) {
      if (const auto column = column_of(*columns.table, path)) columns.dropped.push_back(*column);
    }
    std::ranges::sort(columns.dropped);
    if (columns.dropped.size() == names.size()) columns.fault = "all of its columns are to be dropped";
  }
  if (auto texts = find_csv_texts(*columns.table, fields); texts.ok()) {
    columns.texts = std::move(*texts);
    std::erase_if(columns.texts, [&](const CsvText& text) { return std::ranges::binary_search(columns.dropped, text.column); });
    columns.has_names = fields.texts != nullptr || columns.texts.size() > 1;
    if (columns.texts.empty() && columns.fault.empty()) columns.fault = "its text is to be dropped";
  } else {
    columns.fault = std::move(texts.error().message);
  }
  const auto id_column = std::ranges::find(names, fields.id.dotted());
  if (id_column != names.end()) columns.id = static_cast<size_t>(id_column - names.begin());
  return columns;
}

std::vector<ByteSpan> spans_of_columns(const std::vector<CsvField>& fields, const std::vector<size_t>& dropped) {
  std::vector<ByteSpan> spans;
  for (size_t i = 0; i < dropped.size(); ++i) {
    ByteSpan span = fields[dropped[i]].token;
    const bool is_first = dropped[i] == i;  // no column ahead stays
    is_first ? ++span.end : --span.begin;
    spans.push_back(span);
  }
  return spans;
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

void append_csv_object(std::string_view record, const CsvTable& table, std::span<const CsvValue> values,
                       std::span<const ByteSpan> dropped, std::string& out) {
  std::vector<CsvField> fields;
  split_csv(record.substr(0, csv_content_size(record)), table.delimiter, fields);
  std::string value;
  char separator = '{';
  for (size_t i = 0; i < fields.size() && i < table.names.size(); ++i) {
    if (std::ranges::any_of(dropped, [&](const ByteSpan& span) { return span.contains(fields[i].token); })) continue;
    out += std::exchange(separator, ',');
    append_json_string(out, table.names[i]);
    out += ':';
    const auto given = std::ranges::find(values, i, &CsvValue::first);
    if (given != values.end()) {
      append_json_string(out, given->second);
      continue;
    }
    value.clear();
    append_csv_text(record, fields[i], value);
    append_json_string(out, value);
  }
  out += '}';
}

}  // namespace lauter
