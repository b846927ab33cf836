/// E-mail addresses: as they are written everywhere, and as people write them to be read by people
/// only ("jane [at] corp [dot] de", "j a n e @ c o r p . d e", broken over a quoted line).
///
/// Every form starts from its at sign. The plain form reads the local part leftwards and the host
/// rightwards; the other forms read words joined by "dot", single letters, or blanks, and then ask
/// for a well-known top-level domain, because "meet me at amazon" is no address.
#include <string>

#include "known/contact.h"
#include "scan/index/word_set.h"
#include "scan/rule.h"
#include "scan/rules/email_text.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"email.plain", Category::kEmailAddress},
    {"email.broken", Category::kEmailAddress},
    {"email.spelled", Category::kEmailAddress},
};
constexpr const RuleInfo& kPlain = kInfos[0];
constexpr const RuleInfo& kBroken = kInfos[1];
constexpr const RuleInfo& kSpelled = kInfos[2];

/// `https://user:pass@host` and `ssh jane@host`: the at sign of a log-in, not of a mailbox.
bool is_login(std::string_view text, size_t local, size_t host_end_at) {
  size_t i = local;
  // scheme://user:secret@host; the secret may hold marks that no local part has.
  while (i > 0 && local - i < 120 && !is_space(text[i - 1]) && text[i - 1] != '"' &&
         text[i - 1] != '\'' && text[i - 1] != '<' && text[i - 1] != '?') {
    --i;
    if (text.compare(i, 3, "://") == 0) return local > i + 3 && text.find(':', i + 3) < local;
    if (text[i] == '/' && !(i > 0 && text[i - 1] == '/') && !(i > 0 && text[i - 1] == ':')) break;
  }
  if (local >= 3 && text.compare(local - 3, 3, "://") == 0) return true;
  // scp and git targets: host:path with a slash or a .git end
  if (host_end_at < text.size() && text[host_end_at] == ':') {
    size_t end = host_end_at + 1;
    bool slash = false;
    while (end < text.size() && end - host_end_at < 120 && !is_space(text[end]) &&
           text[end] != '"' && text[end] != '\'') {
      slash |= text[end] == '/';
      ++end;
    }
    const std::string_view path = text.substr(host_end_at + 1, end - host_end_at - 1);
    if (!path.empty() && path[0] != '/' && slash) return true;
    if (!path.empty() && (path[0] == '~' || path[0] == '/')) return true;
    if (path.size() > 4 && path.substr(path.size() - 4) == ".git") return true;
  }
  static const WordSet kTools("ssh|scp|sftp|rsync|sshfs|mosh|telnet|autossh|sshpass|ftp");
  size_t word_end = local;
  for (int n = 0; n < 5 && word_end > 0; ++n) {
    size_t at = word_end;
    while (at > 0 && is_blank(text[at - 1])) --at;
    size_t begin = at;
    while (begin > 0 && at - begin < 40 && !is_space(text[begin - 1])) --begin;
    if (begin == at) break;
    if (kTools.has(text.substr(begin, at - begin))) {
      return true;
    }
    // Only flags and their values may stand between.
    if (n == 0 && text[begin] != '-' && !is_digit(text[begin]) && text[begin] != '~' &&
        text[begin] != '/') {
      break;
    }
    word_end = begin;
  }
  return false;
}

/// Ids of mails have the form of a mailbox: `Message-ID: <CAF3x9+p=qA@mail.corp.de>`.
bool is_message_id(const Page& page, size_t begin) {
  constexpr size_t kLongest = 100;  // bytes of an id before its last part
  size_t open = begin;
  while (open > 0 && begin - open < kLongest && page.text[open - 1] > ' ' &&
         page.text[open - 1] != '<' && page.text[open - 1] != '>')
    --open;
  if (open == 0 || page.text[open - 1] != '<') return false;
  const ByteSpan line = page.line(begin);
  const std::string head =
      fold_words(page.text.substr(line.begin, std::min<size_t>(24, line.end - line.begin)));
  for (const char* name : {"message-id", "in-reply-to", "references", "content-id", "x-message-id",
                           "resent-message-id"}) {
    if (head.compare(0, std::string_view(name).size(), name) == 0) return true;
  }
  return false;
}

