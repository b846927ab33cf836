#include "tag/toxicity/sentences.h"

#include "text/ascii.h"

namespace lauter {
namespace {

/// A line that is that long and goes on with a small letter was broken for width.
constexpr uint32_t kBrokenLine = 45;
constexpr uint32_t kLongestAbbreviation = 3;
/// Marks and closing quotes that are looked through for the end of a sentence.
constexpr size_t kMostClosers = 4;

std::string_view text_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

bool is_closer(std::string_view mark) {
  return mark == "\"" || mark == "'" || mark == ")" || mark == "]" || mark == "*" ||
         mark == "\u201d" || mark == "\u2019" || mark == "\u00bb";
}

bool is_stop(std::string_view mark) {
  return mark[0] == '.' || mark[0] == '!' || mark[0] == '?' || mark == "\u2026";
}

/// Whether a sentence ends behind token `last`; `small`: a small letter follows.
bool ends_sentence_at(std::string_view text, std::span<const Token> tokens, size_t last, bool small) {
  size_t at = last;
  for (size_t n = 0; n < kMostClosers && at > 0 && is_closer(text_of(text, tokens[at])); ++n) {
    if (tokens[at].gap != Gap::kNone) return false;  // an opening quote
    --at;
  }
  const std::string_view mark = text_of(text, tokens[at]);
  if (!is_stop(mark)) return false;
  if (mark != ".") return !(small && at != last);  // "Stop!" he said
  if (at == 0 || tokens[at].gap != Gap::kNone) return true;
  const Token& word = tokens[at - 1];
  const uint32_t letters = word.end - word.begin;
  if (letters == 1 && is_ascii_upper(text[word.begin])) return false;  // an initial
  return !small || (at == last && letters > kLongestAbbreviation);
}

}  // namespace

void cut_sentences(std::string_view text, std::span<const Token> tokens,
                   std::vector<uint32_t>& begins) {
  begins.clear();
  uint32_t line = 0;  // where the line begins
  for (size_t t = 0; t < tokens.size(); ++t) {
    const Token& token = tokens[t];
    bool begins_here = t == 0 || token.gap == Gap::kBreak;
    if (!begins_here && token.gap != Gap::kNone) {
      const bool small = is_ascii_lower(text[token.begin]);
      begins_here = ends_sentence_at(text, tokens, t - 1, small);
      if (token.gap == Gap::kNewline && !begins_here)
        begins_here = !small || tokens[t - 1].end - line < kBrokenLine;
    }
    if (begins_here) begins.push_back(static_cast<uint32_t>(t));
    if (token.gap == Gap::kNewline || token.gap == Gap::kBreak) line = token.begin;
  }
  begins.push_back(static_cast<uint32_t>(tokens.size()));
}

}  // namespace lauter
