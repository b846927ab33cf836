/// Fields of CSV and TSV: RFC 4180, with white space kept, line ends of either kind and quotes anywhere.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "io/input.h"
#include "json/record.h"

namespace lauter {

/// A field's bytes in its record, quotes included.
struct CsvField {
  ByteSpan token;
  bool is_quoted = false;
};

/// What a file's header says.
struct CsvTable {
  char delimiter = ',';
  std::vector<std::string> names;  ///< of the columns, without quotes
};

/// A field in quotes that breaks the rules, and its byte.
struct CsvFault {
  uint64_t byte = 0;
  std::string reason;
};

/// The header's bytes at the begin of a file: a byte order mark, blank lines and the first record. Nothing if `bytes`
/// does not show its end; all of them if `at_end`.
std::optional<size_t> csv_head_size(std::string_view bytes, bool at_end);

/// Reads a header. A .csv file whose header has no comma but semicolons, or tabs, is cut at these: so do spreadsheets
/// write where the comma is the decimal sign. Errors: kInvalidArgument, without any of its words, which are private if
/// the file has no header: line ends of CR alone, a quote that does not end, ill-formed UTF-8.
Result<CsvTable> read_csv_head(std::string_view head, Format format);

/// Where the first record of a head begins: behind a byte order mark and blank lines.
size_t csv_header_begin(std::string_view head);

/// The one column of this name. Errors: kInvalidArgument: there is none, or more than one. Names of other columns are
/// told only if they are usual names of texts.
Result<size_t> find_column(const CsvTable& table, std::string_view name);

/// A column that is a text, or a private value as a whole: RecordText::value.
struct CsvText {
  size_t column = 0;
  std::optional<uint32_t> value{};
};

/// The columns of the texts in the header's order, behind them those of private values. Errors: those of
/// find_column() for a column that was named and is not there; kInvalidArgument if no usual one is.
Result<std::vector<CsvText>> find_csv_texts(const CsvTable& table, const RecordFields& fields);

/// How the rows of one file are read: made once a chunk.
struct CsvColumns {
  std::shared_ptr<const CsvTable> table{};
  std::vector<CsvText> texts{};
  bool has_names = false;  ///< rows have several texts, or values: Row::texts
  std::vector<size_t> dropped{};  ///< columns, ascending
  std::optional<size_t> id{};
  std::string fault{};             ///< why no row can be read; empty if they can
  std::vector<CsvField> fields{};  ///< of the row at hand

  static CsvColumns of(std::string_view head, Format format, const RecordFields& fields);
};

/// The bytes that `dropped` columns take in a record of these fields, each with one of the delimiters beside it.
std::vector<ByteSpan> spans_of_columns(const std::vector<CsvField>& fields, const std::vector<size_t>& dropped);

/// Cuts a record, of which a line end at its end is no part, into `fields`, whose memory is reused.
std::optional<CsvFault> split_csv(std::string_view record, char delimiter, std::vector<CsvField>& fields);

/// Bytes of a record without its line end: LF, CR LF, or CR where the file ends.
size_t csv_content_size(std::string_view record);

/// Appends what a field says.
void append_csv_text(std::string_view record, const CsvField& field, std::string& out);

/// Appends a field: in quotes if it `was_quoted` or if its text needs them.
void append_csv_field(std::string_view text, bool was_quoted, char delimiter, std::string& out);

/// A column and what it says.
using CsvValue = std::pair<uint64_t, std::string_view>;

/// Appends a sound record as a JSON object of its columns, in order, with `values` in place of what stands there and
/// without those whose fields lie in `dropped`.
void append_csv_object(std::string_view record, const CsvTable& table, std::span<const CsvValue> values,
                       std::span<const ByteSpan> dropped, std::string& out);

}  // namespace lauter
