#include "io/parquet/text_tree.h"

#include <algorithm>

#include "io/parquet/parquet_columns.h"

namespace lauter::internal {
namespace {

constexpr std::string_view kPartNames[] = {"type", "text"};

bool is_string(const DuckColumn& column) { return column.type == kDuckVarchar && column.alias.empty(); }
bool is_list(const DuckColumn& column) { return column.type == kDuckList && column.children.size() == 1; }

void grow(const DuckColumn& column, TextTree& tree) { tree.children.resize(column.children.size()); }

size_t child_of(const DuckColumn& column, std::string_view name) {
  return static_cast<size_t>(std::ranges::find(column.children, name, &DuckColumn::name) - column.children.begin());
}

/// [{"type":"text","text":"..."}] where a text is due.
bool mark_parts(const DuckColumn& column, TextTree& tree) {
  if (!is_list(column) || column.children[0].type != kDuckStruct) return false;
  const DuckColumn& part = column.children[0];
  for (const std::string_view name : kPartNames) {
    const size_t child = child_of(part, name);
    if (child == part.children.size() || !is_string(part.children[child])) return false;
  }
  grow(column, tree);
  grow(part, tree.children[0]);
  tree.children[0].children[child_of(part, kPartNames[0])].is_companion = true;
  tree.children[0].children[child_of(part, kPartNames[1])].is_text = true;
  return true;
}

void mark_speakers(const DuckColumn& column, TextTree& tree) {
  for (size_t i = 0; i < column.children.size(); ++i) {
    const bool speaks = is_speaker_name(column.children[i].name) && is_string(column.children[i]);
    tree.children[i].is_companion = tree.children[i].is_companion || speaks;
  }
}

/// Whether the path, of which `column` is the value of this step, ends at strings.
bool mark(const DuckColumn& column, TextTree& tree, const TextPath& path, size_t step) {
  const bool is_last = step + 1 == path.steps.size();
  const bool into_list = path.steps[step].is_list;
  if (into_list && !is_list(column)) return false;
  if (into_list) grow(column, tree);
  const DuckColumn& at = into_list ? column.children[0] : column;
  TextTree& node = into_list ? tree.children[0] : tree;
  if (is_last) {
    node.is_text = is_string(at);
    return node.is_text || (!into_list && mark_parts(at, node));
  }
  if (at.type != kDuckStruct) return false;
  const size_t child = child_of(at, path.steps[step + 1].name);
  if (child == at.children.size()) return false;
  grow(at, node);
  if (into_list) mark_speakers(at, node);
  return mark(at.children[child], node.children[child], path, step + 1);
}

Result<bool> mark_path(const std::vector<DuckColumn>& columns, const TextPath& path, bool is_needed,
                       std::vector<TextTree>& trees) {
  const auto column = std::ranges::find(columns, path.steps.front().name, &DuckColumn::name);
  if (column == columns.end()) {
    if (!is_needed) return false;
    return invalid_argument("has no column \"" + path.steps.front().name + "\" for the field \"" + path.written() +
                            "\" (--fields); there is " + names_of(columns));
  }
  TextTree& tree = trees[static_cast<size_t>(column - columns.begin())];
  TextTree tried = tree;
  if (!mark(*column, tried, path, 0)) {
    if (!is_needed) return false;
    return invalid_argument("the field \"" + path.written() + "\" holds no strings (--fields)");
  }
  tree = std::move(tried);
  return true;
}

/// All strings of a value. Errors: it holds some that are no single ones.
Result<void> mark_every(const DuckColumn& column, TextTree& tree, const std::string& name) {
  if (is_string(column)) {
    tree.is_text = true;
  } else if (column.type == kDuckMap || column.type == kDuckArray || !column.alias.empty() ||
             (column.type == kDuckList && column.children.empty())) {
    return invalid_argument("column \"" + name + "\" may hold strings that are not taken one by one (a map, an array or " +
                            "JSON): name the texts with --fields, or leave it out with --drop-fields");
  }
  grow(column, tree);
  for (size_t i = 0; i < column.children.size(); ++i) {
    LAUTER_TRY(mark_every(column.children[i], tree.children[i], name));
  }
  return {};
}

std::string child_sql(const std::string& object, const std::string& name) {
  return "struct_extract(" + object + ", " + sql_string(name) + ")";
}

std::string unless_null(const std::string& sql, const std::string& then) {
  return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE " + then + " END";
}

/// The name of a text, as far as it is known, as an expression.
struct SqlName {
  std::string sql{};      ///< empty, or ends with ` || `
  std::string literal{};  ///< what comes behind it

  std::string expression() const { return sql + sql_string(literal); }
};

class Rewriting {
 public:
  Rewriting(bool every, const ReplaceText& replace) : every_(every), replace_(replace) {}

