#include "io/row.h"

#include <algorithm>
#include <cstring>

#include "edit/joined_texts.h"
#include "io/codec/byte_order_mark.h"
#include "io/codec/frame.h"
#include "io/codec/warc.h"
#include "io/codec/warc_page.h"
#include "json/drop_members.h"
#include "json/escape_style.h"
#include "json/utf8.h"
#include "json/writer.h"
#include "text/printable.h"

namespace lauter {
namespace {

bool is_blank(std::string_view line) {
  for (const char c : line) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return false;
  }
  return true;
}

void set_file_row_id(const InputFile& file, Row& row) {
  row.has_integer_id = false;
  row.doc.id = escape_name(file.relative);
  row.doc.id += ':';
  row.doc.id += std::to_string(row.number);
}

void forget_fields(Row& row) {
  row.texts.clear();
  row.text_tokens.clear();
  row.columns.clear();
  row.dropped.clear();
  row.dropped_fields.clear();
}

void set_error(Row& row, uint64_t byte, std::string reason) {
  row.error = RowError{byte, std::move(reason)};
  forget_fields(row);
  row.doc.text.clear();
  row.text_token = {};
}

/// Without the record's own size, so that equal reasons can be counted together.
std::string too_large(uint64_t limit) {
  return "record larger than the limit of " + std::to_string(limit) + " bytes";
}

}  // namespace

RowReader::RowReader(const InputFile& file, const Chunk& chunk, const RowOptions& options)
    : file_(file), chunk_(chunk), options_(options), number_(chunk.position.record) {
  if (!internal::has_head(file.format)) return;
  const std::string_view head = chunk.head == nullptr ? std::string_view() : *chunk.head;
  scan_.emplace(file.format, head);
  if (is_csv(file.format)) csv_ = CsvColumns::of(head, file.format, options.fields);
}

bool RowReader::next(Row& row) {
  const bool oversized = chunk_.oversized && !oversized_done_;
  if (at_ >= chunk_.bytes.size() && !oversized && !is_empty_document()) return false;
  oversized_done_ = true;
  row.number = ++number_;
  row.pass_through = false;
  row.error.reset();
  row.format = file_.format;
  row.framing = file_.framing;
  row.url.clear();
  row.replaced = 0;
  row.lead = 0;
  forget_fields(row);
  row.has_integer_id = false;
  if (oversized) {
    row.raw = {};
    set_file_row_id(file_, row);
    set_error(row, 0, too_large(options_.max_record_bytes));
    return true;
  }
  switch (file_.format) {
    case Format::kJsonl:
    case Format::kParquet:
      file_.framing == Framing::kLength ? read_frame(row) : read_line(row);
      break;
    case Format::kText:
    case Format::kCode:
      read_whole(row);
      break;
    case Format::kWet:
    case Format::kWarc:
      read_warc_record(row);
      break;
    case Format::kCsv:
    case Format::kTsv:
    case Format::kJson:
      read_scanned(row);
      break;
  }
  at_ += row.raw.size();
  if (row.pass_through) {
    row.doc.id.clear();
    row.doc.text.clear();
    row.text_token = {};
  }
  return true;
}

/// An empty file of a format with one document a file is a document with an empty text.
bool RowReader::is_empty_document() const {
  const bool whole = file_.format == Format::kText || file_.format == Format::kCode;
  return whole && !oversized_done_ && chunk_.n_rows == 1 && !chunk_.oversized;
}

void RowReader::read_line(Row& row) {
  const char* begin = chunk_.bytes.data() + at_;
  const size_t left = chunk_.bytes.size() - at_;
  const auto* line_feed = static_cast<const char*>(std::memchr(begin, '\n', left));
  const size_t size = line_feed == nullptr ? left : static_cast<size_t>(line_feed - begin) + 1;
  row.raw = std::string_view(begin, size);
  std::string_view line = row.raw;
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  // A byte order mark at the begin of the file is carried through like white space.
  const bool at_file_begin = chunk_.position.offset == 0 && at_ == 0;
  const size_t skipped = at_file_begin && line.substr(0, 3) == kByteOrderMark ? 3 : 0;
  line.remove_prefix(skipped);
  if (line.empty() || (line[0] != '{' && is_blank(line))) {
    row.pass_through = true;
    return;
  }
  read_object(row, line, skipped);
}

/// Every frame is a row: one that is blank is no JSON object.
void RowReader::read_frame(Row& row) {
  const char* begin = chunk_.bytes.data() + at_;
  const auto length = static_cast<size_t>(frame_length(begin));
  row.raw = std::string_view(begin, kFrameHeader + length);
  read_object(row, row.raw.substr(kFrameHeader), kFrameHeader);
}

