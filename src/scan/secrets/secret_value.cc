#include "scan/secrets/secret_value.h"

#include <algorithm>

#include "known/secret_value.h"
#include "scan/index/word_set.h"
#include "scan/index/words_by_letter.h"
#include "scan/views/lookahead.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxName = 64;
constexpr size_t kMaxQuoted = 4096;
constexpr size_t kMaxBare = 512;
constexpr size_t kLeastElement = 12;  ///< of a list of keys; shorter ones are words

bool here(std::string_view text, size_t i, std::string_view what) {
  return text.compare(i, what.size(), what) == 0;
}
bool here_caseless(std::string_view text, size_t i, std::string_view what) {
  if (i + what.size() > text.size()) return false;
  for (size_t k = 0; k < what.size(); ++k)
    if (lower(text[i + k]) != what[k]) return false;
  return true;
}

/// Closing marks of the name: quotes (escaped too), brackets, Markdown stars, a short
/// parenthesis such as "(temporary)".
size_t skip_closing(std::string_view text, size_t i, bool& closed_quote) {
  for (size_t n = 0; n < 6; ++n) {
    const char c = at(text, i);
    if (is_quote(c) || c == ']' || c == '*' || c == ')') {
      closed_quote |= is_quote(c);
      ++i;
    } else if (c == '\\' && is_quote(at(text, i + 1))) {
      closed_quote = true;
      i += 2;
    } else if (here(text, i, "\xE2\x80\x9D") || here(text, i, "\xE2\x80\x99")) {
      closed_quote = true;
      i += 3;
    } else {
      break;
    }
  }
  return i;
}

/// `: str = "x"`: where the '=' of a type annotation is, or npos.
size_t after_annotation(std::string_view text, size_t i) {
  const size_t begin = i = skip_blanks(text, i);
  const size_t limit = std::min(text.size(), i + 48);
  if (!(is_alpha(at(text, i)) || at(text, i) == '&' || at(text, i) == '*'))
    return std::string_view::npos;
  while (i < limit && (is_wordish(text[i]) || text[i] == '<' || text[i] == '>' || text[i] == '[' ||
                       text[i] == ']' || text[i] == '.' || text[i] == '?' || text[i] == '&' ||
                       text[i] == '*' || text[i] == ' ' || text[i] == '|' || text[i] == '\''))
    ++i;
  if (i == begin || i >= limit || text[i] != '=' || at(text, i + 1) == '=')
    return std::string_view::npos;
  if (!is_blank(text[i - 1])) return std::string_view::npos;
  return i + 1;
}

constexpr WordsByLetter kSecretLinkWords(known::kSecretValueSecretLinkWords);

/// "the password for the router is x": the end of the link in the same clause, or 0.
size_t distant_link(std::string_view text, size_t i, Link& link) {
  static constexpr WordsByLetter kOpeners(known::kSecretValueDistantLinkOpeners);
  const size_t opener = kOpeners.match(text, i);
  if (opener == 0 || at(text, i + opener) != ' ') return 0;
  const size_t limit = std::min(text.size(), i + 56);
  for (; i < limit; ++i) {
    const char c = text[i];
    if (c == '\n' || c == '?' || c == '!' || c == ';' || c == '"' || c == '(' || c == '{') return 0;
    if (c == '.' && is_space(at(text, i + 1))) return 0;
    if (c == ':' && is_space(at(text, i + 1))) {
      link = Link::kColon;
      return i + 1;
    }
    if (c == ' ' && (here(text, i, " is ") || here(text, i, " was ") || here(text, i, " ist ") ||
                     here(text, i, " es ") || here(text, i, " est ") || here(text, i, " = "))) {
      link = Link::kWord;
      return text.find(' ', i + 1);
    }
  }
  return 0;
}

