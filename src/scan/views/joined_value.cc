#include "scan/views/joined_value.h"

#include <algorithm>
#include <numeric>

#include "scan/views/page.h"
#include "scan/views/lookahead.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxLength = 1024;
constexpr size_t kMaxBreaks = 3;
constexpr size_t kMaxGap = 64;

bool is_member(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '/' || c == '=' ||
         c == '~';
}

/// Where the value goes on after a break at `i`, or `i` if there is none.
size_t skip_break(std::string_view text, size_t i, bool& literals) {
  size_t k = i;
  const size_t limit = i + kMaxGap;
  if (is_quote(at(text, k))) {
    const char quote = text[k++];
    bool joint = false;
    while (k < text.size() && k < limit) {
      const char c = text[k];
      if (c == '+' || c == '.' || c == '&' || c == '\\' || c == '\n') {
        joint = true;
      } else if (!is_space(c)) {
        break;
      }
      ++k;
    }
    if (!joint || at(text, k) != quote || !is_member(at(text, k + 1))) return i;
    literals = true;
    return k + 1;
  }
  if (at(text, k) == '\\' || at(text, k) == '=') ++k;
  if (at(text, k) == '\r') ++k;
  if (at(text, k) != '\n' && at(text, k) != ' ') return i;
  const bool line = at(text, k) == '\n';
  ++k;
  // What stands at the line's begin: blanks, quote and comment marks.
  while (line && k < text.size() && k < limit &&
         (is_blank(text[k]) || text[k] == '>' || text[k] == '#' || text[k] == '*' ||
          text[k] == '|' || (text[k] == '/' && at(text, k + 1) == '/')))
    k += text[k] == '/' ? 2 : 1;
  return is_member(at(text, k)) ? k : i;
}

/// End of the run of value characters from `i`, at most at `limit`; an '=' before a line end ends
/// it.
size_t run_end(std::string_view text, size_t i, size_t limit) {
  limit = std::min(limit, text.size());
  while (i < limit && is_member(text[i]) &&
         !(text[i] == '=' && (at(text, i + 1) == '\n' || at(text, i + 1) == '\r')))
    ++i;
  return i;
}

}  // namespace

bool has_break(std::string_view text, size_t begin) {
  const size_t end = run_end(text, begin, begin + kMaxLength);
  bool literals = false;
  return end > begin && skip_break(text, end, literals) != end;
}

std::vector<ByteSpan> Joined::spans(size_t length) const {
  std::vector<ByteSpan> out;
  if (length == 0 || length > source.size()) return out;
  if (!literals) return {{source[0], source[length - 1] + 1ULL}};
  size_t begin = 0;
  for (size_t i = 0; i <= breaks.size(); ++i) {
    const size_t end = i < breaks.size() && breaks[i] < length ? breaks[i] : length;
    if (end > begin) out.push_back({source[begin], source[end - 1] + 1ULL});
    if (end == length) break;
    begin = end;
  }
  return out;
}

Joined join_value(std::string_view text, size_t begin) {
  Joined out;
  size_t i = begin;
  while (i < text.size() && out.text.size() < kMaxLength) {
    const size_t end = run_end(text, i, i + kMaxLength - out.text.size());
    if (end > i) {
      out.text.append(text, i, end - i);
      const size_t before = out.source.size();
      out.source.resize(out.text.size());
      std::iota(out.source.begin() + static_cast<std::ptrdiff_t>(before), out.source.end(),
                static_cast<uint32_t>(i));
      i = end;
      continue;
    }
    if (out.breaks.size() == kMaxBreaks || out.text.empty()) break;
    const size_t next = skip_break(text, i, out.literals);
    if (next == i) break;
    out.breaks.push_back(static_cast<uint32_t>(out.text.size()));
    i = next;
  }
  return out;
}

}  // namespace lauter::scan
