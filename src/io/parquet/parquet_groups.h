/// Where the columns of a Parquet file's row groups stand as bytes, and what its footer says of
/// them when they are put elsewhere, encoded pages and all, with another text. Internal to
/// src/io/parquet.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/parquet/parquet_footer.h"
#include "io/parquet/text_column.h"

namespace lauter::internal {

/// A column of one row group.
struct ColumnBytes {
  uint64_t begin = 0;  ///< byte of the file; the dictionary is included
  uint64_t size = 0;
  uint64_t raw_size = 0;    ///< before compression
  int64_t codec = 0;        ///< CompressionCodec
  uint32_t encodings = 0;   ///< bit i: Encoding i is used
  std::string_view path{};  ///< path_in_schema: a thrift list
};

/// A column that holds one value or null a row.
struct FlatColumn {
  size_t index = 0;           ///< among all of a row group
  int level = 0;              ///< of definition, that of a value that is there
  int64_t physical_type = 0;  ///< Type
};

class ParquetGroups {
 public:
  /// Nothing for a file that is not quite as the format says, that has encrypted columns or some
  /// in another file. Errors: those of reading.
  static Result<std::optional<ParquetGroups>> open(const std::string& place);

  size_t n_groups() const { return groups_.size(); }
  uint64_t n_rows(size_t group) const { return groups_[group].n_rows; }
  const std::vector<ColumnBytes>& columns(size_t group) const { return groups_[group].columns; }
  /// Nothing if there is no such column, or two, or it is a list or in one.
  std::optional<FlatColumn> flat_column(const std::vector<std::string>& path) const;
  /// Whether the pages of all columns end where these do: some writers counted wrong. Errors: those
  /// of reading.
  Result<bool> pages_fill_columns(const std::string& place) const;

  /// A text column that has been written anew.
  struct NewText {
    size_t index = 0;
    TextColumnSize size{};
  };
  /// The RowGroup (thrift) of a group whose columns begin at `begins` now.
  std::string row_group(size_t group, const std::vector<uint64_t>& begins,
                        const std::optional<NewText>& text) const;
  /// The footer with these row groups, one behind the other. Their rows are all of the file's.
  std::string footer(std::string_view row_groups, size_t n_groups) const;

 private:
  struct Group {
    std::string_view bytes;  ///< its RowGroup
    uint64_t n_rows = 0;
    std::vector<ColumnBytes> columns{};
  };
  bool read_group(std::string_view bytes, uint64_t end);

  std::unique_ptr<const std::string> footer_;  ///< where groups_ point to
  std::vector<ParquetSchemaNode> schema_;
  std::vector<Group> groups_;
};

}  // namespace lauter::internal