/// ".../list/python-dev@python.org/thread/...": a resource of a site.
bool in_url_path(std::string_view text, size_t begin, size_t end) {
  if (begin == 0 || text[begin - 1] != '/' || end >= text.size() || text[end] != '/') return false;
  size_t i = begin;
  while (i > 0 && begin - i < 200 && !is_space(text[i - 1]) && text[i - 1] != '"' &&
         text[i - 1] != '<')
    --i;
  return text.substr(i, begin - i).find("://") != std::string_view::npos;
}

/// After a line break: the prefix of quoted or commented lines ("> ", "# ", "// ", "* ").
size_t skip_line_prefix(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 12 &&
         (is_blank(text[i]) || text[i] == '>' || text[i] == '#' || text[i] == '*' ||
          text[i] == '/' || text[i] == '|')) {
    ++i;
  }
  return i;
}

/// The end of a line break at `pos` ("\n", "=\n", "\r\n", blanks before it) with the next line's
/// prefix; `pos` itself when there is none.
size_t skip_break(std::string_view text, size_t pos) {
  size_t i = pos;
  if (i < text.size() && (text[i] == '=' || text[i] == '\\')) ++i;
  while (i < text.size() && i - pos < 4 && is_blank(text[i])) ++i;
  if (i < text.size() && text[i] == '\r') ++i;
  if (i >= text.size() || text[i] != '\n') return pos;
  return skip_line_prefix(text, i + 1);
}

/// The begin of a line break (with prefix) that ends at `pos`, or `pos`.
size_t skip_break_back(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i > 0 && pos - i < 12 &&
         (is_blank(text[i - 1]) || text[i - 1] == '>' || text[i - 1] == '#' || text[i - 1] == '*' ||
          text[i - 1] == '|')) {
    --i;
  }
  if (i == 0 || text[i - 1] != '\n') return pos;
  --i;
  if (i > 0 && text[i - 1] == '\r') --i;
  while (i > 0 && is_blank(text[i - 1])) --i;
  if (i > 0 && text[i - 1] == '=') --i;
  return i;
}

/// "jane.doe@\n> corp.de", "jane.doe@corp.\n> de", "jane.doe\n> @corp.de", also with "=" soft
/// breaks.
bool broken(const Page& page, size_t at, size_t after, Found& found) {
  const std::string_view text = page.text;
  size_t local_end = at;
  size_t local = local_part_begin(text, local_end);
  bool is_broken = false;
  if (local == local_end) {
    local_end = skip_break_back(text, at);
    if (local_end == at) return false;
    local = local_part_begin(text, local_end);
    if (local == local_end) return false;
    is_broken = true;
  }
  size_t host = after;
  const size_t next = skip_break(text, after);
  if (next != after) {
    is_broken = true;
    host = next;
  }
  size_t end = host_end(text, host);
  if (end == host ||
      (end < text.size() && text[end] == '.' && !known_tld(text.substr(host, end - host)))) {
    // One label and a dot at the line's end, or a dot that begins the next line.
    size_t label = std::max(end, host);
    while (label < text.size() &&
           (is_letterish(text[label]) || is_digit(text[label]) || text[label] == '-')) {
      ++label;
    }
    if (label == host) return false;
    size_t resume = label;
    bool dot = false;
    if (label < text.size() && text[label] == '.') {
      dot = true;
      resume = skip_break(text, label + 1);
      if (resume == label + 1) return false;
    } else {
      resume = skip_break(text, label);
      if (resume == label || resume >= text.size() || text[resume] != '.') return false;
      dot = true;
      ++resume;
    }
    size_t tld = resume;
    while (tld < text.size() && (is_alnum(text[tld]) || text[tld] == '-' || text[tld] == '.'))
      ++tld;
    while (tld > resume && (text[tld - 1] == '.' || text[tld - 1] == '-')) --tld;
    if (!dot || !known_tld(text.substr(resume, tld - resume))) return false;
    found.add(kBroken, local, tld, 0.85F);
    return true;
  }
  if (!is_broken || !known_tld(text.substr(host, end - host))) return false;
  if (nobodys_mailbox(text.substr(local, local_end - local), text.substr(host, end - host))) return true;
  found.add(kBroken, local, end, 0.9F);
  return true;
}

