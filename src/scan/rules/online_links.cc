// Handles and links that lead to one person: profiles, own sites, shared files, meetings.

#include <algorithm>

#include "catalog/checks.h"
#include "known/online_links.h"
#include "scan/index/word_set.h"
#include "scan/rules/online_rules.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/views/word_context.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

bool is_handle_char(char c) { return is_alnum(c) || c == '_' || c == '.'; }
bool is_slug_char(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '%' || (c & 0x80) != 0;
}

/// Words that follow '@' in code, documentation and chat without being anybody's handle.
constexpr auto& kAtWords = known::kOnlineLinksAtWords;

bool is_at_word(std::string_view word) {
  if (word.size() > 20) return false;
  char low[20];
  std::transform(word.begin(), word.end(), low, lower);
  const std::string_view folded(low, word.size());
  return std::find(std::begin(kAtWords), std::end(kAtWords), folded) != std::end(kAtWords);
}

/// First path segments that are pages of the site and no person's.
bool is_site_page(std::string_view segment) {
  for (const std::string_view word : known::kOnlineLinksIsSitePageWords)
    if (segment == word) return true;
  return false;
}

bool site_starts(std::string_view text, size_t at) {
  // "x.com/" inside "netflix.com/" is another site; www., m., de. and "//" are fine.
  return at == 0 || !(is_alnum(text[at - 1]) || text[at - 1] == '-' || text[at - 1] == '_');
}

/// url_end() from `end` on of the link that holds `begin`; a cell that ',' or ';' opens right
/// before the link ends with the next one.
size_t link_end(std::string_view text, size_t begin, size_t end) {
  const size_t last = url_end(text, end);
  const size_t from = url_begin(text, begin);
  const char opens = from > 0 ? text[from - 1] : '\0';
  return opens == ',' || opens == ';' ? std::min(last, text.substr(0, last).find(opens, end))
                                      : last;
}

void add_link(const Page& page, OnlineRule rule, size_t at, size_t last, float score,
              Found& found) {
  found.add(online_info(rule), url_begin(page.text, at), last, score);
}

}  // namespace

/// `slack: "@ottilie"`: in quotes only behind a label of handles; npm has scopes in quotes.
void match_quoted_handle(const Page& page, size_t at, size_t last, Found& found) {
  if (at < 4 || page.text[at - 1] != '"') return;
  const std::string_view name = page.text.substr(at + 1, last - at - 1);
  if (char_classes(name).letters() < 2 || is_service_account(name)) return;
  const std::string_view before = page.text.substr(at < 24 ? 0 : at - 24, at < 24 ? at : 24);
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  for (const std::string_view label : {"slack", "twitter", "insta", "handle", "telegram", "tiktok",
                                       "mastodon", "threads", "bluesky", "snapchat", "social"}) {
    if (!holds_caseless(line, label)) continue;
    found.add(online_info(OnlineRule::kHandle), at, last, 0.85F);
    return;
  }
}

