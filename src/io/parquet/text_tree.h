/// Which strings of a table are texts, where rows have several: in columns, structs and lists. As SQL: what of a column
/// is read, and the column with other texts. Internal to src/io/parquet.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/parquet/duck_session.h"
#include "json/record_texts.h"

namespace lauter::internal {

/// Of one column or what is in it.
struct TextTree {
  bool is_text = false;       ///< a string that is one
  bool is_companion = false;  ///< a string that says who speaks, or of which kind a part is: read, and left as it is
  std::vector<TextTree> children{};  ///< as those of the column; none: nothing in it is read

  bool has_texts() const;
};

/// What a file's rows have: `fields`, or the usual texts where those are to be taken and there is no `fields.text`.
RecordFields fields_of_table(const std::vector<DuckColumn>& columns, const RecordFields& fields);

/// One tree for each column, of `fields` with several texts. Errors: kInvalidArgument for a named field that is not
/// there or holds no strings; if there is no text at all; with `every`, for strings that cannot be taken one by one.
Result<std::vector<TextTree>> find_text_trees(const std::vector<DuckColumn>& columns, const RecordFields& fields);

/// An expression: the column `sql` with its texts and their companions alone.
std::string texts_sql(const DuckColumn& column, const TextTree& tree, const std::string& sql);

/// Makes an expression of the name of a text as find_texts() gives it, and of the text; both are expressions.
using ReplaceText = std::function<std::string(const std::string& name, const std::string& text)>;
/// An expression: the column with other texts. `every`: of TextPaths.
std::string with_texts_sql(const DuckColumn& column, const TextTree& tree, bool every, const ReplaceText& replace);

}  // namespace lauter::internal