  std::string of(const DuckColumn& column, const TextTree& tree, const std::string& sql, const SqlName& name) {
    if (tree.is_text) return unless_null(sql, replace_(name.expression(), sql));
    if (!tree.has_texts()) return sql;
    return column.type == kDuckStruct ? of_struct(column, tree, sql, name) : of_list(column, tree, sql, name);
  }

 private:
  std::string of_struct(const DuckColumn& column, const TextTree& tree, const std::string& sql, const SqlName& name) {
    std::string members;
    for (size_t i = 0; i < column.children.size(); ++i) {
      const DuckColumn& child = column.children[i];
      SqlName below = name;
      below.literal += '.';
      append_field_name(child.name, every_, below.literal);
      members += (i == 0 ? "" : ", ") + sql_name(child.name) + " := " +
                 of(child, tree.children[i], child_sql(sql, child.name), below);
    }
    return unless_null(sql, "struct_pack(" + members + ")");
  }

  std::string of_list(const DuckColumn& column, const TextTree& tree, const std::string& sql, const SqlName& name) {
    const std::string number = std::to_string(n_lists_++);
    const std::string element = "x" + number;
    const std::string index = "i" + number;
    const SqlName below{name.sql + sql_string(name.literal + "[") + " || (" + index + " - 1) || ", "]"};
    return "list_transform(" + sql + ", lambda " + element + ", " + index + ": " +
           of(column.children[0], tree.children[0], element, below) + ")";
  }

  bool every_;
  const ReplaceText& replace_;
  size_t n_lists_ = 0;  ///< so that names of lambdas within lambdas differ
};

bool is_read(const TextTree& tree) { return tree.is_companion || tree.has_texts(); }

std::string reading(const DuckColumn& column, const TextTree& tree, const std::string& sql, size_t depth) {
  if (column.type == kDuckStruct) {
    std::string members;
    for (size_t i = 0; i < column.children.size(); ++i) {
      const DuckColumn& child = column.children[i];
      if (!is_read(tree.children[i])) continue;
      members += (members.empty() ? "" : ", ") + sql_name(child.name) + " := " +
                 reading(child, tree.children[i], child_sql(sql, child.name), depth);
    }
    return unless_null(sql, "struct_pack(" + members + ")");
  }
  if (column.type != kDuckList) return sql;
  const std::string element = "x" + std::to_string(depth);
  return "list_transform(" + sql + ", lambda " + element + ": " +
         reading(column.children[0], tree.children[0], element, depth + 1) + ")";
}

bool has_path(const std::shared_ptr<const std::vector<TextPath>>& paths, const std::string& name) {
  return paths != nullptr &&
         std::ranges::any_of(*paths, [&](const TextPath& path) { return path.steps.size() == 1 && path.steps[0].name == name; });
}

}  // namespace

bool TextTree::has_texts() const {
  return is_text || std::ranges::any_of(children, &TextTree::has_texts);
}

RecordFields fields_of_table(const std::vector<DuckColumn>& columns, const RecordFields& fields) {
  if (fields.texts != nullptr || !fields.or_usual || check_columns(columns, fields.text).ok()) return fields;
  RecordFields usual = fields;
  usual.texts = std::make_shared<const TextPaths>(usual_text_paths());
  return find_text_trees(columns, usual).ok() ? usual : fields;
}

Result<std::vector<TextTree>> find_text_trees(const std::vector<DuckColumn>& columns, const RecordFields& fields) {
  const TextPaths& paths = *fields.texts;
  std::vector<TextTree> trees(columns.size());
  for (size_t i = 0; paths.every && i < columns.size(); ++i) {
    const std::string& name = columns[i].name;
    if (name == fields.id.dotted() || has_path(fields.dropped, name)) continue;
    LAUTER_TRY(mark_every(columns[i], trees[i], name));
  }
  for (const TextPath& path : paths.values) LAUTER_TRY(mark_path(columns, path, !paths.every, trees));
  for (const auto& alternative : paths.alternatives) {
    for (const TextPath& path : alternative) {
      LAUTER_TRY(mark_path(columns, path, paths.alternatives.size() == 1, trees));
    }
  }
  if (std::ranges::none_of(trees, &TextTree::has_texts)) {
    return invalid_argument("has no column of texts (--fields); there is " + names_of(columns));
  }
  for (const TextPath& path : paths.beside) LAUTER_TRY(mark_path(columns, path, false, trees));
  return trees;
}

std::string texts_sql(const DuckColumn& column, const TextTree& tree, const std::string& sql) {
  return reading(column, tree, sql, 0);
}

std::string with_texts_sql(const DuckColumn& column, const TextTree& tree, bool every, const ReplaceText& replace) {
  SqlName name;
  append_field_name(column.name, every, name.literal);
  return Rewriting(every, replace).of(column, tree, sql_name(column.name), name);
}

}  // namespace lauter::internal
