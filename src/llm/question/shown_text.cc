#include "llm/question/shown_text.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "known/shown_text.h"
#include "text/ascii.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

constexpr std::string_view kAngle = "\xE2\x80\xB9";     // U+2039, for <
constexpr std::string_view kBracket = "\xE2\x9F\xA6";   // U+27E6, for [
constexpr std::string_view kLineEnd = "\xE2\x90\xA4";   // U+2424
constexpr std::string_view kReplaced = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kBetween = "\n[...]\n";

/// What stands after `<` or `</` in the tokens of chat templates, and in our own frame. Lower case.
constexpr auto kAngleWords = std::to_array(known::kShownTextAngleWords);
/// What stands after `[` or `[/`.
constexpr std::array<std::string_view, 10> kBracketWords = {
    "inst]", "system_prompt]", "tool_", "available_tools]", "gmask]", "mask]", "cls]",
    "sep]",  "pad]",           "sop]"};

template <size_t n>
bool begins_with_any(std::string_view rest, const std::array<std::string_view, n>& words) {
  while (!rest.empty() && (rest.front() == '/' || rest.front() == ' ')) rest.remove_prefix(1);
  return std::any_of(words.begin(), words.end(), [rest](std::string_view word) {
    return equal_ignoring_ascii_case(rest.substr(0, word.size()), word);
  });
}

bool is_template_token(std::string_view at) {
  const std::string_view rest = at.substr(1);
  if (at.front() == '[') return begins_with_any(rest, kBracketWords);
  constexpr std::string_view kWideBar = "\xEF\xBD\x9C";  // U+FF5C, DeepSeek's
  return rest.starts_with('|') || rest.starts_with(kWideBar) || rest.starts_with("/|") ||
         begins_with_any(rest, kAngleWords) ||
         (rest.starts_with('<') &&
          begins_with_any(rest.substr(1), std::array<std::string_view, 1>{"sys>>"}));
}

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

/// How the character at `at` is shown, and its size; nothing if it is shown as it is.
struct Shown {
  size_t size = 0;
  std::optional<std::string_view> as;
};

Shown shown_at(std::string_view text, size_t at) {
  const char first = text[at];
  if (first == '<' || first == '[') {
    if (!is_template_token(text.substr(at))) return {1, std::nullopt};
    return {1, first == '<' ? kAngle : kBracket};
  }
  if (first == '\n' || first == '\t' || (first >= ' ' && first < 0x7F)) return {1, std::nullopt};
  size_t end = at;
  const char32_t c = decode_utf8(text, end);
  const size_t size = end - at;
  if (c == '\r' && end < text.size() && text[end] == '\n') return {size, ""};
  if (c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029) {
    return {size, kLineEnd};
  }
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return {size, kReplaced};
  if (is_invisible(c)) return {size, ""};
  return {size, std::nullopt};
}

}  // namespace

class ShownTextBuilder {
 public:
  ShownTextBuilder(std::string_view text, ShownText& out) : text_(text), out_(out) {}

  void frame(std::string_view words, uint64_t at_orig) {
    append(words, {at_orig, at_orig});
    out_.pieces_.back().frame = true;
  }

  void passage(ByteSpan span) {
    uint64_t plain = span.begin;
    for (uint64_t i = span.begin; i < span.end;) {
      const Shown shown = shown_at(text_, i);
      const uint64_t end = i + shown.size;
      if (shown.as) {
        unchanged({plain, i});
        append(*shown.as, {i, end});
        out_.pieces_.back().changed = true;
        plain = end;
      }
      i = end;
    }
    unchanged({plain, span.end});
  }

  void lines(ByteSpan span, uint64_t number) {
    while (span.begin < span.end) {
      const size_t lf = text_.find('\n', span.begin);
      const uint64_t end = lf == std::string_view::npos ? span.end : std::min(lf + 1, span.end);
      frame("L" + std::to_string(number) + "| ", span.begin);
      const uint64_t from = out_.shown_.size();
      passage({span.begin, end});
      uint64_t to = out_.shown_.size();
      if (to > from && out_.shown_.back() == '\n') --to;
      out_.lines_.push_back({number, {from, to}});
      ++number;
      span.begin = end;
    }
  }

