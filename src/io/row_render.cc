// Rows as bytes again.
#include <algorithm>

#include "io/codec/byte_order_mark.h"
#include "io/codec/frame.h"
#include "io/codec/warc.h"
#include "io/codec/warc_page.h"
#include "io/row.h"
#include "json/escape_style.h"
#include "json/writer.h"

namespace lauter {
namespace {

/// Makes a value that may stand over lines one of a line: outside of strings, which hold no line feed, it is white space.
void join_lines(std::string& json, size_t from) {
  for (size_t i = from; i < json.size(); ++i) {
    if (json[i] == '\n' || json[i] == '\r') json[i] = ' ';
  }
}

/// The record with another block: its header adjusted, then the text, then its line ends.
void render_warc(const Row& row, std::string_view new_text, std::string& out) {
  internal::WarcRecord record;
  internal::parse_warc_record(row.raw, true, record);
  // Copies the header around at most two changes, in the order in which they stand.
  size_t at = 0;
  const auto replace = [&](const ByteSpan& span, std::string_view with) {
    out += row.raw.substr(at, span.begin - at);
    out += with;
    at = span.end;
  };
  const std::string length = std::to_string(new_text.size());
  const bool digest_first = record.digest_line.begin < record.length_digits.begin;
  const bool has_digest = !record.digest_line.empty();
  if (has_digest && digest_first) replace(record.digest_line, "");
  replace(record.length_digits, length);
  if (has_digest && !digest_first) replace(record.digest_line, "");
  replace(record.content, new_text);
  out += row.raw.substr(at);
}

/// What becomes of a part of a row: another text for its token, or nothing.
struct RowChange {
  ByteSpan span;  ///< of `raw`
  std::optional<std::string_view> text{};
};

/// How the new text of a token is escaped: as the token is, or, where it has no letter beyond ASCII that would tell, as
/// the row is.
EscapeStyle style_of(const Row& row, ByteSpan token, std::string_view new_text) {
  const auto is_ascii_text = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  EscapeStyle style = EscapeStyle::of(token.of(row.raw));
  if (is_ascii_text(new_text) || style.non_ascii || !is_ascii_text(token.of(row.raw))) return style;
  const EscapeStyle of_row = EscapeStyle::of(row.raw);
  style.non_ascii = of_row.non_ascii;
  style.upper_hex = of_row.upper_hex;
  return style;
}

/// All of them, in order. `spans`: of a row with several texts, where they are in `new_text`.
std::vector<RowChange> changes_of(const Row& row, std::string_view new_text, std::span<const ByteSpan> spans) {
  std::vector<RowChange> changes;
  for (const ByteSpan& span : row.dropped) changes.push_back({span, {}});
  const bool is_changed = new_text != row.doc.text;
  if (is_changed && row.texts.empty()) changes.push_back({row.text_token, new_text});
  LAUTER_CHECK(!is_changed || row.texts.size() == spans.size(), "not one new text for each text of the row");
  for (size_t i = 0; is_changed && i < row.texts.size(); ++i) {
    const std::string_view text = spans[i].of(new_text);
    if (text != row.texts[i].span.of(row.doc.text)) changes.push_back({row.text_tokens[i], text});
  }
  std::ranges::sort(changes, {}, [](const RowChange& change) { return change.span.begin; });
  return changes;
}

void append_new_csv_field(const Row& row, ByteSpan token, std::string_view text, std::string& out) {
  const bool was_quoted = token.of(row.raw).starts_with('"');
  // In the only column an empty field is an empty line, which is no row.
  const bool needs_quotes = text.empty() && row.table->names.size() - row.dropped.size() == 1;
  append_csv_field(text, was_quoted || needs_quotes, row.table->delimiter, out);
}

/// What the columns of the texts say. A text that stays needs no span.
std::vector<CsvValue> csv_values(const Row& row, std::string_view text, std::span<const ByteSpan> spans) {
  std::vector<CsvValue> values;
  if (row.texts.empty()) values.emplace_back(row.columns.front(), text);
  for (size_t i = 0; i < row.texts.size(); ++i) {
    values.emplace_back(row.columns[i], spans.empty() ? row.texts[i].span.of(row.doc.text) : spans[i].of(text));
  }
  return values;
}

/// What becomes of a crawl's record; false if it is one of WET, which are rendered as in their own
/// files.
bool render_of_crawl(const Row& row, std::string_view new_text, std::string& out) {
  internal::WarcRecord record;
  internal::parse_warc_record(row.raw, true, record);
  if (row.pass_through) {
    if (record.type == "warcinfo") out += row.raw;
    return true;
  }
  if (record.type == "conversion") return false;
  internal::append_conversion(record, new_text, out);
  return true;
}

}  // namespace

uint64_t texts_end(const Row& row) {
  if (row.texts.empty() || !row.texts.back().value) return row.doc.text.size();
  uint64_t end = 0;
  for (const NamedText& text : row.texts) end = text.value ? end : text.span.end;
  return end;
}

void append_id(const Row& row, std::string& out) {
  if (row.has_integer_id) {
    out += row.doc.id;
  } else {
    append_json_string(out, row.doc.id);
  }
}

void render_row(const Row& row, std::string_view new_text, std::string& out,
                std::span<const ByteSpan> spans) {
  LAUTER_CHECK(!row.error, "render_row() of a row in error");
  if (row.format == Format::kWarc && render_of_crawl(row, new_text, out)) return;
  if (row.dropped.empty() && (row.pass_through || new_text == row.doc.text)) {
    out += row.raw;
    return;
  }
  switch (row.format) {
    case Format::kText:
    case Format::kCode:
      out += new_text;
      return;
    case Format::kWet:
    case Format::kWarc:
      render_warc(row, new_text, out);
      return;
    default:
      break;
  }
  const size_t skipped = row.framing == Framing::kLength ? kFrameHeader : 0;
  const size_t begin = skipped > 0 ? begin_record(out, row.framing) : 0;
  uint64_t copied = skipped;
  for (const RowChange& change : changes_of(row, new_text, spans)) {
    out += row.raw.substr(copied, change.span.begin - copied);
    copied = change.span.end;
    if (!change.text) continue;
    if (is_csv(row.format)) {
      append_new_csv_field(row, change.span, *change.text, out);
    } else {
      append_json_string(out, *change.text, style_of(row, change.span, *change.text));
    }
  }
  out += row.raw.substr(copied);
  if (skipped > 0) end_record(out, begin, row.framing);
}

void render_streamed(const Row& row, std::string_view new_text, bool begins_stream,
                     std::string& out, std::span<const ByteSpan> spans) {
  if (is_csv(row.format) || row.format == Format::kJson) {
    if (row.pass_through) return;
    const size_t begin = out.size();
    if (is_csv(row.format)) {
      append_csv_object(row.raw, *row.table, csv_values(row, new_text, spans), row.dropped, out);
    } else {
      render_row(row, new_text, out, spans);
      out.erase(begin, row.lead);
      join_lines(out, begin);
    }
    out += '\n';
  } else if (has_fields(row.format)) {
    const size_t begin = out.size();
    render_row(row, new_text, out, spans);
    if (!begins_stream && row.raw.starts_with(kByteOrderMark)) {
      out.erase(begin, kByteOrderMark.size());
    }
    // What comes next on the stream may be another file's first row.
    if (row.framing == Framing::kLines && !row.raw.ends_with('\n')) out += '\n';
  } else if (!row.pass_through) {
    out += "{\"id\":";
    append_json_string(out, row.doc.id);
    if (!row.url.empty()) {
      out += ",\"url\":";
      append_json_string(out, row.url);
    }
    out += ",\"text\":";
    append_json_string(out, new_text);
    out += "}\n";
  }
}

std::string_view json_of(const Row& row, std::string& made) {
  if (is_csv(row.format)) {
    made.clear();
    std::vector<ByteSpan> spans;
    for (const NamedText& text : row.texts) spans.push_back(text.span);
    append_csv_object(row.raw, *row.table, csv_values(row, row.doc.text, spans), {}, made);
    return made;
  }
  if (row.format == Format::kJson) {
    made = row.raw.substr(row.lead);
    join_lines(made, 0);
    return made;
  }
  if (row.framing == Framing::kLength) return row.raw.substr(kFrameHeader);
  return row.raw.starts_with(kByteOrderMark) ? row.raw.substr(kByteOrderMark.size()) : row.raw;
}

void append_error_row(const Row& row, std::string_view reason, std::string& out) {
  const size_t begin = begin_record(out, row.framing);
  out += "{\"id\":";
  append_id(row, out);
  out += ",\"error\":";
  append_json_string(out, reason);
  out += '}';
  end_record(out, begin, row.framing);
}

}  // namespace lauter
