// Answers to security questions, and codes that are read out.
#include <string>

#include "known/secret_settings.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/secrets/secret_value.h"
#include "scan/views/lookahead.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

/// One to three words up to the end of the clause; quoted text as it is.
ByteSpan answer_span(std::string_view text, size_t at) {
  Setting quoted;
  read_value(text, at, quoted);
  if (quoted.quoted) return quoted.value.size() <= 60 ? quoted.value : ByteSpan{};
  while (at < text.size() && is_blank(text[at])) ++at;
  if (at >= text.size() || !(is_letterish(text[at]) || is_digit(text[at]))) return {};
  size_t end = at, words = 0;
  while (end < text.size() && words < 4) {
    while (end < text.size() && (is_wordish(text[end]) || text[end] == '-' || text[end] == '\''))
      ++end;
    ++words;
    if (end + 1 >= text.size() || text[end] != ' ' || !is_wordish(text[end + 1])) break;
    ++end;
  }
  if (end < text.size() && words == 4 && text[end] == ' ') return {};
  while (end > at && is_space(text[end - 1])) --end;
  return {at, end};
}

/// A cell or a sentence goes on after the answer: "lasagne Follow-up", "x' WHERE id".
void add_answer(const Page& page, size_t at, Found& found) {
  ByteSpan span;
  const char mark = at > 0 ? page.text[at - 1] : '\0';
  if (mark == '"' || mark == '\'') {
    const std::string_view window = page.text.substr(at, 64);
    const size_t close = window.find(mark);
    if (close == std::string_view::npos ||
        window.substr(0, close).find('\n') != std::string_view::npos)
      return;
    span = {at, at + close};
  } else {
    span = answer_span(page.text, at);
  }
  if (span.empty()) return;
  const std::string_view value = span.of(page.text);
  if (is_dummy_secret(value) || looks_like_reference(value) || value.size() < 3) return;
  if (looks_like_identifier(value) && value.find_first_of("_.(") != std::string_view::npos) return;
  for (const std::string_view word : {"incorrect", "wrong", "required", "not ", "case", "stored",
                                      "must", "should", "too ", "invalid", "correct", "the answer"})
    if (value.starts_with(word)) return;
  found.add(secret_info(SecretRule::kSecurityAnswer), span.begin, span.end, 0.85F);
}

}  // namespace

void match_security_answer(const Page& page, size_t begin, size_t end, Found& found) {
  (void)begin;
  size_t label = end;
  // "answer to my security question: x", "answer (pet): x"
  while (label < page.text.size() && is_digit(page.text[label])) ++label;
  const Connector link = skip_connector(page.text, label);
  if (link.strength < Announce::kWord) return;
  add_answer(page, link.value_begin, found);
}

}  // namespace lauter::scan
