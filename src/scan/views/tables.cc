/// Tables: a header line whose cells are labels, then lines with as many delimiters. The label of a
/// column announces every cell below it.
#include <algorithm>
#include <array>
#include <cstring>

#include "base/stop.h"
#include "scan/engine.h"
#include "scan/index/byte_scan.h"
#include "scan/views/relaxed.h"
#include "scan/views/text_runs.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

constexpr std::array<char, 4> kDelimiters = {'\t', '|', ',', ';'};
constexpr size_t kMaxLine = 8192;
constexpr size_t kMaxTableColumns = 64;
constexpr size_t kMaxHeaderCell = 60;

ByteSpan line_at(std::string_view text, size_t begin) {
  const size_t end = text.substr(begin, kMaxLine).find('\n');
  return {begin,
          end == std::string_view::npos ? std::min(text.size(), begin + kMaxLine) : begin + end};
}

/// The row of a table that begins at `begin`: a line, and the next ones while a quote is open.
ByteSpan row_at(std::string_view text, size_t begin, char delimiter) {
  constexpr int kMostLines = 6;
  ByteSpan row = line_at(text, begin);
  if (delimiter == '|') return row;
  const auto open = [&] {
    const std::string_view bytes = row.of(text);
    return std::count(bytes.begin(), bytes.end(), '"') % 2 != 0;
  };
  for (int lines = 1; lines < kMostLines && open() && row.end < text.size(); ++lines)
    row.end = line_at(text, row.end + 1).end;
  // A quote that nothing closes is a mark of inches or a mistake.
  return open() ? line_at(text, begin) : row;
}

/// Begin of the line around `at`, at most kMaxLine back.
size_t line_begin(std::string_view text, size_t at) {
  const size_t floor = at > kMaxLine ? at - kMaxLine : 0;
  const void* end = memrchr(text.data() + floor, '\n', at - floor);
  return end == nullptr ? floor
                        : static_cast<size_t>(static_cast<const char*>(end) - text.data()) + 1;
}

/// Cells of a line; a delimiter inside double quotes does not count.
void split_cells(std::string_view text, ByteSpan line, char delimiter,
                 std::vector<ByteSpan>& cells) {
  cells.clear();
  if (line.of(text).find('"') == std::string_view::npos) {
    for (size_t begin = line.begin;;) {
      const size_t end = std::min(line.end, text.substr(0, line.end).find(delimiter, begin));
      cells.push_back({begin, end});
      if (end == line.end || cells.size() > kMaxTableColumns) return;
      begin = end + 1;
    }
  }
  bool quoted = false;
  size_t begin = line.begin;
  for (size_t i = line.begin; i <= line.end; ++i) {
    if (i < line.end && text[i] == '"') quoted = !quoted;
    if (i < line.end && (quoted || text[i] != delimiter)) continue;
    cells.push_back({begin, i});
    begin = i + 1;
    if (cells.size() > kMaxTableColumns) return;
  }
}

ByteSpan trim_cell(std::string_view text, ByteSpan cell) {
  const auto skip = [](char c) {
    return is_space(c) || c == '"' || c == '\'' || c == '`' || c == '*';
  };
  while (cell.begin < cell.end && skip(text[cell.begin])) ++cell.begin;
  while (cell.end > cell.begin && skip(text[cell.end - 1])) --cell.end;
  return cell;
}

/// Whether the line could be a header: two cells or more, none longer than a label is. Gives up at
/// the first long cell, so prose costs a few bytes.
bool header_like(std::string_view line, char delimiter) {
  size_t cells = 1;
  for (size_t end; (end = line.substr(0, kMaxHeaderCell + 1).find(delimiter)) != line.npos;
       ++cells) {
    if (cells == kMaxTableColumns) return false;
    line.remove_prefix(end + 1);
  }
  return cells >= 2 && line.size() <= kMaxHeaderCell;
}

/// Whether a row of `cells` belongs to a header of `columns`: as many, or one or two more where
/// people write commas inside a cell ("July 4, 2021") without quoting it.
bool fits(size_t cells, size_t columns, char delimiter) {
  return cells == columns ||
         (delimiter == ',' && columns >= 3 && cells > columns && cells <= columns + 2);
}

/// Whether any delimiter stands where a first header cell could end. One pass over few bytes.
bool early_delimiter(std::string_view text, ByteSpan line) {
  const size_t end = std::min<size_t>(line.end, line.begin + kMaxHeaderCell + 1);
  return find_byte<',', ';', '|', '\t'>(text, line.begin, end) < end;
}

bool rule_line(std::string_view line) {
  return !line.empty() && line.find('-') != std::string_view::npos &&
         line.find_first_not_of("-|: \t+\r") == std::string_view::npos;
}

bool begins_with_bar(std::string_view text, size_t line) {
  while (line < text.size() && is_blank(text[line])) ++line;
  return line < text.size() && text[line] == '|';
}

/// Whether the line that begins at `begin` is a row below others of a Markdown table, and so no
/// header whatever its cells say.
bool below_rows(std::string_view text, size_t begin) {
  return begin > 1 && begins_with_bar(text, begin) &&
         begins_with_bar(text, line_begin(text, begin - 1));
}

/// Whether a header cell is the label and little else: a short word ("by" is a town) in a cell of several is prose.
bool heads_column(std::string_view text, const CueHit& cue, ByteSpan cell) {
  if (cell.size() > 48 || cue.end - cue.begin > 2) return cell.size() <= 48;
  const std::string_view words = cell.of(text);
  return std::count(words.begin(), words.end(), ' ') <= 2;
}

}  // namespace

