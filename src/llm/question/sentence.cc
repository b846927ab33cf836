#include "llm/question/sentence.h"

#include "text/ascii.h"

namespace lauter::llm::internal {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_closing(char c) { return c == '"' || c == '\'' || c == ')' || c == ']'; }

/// Bytes of the mark that ends a sentence right before `at`; 0 if there is none.
size_t mark_before(std::string_view text, size_t at) {
  if (at > 0 && (text[at - 1] == '.' || text[at - 1] == '!' || text[at - 1] == '?')) return 1;
  if (at < 3) return 0;
  const std::string_view wide = text.substr(at - 3, 3);
  return wide == "\u3002" || wide == "\uFF01" || wide == "\uFF1F" ? 3 : 0;
}

/// Whether a sentence, with its closing quotes, ends at `at`.
bool ends_at(std::string_view text, size_t at) {
  if (at == 0 || at == text.size() || text[at] == '\n') return true;
  if (text[at - 1] == '\n') return true;
  size_t mark = at;
  while (mark > 0 && is_closing(text[mark - 1])) --mark;
  const size_t size = mark_before(text, mark);
  return size == 3 || (size == 1 && is_blank(text[at]));
}

}  // namespace

ByteSpan sentences_of(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_ascii_space(text[span.begin])) ++span.begin;
  while (span.begin < span.end && is_ascii_space(text[span.end - 1])) --span.end;
  while (span.end < text.size() && !ends_at(text, span.end)) ++span.end;
  for (; span.begin > 0 && text[span.begin - 1] != '\n'; --span.begin) {
    size_t before = span.begin;
    while (before > 0 && is_blank(text[before - 1])) --before;
    if ((before < span.begin || mark_before(text, before) == 3) && ends_at(text, before)) break;
  }
  while (span.begin < span.end && is_blank(text[span.begin])) ++span.begin;
  while (span.begin < span.end && is_blank(text[span.end - 1])) --span.end;
  return span;
}

ByteSpan sentences_with_gap(std::string_view text, ByteSpan span) {
  span = sentences_of(text, span);
  while (span.end < text.size() && is_blank(text[span.end])) ++span.end;
  return span;
}

}  // namespace lauter::llm::internal
