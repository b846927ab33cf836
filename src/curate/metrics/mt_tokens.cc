#include "curate/metrics/mt_tokens.h"

#include <algorithm>
#include <span>
#include <utility>

#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"
#include "text/white_space.h"

namespace lauter {
namespace {

/// The marks that are always tokens: ASCII punctuation but for apostrophe, comma, hyphen and stop.
/// (The blank is in mteval's class too; a blank more or less parts no token.)
constexpr bool is_mark(char c) {
  return is_ascii_punct(c) && c != '\'' && c != ',' && c != '-' && c != '.';
}
constexpr bool is_point(char c) { return c == '.' || c == ','; }

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  size_t at = text.find(what);
  if (at == std::string::npos) return;
  std::string out;
  size_t begin = 0;
  for (; at != std::string::npos; at = text.find(what, begin)) {
    out.append(text, begin, at - begin).append(with);
    begin = at + what.size();
  }
  out.append(text, begin);
  text = std::move(out);
}

/// One pass of mteval over pairs of characters: where `hits(text[i], text[i + 1])`, calls
/// cut(out, first, second) and goes on behind both, as a regular expression's substitution does.
template <typename Hits, typename Cut>
void substitute_pairs(std::string& text, std::string& out, Hits hits, Cut cut) {
  out.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (i + 1 < text.size() && hits(text[i], text[i + 1])) {
      cut(out, text[i], text[i + 1]);
      ++i;
    } else {
      out += text[i];
    }
  }
  std::swap(text, out);
}

/// Lists what white space parts in tokens.bytes.
void list_words(MtTokens& tokens) {
  tokens.list.clear();
  const std::string_view bytes = tokens.bytes;
  size_t begin = 0;
  for (size_t i = 0; i < bytes.size();) {
    size_t end = i;
    if (!is_white_space(decode_utf8(bytes, i))) continue;
    if (end > begin) tokens.list.push_back(bytes.substr(begin, end - begin));
    begin = i;
  }
  if (bytes.size() > begin) tokens.list.push_back(bytes.substr(begin));
}

}  // namespace

void tokenize_13a(std::string_view text, MtTokens& tokens) {
  while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
  std::string line = " ";
  line += text;
  replace_all(line, "<skipped>", "");
  replace_all(line, "-\n", "");
  std::replace(line.begin(), line.end(), '\n', ' ');
  if (line.find('&') != std::string::npos) {
    const std::pair<std::string_view, std::string_view> entities[] = {
        {"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};
    for (const auto& [name, character] : entities) replace_all(line, name, character);
  }
  line += ' ';

  std::string& out = tokens.bytes;
  out.clear();
  for (const char c : line) {
    if (is_mark(c)) {
      out += ' ';
      out += c;
      out += ' ';
    } else {
      out += c;
    }
  }
  std::swap(line, out);
  // A byte of a longer character is no digit, as the character is none.
  substitute_pairs(
      line, out, [](char a, char b) { return !is_ascii_digit(a) && is_point(b); },
      [](std::string& to, char a, char b) { ((to += a) += ' ') += b, to += ' '; });
  substitute_pairs(
      line, out, [](char a, char b) { return is_point(a) && !is_ascii_digit(b); },
      [](std::string& to, char a, char b) { ((to += ' ') += a) += ' ', to += b; });
  substitute_pairs(
      line, out, [](char a, char b) { return is_ascii_digit(a) && b == '-'; },
      [](std::string& to, char a, char b) { ((to += a) += ' ') += b, to += ' '; });
  std::swap(line, out);
  list_words(tokens);
}

void tokenize_tercom(std::string_view text, MtTokens& tokens) {
  tokens.bytes.clear();
  for (size_t i = 0; i < text.size();) append_utf8(tokens.bytes, to_lower(decode_utf8(text, i)));
  list_words(tokens);
}

}  // namespace lauter
