/// Rows of a Parquet file as strings, in one of two ways: by a query of DuckDB (DuckRows), or, for
/// columns of the usual kinds, from their pages (PlainRows). Internal to src/io/parquet.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/files/system.h"
#include "io/parquet/column_values.h"
#include "io/parquet/parquet_groups.h"
#include "json/record.h"

namespace lauter::internal {

class RowValues {
 public:
  virtual ~RowValues() = default;
  /// Goes on to the next rows and says how many they are; 0 at the end.
  virtual Result<uint64_t> next() = 0;
  /// A value of these rows, valid until next(); nothing if it is null.
  virtual std::optional<std::string_view> value(size_t column, uint64_t row) const = 0;
};

/// One row at a time. Memory: a page of each column, before and after decompression.
class PlainRows : public RowValues {
 public:
  /// Nothing if not all of these columns can be read here, in all row groups. `place` is opened for
  /// as long as this lives. Rows before `from` are passed over. Errors: those of reading.
  static Result<std::unique_ptr<PlainRows>> open(const std::string& place,
                                                 const std::vector<FieldPath>& columns,
                                                 uint64_t from = 0);

  Result<uint64_t> next() override;
  std::optional<std::string_view> value(size_t column, uint64_t /*row*/) const override {
    return values_[column];
  }

 private:
  void begin_group();

  Fd fd_;
  std::optional<ParquetGroups> groups_;
  std::vector<FlatColumn> columns_;
  size_t next_group_ = 0;
  uint64_t left_ = 0;  ///< rows of the group
  std::vector<ColumnValues> readers_;
  std::vector<std::optional<std::string_view>> values_;
};

}  // namespace lauter::internal
