#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "edit/dialect/as_published_test_support.h"
#include "text/ascii.h"
#include "text/lines.h"

namespace lauter {
namespace {

struct Call {
  enum class Kind : uint8_t { kKeepAll, kRemoveAll, kRemoveLines, kReplaceStr, kAddLine };
  Kind kind;
  uint64_t first = 0;   ///< line, or base of add_line
  uint64_t second = 0;  ///< last line, or sub-index of add_line
  std::string text{};
  std::string with{};
};

/// Takes white space, a number, white space. Nothing if there is no number.
std::optional<uint64_t> take_number(std::string_view& text) {
  text = trim_ascii(text);
  uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end.ptr - text.data()));
  text = trim_ascii(text);
  return value;
}

bool take(std::string_view& text, std::string_view token) {
  if (text.substr(0, token.size()) != token) return false;
  text.remove_prefix(token.size());
  return true;
}

/// A quoted string with the escapes that the original knows; unknown ones stand for themselves.
std::optional<std::string> take_quoted(std::string_view& text) {
  text = trim_ascii(text);
  if (text.empty() || (text[0] != '\'' && text[0] != '"')) return std::nullopt;
  const char quote = text[0];
  std::string out;
  for (size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == quote) {
      text.remove_prefix(i + 1);
      return out;
    }
    if (c != '\\' || i + 1 == text.size()) {
      out += c;
      continue;
    }
    const char escape = text[++i];
    if (escape == 'n') {
      out += '\n';
    } else if (escape == 't') {
      out += '\t';
    } else if (escape == 'r') {
      out += '\r';
    } else if (escape == '\\' || escape == quote) {
      out += escape;
    } else {
      out += '\\';
      out += escape;
    }
  }
  return std::nullopt;
}

std::optional<Call> parse_call(std::string_view line) {
  if (line == "keep_all()") return Call{.kind = Call::Kind::kKeepAll};
  if (line == "remove_all()") return Call{.kind = Call::Kind::kRemoveAll};
  const bool lines = take(line, "remove_lines(");
  const bool replaces = !lines && take(line, "replace_str(");
  if (!lines && !replaces && !take(line, "add_line(")) return std::nullopt;
  const auto first = take_number(line);
  if (!first || !take(line, ",")) return std::nullopt;
  Call call{.kind = lines      ? Call::Kind::kRemoveLines
                    : replaces ? Call::Kind::kReplaceStr
                               : Call::Kind::kAddLine,
            .first = *first};
  if (!replaces) {
    const auto second = take_number(line);
    if (!second || !take(line, lines ? ")" : ",")) return std::nullopt;
    call.second = *second;
    if (lines) return call;
  }
  const auto text = take_quoted(line);
  if (!text) return std::nullopt;
  call.text = *text;
  if (!replaces) return call;
  while (take(line, ",")) {
  }
  const auto with = take_quoted(line);
  if (!with) return std::nullopt;
  call.with = *with;
  return call;
}

/// Bytes of the line end of Python's splitlines() at `at`; 0 if there is none.
size_t line_end_at(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  const char c = rest[0];
  if (rest.substr(0, 2) == "\r\n" || rest.substr(0, 2) == "\xC2\x85") return 2;
  if (rest.substr(0, 3) == "\xE2\x80\xA8" || rest.substr(0, 3) == "\xE2\x80\xA9") return 3;
  return (c >= '\n' && c <= '\r') || (c >= '\x1C' && c <= '\x1E') ? 1 : 0;
}

/// Python's splitlines(keepends=True).
std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = line_end_at(text, at);
    at += std::max<size_t>(end, 1);
    if (end == 0) continue;
    lines.emplace_back(text.substr(begin, at - begin));
    begin = at;
  }
  if (begin < text.size()) lines.emplace_back(text.substr(begin));
  return lines;
}

