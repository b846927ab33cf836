#include "refine/clean/line_blocks.h"

#include <algorithm>
#include <optional>

#include "text/ascii.h"

namespace lauter {
namespace {

bool opens_fence(std::string_view line) {
  return line.starts_with("```") || line.starts_with("~~~");
}

/// The end of a fence of backticks or tildes: a run at least as long, alone.
bool closes_fence(std::string_view line, std::string_view fence) {
  return line.starts_with(fence) && line.find_first_not_of(fence[0]) == std::string_view::npos;
}

/// The marks of one kind of displayed formula.
struct FormulaMarks {
  std::string_view open;
  std::string_view close;
};
constexpr FormulaMarks kFormulas[] = {{"$$", "$$"}, {"\\[", "\\]"}, {"\\begin{", "\\end{"}};

size_t count_of(std::string_view mark, std::string_view line) {
  size_t n = 0;
  for (size_t at = line.find(mark); at != std::string_view::npos; at = line.find(mark, at)) {
    at += mark.size();
    ++n;
  }
  return n;
}

/// How many formulas are open behind the line if `depth` were before it; nothing if one closes that
/// was not open.
std::optional<size_t> depth_behind(std::string_view line, const FormulaMarks& marks, size_t depth) {
  const size_t opened = count_of(marks.open, line);
  if (marks.open == marks.close) return (depth + opened) % 2;
  const size_t closed = count_of(marks.close, line);
  if (closed > depth + opened) return std::nullopt;
  return depth + opened - closed;
}

class Blocks {
 public:
  Blocks(std::string_view text, const LineIndex& lines) : text_(text), lines_(lines) {}

  /// The block that begins at line `first`, or an empty one.
  LineBlock at(size_t first) const {
    const std::string_view line = body(first);
    if (opens_fence(line)) {
      return {LineBlock::Kind::kFence, first, fence_end(first, line)};
    }
    if (line.starts_with('|')) {
      size_t last = first + 1;
      while (last < count() && body(last).starts_with('|')) ++last;
      if (last > first + 1) return {LineBlock::Kind::kTable, first, last};
    }
    for (const FormulaMarks& marks : kFormulas) {
      if (const size_t last = formula_last(first, marks); last > first + 1) {
        return {LineBlock::Kind::kFormula, first, last};
      }
    }
    return {LineBlock::Kind::kFence, first, first};
  }

  size_t count() const { return lines_.line_count(); }

 private:
  std::string_view body(size_t i) const { return trim_ascii(lines_.line(i + 1).of(text_)); }

  /// Behind the line that closes all formulas that line `first` opens; `first` if there is none.
  size_t formula_last(size_t first, const FormulaMarks& marks) const {
    std::optional<size_t> depth = 0;
    const size_t limit = std::min(count(), first + kMaxFormulaLines);
    for (size_t i = first; i < limit && (i == first || !opens_fence(body(i))); ++i) {
      depth = depth_behind(body(i), marks, *depth);
      if (!depth) return first;
      if (*depth == 0) return i + 1;
    }
    return first;
  }

  size_t fence_end(size_t first, std::string_view line) const {
    const std::string_view fence = line.substr(0, line.find_first_not_of(line[0]));
    for (size_t i = first + 1; i < count(); ++i) {
      if (closes_fence(body(i), fence)) return i + 1;
    }
    return count();
  }

  std::string_view text_;
  const LineIndex& lines_;
};

}  // namespace

bool has_lone_mark(std::string_view line) {
  return std::any_of(std::begin(kFormulas), std::end(kFormulas), [line](const auto& marks) {
    return depth_behind(line, marks, 0) != size_t{0};
  });
}

void find_line_blocks(std::string_view text, const LineIndex& lines,
                      std::vector<LineBlock>& blocks) {
  blocks.clear();
  const Blocks finder(text, lines);
  for (size_t i = 0; i < finder.count();) {
    const LineBlock block = finder.at(i);
    if (block.last > block.first) blocks.push_back(block);
    i = std::max(block.last, i + 1);
  }
}

}  // namespace lauter
