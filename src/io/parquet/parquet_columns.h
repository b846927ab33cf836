/// Columns of a Parquet file as SQL: the wanted ones as a line of JSON, all of them with another
/// text. Internal to src/io/parquet.
#pragma once

#include <functional>
#include <string>
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

/// An expression: the JSON object with the fields that `options` wants, as far as they are there.
/// The text is a string and the id is one, or null; with all_columns every column is as it is.
std::string row_as_json(const std::vector<DuckColumn>& columns, const ParquetOptions& options);

/// A list of expressions: all columns in order under their names, where `text` is what `replace`
/// makes of the expression of the text, and columns named in `millis` are time stamps of
/// milliseconds.
std::string columns_with_text(const std::vector<DuckColumn>& columns, const FieldPath& text,
                              const std::vector<std::string>& millis,
                              const std::function<std::string(const std::string&)>& replace);

/// Replaces what JSON cannot say (NaN, Infinity, -Infinity outside of strings) by null.
std::string without_nan(std::string_view json);

}  // namespace lauter::internal
