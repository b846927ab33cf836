/// How each text dialect is printed. Internal to edit: print_dialect() chooses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edit/dialect/dialect.h"
#include "edit/edit.h"
#include "text/lines.h"

namespace lauter {

DialectText print_refinex(const EditProgram& program, std::string_view original);
DialectText print_prox(const EditProgram& program, std::string_view original);

/// The program's edits without what they leave as it is (replacing "a cat" by "a dog" touches three
/// bytes), touching ones made one. At least a byte lies between two.
std::vector<Edit> essential_edits(const EditProgram& program, std::string_view original);

/// The text of a line that is to go.
struct LinePart {
  uint64_t line;  ///< 1-based
  ByteSpan span;
};

/// A deletion in terms of lines.
struct LineForm {
  LineRange lines = {1, 0};      ///< whole lines; none if first > last
  std::optional<LinePart> tail;  ///< of the line before `lines`, or all there is
  std::optional<LinePart> head;  ///< of the line behind `lines`
  bool joins_lines = false;      ///< an LF stays that should go
};

/// A deletion can be said exactly if, but for parts of lines, it takes whole lines with their LFs:
///
///   from a line's begin          lines i..j-1, then the head of line j (nothing if it ends there)
///   to the LF of line j          the tail of line i, then lines i+1..j: the LF of line j goes and
///                                that of line i stays, which is the same text
///   inside one line              a part of it
///
/// What remains deletes an LF and keeps text on both sides of it: that joins lines.
LineForm line_form(const ByteSpan& deletion, const LineIndex& lines, std::string_view original);

/// Deleting another place may give the same text: in "aNAV\nNAV\nb", "NAV\n" and "\nNAV" are one.
/// These are such places inside `room`, at most 48, the given one first; then, of a deletion with
/// an LF, those that begin or end with a line; of one without, some that cut it differently.
std::vector<ByteSpan> equal_deletions(const ByteSpan& deletion, const ByteSpan& room,
                                      std::string_view original);

/// Appends lines `range` to `ranges`, which are ascending and stay apart.
void append_lines(std::vector<LineRange>& ranges, const LineRange& range);

/// Begins a new call of the program.
void begin_call(std::string& program, std::string_view name_and_parenthesis);

}  // namespace lauter
