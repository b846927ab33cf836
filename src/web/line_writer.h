/// The lines of html_text(), as they grow. Internal to web.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lauter::internal {

class LineWriter {
 public:
  /// Text of the page in UTF-8; `has_references`: `&amp;` stands for `&`.
  void text(std::string_view text, bool has_references);
  /// What stood before is a line of its own, if it is anything.
  void end_line();
  /// The first line, if there is no title yet.
  void title(std::string_view text);

  void begin_pre();
  void end_pre();

  void begin_table();
  void end_table();
  void begin_row();
  void end_row();
  void begin_cell();

  /// The lines, title first.
  std::string take();

 private:
  /// A row of a table: one line until a cell turns out to hold a block.
  struct Row {
    size_t begin = 0;  ///< in out_
    bool is_open = false;
    bool is_line = true;
  };
  static constexpr size_t kMaxTables = 1000;

  bool at_line_begin() const { return out_.empty() || out_.back() == '\n'; }
  bool has_rows() const { return !rows_.empty() && tables_beyond_ == 0; }
  void plain_text(std::string_view text);
  void pre_text(std::string_view text);
  void put(std::string_view piece);
  void end_pre_line();
  void break_line();

  std::string out_;
  std::string title_;
  std::string decoded_;
  char pending_ = '\0';  ///< what parts the next piece from the last: a blank, a tab, nothing
  int pre_depth_ = 0;
  std::string indent_;      ///< of the line of a pre that has nothing else yet
  size_t blank_lines_ = 0;  ///< of a pre, since its last line
  bool pre_has_lines_ = false;
  std::vector<Row> rows_;     ///< of the tables that are open
  size_t tables_beyond_ = 0;  ///< open ones that are not in rows_
};

}  // namespace lauter::internal
