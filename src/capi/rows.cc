#include "capi/rows.h"

#include "capi/batch.h"
#include "io/parquet.h"
#include "json/record_texts.h"
#include "json/value.h"

namespace lauter::capi {
namespace {

Error bad_source(const std::string& why) { return invalid_argument("config: " + why); }

std::string string_of(const JsonValue& config, std::string_view name, std::string_view otherwise) {
  const JsonValue* value = config.find(name);
  const std::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string(otherwise) : *text;
}

Result<uint64_t> count_of(const JsonValue& config, std::string_view name, uint64_t otherwise) {
  const JsonValue* value = config.find(name);
  if (value == nullptr) return otherwise;
  const int64_t* count = value->if_int();
  if (count == nullptr || *count < 0) return bad_source(std::string(name) + " is no count");
  return static_cast<uint64_t>(*count);
}

Result<InputFile> input_of(const JsonValue& config, const RecordFields& fields) {
  const std::string path = string_of(config, "path", "");
  if (path.empty()) return bad_source("path is missing");
  std::optional<ForcedFormat> format;
  if (const std::string name = string_of(config, "format", ""); !name.empty()) {
    LAUTER_ASSIGN(format, parse_format(name));
  }
  LAUTER_ASSIGN(Inputs inputs, expand_inputs({path}, format));
  if (inputs.files.size() != 1) return bad_source("path names several files");
  LAUTER_TRY(open_parquet(inputs, {.library = string_of(config, "duckdb", ""), .fields = fields}));
  InputFile file = std::move(inputs.files.front());
  file.relative = string_of(config, "relative", file.relative);
  return file;
}

lauter_view known(std::string_view text) {
  // An empty text is one too: only what is not there has no data.
  return {text.data() == nullptr ? "" : text.data(), text.size()};
}

}  // namespace

Result<std::unique_ptr<SourceRows>> SourceRows::open(std::string_view config_json) {
  LAUTER_ASSIGN(const JsonValue config, parse_json(config_json));
  if (!config.is_object()) return bad_source("is not a JSON object");
  RowOptions rows;
  LAUTER_TRY(read_text_fields(string_of(config, "text_field", "text"), rows.fields));
  LAUTER_ASSIGN(rows.fields.id, FieldPath::parse(string_of(config, "id_field", "id")));
  ChunkOptions chunks;
  LAUTER_ASSIGN(chunks.target_bytes, count_of(config, "chunk_bytes", chunks.target_bytes));
  LAUTER_ASSIGN(chunks.max_record_bytes, count_of(config, "max_record_bytes", chunks.max_record_bytes));
  rows.max_record_bytes = chunks.max_record_bytes;
  ChunkPosition from;
  LAUTER_ASSIGN(from.index, count_of(config, "index", 0));
  LAUTER_ASSIGN(from.offset, count_of(config, "offset", 0));
  LAUTER_ASSIGN(from.record, count_of(config, "record", 0));
  LAUTER_ASSIGN(InputFile file, input_of(config, rows.fields));
  LAUTER_ASSIGN(ChunkReader reader, ChunkReader::open(file, 0, chunks, from));
  return std::unique_ptr<SourceRows>(new SourceRows(std::move(file), std::move(rows), std::move(reader)));
}

Result<void> SourceRows::next(bool with_rows, lauter_chunk& out) {
  const size_t size = out.size;
  out = lauter_chunk{};
  out.size = size;
  if (ended_) return {};
  LAUTER_ASSIGN(const bool is_there, reader_.next(chunk_));
  ended_ = !is_there || chunk_.last;
  if (!is_there) return {};
  out.is_there = 1;
  out.index = chunk_.position.index;
  out.offset = chunk_.position.offset;
  out.record = chunk_.position.record;
  out.n_rows = chunk_.n_rows;
  if (!with_rows) return {};
  read_rows();
  out.rows = rows_.data();
  out.n_rows = rows_.size();
  return {};
}

void SourceRows::read_rows() {
  kept_.clear();
  rows_.clear();
  RowReader reader(file_, chunk_, options_);
  for (Row row; reader.next(row); row = Row()) {
    if (!row.pass_through) kept_.push_back(std::move(row));
  }
  texts_.clear();
  for (const Row& row : kept_) {
    for (const NamedText& text : row.texts) texts_.push_back({known(text.field), text.span.begin, text.span.end});
  }
  const lauter_source_text* texts = texts_.data();
  for (const Row& row : kept_) {
    lauter_source_row view{.number = row.number, .id = known(row.doc.id), .raw = known(row.raw), .text = {},
                           .texts = texts, .n_texts = row.texts.size(), .reason = {}};
    texts += row.texts.size();
    if (row.error) {
      view.reason = known(row.error->reason);
    } else {
      view.text = known(row.doc.text);
    }
    rows_.push_back(view);
  }
}

}  // namespace lauter::capi