 private:
  void unchanged(ByteSpan span) {
    if (!span.empty()) append(span.of(text_), span);
  }
  void append(std::string_view shown, ByteSpan orig) {
    const uint64_t begin = out_.shown_.size();
    out_.shown_ += shown;
    out_.pieces_.push_back({{begin, out_.shown_.size()}, orig});
  }

  std::string_view text_;
  ShownText& out_;
};

ShownText::ShownText(std::string_view text, std::span<const ByteSpan> spans, bool line_anchors) {
  ShownTextBuilder builder(text, *this);
  uint64_t number = 1;
  uint64_t counted = 0;
  for (const ByteSpan& span : spans) {
    LAUTER_CHECK(counted <= span.begin && span.begin <= span.end && span.end <= text.size(),
                 "passages lie in the text, sorted and apart");
    if (!shown_.empty()) builder.frame(kBetween, span.begin);
    if (line_anchors) {
      const std::string_view before = text.substr(counted, span.begin - counted);
      number += static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
      builder.lines(span, number);
      const std::string_view inside = span.of(text);
      number += static_cast<uint64_t>(std::count(inside.begin(), inside.end(), '\n'));
    } else {
      builder.passage(span);
    }
    counted = span.end;
  }
}

std::optional<ByteSpan> ShownText::to_original(ByteSpan span) const {
  if (span.empty() || span.end > shown_.size()) return std::nullopt;
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), span.begin,
                                [](uint64_t at, const Piece& p) { return at < p.shown.end; });
  ByteSpan orig;
  for (auto p = piece; p != pieces_.end() && p->shown.begin < span.end; ++p) {
    if (p->frame && !p->shown.empty()) return std::nullopt;
    const bool first = p == piece;
    const bool last = p->shown.end >= span.end;
    const bool cut = (first && span.begin != p->shown.begin) || (last && span.end < p->shown.end);
    if (p->changed && cut) return std::nullopt;
    if (first) orig.begin = p->orig.begin + (span.begin - p->shown.begin);
    orig.end = p->changed ? p->orig.end : p->orig.end - (last ? p->shown.end - span.end : 0);
    if (last) break;
  }
  return orig;
}

std::optional<ByteSpan> ShownText::to_shown(ByteSpan span) const {
  if (span.empty()) return std::nullopt;
  std::optional<uint64_t> begin;
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), span.begin,
                                [](uint64_t at, const Piece& p) { return at < p.orig.end; });
  for (; piece != pieces_.end(); ++piece) {
    if (piece->frame) {
      if (begin) return std::nullopt;
      continue;
    }
    if (!begin) {
      if (span.begin < piece->orig.begin || (piece->changed && span.begin != piece->orig.begin)) {
        return std::nullopt;
      }
      begin = piece->shown.begin + (span.begin - piece->orig.begin);
    }
    if (span.end > piece->orig.end) continue;
    if (piece->changed && span.end != piece->orig.end) return std::nullopt;
    const uint64_t end = piece->shown.end - (piece->changed ? 0 : piece->orig.end - span.end);
    if (end == *begin) return std::nullopt;
    return ByteSpan{*begin, end};
  }
  return std::nullopt;
}

std::optional<ByteSpan> ShownText::line(uint64_t number) const {
  const auto found =
      std::lower_bound(lines_.begin(), lines_.end(), number,
                       [](const auto& line, uint64_t wanted) { return line.first < wanted; });
  if (found == lines_.end() || found->first != number) return std::nullopt;
  return found->second;
}

std::string shown_form(std::string_view text) {
  const ByteSpan whole{0, text.size()};
  return std::string(ShownText(text, {&whole, 1}, false).shown());
}

}  // namespace lauter::llm
