/// Parquet inputs, and new Parquet files from them with other texts. What reads and writes the
/// format is a library that is loaded when a run meets the first such file; src/io/parquet/ alone
/// knows which.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/files/sink.h"
#include "io/input.h"
#include "json/record.h"

namespace lauter {

struct ParquetOptions {
  std::string
      library{};  ///< path of the library; empty: beside the program, or where the system has it
  RecordFields fields{};
  std::vector<FieldPath> more_fields{};  ///< that rows have besides, where the file has them
  bool all_columns = false;              ///< rows have all columns of the file
  int threads = 1;                       ///< for decoding
  int compression_level = 0;             ///< of gzip and zstd; 0: 6 and 3
  std::string copies{};  ///< folder for local copies of objects; needed if there are any
};

/// Whether one of them is a Parquet file.
bool has_parquet(const Inputs& inputs);

/// Makes the Parquet files among `inputs` readable (InputFile::parquet); without any it does
/// nothing and loads nothing. A row of such a file is read as a line of JSON with the wanted
/// fields, the id as a string. Errors: kUnimplemented, with how to get the library, where it is
/// missing or too old.
Result<void> open_parquet(Inputs& inputs, const ParquetOptions& options);

/// The library's version and the path that it was loaded from. Errors: as open_parquet().
Result<std::string> parquet_library_version(const std::string& library);

/// A new Parquet file from an input and the texts that its rows are to have: all other columns with
/// their types and nulls, the same order, row groups, compression, field ids and key-value
/// metadata. design/0021 lists the few things of a file that cannot be kept.
class ParquetRewrite {
 public:
  /// `texts`: what StagedRows made of the rows, from the first on; rows behind them are left out,
  /// and so are rejected ones. `out`: the file to write, of `run` (AppendFile::open). Groups wait in files `scratch.N`. Errors:
  /// those of reading `file` and `texts`.
  static Result<ParquetRewrite> open(const InputFile& file, const std::string& texts,
                                     const std::string& out, const std::string& scratch,
                                     int threads, std::string_view run = {});
  ParquetRewrite(ParquetRewrite&&) noexcept;
  ParquetRewrite& operator=(ParquetRewrite&&) noexcept;
  ~ParquetRewrite();

  /// Row groups of `file` that have rows in `texts`.
  size_t n_groups() const;

  struct Group {
    size_t index = 0;
    /// A file of this row group alone, or of its texts. Empty if no row of it is kept, or none is
    /// changed.
    std::string path{};
    /// The rejected rows as JSON objects of all columns, in order.
    std::vector<std::string> rejected{};
  };
  /// Makes one group. Many at a time, each `thread` by itself. Memory: the group; a page of texts
  /// where no row is left out and all texts are staged. Errors: kDataLoss, kUnavailable.
  Result<Group> make_group(size_t index, int thread) const;

  /// Appends a group's bytes to `out` and removes its file. In the order of the input.
  Result<void> append(const Group& group);
  /// Completes `out`, which still is to be committed. The last call.
  Result<AppendFile> finish();

 private:
  struct State;
  explicit ParquetRewrite(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
