#include "web/html_tokens.h"

#include <algorithm>

#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr auto kNone = std::string_view::npos;

/// As HTML has it: without VT.
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }
bool ends_name(char c) { return is_space(c) || c == '/' || c == '>'; }

/// Elements whose content is no markup up to their end tag.
bool has_raw_text(std::string_view name) {
  constexpr std::string_view kNames[] = {"script", "style",    "title",   "textarea", "iframe",
                                         "xmp",    "noframes", "noembed", "plaintext"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace

bool HtmlTokenizer::next(HtmlToken& token) {
  if (is_raw_) {
    read_raw_text(token);
    if (!token.text.empty()) return true;
  }
  while (at_ < html_.size()) {
    size_t text_from = at_;
    if (html_[at_] == '<') {
      const char c = peek(1);
      if (is_ascii_alpha(c)) return read_tag(token, at_ + 1, HtmlToken::Kind::kStartTag);
      if (c == '/' && is_ascii_alpha(peek(2))) {
        return read_tag(token, at_ + 2, HtmlToken::Kind::kEndTag);
      }
      if (c == '!') {
        skip_declaration();
        continue;
      }
      if (c == '?' || (c == '/' && at_ + 2 < html_.size())) {  // what browsers take for a comment
        skip_behind(">", at_ + 2);
        continue;
      }
      ++text_from;  // a mere sign
    }
    const size_t end = std::min(html_.find('<', text_from), html_.size());
    token.kind = HtmlToken::Kind::kText;
    token.text = html_.substr(at_, end - at_);
    token.has_references = true;
    at_ = end;
    return true;
  }
  return false;
}

bool HtmlTokenizer::read_tag(HtmlToken& token, size_t name_begin, HtmlToken::Kind kind) {
  size_t at = name_begin;
  name_size_ = 0;
  for (; at < html_.size() && !ends_name(html_[at]); ++at) {
    if (name_size_ < name_.size()) name_[name_size_++] = ascii_lower(html_[at]);
  }
  const size_t attributes = at;
  token.is_self_closing = false;
  while (at < html_.size() && html_[at] != '>') {
    if (ends_name(html_[at])) {  // white space or a slash
      token.is_self_closing = html_[at] == '/' && at + 1 < html_.size() && html_[at + 1] == '>';
      ++at;
      continue;
    }
    ++at;  // of the attribute's name, which may begin with `=`
    while (at < html_.size() && !ends_name(html_[at]) && html_[at] != '=') ++at;
    const auto skip_space = [&] {
      while (at < html_.size() && is_space(html_[at])) ++at;
    };
    skip_space();
    if (at == html_.size() || html_[at] != '=') continue;
    ++at;
    skip_space();
    if (at == html_.size()) break;
    if (html_[at] == '"' || html_[at] == '\'') {
      at = std::min(html_.find(html_[at], at + 1), html_.size() - 1) + 1;
    } else {
      while (at < html_.size() && html_[at] != '>' && !is_space(html_[at])) ++at;
    }
  }
  at_ = std::min(at + 1, html_.size());
  if (at >= html_.size()) return false;
  token.kind = kind;
  token.name = std::string_view(name_.data(), name_size_);
  token.attributes = html_.substr(attributes, at - attributes);
  is_raw_ = kind == HtmlToken::Kind::kStartTag && !is_foreign_ && has_raw_text(token.name);
  return true;
}

/// Up to the end tag, which is the next token; it may be empty.
void HtmlTokenizer::read_raw_text(HtmlToken& token) {
  const std::string_view name(name_.data(), name_size_);
  size_t end = html_.size();
  if (name == "script") {
    end = find_script_end(at_);
  } else if (name != "plaintext") {
    end = find_end_tag(at_);
  }
  token.kind = HtmlToken::Kind::kText;
  token.text = html_.substr(at_, end - at_);
  token.has_references = name == "title" || name == "textarea";
  at_ = end;
  is_raw_ = false;
}

/// `name` and a sign that ends it, in any case.
bool HtmlTokenizer::is_tag_at(size_t at, std::string_view name) const {
  if (at + name.size() >= html_.size() || !ends_name(html_[at + name.size()])) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (ascii_lower(html_[at + i]) != name[i]) return false;
  }
  return true;
}

size_t HtmlTokenizer::find_end_tag(size_t from) const {
  const std::string_view name(name_.data(), name_size_);
  for (size_t at = html_.find("</", from); at != kNone; at = html_.find("</", at + 2)) {
    if (is_tag_at(at + 2, name)) return at;
  }
  return html_.size();
}

/// A script may hold `<!-- <script> </script> -->`, which does not end it (script data double
/// escaped state).
size_t HtmlTokenizer::find_script_end(size_t from) const {
  enum class State : uint8_t { kPlain, kEscaped, kDoubleEscaped } state = State::kPlain;
  size_t searched = from;  // for the end of an escape, which has no `<`
  for (size_t at = html_.find('<', from); at != kNone; at = html_.find('<', at + 1)) {
    if (state != State::kPlain &&
        html_.substr(searched, at - searched).find("-->") != std::string_view::npos) {
      state = State::kPlain;
    }
    searched = at;
    if (html_.substr(at, 4) == "<!--" && state == State::kPlain) {
      state = State::kEscaped;
      searched = at + 2;  // its own dashes may be those of the end: `<!-->`
    } else if (state == State::kEscaped && is_tag_at(at + 1, "script")) {
      state = State::kDoubleEscaped;
    } else if (at + 1 < html_.size() && html_[at + 1] == '/' && is_tag_at(at + 2, "script")) {
      if (state != State::kDoubleEscaped) return at;
      state = State::kEscaped;
    }
  }
  return html_.size();
}

/// `<!`: a comment, a doctype, CDATA.
void HtmlTokenizer::skip_declaration() {
  if (is_foreign_ && html_.substr(at_, 9) == "<![CDATA[") return skip_behind("]]>", at_ + 9);
  if (html_.substr(at_, 4) != "<!--") return skip_behind(">", at_ + 2);
  for (size_t at = html_.find("--", at_ + 2); at != kNone; at = html_.find("--", at + 1)) {
    // `<!-->` and `<!--->` are whole comments; `--!>` is a slip that ends one.
    const size_t behind = at + 2;
    if (html_.substr(behind, 1) == ">" && behind >= at_ + 4) {
      at_ = behind + 1;
      return;
    }
    if (html_.substr(behind, 2) == "!>" && at >= at_ + 4) {
      at_ = behind + 2;
      return;
    }
  }
  at_ = html_.size();
}

void HtmlTokenizer::skip_behind(std::string_view end, size_t from) {
  const size_t found = from < html_.size() ? html_.find(end, from) : kNone;
  at_ = found == kNone ? html_.size() : found + end.size();
}

}  // namespace lauter::internal
