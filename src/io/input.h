/// From the command line's INPUT... to the list of files to read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

namespace s3 {
class Client;
}

enum class Format : uint8_t {
  kJsonl,    ///< a JSON object a line
  kText,     ///< a document a file
  kCode,     ///< a document a file, of a source tree
  kWet,      ///< WARC records with plain text, as Common Crawl ships them
  kParquet,  ///< rows of a table; read once open_parquet() was called (io/parquet.h)
  kWarc,     ///< WARC records of a crawl: HTTP responses with pages, whose text is the document
  kCsv,      ///< rows of a table with a header, between commas (io/csv_row.h)
  kTsv,      ///< between tabs
  kJson,     ///< JSON values that are no lines: elements of an array, or objects one behind the other
};
enum class Compression : uint8_t { kNone, kGzip, kZstd, kXz, kBzip2 };
/// How the records of JSONL follow one another.
enum class Framing : uint8_t {
  kLines,   ///< each ends with LF
  kLength,  ///< each has its length before it (io/codec/frame.h)
};

std::string_view format_name(Format format);  ///< `jsonl`, `text`, `code`, `wet`, `parquet`, `warc`, `csv`, `tsv`, `json`
std::string_view compression_suffix(Compression kind);  ///< ``, `.gz`, `.zst`, `.xz`, `.bz2`
/// The reverse; kNone for any other text.
Compression compression_of_suffix(std::string_view suffix);

/// What `--format` says: `jsonl`, `jsonl.gz`, `ndjson`, `text`, `txt.zst`, `code`, `wet`, `wet.gz`,
/// ... Without a compression part the suffix of each file still decides about it.
struct ForcedFormat {
  Format format = Format::kJsonl;
  std::optional<Compression> compression;
};
/// Errors: kInvalidArgument with the list of known names.
Result<ForcedFormat> parse_format(std::string_view name);

inline bool is_csv(Format format) { return format == Format::kCsv || format == Format::kTsv; }

/// What a file of this name is by its suffix, without a look at it; nothing if the suffix is unknown.
std::optional<ForcedFormat> format_of_name(std::string_view name);

/// Whether a row is an object with fields, of which the text is one: see object_of() in row.h.
inline bool has_fields(Format format) {
  return format == Format::kJsonl || format == Format::kJson || format == Format::kParquet || is_csv(format);
}

class ParquetAccess;
struct RecordFields;

struct InputFile {
  std::string path;      ///< as it can be opened; `-` is stdin, s3://... an object
  std::string relative;  ///< name below data/ and edits/, and FILE of the id FILE:ROW
  Format format = Format::kJsonl;
  Compression compression = Compression::kNone;
  uint64_t size_bytes = 0;  ///< on disk or in the store; 0 for stdin
  std::shared_ptr<const ParquetAccess> parquet{};  ///< set by open_parquet()
  Framing framing = Framing::kLines;
  std::shared_ptr<const RecordFields> fields{};  ///< of CSV: a file without its texts is refused; null: its rows are
  std::string version{};    ///< of an object: its ETag when it was listed
  std::shared_ptr<s3::Client> store{};  ///< where an object is; null for all other inputs

  /// How its rows are written to data/, if not as they are read: `-o FILE` (run/output/one_file.h).
  std::optional<Compression> data_compression{};
  bool data_as_lines = false;  ///< as JSONL

  bool is_stdin() const { return path == "-"; }
  bool is_object() const { return store != nullptr; }
};

/// What its file in data/ is compressed with.
inline Compression data_compression(const InputFile& file) { return file.data_compression.value_or(file.compression); }

/// Name below data/. As `relative`, but what becomes of a crawl's pages is WET: `a.warc.gz` gives
/// `a.warc.wet.gz`.
std::string data_name(const InputFile& file);

struct Inputs {
  std::vector<InputFile> files;
  /// Files of folders that no format takes (and source files with a NUL byte in their first 8 KiB): their number by
  /// suffix, such as `.png`, `no suffix`; `hidden`: files and whole folders that begin with a dot.
  std::map<std::string, uint64_t> passed_over;
};

/// What to do about an argument `hf://...`, `gs://...`, `https://...`, `az://...` and the like, none of which is read
/// or written here; nothing for other arguments.
std::optional<std::string> way_to_remote(std::string_view arg);

/// For arguments s3://...: where they are; null if none may be given.
using ObjectStore = std::shared_ptr<s3::Client>;

/// Gives files of CSV the columns that they must have.
void set_csv_fields(Inputs& inputs, const RecordFields& fields);
/// Looks at their headers, but for stdin and pipes: so a wrong name is told before anything is done. Errors:
/// kInvalidArgument `FILE: no column ...`, and those of reading.
Result<void> check_csv_heads(const Inputs& inputs);

/// Expands files, directories (recursive, known suffixes, byte order, no hidden entries, links to
/// directories not followed), globs (`*`, `?`, `[...]`, `**`) and `-`, in the order given.
/// `relative` is the base name of a file, the path below a directory, the path below the part of a
/// glob that has no wildcard; stdin is `stdin.jsonl` (or what the forced format says). If local files
/// would get equal names so, as `a/x.jsonl b/x.jsonl` would, all of them are named by their paths
/// below the deepest folder that has them all.
/// A file `x.json`, and a named one of unknown suffix, is what it holds: JSONL, JSON values, or source code.
/// Arguments `s3://bucket/key` work alike: an object, a prefix ending in `/` or a glob.
/// Errors: kNotFound (no such input, a glob or directory without match), kInvalidArgument (unknown
/// suffix without a forced format; an input given twice; two with equal data_name() in spite of
/// that; Parquet from stdin or compressed as a whole).
Result<Inputs> expand_inputs(const std::vector<std::string>& args,
                             const std::optional<ForcedFormat>& forced = std::nullopt,
                             const ObjectStore& store = nullptr);

/// True if a source tree's file of this name is taken: by suffix (`.py`) or whole name
/// (`Makefile`).
bool is_source_file_name(std::string_view name);

}  // namespace lauter