/// `object` begins at byte `at` of the row.
void RowReader::read_object(Row& row, std::string_view object, size_t at) {
  if (row.raw.size() > options_.max_record_bytes) {
    set_file_row_id(file_, row);
    set_error(row, 0, too_large(options_.max_record_bytes));
    return;
  }
  const RecordFields& fields = options_.fields;
  std::optional<RecordError> error;
  if (fields.texts != nullptr) {
    error = read_texts(row, object, at, *fields.texts);
  } else if (was_usual_ && parse_usual_texts(object, fields, record_, found_)) {
    error = take_texts(row, object, at);
  } else {
    error = parse_record(object, fields, record_);
    row.text_token = {record_.text_token.begin + at, record_.text_token.end + at};
    row.doc.text.swap(record_.text);
    if (error && fields.or_usual && lacks_text(*error)) {
      auto usual = read_texts(row, object, at, usual_text_paths());
      was_usual_ = !usual;
      if (!usual || !lacks_text(*usual)) error = std::move(usual);
    }
  }
  if (!error && fields.dropped != nullptr) error = drop_members(row, object, at);
  if (error) {
    set_file_row_id(file_, row);
    set_error(row, error->byte + at, std::move(error->reason));
    return;
  }
  if (record_.has_id) {
    row.doc.id.swap(record_.id);
    row.has_integer_id = record_.has_integer_id;
  } else {
    set_file_row_id(file_, row);
  }
}

std::optional<RecordError> RowReader::read_texts(Row& row, std::string_view object, size_t at,
                                                 const TextPaths& paths) {
  if (auto error = parse_record_texts(object, options_.fields, paths, record_, found_)) return error;
  return take_texts(row, object, at);
}

/// What `found_` says of the row.
std::optional<RecordError> RowReader::take_texts(Row& row, std::string_view object, size_t at) {
  row.text_token = {};
  row.doc.text.clear();
  std::vector<DroppedMember> dropped;
  if (options_.fields.dropped != nullptr) dropped = find_dropped(object, *options_.fields.dropped);
  std::string& text = record_.text;
  for (RecordText& found : found_) {
    const auto goes = [&](const DroppedMember& member) { return member.span.contains(found.token); };
    if (std::ranges::any_of(dropped, goes)) continue;
    if (auto error = decode_text(found.token.of(object), text)) {
      error->byte += found.token.begin;
      return error;
    }
    add_text(row, text, {found.token.begin + at, found.token.end + at}, {std::move(found.field), {}, found.value});
  }
  return std::nullopt;
}

void RowReader::add_text(Row& row, std::string_view text, ByteSpan token, NamedText named) const {
  if (!row.texts.empty()) row.doc.text += JoinedTexts::kBetween;
  named.span.begin = row.doc.text.size();
  row.doc.text += text;
  named.span.end = row.doc.text.size();
  row.texts.push_back(std::move(named));
  row.text_tokens.push_back(token);
}

std::optional<RecordError> RowReader::drop_members(Row& row, std::string_view object, size_t at) const {
  const std::vector<TextPath>& paths = *options_.fields.dropped;
  for (const DroppedMember& member : find_dropped(object, paths)) {
    const ByteSpan span{member.span.begin + at, member.span.end + at};
    if (row.texts.empty() && span.contains(row.text_token)) return RecordError{member.span.begin, "its text is to be dropped"};
    row.dropped.push_back(span);
    std::string name = paths[member.path].written();
    if (std::ranges::find(row.dropped_fields, name) == row.dropped_fields.end()) row.dropped_fields.push_back(std::move(name));
  }
  return std::nullopt;
}

void RowReader::read_scanned(Row& row) {
  const std::string_view rest = std::string_view(chunk_.bytes).substr(at_);
  const bool at_file_begin = chunk_.position.offset == 0 && at_ == 0;
  scan_->begin(at_file_begin);
  size_t size = 0;
  auto state = scan_->feed(rest, size);
  if (state == internal::RecordScan::State::kGoesOn) state = scan_->end_of_input();
  row.raw = rest.substr(0, std::max<size_t>(size, 1));
  row.pass_through = state == internal::RecordScan::State::kNoRow;
  if (row.pass_through) {
    if (at_file_begin && file_.format == Format::kJson && chunk_.head != nullptr) row.lead = chunk_.head->size();
    if (at_file_begin && is_csv(file_.format)) drop_columns(row);
    return;
  }
  if (is_csv(file_.format)) {
    read_csv_record(row);
  } else {
    row.lead = scan_->lead();
    read_object(row, row.raw.substr(row.lead), row.lead);
  }
}