// ---- Spelled forms
// --------------------------------------------------------------------------------

struct Sign {
  size_t size;  ///< bytes, with the blanks around it
  char means;   ///< '.', '-', '_', '+'
};

/// "at any point in", "at that period it": domains that are words.
bool english_word_follows(std::string_view text, size_t pos) {
  static const WordSet kWords(known::kContactEnglishWordFollowsWords);
  return kWords.has(word_at(text, pos + 1));
}

/// A spelled or bracketed sign that begins at `pos` (blanks first): " dot ", "[dot]", " . ".
Sign sign_at(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 3 && is_space(text[i])) ++i;
  const bool spaced = i > pos;
  const char open = i < text.size() ? text[i] : '\0';
  const bool bracket = open == '[' || open == '(' || open == '{' || open == '<';
  if (bracket) {
    ++i;
    while (i < text.size() && is_blank(text[i])) ++i;
  }
  struct Word {
    std::string_view word;
    char means;
  };
  static constexpr Word kWords[] = {
      {"underscore", '_'}, {"hyphen", '-'}, {"period", '.'}, {"minus", '-'},
      {"point", '.'},      {"punkt", '.'},  {"punto", '.'},  {"ponto", '.'},
      {"dash", '-'},       {"plus", '+'},   {"dot", '.'},    {"pkt", '.'},
      {"dt", '.'},         {".", '.'},      {"_", '_'},      {"-", '-'}};
  for (const Word& w : kWords) {
    if (i + w.word.size() > text.size()) continue;
    bool same = true;
    for (size_t k = 0; k < w.word.size() && same; ++k) same = lower(text[i + k]) == w.word[k];
    if (!same) continue;
    size_t end = i + w.word.size();
    if (bracket) {
      while (end < text.size() && is_blank(text[end])) ++end;
      if (end >= text.size() ||
          (text[end] != ']' && text[end] != ')' && text[end] != '}' && text[end] != '>')) {
        continue;
      }
      ++end;
      while (end < text.size() && is_blank(text[end])) ++end;
      return {end - pos, w.means};
    }
    const bool letters = is_alpha(w.word[0]);
    if (letters && !spaced) continue;
    if (letters && (end >= text.size() || !is_space(text[end]))) continue;
    if (!letters && !spaced && end < text.size() && is_space(text[end])) continue;  // a sentence's
    if (w.word[0] == 'p' && w.means == '.' && english_word_follows(text, end)) continue;
    while (end < text.size() && is_blank(text[end])) ++end;
    return {end - pos, w.means};
  }
  return {0, '\0'};
}

bool part_char(char c) { return is_alnum(c) || (c & 0x80) != 0; }

/// Single letters parted by the same blank or dash: "j a n e", "c-o-r-p". End of the run, or `pos`.
size_t letters_end(std::string_view text, size_t pos) {
  if (pos + 2 >= text.size() || !is_alnum(text[pos])) return pos;
  const char gap = text[pos + 1];
  if (gap != ' ' && gap != '-') return pos;
  size_t end = pos + 1;
  size_t n = 1;
  while (end + 1 < text.size() && text[end] == gap && is_alnum(text[end + 1]) &&
         (end + 2 >= text.size() || !is_alnum(text[end + 2]))) {
    end += 2;
    ++n;
  }
  return n >= 2 ? end : pos;
}

/// A host in any spelling from `pos`: parts joined by dots or signs. Returns its end and whether it
/// has a known top-level domain.
struct SpelledHost {
  size_t end = 0;
  std::string plain;
  bool spelled = false;
};
SpelledHost spelled_host(std::string_view text, size_t pos) {
  SpelledHost host;
  SpelledHost best;
  size_t i = pos;
  for (int part = 0; part < 6; ++part) {
    size_t end = letters_end(text, i);
    if (end != i) {
      for (size_t k = i; k < end; k += 2) host.plain += lower(text[k]);
      host.spelled = true;
    } else {
      while (end < text.size() && end - i < 64 &&
             (part_char(text[end]) ||
              (text[end] == '-' && end + 1 < text.size() && part_char(text[end + 1])))) {
        host.plain += lower(text[end]);
        ++end;
      }
    }
    if (end == i) break;
    i = end;
    host.end = end;
    const size_t dot = host.plain.rfind('.');
    if (dot != std::string::npos && known_tld_label(std::string_view(host.plain).substr(dot + 1))) {
      best = host;
    }
    if (i + 1 < text.size() && text[i] == '.' && part_char(text[i + 1])) {
      host.plain += '.';
      ++i;
      continue;
    }
    const Sign sign = sign_at(text, i);
    if (sign.size == 0 || (sign.means != '.' && sign.means != '-')) break;
    if (sign.means == '.') host.spelled = true;
    host.plain += sign.means;
    i += sign.size;
  }
  return best;
}

