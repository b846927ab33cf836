/// From chunks to rows to documents, and back to bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_span.h"
#include "doc/document.h"
#include "edit/named_texts.h"
#include "io/chunk.h"
#include "io/csv_row.h"
#include "io/input.h"
#include "io/record_scan.h"
#include "json/record.h"
#include "json/record_texts.h"

namespace lauter {

namespace internal {
struct WarcRecord;
}

struct RowError {
  uint64_t byte = 0;   ///< 0-based, into Row::raw
  std::string reason;  ///< `text field "text" is not a string`
};

/// Reused from row to row, so that its strings keep their memory.
struct Row {
  uint64_t number = 0;   ///< 1-based line (blank ones count), record or file number in the file
  std::string_view raw;  ///< the row's bytes in the chunk, line end or frame header included; empty
                         ///< if oversized
  bool pass_through =
      false;  ///< no row at all: a blank line, WARC's own record. Write `raw`, count nothing
  std::optional<RowError>
      error;            ///< the row is to be rejected; `doc.id` is FILE:ROW, `doc.text` empty
  Document doc;         ///< a missing id is FILE:ROW
  bool has_integer_id = false;  ///< Record::has_integer_id: append_id() writes it as a number
  ByteSpan text_token;  ///< in `raw`: the JSON string or field of CSV with its quotes; for other
                        ///< formats the text itself, which a page of a crawl has none of
  uint64_t lead = 0;    ///< of kJson: bytes of `raw` ahead of the value: comma, white space; of what is no row, the head
  std::shared_ptr<const CsvTable> table{};  ///< of CSV
  std::vector<uint64_t> columns{};          ///< of CSV: of each text, from 0
  /// Of a row with several texts, which doc.text joins (edit/joined_texts.h): their fields and where
  /// they are in doc.text, and beside it in `raw`. `text_token` is empty then. Private values come last.
  std::vector<NamedText> texts{};
  std::vector<ByteSpan> text_tokens{};
  /// Of RecordFields::dropped: bytes of `raw` that are not written, sorted and apart, and the paths that are there.
  std::vector<ByteSpan> dropped{};
  std::vector<std::string> dropped_fields{};
  std::string url{};      ///< of a page of a crawl
  uint64_t replaced = 0;  ///< ill-formed characters of a page that became U+FFFD
  Format format = Format::kJsonl;
  Framing framing = Framing::kLines;
};

struct RowOptions {
  RecordFields fields;
  uint64_t max_record_bytes = uint64_t{64} << 20;
};

/// Walks the rows of one chunk. Keeps references to all three, which must outlive it and the rows.
class RowReader {
 public:
  RowReader(const InputFile& file, const Chunk& chunk, const RowOptions& options);

  /// Fills `row` and returns true, or returns false at the end of the chunk. Concatenated, the
  /// `raw` of all rows are the chunk's bytes. An oversized chunk gives one row with an error.
  bool next(Row& row);

 private:
  void read_line(Row& row);
  void read_frame(Row& row);
  void read_object(Row& row, std::string_view object, size_t at);
  std::optional<RecordError> read_texts(Row& row, std::string_view object, size_t at, const TextPaths& paths);
  std::optional<RecordError> take_texts(Row& row, std::string_view object, size_t at);
  void read_scanned(Row& row);
  void read_csv_record(Row& row);
  void read_whole(Row& row);
  void read_warc_record(Row& row);
  void read_page(const internal::WarcRecord& record, Row& row);
  void set_text(Row& row, ByteSpan span);
  void add_text(Row& row, std::string_view text, ByteSpan token, NamedText named) const;
  void drop_columns(Row& row) const;
  std::optional<RecordError> drop_members(Row& row, std::string_view object, size_t at) const;
  bool is_empty_document() const;

  const InputFile& file_;
  const Chunk& chunk_;
  const RowOptions& options_;
  size_t at_ = 0;
  uint64_t number_;
  bool oversized_done_ = false;
  Record record_;
  std::vector<RecordText> found_;
  bool was_usual_ = false;  ///< the last row without the text had those of usual_text_paths(): the next may be read at once
  std::optional<internal::RecordScan> scan_;  ///< of formats with a head
  CsvColumns csv_;                            ///< of CSV
};

/// Where its texts end in doc.text: behind them are private values.
uint64_t texts_end(const Row& row);
/// The texts without the private values.
inline std::string_view texts_of(const Row& row) { return std::string_view(row.doc.text).substr(0, texts_end(row)); }

/// Appends the row's id as JSON: an integer where the row has one, else a string.
void append_id(const Row& row, std::string& out);

/// Appends the row's output bytes with `new_text` (valid UTF-8) in place of its text. An unchanged
/// text gives `raw` verbatim; a new JSON string is escaped as the old one was (json/escape_style.h).
/// A WARC record gets a new Content-Length and, as it would be wrong,
/// loses its WARC-Block-Digest. A page of a crawl becomes a `conversion` record, in any case; what
/// is no page there is left out, but for the record that describes the crawl. The row must have no
/// error.
/// Of a row with several texts `spans` says where each is in `new_text`.
void render_row(const Row& row, std::string_view new_text, std::string& out,
                std::span<const ByteSpan> spans = {});

/// The same for a stream of JSONL, whatever the input is: rows of CSV become objects of strings, JSON values lines,
/// documents {"id","text"}, pages
/// {"id","url","text"}, and every line ends with LF. A byte order mark stays only where the row
/// `begins_stream`: the first of its file may stand in the middle. What is no row is left out, but for blank
/// lines among lines.
void render_streamed(const Row& row, std::string_view new_text, bool begins_stream,
                     std::string& out, std::span<const ByteSpan> spans = {});

/// The JSON object of a row that has_fields(): of `raw`, or for CSV, of which all values are strings, made in `made`,
/// which it refers to.
std::string_view json_of(const Row& row, std::string& made);

/// {"id","error"}, in place of an answer to the row.
void append_error_row(const Row& row, std::string_view reason, std::string& out);

}  // namespace lauter