void RowReader::read_csv_record(Row& row) {
  set_file_row_id(file_, row);
  row.table = csv_.table;
  const std::string_view record = row.raw.substr(0, csv_content_size(row.raw));
  if (row.raw.size() > options_.max_record_bytes) return set_error(row, 0, too_large(options_.max_record_bytes));
  if (!csv_.fault.empty()) return set_error(row, 0, csv_.fault);
  if (const size_t bad = find_invalid_utf8(record); bad != std::string_view::npos) {
    return set_error(row, bad, "invalid UTF-8");
  }
  if (auto fault = split_csv(record, csv_.table->delimiter, csv_.fields)) {
    return set_error(row, fault->byte, std::move(fault->reason));
  }
  const size_t expected = csv_.table->names.size();
  if (csv_.fields.size() != expected) {
    return set_error(row, 0, csv_.fields.size() < expected ? "fewer fields than the header" : "more fields than the header");
  }
  row.text_token = {};
  row.doc.text.clear();
  std::string text;
  for (const CsvText& wanted : csv_.texts) {
    const CsvField& field = csv_.fields[wanted.column];
    row.columns.push_back(wanted.column);
    text.clear();
    append_csv_text(record, field, text);
    if (csv_.has_names) {
      add_text(row, text, field.token, {csv_.table->names[wanted.column], {}, wanted.value});
    } else {
      row.text_token = field.token;
      row.doc.text.swap(text);
    }
  }
  row.dropped = spans_of_columns(csv_.fields, csv_.dropped);
  for (const size_t column : csv_.dropped) row.dropped_fields.push_back(csv_.table->names[column]);
  if (!csv_.id || csv_.fields[*csv_.id].token.empty()) return;
  row.doc.id.clear();
  append_csv_text(record, csv_.fields[*csv_.id], row.doc.id);
}

/// Of the header.
void RowReader::drop_columns(Row& row) const {
  if (csv_.dropped.empty() || !csv_.fault.empty()) return;
  const size_t begin = csv_header_begin(row.raw);
  const std::string_view record = row.raw.substr(begin, csv_content_size(row.raw.substr(begin)));
  std::vector<CsvField> fields;
  if (split_csv(record, csv_.table->delimiter, fields)) return;
  for (const ByteSpan& span : spans_of_columns(fields, csv_.dropped)) {
    row.dropped.push_back({span.begin + begin, span.end + begin});
  }
}

void RowReader::read_whole(Row& row) {
  row.raw = chunk_.bytes;
  set_file_row_id(file_, row);
  set_text(row, {0, row.raw.size()});
}

void RowReader::read_warc_record(Row& row) {
  const std::string_view rest = std::string_view(chunk_.bytes).substr(at_);
  internal::WarcRecord record;
  const auto state = internal::parse_warc_record(rest, true, record);
  row.raw = rest.substr(0, record.end);
  if (state != internal::WarcState::kComplete) {
    set_file_row_id(file_, row);
    set_error(row, 0, std::string(record.reason));
    return;
  }
  if (!internal::is_warc_document(record, row.raw, file_.format)) {
    row.pass_through = true;
    return;
  }
  const std::string_view id = internal::document_id(record);
  if (id.empty() || !is_valid_utf8(id)) {
    set_file_row_id(file_, row);
  } else {
    row.doc.id.assign(id);
  }
  if (is_valid_utf8(record.target_uri)) row.url = record.target_uri;
  if (file_.format == Format::kWet || record.type == "conversion") {
    set_text(row, record.content);
  } else {
    read_page(record, row);
  }
}

void RowReader::read_page(const internal::WarcRecord& record, Row& row) {
  if (row.raw.size() > options_.max_record_bytes) {
    set_error(row, 0, too_large(options_.max_record_bytes));
    return;
  }
  auto page = internal::read_page(record, row.raw, options_.max_record_bytes);
  if (page.error) {
    set_error(row, page.error->byte, std::move(page.error->reason));
    return;
  }
  row.doc.text = std::move(page.text);
  row.replaced = page.replaced;
}

/// Takes the bytes of `raw` as the text, if they may be one.
void RowReader::set_text(Row& row, ByteSpan span) {
  const std::string_view text = span.of(row.raw);
  if (row.raw.size() > options_.max_record_bytes) {
    set_error(row, 0, too_large(options_.max_record_bytes));
  } else if (const size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    set_error(row, span.begin + bad, "invalid UTF-8");
  } else {
    row.doc.text.assign(text);
    row.text_token = span;
  }
}

}  // namespace lauter