std::string with_lf_only(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (text.substr(i, 2) != "\r\n") {
      out += '\n';
    }
  }
  return out;
}

/// Blank lines collapse, LFs at both ends go.
std::string tidied(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' && (out.empty() || out.back() == '\n')) continue;
    out += c;
  }
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

bool ends_with_lf(const std::string& text) { return !text.empty() && text.back() == '\n'; }

/// The lines by number; lines added are at fractions.
class Page {
 public:
  explicit Page(const std::vector<std::string>& lines) {
    for (size_t i = 0; i < lines.size(); ++i)
      lines_[static_cast<double>(i + 1)] = {lines[i], false};
  }

  void run(const Call& call) {
    const auto first = static_cast<double>(call.first);
    if (call.kind == Call::Kind::kRemoveLines) {
      if (call.first > call.second) return;
      lines_.erase(lines_.lower_bound(first), lines_.upper_bound(static_cast<double>(call.second)));
    } else if (call.kind == Call::Kind::kReplaceStr) {
      const auto line = lines_.find(first);
      if (line == lines_.end()) return;
      std::string& text = line->second.text;
      const size_t at = text.find(call.text);
      if (at != std::string::npos) text.replace(at, call.text.size(), call.with);
    } else if (call.kind == Call::Kind::kAddLine) {
      const auto [line, is_new] =
          lines_.try_emplace(first + static_cast<double>(call.second) / 10000.0);
      line->second.text = call.text;
      if (is_new) line->second.added = true;
    }
  }

  std::string join() const {
    std::string out;
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
      const bool added = line->second.added;
      if (added && !out.empty() && !ends_with_lf(out)) out += '\n';
      out += line->second.text;
      const bool last = std::next(line) == lines_.end();
      if (added && !last && !line->second.text.empty() && !ends_with_lf(line->second.text)) {
        out += '\n';
      }
    }
    return tidied(with_lf_only(out));
  }

 private:
  struct Line {
    std::string text;
    bool added = false;
  };
  std::map<double, Line> lines_;
};

/// Whether a replace_str() names a text that is not exactly once in its line (then it is skipped);
/// a line that does not exist passes, and has no effect later.
bool is_ambiguous(const Call& call, const std::vector<std::string>& lines) {
  if (call.first < 1 || call.first > lines.size()) return false;
  const std::string& line = lines[call.first - 1];
  const size_t at = line.find(call.text);
  return at == std::string::npos || call.text.empty() ||
         line.find(call.text, at + call.text.size()) != std::string::npos;
}

}  // namespace

std::string run_ultrax_as_published(std::string_view program, std::string_view document) {
  const std::string original = with_lf_only(document);
  if (trim_ascii(original).empty()) return original;
  const std::vector<std::string> lines = split_lines(original);
  std::vector<Call> calls;
  for (std::string_view rest = program; !rest.empty();) {
    const std::string_view line = trim_ascii(take_line(rest));
    if (line.empty() || line[0] == '#' || line == "---") continue;
    auto call = parse_call(line);
    if (!call) continue;
    if (call->kind == Call::Kind::kReplaceStr && is_ambiguous(*call, lines)) continue;
    calls.push_back(std::move(*call));
  }
  if (calls.empty()) return original;
  if (calls.size() == 1 && calls[0].kind == Call::Kind::kKeepAll) return original;
  if (calls.size() == 1 && calls[0].kind == Call::Kind::kRemoveAll) return "";
  // Replacements run first, by line.
  std::stable_sort(calls.begin(), calls.end(), [](const Call& a, const Call& b) {
    const bool a_replaces = a.kind == Call::Kind::kReplaceStr;
    const bool b_replaces = b.kind == Call::Kind::kReplaceStr;
    if (a_replaces != b_replaces) return a_replaces;
    return a_replaces && a.first < b.first;
  });
  Page page(lines);
  for (const Call& call : calls) page.run(call);
  return page.join();
}

}  // namespace lauter
