#include "find/indented_code.h"

#include <algorithm>

#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// Log odds of a block of code, where every kStatements-th line is a statement by its form.
constexpr float kSureBlock = 0.8F;
constexpr size_t kStatements = 3;

bool is_indented(std::string_view line) {
  return (line.starts_with("    ") || line.starts_with("\t")) && !trim_ascii(line).empty();
}

bool is_name_end(char c) { return is_ascii_alnum(c) || c == '_' || c == ']' || c == ')' || c == '>'; }

/// `f(`, `a == b`, `n += 1`, `p && q`.
bool is_statement(std::string_view line) {
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '(' && is_name_end(line[i - 1])) return true;
    const bool is_apart = line[i - 1] == ' ' && i + 2 < line.size() && line[i + 2] == ' ';
    if (!is_apart) continue;
    const char first = line[i];
    const char second = line[i + 1];
    if (second == '=' && std::string_view("=!<>+-*/%&|:").find(first) != std::string_view::npos) return true;
    if (first == second && (first == '&' || first == '|')) return true;
  }
  return false;
}

}  // namespace

bool may_hold_indented_code(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t eol = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, eol - at);
    if (is_indented(line) && is_statement(line)) return true;
    at = eol + 1;
  }
  return false;
}

std::vector<ByteSpan> find_indented_code(std::string_view text, const LineKindScratch& scratch) {
  const std::vector<LineKindScratch::Line>& lines = scratch.lines;
  const auto begin_of = [&](size_t i) { return i < lines.size() ? lines[i].begin : text.size(); };
  const auto line = [&](size_t i) { return text.substr(begin_of(i), begin_of(i + 1) - begin_of(i)); };
  std::vector<ByteSpan> code;
  for (size_t i = 0; i < lines.size();) {
    const bool begins = is_indented(line(i)) && (i == 0 || trim_ascii(line(i - 1)).empty());
    if (!begins) {
      ++i;
      continue;
    }
    // To the last indented line before one that is not.
    size_t end = i;
    size_t solid = 0;
    size_t statements = 0;
    float margin = 0;
    const size_t first = i;
    for (; i < lines.size(); ++i) {
      if (trim_ascii(line(i)).empty()) continue;
      if (!is_indented(line(i)) || lines[i].is_fence) break;
      const float of_line = code_margin_of(lines[i].scores);
      margin += of_line;
      ++solid;
      statements += of_line > 0 && is_statement(line(i)) ? 1 : 0;
      end = i + 1;
    }
    i = std::max(i, first + 1);
    const bool is_code = statements > 0 && statements * kStatements >= solid && margin >= kSureBlock;
    if (is_code) code.push_back({begin_of(first), begin_of(end)});
  }
  return code;
}

}  // namespace lauter::internal
