/// SQL rows: `INSERT INTO t (a, b) VALUES ('1', '2'), ('3', '4')`. The names of the columns are
/// labels of the values that stand at the same place of each row.
#include <algorithm>
#include <cstdint>

#include "base/stop.h"
#include "scan/engine.h"
#include "scan/views/relaxed.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxList = 1500;  // bytes of one list in brackets
constexpr size_t kMaxInsertColumns = 48;
constexpr size_t kMaxRows = 400;

/// Items of the list that opens at text[open] == '('; quotes of both kinds and doubled quotes hold
/// commas and brackets. Returns the offset behind the closing bracket, 0 if there is none.
size_t read_list(std::string_view text, size_t open, std::vector<ByteSpan>& items) {
  items.clear();
  char quote = '\0';
  size_t begin = open + 1;
  const size_t limit = std::min(text.size(), open + kMaxList);
  for (size_t i = open + 1; i < limit; ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == '\\') {
        ++i;
      } else if (c == quote) {
        quote = '\0';  // a doubled quote opens again at once
      }
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == ',' || c == ')') {
      if (items.size() == kMaxInsertColumns) return 0;
      items.push_back({begin, i});
      begin = i + 1;
      if (c == ')') return i + 1;
    } else if (c == '(' || c == ';') {
      return 0;
    }
  }
  return 0;
}

ByteSpan trimmed(std::string_view text, ByteSpan item) {
  const auto skip = [](char c) { return is_space(c) || c == '\'' || c == '"' || c == '`'; };
  while (item.begin < item.end && skip(text[item.begin])) ++item.begin;
  while (item.end > item.begin && skip(text[item.end - 1])) --item.end;
  return item;
}

size_t skip_spaces(std::string_view text, size_t i) {
  while (i < text.size() && is_space(text[i])) ++i;
  return i;
}

}  // namespace

void insert_marker(const Page&, size_t, size_t, Found&) {}

void scan_inserts(const Pass& pass) {
  const std::string_view text = pass.page.text;
  std::vector<ByteSpan> columns;
  std::vector<ByteSpan> values;
  std::vector<std::vector<uint16_t>> labels;
  RelaxedView view;
  size_t done = 0;
  // The last cue without a bracket: a later one whose way back leads there has none either, so no
  // byte is walked over twice.
  size_t failed = SIZE_MAX;
  for (size_t c = 0; c < pass.labels.size() && !GiveUpScope::is_over(); ++c) {
    const CueHit& cue = pass.labels[c];
    if (cue.begin < done) continue;
    // The bracket that opens the list of names: only names, blanks and commas stand between.
    size_t open = cue.begin;
    while (open > done && open != failed && cue.begin - open < kMaxList &&
           (is_wordish(text[open - 1]) || is_space(text[open - 1]) || text[open - 1] == ',' ||
            text[open - 1] == '`' || text[open - 1] == '"')) {
      --open;
    }
    if (open == failed || open == 0 || text[open - 1] != '(') {
      failed = cue.begin;
      continue;
    }
    WorkBudget::take(kMaxList);
    --open;
    const size_t close = read_list(text, open, columns);
    if (close == 0) {
      done = cue.end;
      continue;
    }
    done = close;
    size_t i = skip_spaces(text, close);
    constexpr std::string_view kValues = "values";
    if (i + kValues.size() > text.size()) continue;
    bool same = true;
    for (size_t k = 0; same && k < kValues.size(); ++k) same = lower(text[i + k]) == kValues[k];
    if (!same) continue;
    i = skip_spaces(text, i + kValues.size());
    labels.assign(columns.size(), {});
    for (size_t k = c; k < pass.labels.size() && pass.labels[k].begin < close; ++k) {
      const CueHit& label = pass.labels[k];
      for (size_t column = 0; column < columns.size(); ++column) {
        if (label.begin >= columns[column].begin && label.end <= columns[column].end) {
          labels[column].push_back(label.phrase);
        }
      }
    }
    for (std::vector<uint16_t>& column : labels) longest_first(pass.registry, column);
    for (size_t row = 0; row < kMaxRows && i < text.size() && text[i] == '('; ++row) {
      const size_t end = read_list(text, i, values);
      if (end == 0 || values.size() != columns.size()) break;
      for (size_t column = 0; column < values.size(); ++column) {
        const ByteSpan cell = trimmed(text, values[column]);
        if (!labels[column].empty() && !cell.empty() && pass.in_focus(cell.begin, cell.end))
          try_cell(pass, labels[column], cell, view);
      }
      done = end;
      i = skip_spaces(text, end);
      if (i >= text.size() || text[i] != ',') break;
      i = skip_spaces(text, i + 1);
    }
  }
}

}  // namespace lauter::scan