/// Where a bare value ends: white space, or what its surroundings use to part values.
size_t bare_end(std::string_view text, size_t begin, bool query) {
  const size_t limit = std::min(text.size(), begin + kMaxBare);
  size_t i = begin;
  for (; i < limit; ++i) {
    const char c = text[i];
    if (is_space(c) || c == '<' || c == '"' || c == '`' || c == '\0') break;
    if (c == '\'' && i > begin) break;
    if (c == '&' && (query || here(text, i, "&amp;"))) break;
    if (c == ';') {
      const char next = at(text, i + 1);
      if (is_space(next) || is_alpha(next) || next == '\0' || is_quote(next)) break;
    }
    if (c == ',') {
      const char next = at(text, i + 1);
      if (is_space(next) || next == '\0' || is_quote(next) || next == '}') break;
      // "user=a,password=b,host=c"
      size_t word = i + 1;
      while (word < limit && is_wordish(text[word])) ++word;
      if (word > i + 1 && (at(text, word) == '=' || at(text, word) == ':')) break;
    }
    if (c == '\\' && (at(text, i + 1) == 'n' || at(text, i + 1) == 'r' || at(text, i + 1) == 't' ||
                      is_quote(at(text, i + 1))))
      break;
    if ((c & 0x80) != 0) {
      // Ideographic and full-width punctuation, curly quotes, ellipsis.
      if (here(text, i, "\xE3\x80\x82") || here(text, i, "\xE3\x80\x81") ||
          here(text, i, "\xEF\xBC\x8C") || here(text, i, "\xE2\x80\x9D") ||
          here(text, i, "\xE2\x80\x99") || here(text, i, "\xE3\x80\x8D") ||
          here(text, i, "\xEF\xBC\x9B") || here(text, i, "\xC2\xA0") || here(text, i, "\xC2\xBB"))
        break;
    }
  }
  return i;
}

/// Sentence and bracket marks at the end do not belong to the value.
size_t trim_bare(std::string_view text, size_t begin, size_t end) {
  while (end > begin) {
    const char c = text[end - 1];
    const std::string_view value = text.substr(begin, end - begin);
    if (c == ',' || c == ';' || c == '.' || c == ':' || c == '\'' || c == '|' || c == '*') {
      --end;
    } else if (c == ')' && value.find('(') == std::string_view::npos) {
      --end;
    } else if (c == ']' && value.find('[') == std::string_view::npos) {
      --end;
    } else if (c == '}' && value.find('{') == std::string_view::npos) {
      --end;
    } else {
      break;
    }
  }
  return end;
}

/// End of the quoted text from `begin`, or npos: the quote must close on the line.
size_t quoted_end(std::string_view text, size_t begin, char mark, bool escaped) {
  const size_t limit = std::min(text.size(), begin + kMaxQuoted);
  for (size_t i = begin; i < limit; ++i) {
    const char c = text[i];
    if (c == '\n') return std::string_view::npos;
    if (c == '\\') {
      if (escaped && at(text, i + 1) == mark) return i;
      ++i;
    } else if (c == mark) {
      return i;
    }
  }
  return std::string_view::npos;
}

bool sentence_ends(std::string_view text, size_t i) {
  const char c = at(text, i);
  if (c == '\0' || c == '\n' || c == '\r') return true;
  if (c == '.' || c == ',' || c == ';' || c == '!' || c == '?' || c == ')' || c == '<' ||
      c == '|' || c == '}' || c == '"' || c == '\\')
    return true;
  i = skip_blanks(text, i);
  const char next = at(text, i);
  return next == '\0' || next == '\n' || next == '\r' || next == '|' || next == '#' ||
         next == '\\' || next == '/' || next == '(' || next == '}' ||
         (next == '-' && at(text, i + 1) == ' ') || here(text, i, "and ") ||
         here(text, i, "und ") || here(text, i, "user");
}

void read_pieces(std::string_view text, size_t i, char mark, bool list, Setting& out) {
  while (out.piece_count < out.pieces.size()) {
    size_t next = i;
    bool joined = false;
    // Joined by + or . or a line break or nothing but blanks (C, Python), or elements of a list.
    for (size_t n = 0; n < 80 && next < text.size(); ++n, ++next) {
      const char c = text[next];
      if (c == '+' || c == '.' || c == '\\' || (list && c == ',')) {
        joined = true;
      } else if (c == '\n') {
        joined = true;
      } else if (!is_space(c)) {
        break;
      }
    }
    if (at(text, next) != mark || !joined) return;
    const size_t end = quoted_end(text, next + 1, mark, false);
    if (end == std::string_view::npos) return;
    // A dictionary's next key is no piece.
    const char after = at(text, skip_blanks(text, end + 1));
    if (after == ':' || after == '=' || (list && end - next <= kLeastElement)) return;
    out.pieces[out.piece_count++] = {next + 1, end};
    i = end + 1;
  }
}