/// Begin of a local part in any spelling that ends at `end` (blanks before the at sign removed).
struct SpelledLocal {
  size_t begin;
  std::string plain;
  bool spelled = false;
};
SpelledLocal spelled_local(std::string_view text, size_t end) {
  SpelledLocal local{end, {}, false};
  // Letter by letter.
  size_t i = end;
  if (i >= 3 && is_alnum(text[i - 1]) && (text[i - 2] == ' ' || text[i - 2] == '-') &&
      is_alnum(text[i - 3])) {
    const char gap = text[i - 2];
    size_t begin = i - 1;
    size_t n = 1;
    while (begin >= 2 && n < 64 && text[begin - 1] == gap && is_alnum(text[begin - 2]) &&
           (begin < 3 || !part_char(text[begin - 3]))) {
      begin -= 2;
      ++n;
    }
    if (n >= 3) {
      local.begin = begin;
      local.spelled = true;
      for (size_t k = begin; k < end; k += 2) local.plain += lower(text[k]);
      return local;
    }
  }
  for (int part = 0; part < 5; ++part) {
    const size_t begin = local_part_begin(text, i);
    if (begin == i) break;
    local.begin = begin;
    local.plain = fold_words(text.substr(begin, i - begin)) + local.plain;
    // A spelled sign before it? Look back for one that ends exactly here.
    size_t joined = 0;
    char means = 0;
    for (size_t back = 3; back <= 16 && back <= begin; ++back) {
      const Sign sign = sign_at(text, begin - back);
      if (sign.size == back && part_char(text[begin - back - (begin > back ? 1 : 0)])) {
        const bool bare = back == 1;
        if (bare) continue;
        joined = back;
        means = sign.means;
        break;
      }
    }
    if (joined == 0 || begin <= joined) break;
    local.plain.insert(0, 1, means);
    local.spelled = true;
    i = begin - joined;
  }
  return local;
}

constexpr auto& kMailCues = known::kContactMailCues;

void spelled(const Page& page, size_t begin, size_t end, bool bracketed, Found& found) {
  const std::string_view text = page.text;
  size_t left = begin;
  while (left > 0 && begin - left < 3 && is_space(text[left - 1])) --left;
  size_t right = end;
  while (right < text.size() && right - end < 3 && is_space(text[right])) ++right;
  if (left == 0 || right >= text.size() || !part_char(text[right])) return;
  const SpelledHost host = spelled_host(text, right);
  if (host.end == 0) return;
  const SpelledLocal local = spelled_local(text, left);
  if (local.begin == left || local.plain.size() < 2) return;
  if (local.begin > 0 && page.text[local.begin - 1] == '/')
    return;  // of a path: "../how-to-x-at-y.md"
  if (nobodys_mailbox(local.plain, host.plain)) return;
  if (!bracketed && !host.spelled) {
    // "at" between a word and a plain host: an address only when it is announced or looks like one.
    const bool looks = local.plain.find_first_of("._+0123456789") != std::string::npos;
    if (!looks && !page.cue_before(kMailCues, local.begin, 40)) return;
    static const WordSet kNotLocal(known::kContactNotLocal);
    if (kNotLocal.has(local.plain)) return;
  }
  if (!bracketed && host.spelled && local.plain.size() < 2) return;
  found.add(kSpelled, local.begin, host.end, bracketed ? 0.92F : 0.85F);
}