void longest_first(const Registry& registry, std::vector<uint16_t>& labels) {
  std::stable_sort(labels.begin(), labels.end(), [&](uint16_t a, uint16_t b) {
    return registry.phrases()[a].length() > registry.phrases()[b].length();
  });
}

void try_cell(const Pass& pass, const std::vector<uint16_t>& phrases, ByteSpan cell,
              RelaxedView& view) {
  const Page& page = pass.page;
  size_t owner = 0;  // length of the longest label that had a rule for the cell
  for (const uint16_t p : phrases) {
    const Phrase& phrase = pass.registry.phrases()[p];
    if (phrase.length() < owner) break;
    if (!owns_enabled(pass, phrase)) continue;
    WorkBudget::take(50 + 50 * phrase.owned.size());
    bool found = false;
    for (const uint16_t rule : phrase.owned) {
      const CompiledValue& value = pass.registry.values()[rule];
      if (!pass.enabled[rule] || value.row->anchor != nullptr) continue;
      const size_t length = value.match(page.text.substr(0, cell.end), cell.begin);
      if (length != cell.size()) continue;
      if (!holds_up(page, *value.row, cell.begin, cell.end, true)) continue;
      pass.found.add(value.row->info, cell.begin, cell.end,
                     std::min(0.995F, value.row->score + 0.03F));
      found = true;
    }
    if (found) {
      owner = phrase.length();
      continue;
    }
    if (try_damaged_cell(pass, phrase, cell) || try_stray_blanks(pass, phrase, cell)) continue;
    relax(page.text.substr(0, cell.end), cell.begin, view);
    if (view.text.size() < 3 || view.source.back().end != cell.end) continue;
    for (const uint16_t rule : phrase.owned) {
      const CompiledValue& value = pass.registry.values()[rule];
      const ValueRule& row = *value.row;
      if (!pass.enabled[rule] || row.anchor != nullptr || (row.flags & kNoRelax) != 0) continue;
      if (value.match(view.text, 0) != view.text.size()) continue;
      if (row.check != nullptr && !row.check(normalise(view.text).view())) continue;
      pass.found.add(row.info, cell.begin, cell.end, row.score);
    }
  }
}

void scan_tables(const Pass& pass) {
  const Page& page = pass.page;
  const std::string_view text = page.text;
  std::vector<ByteSpan> header, cells;
  std::vector<std::vector<uint16_t>> columns;
  RelaxedView view;
  size_t done = 0;  // lines before this were read as rows of a table
  const std::span<const CueHit> labels = pass.labels;
  const Pass in_code = pass.in_code();
  RegionCursor regions(page);
  for (size_t c = 0; c < labels.size() && !GiveUpScope::is_over();) {
    const size_t begin = line_begin(text, labels[c].begin);
    const ByteSpan line = line_at(text, begin);
    const size_t first = c;
    while (c < labels.size() &&
           labels[c].begin < std::max<size_t>(line.end, labels[first].begin + 1))
      ++c;
    if (line.begin < done || line.end >= text.size()) continue;
    WorkBudget::take(16 + line.size() / 16);
    if (!early_delimiter(text, line)) continue;
    // The delimiter that splits this line and the next one alike.
    ByteSpan next = line_at(text, line.end + 1);
    const bool ruled = rule_line(next.of(text));
    const ByteSpan rule = next;
    if (ruled && next.end < text.size()) next = line_at(text, next.end + 1);
    char delimiter = '\0';
    for (const char d : kDelimiters) {
      if (!header_like(line.of(text), d)) continue;
      split_cells(text, line, d, header);
      split_cells(text, row_at(text, next.begin, d), d, cells);
      if (fits(cells.size(), header.size(), d)) {
        delimiter = d;
        break;
      }
    }
    if (delimiter == '\0' || (ruled && rule.end >= text.size())) continue;
    if (delimiter == '|' && !ruled && below_rows(text, line.begin)) continue;
    split_cells(text, line, delimiter, header);
    columns.assign(header.size(), {});
    bool any = false;
    for (size_t k = first; k < c; ++k) {
      const CueHit& cue = labels[k];
      for (size_t column = 0; column < header.size(); ++column) {
        const ByteSpan cell = trim_cell(text, header[column]);
        // A header cell is the label and little else.
        if (cue.begin >= cell.begin && cue.end <= cell.end && heads_column(text, cue, cell)) {
          columns[column].push_back(cue.phrase);
          any = true;
        }
      }
    }
    if (!any) continue;
    for (std::vector<uint16_t>& column : columns) longest_first(pass.registry, column);
    for (ByteSpan row = row_at(text, next.begin, delimiter);
         row.begin < text.size() && !GiveUpScope::is_over();
         row = row_at(text, row.end + 1, delimiter)) {
      WorkBudget::take(row.size());
      split_cells(text, row, delimiter, cells);
      if (!fits(cells.size(), header.size(), delimiter)) break;
      cells.resize(header.size());
      for (size_t column = 0; column < cells.size(); ++column) {
        if (columns[column].empty()) continue;
        const ByteSpan cell = trim_cell(text, cells[column]);
        if (cell.size() >= 1 && pass.in_focus(cell.begin, cell.end))
          try_cell(regions.in_code(cell.begin) ? in_code : pass, columns[column], cell, view);
      }
      done = row.end + 1;
      if (row.end >= text.size()) break;
    }
  }
}

}  // namespace lauter::scan