/// @name of a person; @user@host of the fediverse.
void match_handle(const Page& page, size_t at, size_t, Found& found) {
  const std::string_view text = page.text;
  if (at > 0 && (is_wordish(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '@' ||
                 text[at - 1] == '/' || text[at - 1] == '\\' || text[at - 1] == '$' ||
                 text[at - 1] == '%' || text[at - 1] == '+' || text[at - 1] == '-' ||
                 text[at - 1] == '&' || text[at - 1] == '{' || text[at - 1] == '['))
    return;
  size_t last = run_right(text, at + 1, 31, is_handle_char);
  const bool field = at > 0 && (text[at - 1] == '=' || text[at - 1] == ',');  // a CSV cell, KEY=@me
  if (field && page.at(last) != '@') return;
  if (page.at(last) == '@') {
    const size_t host =
        run_right(text, last + 1, 80, [](char c) { return is_alnum(c) || c == '.' || c == '-'; });
    size_t stop = host;
    while (stop > last && !is_alnum(text[stop - 1])) --stop;
    if (stop < last + 4) return;
    const std::string_view name = text.substr(last + 1, stop - last - 1);
    const size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || name.size() - dot < 3 ||
        name.find("example") != std::string_view::npos)
      return;
    if (last - at < 2 || is_service_account(text.substr(at + 1, last - at - 1))) return;
    found.add(online_info(OnlineRule::kFediverse), at, stop, 0.985F);
    return;
  }
  while (last > at + 1 && text[last - 1] == '.') --last;
  const std::string_view name = text.substr(at + 1, last - at - 1);
  const CharClasses classes = char_classes(name);
  if (name.size() < 2 || name.size() > 30 || classes.letters() < 2) return;
  const char after = page.at(last);
  if (after == '/' || after == '(' || after == '=' || after == '{' || after == '@' ||
      after == '[' || after == '-' || after == '<' || (after == ':' && page.at(last + 1) == ':') ||
      after == ';')
    return;
  if (after == '"') return match_quoted_handle(page, at, last, found);
  if (is_at_word(name) || is_service_account(name)) return;
  // "the `@overload` decorator": in backticks code is quoted, on purpose no one is called.
  if (at > 0 && text[at - 1] == '`' && after == '`') return;
  static const WordSet kDecorates("decorator|decorators|annotation|annotations");
  if (kDecorates.has(word_after(text, last))) return;
  // A handle with a dot and a known ending is a host: "@corp.de".
  const size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && name.size() - dot <= 4 && dot > 0 &&
      name.find('_') == std::string_view::npos && classes.digits == 0 && name.size() - dot >= 3)
    return;
  // Decorators, annotations and documentation tags stand first on their line; "@jane thanks" at the
  // margin has words after it.
  const ByteSpan line = page.line(at);
  const size_t first = text.substr(line.begin, at - line.begin).find_first_not_of(" \t*/#+-\"");
  if (first == std::string_view::npos && line.begin != 0) {
    if (at != line.begin || after != ' ') return;
    if (!is_letterish(page.at(last + 1)) && !is_digit(page.at(last + 1))) return;
  }
  if (is_code_line(page, at)) return;
  if (is_space(after) && page.at(last + 1) == '=') return;
  if (code_density(page, at) > 0.05) return;
  const size_t from = at > 60 ? at - 60 : 0;
  const std::string_view near = text.substr(from, last + 40 - from);
  const bool named = [&] {
    for (const std::string_view word : known::kOnlineLinksMatchHandleWords)
      if (holds_caseless(near, word)) return true;
    return false;
  }();
  // In code mode comments may mention a handle, but most at signs there are tags.
  const float score = page.mode == ScanMode::kCode ? 0.5F : named ? 0.9F : 0.7F;
  found.add(online_info(OnlineRule::kHandle), at, last, score);
}

/// Sites whose path says that a person follows: linkedin.com/in/x.
void match_profile(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (!site_starts(text, begin)) return;
  const size_t last = link_end(text, begin, end);
  const size_t segment = run_right(text, end, 80, is_slug_char);
  const std::string_view slug = text.substr(end, std::min(segment, last) - end);
  if (slug.size() < 2 || is_dummy_token(slug) || is_service_account(slug)) {
    // Short names have few different characters; that alone makes them no dummies.
    if (slug.size() < 2 || is_service_account(slug) || holds_caseless(slug, "your") ||
        holds_caseless(slug, "example") || holds_caseless(slug, "xxx"))
      return;
  }
  const char after = page.at(segment);
  if (after == '{' || after == '$' || (after == '<' && page.at(segment + 1) != '/')) return;
  if (text.compare(begin, 5, "orcid") == 0) {
    const Normalised id = normalise(slug);
    if (!orcid_ok(id.view())) return;
  }
  add_link(page, OnlineRule::kProfile, begin, last, 0.95F, found);
}