/// Skips what may stand before a literal: b, u, r, f, L, N, @; new String(, SecretStr(, (.
size_t skip_literal_prefix(std::string_view text, size_t i) {
  if (at(text, i) == '(' || at(text, i) == '[' || at(text, i) == '{') i = skip_blanks(text, i + 1);
  size_t word = i;
  while (word < text.size() && word - i < 40 &&
         (is_wordish(text[word]) || text[word] == '.' || text[word] == ' ' || text[word] == ':'))
    ++word;
  if (word == i) return at(text, i) == '@' && is_quote(at(text, i + 1)) ? i + 1 : i;
  if (is_quote(at(text, word)) && word - i <= 2 && is_alpha(text[word - 1])) return word;
  // One call around one literal: SecretStr("x"), []byte("x"); but not that of a name: get("x").
  if (at(text, word) == '(' && is_quote(at(text, word + 1))) {
    const size_t callee = run_left(text, word, 40, is_wordish);
    static constexpr WordsByLetter kLookups(
        {"get", "env", "config", "require", "find", "field", "param", "lookup", "read", "load",
         "form", "formvalue"});
    return kLookups.match(text, callee) != 0 || here_caseless(text, callee, "get") ? i : word + 1;
  }
  return i;
}

}  // namespace

ByteSpan setting_name(std::string_view text, size_t begin, size_t end) {
  const size_t lowest = begin > kMaxName ? begin - kMaxName : 0;
  const auto inner = [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '$';
  };
  while (begin > lowest && inner(text[begin - 1])) --begin;
  const size_t highest = std::min(text.size(), end + kMaxName);
  while (end < highest && (is_alnum(text[end]) || text[end] == '_' ||
                           (text[end] == '-' && is_alnum(at(text, end + 1)))))
    ++end;
  return {begin, end};
}

bool may_be_set(std::string_view text, ByteSpan name) {
  bool closed_quote = false;
  const size_t i = skip_closing(text, name.end, closed_quote);
  if (closed_quote) return true;
  const char next = at(text, i + 1);
  switch (at(text, i)) {
    case ' ':
    case '\t':
    case '=':
    case '|':
    case '>':
    case '\xE2':
      return true;
    case ':':
      return next != ':';
    case '!':
    case '?':
    case '+':
      return next == '=';
    case '-':
      return next == '>';
    case '<':
      return next == '/';
    case '(':
      return i == name.end;
    default:
      return false;
  }
}

void read_value(std::string_view text, size_t i, Setting& out) {
  i = skip_blanks(text, i);
  i = skip_literal_prefix(text, i);
  const char c = at(text, i);
  const bool escaped = c == '\\' && is_quote(at(text, i + 1));
  if (escaped) ++i;
  out.from = is_quote(at(text, i)) ? i + 1 : i;
  if (is_quote(at(text, i))) {
    const char mark = text[i];
    if (at(text, i + 1) == mark && at(text, i + 2) == mark) return;  // """: a block of text
    const size_t end = quoted_end(text, i + 1, mark, escaped);
    if (end == std::string_view::npos || end == i + 1) return;
    out.value = {i + 1, end};
    out.quoted = true;
    const size_t after = end + (escaped ? 2 : 1);
    out.at_end = sentence_ends(text, after);
    const bool list =
        out.from > 1 && text[out.from - 2] == '[' && out.value.size() >= kLeastElement;
    if (!escaped) read_pieces(text, after, mark, list, out);
    return;
  }
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"\xE2\x80\x9C", "\xE2\x80\x9D"},
        {"\xE2\x80\x98", "\xE2\x80\x99"},
        {"\xE2\x80\x9E", "\xE2\x80\x9C"},
        {"\xC2\xAB", "\xC2\xBB"},
        {"\xE3\x80\x8C", "\xE3\x80\x8D"}}) {
    if (!here(text, i, open)) continue;
    const std::string_view window = text.substr(i + open.size(), 200);
    const size_t end = window.find(close);
    if (end == std::string_view::npos || end == 0) return;
    out.value = {i + open.size(), i + open.size() + end};
    out.quoted = true;
    out.at_end = true;
    return;
  }
  size_t stars = 0;  // **hunter2**
  while (stars < 2 && at(text, i) == '*' && at(text, i + 1) != ' ') {
    ++i;
    ++stars;
  }
  const bool query = out.link == Link::kEquals && out.tight && out.name.begin > 0 &&
                     (text[out.name.begin - 1] == '&' || text[out.name.begin - 1] == '?' ||
                      text.substr(i, 256).find("&") < text.substr(i, 256).find_first_of(" \n"));
  const size_t raw = bare_end(text, i, query);
  const size_t end = trim_bare(text, i, raw);
  if (end == i) return;
  out.value = {i, end};
  out.at_end = end < raw || sentence_ends(text, raw);
}

