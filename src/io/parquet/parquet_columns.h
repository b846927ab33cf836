/// Columns of a Parquet file as SQL: the wanted ones as a line of JSON, all of them with another
/// text. Internal to src/io/parquet.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/parquet.h"
#include "io/parquet/duck_session.h"

namespace lauter::internal {

/// The name of the pseudo column with a row's number from 0.
inline constexpr const char* kRowNumber = "file_row_number";

/// Errors: kInvalidArgument: there is no such column (names those there are), it is no string or
/// below a list; a column is called kRowNumber.
Result<void> check_columns(const std::vector<DuckColumn>& columns, const FieldPath& text);
/// Errors: kInvalidArgument: a column is called kRowNumber.
Result<void> check_row_number(const std::vector<DuckColumn>& columns);

/// Up to 20 of them, for messages.
std::string names_of(const std::vector<DuckColumn>& columns);

/// A row as a JSON object with the fields that `options` wants, as far as they are there. The text
/// is a string and the id is one, or null; with all_columns every column is as it is.
///
/// Texts come from the query as they are, and are escaped on their way into the line: letting SQL
/// make the line copies each text three times, in batches of 2,048 that leave every cache.
class RowForm {
 public:
  /// `options.fields` are those of the table, and its texts can be read: check_columns() or find_text_trees().
  RowForm(const std::vector<DuckColumn>& columns, const ParquetOptions& options);

  /// A list of expressions, for SELECT.
  std::string sql() const;
  /// The columns of that list, if all are strings or whole numbers.
  std::optional<std::vector<FieldPath>> plain_columns() const;
  /// Appends row `row` of what the query, or reading these columns, gave as an object.
  void append(const RowValues& rows, uint64_t row, std::string& out) const;

 private:
  struct Wanted;
  /// A value, and what stands between it and the one before.
  struct Part {
    std::string before{};
    std::string sql{};
    bool is_text = false;  ///< to be escaped; else JSON
    FieldPath plain{};     ///< of a string or a whole number; else empty
  };
  void lay_out(const Wanted& wanted, std::string& literal);

  std::vector<Part> parts_;
  std::string end_;
};

/// An expression: the column, or a field of it.
std::string column_sql(const FieldPath& path);

/// A list of expressions: all columns in order under their names, but those of `dropped`, where
/// `value_of` gives another expression for some, and columns named in `millis` are time stamps of
/// milliseconds.
std::string columns_with(const std::vector<DuckColumn>& columns, const std::vector<std::string>& dropped,
                         const std::vector<std::string>& millis,
                         const std::function<std::optional<std::string>(const DuckColumn&)>& value_of);

/// The same where `text` is what `replace` makes of the expression of the text.
std::string columns_with_text(const std::vector<DuckColumn>& columns, const FieldPath& text,
                              const std::vector<std::string>& dropped,
                              const std::vector<std::string>& millis,
                              const std::function<std::string(const std::string&)>& replace);

/// Appends JSON with null for what it cannot say: NaN, Infinity, -Infinity outside of strings.
void append_without_nan(std::string& out, std::string_view json);

}  // namespace lauter::internal
