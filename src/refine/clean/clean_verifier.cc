// What cleaning must leave as it was, seen in the two texts alone.
#include <algorithm>
#include <vector>

#include "edit/diff/subsequence.h"
#include "refine/clean/clean.h"

namespace lauter {
namespace {

constexpr uint64_t kLongLine = 120;  ///< bytes
constexpr double kLeastLeft = 0.25;

std::string_view take_trimmed(std::string_view& rest) {
  std::string_view line = take_line(rest);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  return line;
}

/// Bytes of long lines that end a sentence.
uint64_t running_bytes(std::string_view text) {
  uint64_t bytes = 0;
  while (!text.empty()) {
    const std::string_view line = take_trimmed(text);
    const bool ends =
        !line.empty() && std::string_view(".!?").find(line.back()) != std::string_view::npos;
    if (ends && line.size() >= kLongLine) bytes += line.size();
  }
  return bytes;
}

/// The places of one kind in a text, each as its bytes.
using Pieces = std::vector<std::string_view>;

/// From the line that opens a fence to the one that closes it, or to the end.
Pieces fences_of(std::string_view text) {
  Pieces pieces;
  const char* begin = nullptr;
  size_t open = 0;
  char mark = '\0';
  for (std::string_view rest = text; !rest.empty();) {
    const char* const at = rest.data();
    const std::string_view line = take_trimmed(rest);
    size_t run = 0;
    while (run < line.size() && line[run] == line[0] && (line[0] == '`' || line[0] == '~')) ++run;
    if (begin == nullptr && run >= 3) {
      begin = at;
      open = run;
      mark = line[0];
    } else if (begin != nullptr && run >= open && run == line.size() && line[0] == mark) {
      pieces.emplace_back(begin, static_cast<size_t>(rest.data() - begin));
      begin = nullptr;
    }
  }
  if (begin != nullptr) {
    pieces.emplace_back(begin, static_cast<size_t>(text.data() + text.size() - begin));
  }
  return pieces;
}

/// Rows that begin with `|`, two and more one after the other.
Pieces tables_of(std::string_view text) {
  Pieces pieces;
  const char* begin = text.data();
  size_t rows = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const char* const at = rest.data();
    const std::string_view line = take_trimmed(rest);
    if (line.starts_with('|')) {
      if (rows++ == 0) begin = at;
    } else {
      if (rows > 1) pieces.emplace_back(begin, static_cast<size_t>(at - begin));
      rows = 0;
    }
  }
  if (rows > 1) pieces.emplace_back(begin, static_cast<size_t>(text.data() + text.size() - begin));
  return pieces;
}

/// Places outside of the fences where a formula opens or closes, in order.
Pieces formula_marks_of(std::string_view text, const Pieces& fences) {
  static constexpr std::string_view kMarks[] = {"$$", "\\[", "\\]", "\\begin{", "\\end{"};
  Pieces pieces;
  size_t fence = 0;
  const auto end_of = [](std::string_view piece) { return piece.data() + piece.size(); };
  for (size_t i = text.find_first_of("$\\"); i < text.size(); i = text.find_first_of("$\\", i)) {
    while (fence < fences.size() && end_of(fences[fence]) <= text.data() + i) ++fence;
    if (fence < fences.size() && fences[fence].data() <= text.data() + i) {
      i = static_cast<size_t>(end_of(fences[fence]) - text.data());
      continue;
    }
    size_t step = 1;
    for (const std::string_view mark : kMarks) {
      if (!text.substr(i).starts_with(mark)) continue;
      pieces.push_back(text.substr(i, mark.size()));
      step = mark.size();
    }
    i += step;
  }
  return pieces;
}

std::string_view without_line_end(std::string_view piece) {
  while (!piece.empty() && (piece.back() == '\n' || piece.back() == '\r')) piece.remove_suffix(1);
  return piece;
}

/// Whether `part` is `whole` without some of its pieces. The end of a piece's last line may go with
/// the lines behind it, where these were the text's last.
bool only_lost_some(const Pieces& part, const Pieces& whole) {
  size_t at = 0;
  for (const std::string_view piece : whole) {
    if (at < part.size() && without_line_end(part[at]) == without_line_end(piece)) ++at;
  }
  return at == part.size();
}

/// Whether each opening mark has its closing one.
bool is_paired(const Pieces& marks) {
  std::vector<char> open;
  bool dollars = false;
  for (const std::string_view mark : marks) {
    if (mark == "$$") {
      dollars = !dollars;
    } else if (mark == "\\[" || mark == "\\begin{") {
      open.push_back(mark[1]);
    } else {
      const char wanted = mark == "\\]" ? '[' : 'b';
      if (open.empty() || open.back() != wanted) return false;
      open.pop_back();
    }
  }
  return open.empty() && !dollars;
}

}  // namespace

Verdict CleanVerifier::judge(const Document& original, const EditProgram& program,
                             std::string_view refined) const {
  Verdict verdict;
  const std::string_view text = original.text;
  const auto object = [&verdict](std::string check) {
    verdict.failures.push_back({std::move(check), {}, {}});
  };
  const bool deletes = std::all_of(program.edits.begin(), program.edits.end(),
                                   [](const Edit& edit) { return edit.with.empty(); });
  if (!deletes || !is_subsequence(refined, text)) object("deletes-only");
  const auto before = static_cast<double>(running_bytes(text));
  if (static_cast<double>(running_bytes(refined)) < kLeastLeft * before) object("restraint");
  const Pieces fences = fences_of(text);
  const Pieces fences_left = fences_of(refined);
  if (!only_lost_some(fences_left, fences)) object("fence");
  if (!only_lost_some(tables_of(refined), tables_of(text))) object("table");
  if (is_paired(formula_marks_of(text, fences)) &&
      !is_paired(formula_marks_of(refined, fences_left))) {
    object("formula");
  }
  return verdict;
}

}  // namespace lauter
