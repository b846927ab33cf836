#include "io/parquet/parquet_columns.h"

#include <algorithm>
#include <utility>

#include "io/parquet/text_tree.h"
#include "json/writer.h"

namespace lauter::internal {
namespace {

constexpr size_t kNamesInMessage = 20;

const DuckColumn* find(const std::vector<DuckColumn>& columns, const std::string& name) {
  const auto found = std::ranges::find(columns, name, &DuckColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

const DuckColumn* find(const std::vector<DuckColumn>& columns, const FieldPath& path) {
  const DuckColumn* at = find(columns, path.names.front());
  for (size_t i = 1; i < path.names.size() && at != nullptr; ++i) {
    at = find(at->children, path.names[i]);
  }
  return at;
}

std::string dotted(const FieldPath& path) {
  std::string text;
  for (const std::string& name : path.names) text += (text.empty() ? "" : ".") + name;
  return text;
}

/// What a column holds, in words.
std::string kind_of(const DuckColumn& column) {
  if (!column.alias.empty()) return column.alias;
  switch (column.type) {
    case kDuckBlob:
      return "bytes (a BLOB without the mark of a string)";
    case kDuckStruct:
      return "a struct: name the field, as in \"" + column.name + "." +
             (column.children.empty() ? "text" : column.children.front().name) + "\"";
    case kDuckList:
    case kDuckArray:
      return "a list";
    case kDuckMap:
      return "a map";
    default:
      return "numbers, dates or the like";
  }
}

/// Whether a value's bytes in the file, or its decimal, are what DuckDB makes of it.
bool is_plain(const DuckColumn& column) {
  return column.alias.empty() &&
         (column.type == kDuckVarchar || column.type == kDuckInteger || column.type == kDuckBigint);
}

std::string member(const std::string& object, const std::string& name) {
  return "struct_extract(" + object + ", " + sql_string(name) + ")";
}

/// The struct `sql` with another value at the end of `path`, from `depth` on.
std::string rebuilt(const DuckColumn& column, const std::string& sql, const FieldPath& path,
                    size_t depth, const std::function<std::string(const std::string&)>& replace) {
  if (depth == path.names.size()) return replace(sql);
  std::string out = "struct_pack(";
  for (size_t i = 0; i < column.children.size(); ++i) {
    const DuckColumn& child = column.children[i];
    const std::string value = member(sql, child.name);
    out += (i == 0 ? "" : ", ") + sql_name(child.name) + " := ";
    out +=
        child.name == path.names[depth] ? rebuilt(child, value, path, depth + 1, replace) : value;
  }
  return out + ")";
}

}  // namespace

std::string names_of(const std::vector<DuckColumn>& columns) {
  std::string text;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i == kNamesInMessage) return text + ", ...";
    text += (i == 0 ? "" : ", ") + columns[i].name;
  }
  return text;
}

Result<void> check_row_number(const std::vector<DuckColumn>& columns) {
  if (find(columns, kRowNumber) == nullptr) return {};
  return invalid_argument(std::string("has a column called ") + kRowNumber +
                          ", which is kept for the number of a row; rename it");
}

Result<void> check_columns(const std::vector<DuckColumn>& columns, const FieldPath& text) {
  LAUTER_TRY(check_row_number(columns));
  const std::vector<DuckColumn>* below = &columns;
  for (size_t i = 0; i < text.names.size(); ++i) {
    const DuckColumn* column = find(*below, text.names[i]);
    if (column == nullptr) {
      std::string there = names_of(*below);
      return invalid_argument(
          "has no column \"" + dotted(text) + "\" for the text (--text-field); " +
          (i == 0 ? "there is " : "\"" + text.names[i - 1] + "\" has ") + there);
    }
    const bool is_last = i + 1 == text.names.size();
    if (is_last && (column->type != kDuckVarchar || !column->alias.empty())) {
      return invalid_argument("column \"" + dotted(text) + "\" holds no text but " +
                              kind_of(*column));
    }
    if (!is_last && column->type != kDuckStruct) {
      return invalid_argument("column \"" + text.names[i] +
                              "\" is no struct, so it has no field \"" + text.names[i + 1] +
                              "\" for the text (lists of structs are not read)");
    }
    below = &column->children;
  }
  return {};
}

/// An object of some of the fields of a column, or a whole column.
struct RowForm::Wanted {
  std::string name{};
  std::string sql{};  ///< of a whole one
  bool is_text = false;
  FieldPath plain{};
  std::vector<Wanted> fields{};

  /// Adds the column of `path` under its path; what is wanted as a whole already has it.
  void add(const std::vector<DuckColumn>& columns, const FieldPath& path, bool as_text) {
    Wanted* at = this;
    std::string column;
    for (const std::string& part : path.names) {
      column = column.empty() ? sql_name(part) : member(column, part);
      auto field = std::ranges::find(at->fields, part, &Wanted::name);
      if (field == at->fields.end()) field = at->fields.insert(field, Wanted{.name = part});
      at = &*field;
      if (!at->sql.empty()) return;
    }
    at->sql = "CAST(" + (as_text ? column : "to_json(" + column + ")") + " AS VARCHAR)";
    at->is_text = as_text;
    at->plain = as_text && is_plain(*find(columns, path)) ? path : FieldPath();
    at->fields.clear();
  }

