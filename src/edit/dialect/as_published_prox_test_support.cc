#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "edit/dialect/as_published_test_support.h"

namespace lauter {
namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> pieces;
  while (true) {
    const size_t end = text.find(at);
    pieces.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::string strip(std::string_view text, char c) {
  const size_t begin = text.find_first_not_of(c);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(c) + 1 - begin));
}

/// Python's int() of decimal digits with white space around.
std::optional<int64_t> to_int(std::string_view text) {
  const std::string digits = strip(text, ' ');
  int64_t value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// What stands behind the first `=` of a parameter, up to the second.
std::optional<std::string> value_of(const std::string& parameter) {
  const std::vector<std::string> sides = split(parameter, '=');
  if (sides.size() < 2) return std::nullopt;
  return sides[1];
}

/// Python's str.replace(): an empty `from` goes between all characters (here: bytes of ASCII).
std::string replace_all(const std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) {
    std::string out = to;
    for (const char c : text) out += c + to;
    return out;
  }
  std::string out;
  size_t at = 0;
  for (size_t found; (found = text.find(from, at)) != std::string::npos; at = found + from.size()) {
    out.append(text, at, found - at);
    out += to;
  }
  return out.append(text, at);
}

size_t count_words(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    words += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return words;
}

struct Run {
  std::string text;
  std::set<int64_t> removed{};
  std::vector<std::pair<int64_t, int64_t>> ranges{};
  int errors = 0;
};

/// The text between the first `(` and the first `)`; without `)` all but the last character.
std::optional<std::string> parameters_of(const std::string& call, int& errors) {
  const size_t open = call.find('(');
  if (open == std::string::npos) {
    ++errors;
    return std::nullopt;
  }
  size_t close = call.find(')');
  if (close == std::string::npos) {
    ++errors;
    close = call.size() - 1;
  }
  return close <= open ? "" : call.substr(open + 1, close - open - 1);
}

void run_remove_lines(const std::string& call, int64_t n_lines, Run& run) {
  const auto inside = parameters_of(call, run.errors);
  if (!inside) return;
  const std::vector<std::string> parameters = split(*inside, ',');
  std::optional<int64_t> range[2];
  for (size_t i = 0; i < 2 && i < parameters.size(); ++i) {
    if (const auto value = value_of(parameters[i])) range[i] = to_int(*value);
  }
  if (!range[0] || !range[1]) {
    ++run.errors;
    return;
  }
  run.ranges.emplace_back(*range[0], *range[1]);
  // Lines beyond the document's change nothing; they are not kept, or one call could fill memory.
  const int64_t last = std::min(*range[1], n_lines + 1);
  for (int64_t line = std::max<int64_t>(*range[0], 0); line <= last; ++line) {
    run.removed.insert(line);
  }
}

void run_normalize(const std::string& call, Run& run) {
  const auto inside = parameters_of(call, run.errors);
  if (!inside) return;
  const std::vector<std::string> parameters = split(*inside, ',');
  if (parameters.size() > 2) return;  // neither done nor an error
  const auto source = value_of(parameters[0]);
  const auto target = parameters.size() == 2 ? value_of(parameters[1]) : std::string();
  if (!source || !target) {
    ++run.errors;
    return;
  }
  const std::string from = strip(*source, '"');
  if (parameters.size() == 2 && (from == " " || from.empty())) return;
  run.text = replace_all(run.text, from, strip(*target, '"'));
}

/// Ranges that leave the document, after merging, are errors too.
void count_range_errors(Run& run, int64_t n_lines) {
  std::sort(run.ranges.begin(), run.ranges.end());
  std::vector<std::pair<int64_t, int64_t>> merged;
  for (const auto& range : run.ranges) {
    if (!merged.empty() && range.first <= merged.back().second + 1) {
      merged.back().second = std::max(merged.back().second, range.second);
    } else {
      merged.push_back(range);
    }
  }
  for (const auto& [first, last] : merged) run.errors += std::max(first, last) >= n_lines ? 1 : 0;
}

}  // namespace

Result<std::string> run_prox_as_published(std::string_view program, std::string_view document) {
  const auto n_lines = static_cast<int64_t>(split(document, '\n').size());
  Run run{.text = std::string(document)};
  for (const std::string& call : split(strip(program, ' '), '\n')) {
    const bool all = call.find("all=True") != std::string::npos;
    if (call.rfind("remove_lines", 0) == 0 && !all) {
      run_remove_lines(call, n_lines, run);
    } else if (call.rfind("normalize", 0) == 0) {
      run_normalize(call, run);
    } else if (call.rfind("remove_lines", 0) == 0) {
      for (int64_t line = 0; line < n_lines; ++line) run.removed.insert(line);
    }
  }
  const std::vector<std::string> lines = split(run.text, '\n');
  std::string out;
  bool any = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (run.removed.count(static_cast<int64_t>(i)) > 0) continue;
    out += (any ? "\n" : "") + lines[i];
    any = true;
  }
  count_range_errors(run, static_cast<int64_t>(lines.size()));

  const size_t words = count_words(document);
  if (words == 0) return invalid_argument("ZeroDivisionError: the document has no words");
  const size_t kept = count_words(out);
  const double share = static_cast<double>(kept) / static_cast<double>(words);
  if ((share <= 1 - 0.95 && run.errors < 2) || kept <= 10) return std::string();
  return run.errors < 2 ? out : std::string(document);
}

}  // namespace lauter
