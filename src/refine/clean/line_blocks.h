/// Stretches of lines that make sense only as a whole: fenced code, tables, displayed formulas.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/lines.h"

namespace lauter {

/// Lines [first, last), from 0.
struct LineBlock {
  enum class Kind : uint8_t { kFence, kTable, kFormula };
  Kind kind = Kind::kFence;
  size_t first = 0;
  size_t last = 0;
};

/// Replaces `blocks` by those of the text, in order, apart: fences of ``` and ~~~ (an open one goes
/// on to the end), two rows and more that begin with `|`, and formulas between lines $$ $$, \[ \]
/// or \begin{} \end{} (at most kMaxFormulaLines; an open one is none). Linear.
void find_line_blocks(std::string_view text, const LineIndex& lines,
                      std::vector<LineBlock>& blocks);
inline constexpr size_t kMaxFormulaLines = 200;

/// Whether the line opens or closes a formula whose other end is not in it.
bool has_lone_mark(std::string_view line);

}  // namespace lauter
