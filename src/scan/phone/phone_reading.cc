#include "scan/phone/phone_reading.h"

#include <algorithm>

namespace lauter::scan {
namespace {

/// One separator squeezed to a character; '\0' if no telephone number has it.
char squeezed_mark(std::string_view gap) {
  if (gap.empty()) return '\0';
  char mark = '\0';
  for (const char c : gap) {
    if (c == ' ') {
      if (mark == '\0') mark = ' ';
    } else if (c == ')' || c == '(') {
      mark = ')';
    } else if (c == '-' || c == '.' || c == '/') {
      if (mark == '-' || mark == '.' || mark == '/') return '\0';
      if (mark != ')') mark = c;
    } else {
      return '\0';
    }
  }
  if (gap.size() == 2 && gap == "  ") return '\0';
  return mark;
}

int leading_number(std::string_view digits) {
  int n = 0;
  for (const char c : digits.substr(0, 6)) n = n * 10 + (c - '0');
  return n;
}

}  // namespace

PhoneReading read_groups(std::string_view text, const DigitGroup* groups, size_t first, size_t last) {
  PhoneReading r;
  r.begin = groups[first].begin;
  r.end = groups[last].end;
  // "(415) 867 2142", but "(07484 291 663)" has the whole number in its parentheses.
  const std::string_view inside = text.substr(r.begin, r.end - r.begin);
  const bool holds_whole = r.end < text.size() && text[r.end] == ')' && inside.find(')') == inside.npos;
  if (r.begin > 0 && text[r.begin - 1] == '(' && !holds_whole) {
    --r.begin;
    r.parens = true;
  }
  if (r.begin > 0 && text[r.begin - 1] == '+') {
    --r.begin;
    r.plus = true;
  }
  size_t open = 0, close = 0;
  for (size_t g = first; g <= last; ++g) {
    r.digits.add(text.substr(groups[g].begin, groups[g].size()));
    r.lengths.add(static_cast<char>('0' + std::min<size_t>(groups[g].size(), 9)));
    if (g == last) break;
    const std::string_view gap = text.substr(groups[g].end, groups[g + 1].begin - groups[g].end);
    const char mark = squeezed_mark(gap);
    if (mark == '\0') r.valid = false;  // among them a plus
    r.marks.add(mark);
    for (const char c : gap) {
      open += c == '(';
      close += c == ')';
    }
  }
  if (r.parens) ++open;
  if (open != close || open > 1) r.valid = false;
  if (open == 1) r.parens = true;
  if (r.digits.view().size() > kMaxPhoneDigits) r.valid = false;
  return r;
}

bool all_marks(const PhoneReading& r, char mark) {
  const std::string_view marks = r.marks.view();
  return !marks.empty() && marks.find_first_not_of(mark) == std::string_view::npos;
}

bool is_other_number(const PhoneReading& r) {
  const std::string_view g = r.lengths.view(), d = r.digits.view(), marks = r.marks.view();
  const auto year = [](int y) { return y >= 1800 && y <= 2099; };
  if (r.plus || r.parens) return false;
  const bool date_mark =
      all_marks(r, '-') || all_marks(r, '.') || all_marks(r, '/') || all_marks(r, ' ');
  if (g.size() == 3 && date_mark) {
    if (g[0] == '4' && g[1] <= '2' && g[2] <= '2' && year(leading_number(d.substr(0, 4)))) return true;
    if (g[0] <= '2' && g[1] <= '2' && g[2] == '4' && year(leading_number(d.substr(d.size() - 4))))
      return true;
    if (g == "222" && !all_marks(r, ' ') && leading_number(d.substr(0, 2)) <= 31 &&
        leading_number(d.substr(2, 2)) <= 31) {
      return true;
    }
  }
  // A date and more: "2024-01-15 12", "12.05.2021 1430".
  if (g.size() > 3 && g[0] == '4' && g[1] == '2' && g[2] == '2' && year(leading_number(d.substr(0, 4))) &&
      marks[0] == marks[1] && leading_number(d.substr(4, 2)) <= 12) {
    return true;
  }
  if (g.size() > 3 && g[0] <= '2' && g[1] <= '2' && g[2] == '4' && marks[0] == marks[1] &&
      marks[0] != ' ' && year(leading_number(d.substr(static_cast<size_t>(g[0] - '0' + g[1] - '0'), 4)))) {
    return true;
  }
  if (g == "44" && year(leading_number(d.substr(0, 4))) && year(leading_number(d.substr(4)))) return true;
  if (g.size() == 4 && all_marks(r, '.')) {
    size_t at = 0;
    bool octets = true;
    for (const char n : g) {
      const auto size = static_cast<size_t>(n - '0');
      octets = octets && size <= 3 && leading_number(d.substr(at, size)) <= 255;
      at += size;
    }
    if (octets) return true;
  }
  return false;
}

bool is_decimal(const PhoneReading& r) { return r.lengths.view().size() == 2 && r.marks.view() == "."; }

bool is_thousands(const PhoneReading& r) {
  const std::string_view g = r.lengths.view();
  if (g.size() < 2 || r.digits.view()[0] == '0' || g[0] > '3') return false;
  if (!all_marks(r, ' ') && !all_marks(r, '.')) return false;
  return g.find_first_not_of('3', 1) == std::string_view::npos;
}

}  // namespace lauter::scan