  /// Adds the columns with texts, in place of what else was wanted of them.
  void add_texts(const std::vector<DuckColumn>& columns, const RecordFields& of_table) {
    const auto trees = find_text_trees(columns, of_table);
    for (size_t i = 0; trees.ok() && i < columns.size(); ++i) {
      const TextTree& tree = (*trees)[i];
      if (!tree.has_texts()) continue;
      const auto before = std::ranges::find(fields, columns[i].name, &Wanted::name);
      const bool is_wanted = before != fields.end();
      if (is_wanted) fields.erase(before);
      const FieldPath path{{columns[i].name}};
      if (tree.is_text || is_wanted) {
        add(columns, path, tree.is_text);
      } else {
        const std::string read = texts_sql(columns[i], tree, sql_name(columns[i].name));
        fields.push_back({.name = columns[i].name, .sql = "CAST(to_json(" + read + ") AS VARCHAR)"});
      }
    }
  }
};

RowForm::RowForm(const std::vector<DuckColumn>& columns, const ParquetOptions& options) {
  Wanted root;
  if (options.all_columns) {
    std::string list;
    for (const DuckColumn& column : columns) {
      const std::string name = sql_name(column.name);
      list += (list.empty() ? "" : ", ") + name + " := " + name;
    }
    root.sql = "CAST(to_json(struct_pack(" + list + ")) AS VARCHAR)";
  } else {
    for (const FieldPath& path : options.more_fields) {
      if (find(columns, path) != nullptr) root.add(columns, path, false);
    }
    options.fields.texts == nullptr ? root.add(columns, options.fields.text, true) : root.add_texts(columns, options.fields);
    if (find(columns, options.fields.id) != nullptr) root.add(columns, options.fields.id, true);
  }
  lay_out(root, end_);
}

void RowForm::lay_out(const Wanted& wanted, std::string& literal) {
  if (!wanted.sql.empty()) {
    parts_.push_back({std::exchange(literal, {}), wanted.sql, wanted.is_text, wanted.plain});
    return;
  }
  char separator = '{';
  for (const Wanted& field : wanted.fields) {
    literal += std::exchange(separator, ',');
    append_json_string(literal, field.name);
    literal += ':';
    lay_out(field, literal);
  }
  literal += '}';
}

std::string RowForm::sql() const {
  std::string list;
  for (const Part& part : parts_) list += (list.empty() ? "" : ", ") + part.sql;
  return list;
}

std::optional<std::vector<FieldPath>> RowForm::plain_columns() const {
  std::vector<FieldPath> paths;
  for (const Part& part : parts_) {
    if (part.plain.names.empty()) return std::nullopt;
    paths.push_back(part.plain);
  }
  return paths;
}

void RowForm::append(const RowValues& rows, uint64_t row, std::string& out) const {
  for (size_t i = 0; i < parts_.size(); ++i) {
    out += parts_[i].before;
    const auto value = rows.value(i, row);
    if (!value) {
      out += "null";
    } else if (parts_[i].is_text) {
      append_json_string(out, *value);
    } else {
      append_without_nan(out, *value);
    }
  }
  out += end_;
}

std::string column_sql(const FieldPath& path) {
  std::string sql;
  for (const std::string& name : path.names) {
    sql = sql.empty() ? sql_name(name) : member(sql, name);
  }
  return sql;
}

std::string columns_with_text(const std::vector<DuckColumn>& columns, const FieldPath& text,
                              const std::vector<std::string>& dropped,
                              const std::vector<std::string>& millis,
                              const std::function<std::string(const std::string&)>& replace) {
  return columns_with(columns, dropped, millis, [&](const DuckColumn& column) -> std::optional<std::string> {
    if (column.name != text.names.front()) return std::nullopt;
    return rebuilt(column, sql_name(column.name), text, 1, replace);
  });
}

std::string columns_with(const std::vector<DuckColumn>& columns, const std::vector<std::string>& dropped,
                         const std::vector<std::string>& millis,
                         const std::function<std::optional<std::string>(const DuckColumn&)>& value_of) {
  std::string sql;
  for (const DuckColumn& column : columns) {
    if (std::ranges::find(dropped, column.name) != dropped.end()) continue;
    const std::string name = sql_name(column.name);
    std::string value = name;
    if (auto other = value_of(column)) {
      value = std::move(*other);
    } else if (std::ranges::find(millis, column.name) != millis.end()) {
      value = "CAST(" + name + " AS TIMESTAMP_MS)";
    }
    sql += (sql.empty() ? "" : ", ") + value + " AS " + name;
  }
  return sql;
}

void append_without_nan(std::string& out, std::string_view json) {
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      out += c;
      if (c == '\\' && i + 1 < json.size()) out += json[++i];
      in_string = c != '"';
      continue;
    }
    const std::string_view rest = json.substr(i);
    size_t size = 0;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
      if (rest.starts_with(word)) size = word.size();
    }
    if (size == 0) {
      out += c;
      in_string = c == '"';
    } else {
      out += "null";
      i += size - 1;
    }
  }
}

}  // namespace lauter::internal