namespace {

/// Whether the attribute's value at `at` stands in a tag that sets something: `<property name="`.
bool in_setting_tag(std::string_view text, size_t at) {
  constexpr size_t kReach = 80;
  const size_t from = at - std::min(at, kReach);
  const size_t bracket = text.substr(from, at - from).rfind('<');
  if (bracket == std::string_view::npos) return false;
  const size_t open = from + bracket;
  static constexpr WordsByLetter kTags({"property", "entry", "prop", "param", "setting", "env",
                                        "item", "parameter", "context-param"});
  return kTags.match(text, open + 1) != 0;
}

/// Where the value of `default` begins in Terraform's `variable "x" { default = "y" }`, whose brace
/// is at `open`; 0 if there is none.
size_t given_default(std::string_view text, size_t open) {
  constexpr size_t kReach = 240;
  const std::string_view body =
      text.substr(open, kReach).substr(0, text.substr(open, kReach).find('}'));
  size_t at = body.find("default");
  if (at == body.npos || at == 0 || !is_space(body[at - 1])) return 0;
  at = body.find_first_not_of(" \t", at + 7);
  return at != body.npos && body[at] == '=' ? open + at + 1 : 0;
}

/// <password>x</password>, Password:</b> x, <td>Password</td><td>x</td>, <property name="db.password">x</property>: whether the name, which
/// ends before `i`, is that of markup; the value is read then.
bool read_markup(std::string_view text, size_t i, bool closed_quote, Setting& out) {
  const char next = at(text, i);
  if (next == '>' && out.name.begin > 0 &&
      (text[out.name.begin - 1] == '<' || text[out.name.begin - 1] == ':')) {
    out.link = Link::kMarkup;
    read_value(text, i + 1, out);
    return true;
  }
  if (here(text, i, "</") || here(text, i, ":</")) {
    size_t tags = 0;
    while (tags < 3 && (at(text, i) == '<' || at(text, i) == ':' || is_space(at(text, i)))) {
      if (text[i] == '<') {
        const size_t close = text.substr(i, 64).find('>');
        if (close == std::string_view::npos) return true;
        i += close + 1;
        ++tags;
      } else {
        ++i;
      }
    }
    out.link = Link::kMarkup;
    read_value(text, i, out);
    return true;
  }
  if (closed_quote && next == '>' && in_setting_tag(text, out.name.begin)) {
    out.link = Link::kMarkup;
    read_value(text, i + 1, out);
    return true;
  }
  return false;
}

/// Behind a blank or a closed quote: words like `is`, a link further off, or nothing. False if there is nothing more to read.
bool read_word_link(std::string_view text, size_t& i, Setting& out) {
  const char c = at(text, i);
  if (is_alpha(c) && here_caseless(text, i, "by ") && is_quote(at(text, i + 3))) i += 3;
  // Go: `var password string = "x"`.
  if (const size_t typed = after_annotation(text, i);
      is_alpha(c) && typed != std::string_view::npos &&
      is_quote(at(text, skip_blanks(text, typed)))) {
    out.link = Link::kEquals;
    read_value(text, typed, out);
    return false;
  }
  Link far = Link::kNone;
  if (const size_t word = kSecretLinkWords.match(text, i); word != 0) {
    out.link = Link::kWord;
    i += word;
    if (at(text, i) == ':') ++i;
  } else if (const size_t distant = distant_link(text, i, far); distant != 0) {
    out.link = far;
    i = distant;
  } else {
    out.link = Link::kBlank;
  }
  return true;
}

/// The sign that links the name with its value, at `i`, which moves behind it; `closed` is where the name's quote ends. False if there is
/// nothing more to read.
bool read_link(std::string_view text, size_t closed, bool closed_quote, size_t& i, Setting& out) {
  const char c = at(text, i);
  const char d = at(text, i + 1);
  if (c == ':' && d != ':') {
    if (d == '\'' && i > closed) return false;  // psql's variable: PASSWORD :'new'
    out.link = Link::kColon;
    i += d == '=' ? 2 : 1;
    if (d != '=') {
      const size_t typed = after_annotation(text, i);
      if (typed != std::string_view::npos) i = typed;
    }
    if (at(text, i) == '*' && at(text, i + 1) == '*') i += 2;  // **Password:** x
  } else if (c == '=' && d == '>') {
    out.link = Link::kEquals;
    i += 2;
  } else if ((c == '=' || c == '!') && d == '=') {
    out.link = Link::kCompare;
    i += at(text, i + 2) == '=' ? 3 : 2;
  } else if (c == '=' && d != '~') {
    out.link = Link::kEquals;
    i += 1;
  } else if ((c == '?' || c == '+') && d == '=') {
    out.link = Link::kEquals;
    i += 2;
  } else if (c == '-' && d == '>') {
    // A member in C++, an arrow in prose: then a blank stands before and after it.
    if (!is_blank(at(text, i + 2))) return false;
    out.link = Link::kColon;
    i += 2;
  } else if (here(text, i, "\xE2\x86\x92")) {
    out.link = Link::kColon;
    i += 3;
  } else if (c == '|') {
    out.link = Link::kCell;
    i += d == '|' ? 2 : 1;
    if (d == '|') return false;
  } else if (c == '\t' || (i > closed && text[i - 1] == '\t')) {
    out.link = Link::kCell;
  } else if (c == ',' && closed_quote) {
    // set("password", "x"), but not a list of words: ["md5", "password", "x"].
    size_t before = out.name.begin - std::min<size_t>(out.name.begin, 1);  // the opening quote
    while (before > 0 && is_blank(text[before - 1])) --before;
    if (before == 0 || text[before - 1] != '(') return false;
    out.link = Link::kCall;
    i = skip_blanks(text, i + 1);
    if (!is_quote(at(text, i)) && at(text, i) != '\\') return false;
  } else if (c == '(' && i == out.name.end) {
    out.link = Link::kCall;
    i = skip_blanks(text, i + 1);
    if (!is_quote(at(text, i))) return false;
  } else {
    return (i > closed || closed_quote) && read_word_link(text, i, out);
  }
  return true;
}

}  // namespace