/// Sites where the first path segment is the person: github.com/x, instagram.com/x.
void match_profile_root(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (!site_starts(text, begin)) return;
  const size_t last = link_end(text, begin, end);
  size_t segment = run_right(text, end, 64, is_slug_char);
  segment = std::min(segment, last);
  const std::string_view slug = text.substr(end, segment - end);
  if (slug.size() < 3 || is_site_page(slug) || is_service_account(slug)) {
    // facebook.com/profile.php?id=N
    if (!slug.starts_with("profile.php") || text.compare(segment, 4, "?id=") != 0) return;
  }
  if (holds_caseless(slug, "your") || holds_caseless(slug, "example") || slug.find('%') == 0)
    return;
  // A repository or a post is no profile; a query or a slash at the end is.
  const char after = segment < last ? text[segment] : '\0';
  if (after == '/' && segment + 1 < last) {
    if (text.compare(begin, 2, "x.") != 0 && text.compare(begin, 7, "twitter") != 0 &&
        text.compare(begin, 4, "inst") != 0)
      return;
    if (text.compare(segment, 8, "/status/") == 0) return;
  }
  if (after != '\0' && after != '/' && after != '?' && after != '#') return;
  if (slug.find(".git") != std::string_view::npos || slug.find(".js") != std::string_view::npos ||
      slug.find(".png") != std::string_view::npos)
    return;
  const bool forge = text.compare(begin, 6, "github") == 0 || text.compare(begin, 6, "gitlab") == 0;
  add_link(page, OnlineRule::kProfile, begin, last, forge ? 0.7F : 0.85F, found);
}

void match_personal_url(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const size_t last = link_end(text, begin, end);
  if (text[begin] == '/') {
    // https://host/~name/: the page of one user.
    const size_t from = url_begin(text, begin);
    if (text.compare(from, 4, "http") != 0 || last < end + 2) return;
    const std::string_view host = text.substr(from, begin - from);
    if (host.find("example") != std::string_view::npos) return;
    found.add(online_info(OnlineRule::kPersonalUrl), from, last, 0.85F);
    return;
  }
  if (!site_starts(text, begin) || last < end + 3) return;
  const std::string_view path = text.substr(end, last - end);
  if (is_site_page(path) || holds_caseless(path, "your") || holds_caseless(path, "example") ||
      path.find('{') != std::string_view::npos || path.find('$') != std::string_view::npos ||
      holds_caseless(path, "xxxx"))
    return;
  add_link(page, OnlineRule::kPersonalUrl, begin, last, 0.88F, found);
}

/// "Website:" in a person's card or signature: a link beside a telephone number or an address of
/// mail.
void match_site_label(const Page& page, size_t begin, size_t end, Found& found) {
  const Connector link = skip_connector(page.text, end);
  if (link.strength != Announce::kMark || page.text.compare(link.value_begin, 4, "http") != 0)
    return;
  const size_t from = begin > 160 ? begin - 160 : 0;
  const std::string_view around = page.text.substr(from, 360);
  if (around.find('@') == std::string_view::npos && !holds_caseless(around, "phone")) return;
  match_my_site(page, begin, end, found);
}

/// "my website: https://...", "my portfolio is at jane.dev".
void match_my_site(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string_view window = text.substr(end, 48);
  const size_t http = window.find("http");
  const size_t line = window.find('\n');
  if (http == std::string_view::npos || (line != std::string_view::npos && line < http && line > 2))
    return;
  const size_t begin = end + http;
  const size_t last = url_end(text, begin);
  if (last - begin < 12 || text.substr(begin, last - begin).find("://") == std::string_view::npos)
    return;
  if (text.substr(begin, last - begin).find("example.") != std::string_view::npos) return;
  found.add(online_info(OnlineRule::kPersonalUrl), begin, last, 0.85F);
}

void match_meeting(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const size_t last = link_end(text, begin, end);
  const std::string_view path = text.substr(end, last - end);
  if (path.size() < 5 || path.find('{') != std::string_view::npos || holds_caseless(path, "your"))
    return;
  if (text.compare(begin, 15, "meet.google.com") == 0) {
    // abc-defg-hij
    if (path.size() < 12 || path[3] != '-' || path[8] != '-' ||
        !std::all_of(path.begin(), path.begin() + 12,
                     [](char c) { return is_lower(c) || c == '-'; }))
      return;
  }
  add_link(page, OnlineRule::kMeetingLink, begin, last, 0.96F, found);
}

}  // namespace lauter::scan