void match_at(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const size_t local = local_part_begin(text, begin);
  const size_t host = host_end(text, end);
  if (local != begin && host != end) {
    const std::string_view name = text.substr(local, begin - local);
    const std::string_view domain = text.substr(end, host - end);
    // "@user@host.social" is an account of the fediverse; the rules of handles own it.
    if (local > 0 && text[local - 1] == '@') return;
    if (plausible_tld(domain) && is_letterish(domain[domain.size() - 1])) {
      if (nobodys_mailbox(name, domain) || is_login(text, local, host) || is_message_id(page, local))
        return;
      if (in_url_path(text, local, host)) return;
      if (host < text.size() && text[host] == '(') return;  // a call: obj@pkg.fn(
      found.add(kPlain, local, host, 0.96F);
      return;
    }
    if (domain.find('.') != std::string_view::npos && !(host < text.size() && text[host] == '.'))
      return;
  }
  if (page.mode == ScanMode::kCode) return;
  // A quoted local part: "jane doe"@corp.de
  if (begin > 2 && text[begin - 1] == '"' && host != end &&
      plausible_tld(text.substr(end, host - end)) && !reserved_host(text.substr(end, host - end))) {
    const size_t from = begin > 66 ? begin - 66 : 0;
    const size_t open = text.substr(from, begin - 1 - from).rfind('"');
    if (open != std::string_view::npos && begin - 1 - (from + open) > 1 &&
        text.substr(from + open, begin - from - open).find('\n') == std::string_view::npos) {
      found.add(kPlain, from + open, host, 0.9F);
      return;
    }
  }
  if (begin == 0 || end >= text.size()) return;
  if (broken(page, begin, end, found)) return;
  const bool blanks =
      is_blank(text[begin - 1]) || is_blank(text[end]) || local == begin || host == end;
  if (blanks &&
      part_char(text[begin - 1] == ' ' && begin > 1 ? text[begin - 2] : text[begin - 1])) {
    spelled(page, begin, end, true, found);
  }
}

void match_bracketed(const Page& page, size_t begin, size_t end, Found& found) {
  // "(a)" without blanks is the Finnish and German habit; with blanks it numbers a list.
  if (end - begin == 3 && lower(page.text[begin + 1]) == 'a' &&
      (begin == 0 || !part_char(page.text[begin - 1]) || !part_char(page.at(end)))) {
    return;
  }
  spelled(page, begin, end, true, found);
}

/// The word "at" (or its like): an address only if a dot, plain or spelled, follows soon.
void match_word_at(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (page.mode == ScanMode::kCode || begin == 0 || end + 3 >= text.size()) return;
  if (!is_space(text[begin - 1]) || !is_space(text[end])) return;
  size_t i = end + 1;
  while (i < text.size() && i - end < 40 && part_char(text[i])) ++i;
  if (i >= text.size() || i == end + 1) return;
  const bool plain_dot = text[i] == '.' && i + 1 < text.size() && part_char(text[i + 1]);
  if (!plain_dot && sign_at(text, i).size == 0 && letters_end(text, end + 1) == end + 1) return;
  spelled(page, begin, end, false, found);
}

constexpr AnchorRule kAnchors[] = {
    {"@|%40|=40", match_at, AnchorKind::kLiteral},
    {known::kContactBracketedAnchors,
     match_bracketed, AnchorKind::kCaselessLiteral},
    {"at|arroba|klammeraffe|chiocciola|arobase|snabel a|apenstaartje|malpa", match_word_at,
     AnchorKind::kPhrase},
};

/// The cue list must belong to a rule to be known; this one only serves matches of other rules.
constexpr ValueRule kValues[] = {
    {.info = {"email.labelled", Category::kEmailAddress},
     .shape = "[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,4}",
     .need = Need::kCue,
     .cues = kMailCues,
     .score = 0.9F,
     .flags = kLabelled | kLabelledOnly,
     .accept =
         [](const Page& page, size_t begin, size_t end) {
           const std::string_view value = page.text.substr(begin, end - begin);
           const size_t at = value.find('@');
           return at != std::string_view::npos && at > 0 && plausible_tld(value.substr(at + 1)) &&
                  !nobodys_mailbox(value.substr(0, at), value.substr(at + 1)) &&
                  !is_login(page.text, begin, end);
         }},
};

}  // namespace

RuleTable contact_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