Setting read_setting(std::string_view text, ByteSpan name) {
  Setting out;
  out.name = name;
  bool closed_quote = false;
  size_t i = skip_closing(text, name.end, closed_quote);
  const size_t closed = i;
  if (read_markup(text, i, closed_quote, out)) return out;
  i = skip_blanks(text, i);
  if (closed_quote && at(text, i) == '{') {
    if (const size_t given = given_default(text, i); given != 0) {
      out.link = Link::kEquals;
      read_value(text, given, out);
    }
    return out;
  }
  // name="password" value="x"
  if (closed_quote && (here_caseless(text, i, "value=") || here_caseless(text, i, "content="))) {
    out.link = Link::kMarkup;
    read_value(text, text.find('=', i) + 1, out);
    return out;
  }
  if (!read_link(text, closed, closed_quote, i, out)) return out;
  const size_t before_blanks = i;
  i = skip_blanks(text, i);
  out.tight = i == name.end + 1 || (i == closed + 1 && i == before_blanks);
  if ((at(text, i) == '\n' || at(text, i) == '\r') && (out.link == Link::kColon)) {
    ++i;
    if (at(text, i) == '\n') ++i;
    i = skip_blanks(text, i);
  }
  read_value(text, i, out);
  return out;
}

}  // namespace lauter::scan
