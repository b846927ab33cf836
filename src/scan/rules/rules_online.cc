// Online and device identifiers: addresses, cookies, sessions, log-in names, handles, links.

#include <algorithm>
#include <string>

#include "known/online.h"
#include "scan/rule.h"
#include "scan/rules/net_address.h"
#include "scan/rules/online_rules.h"
#include "scan/rules/rules_ids.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

constexpr RuleInfo kInfos[] = {
    {"mac_address.pairs", kMacAddress},
    {"username.path", kUsername},
    {"username.login", kUsername},
    {"username.todo", kUsername},
    {"username.log", kUsername},
    {"social_handle.at", kSocialHandle},
    {"social_handle.fediverse", kSocialHandle},
    {"social_profile_url.profile", kSocialProfileUrl},
    {"url.personal", kUrl},
    {"meeting_id.link", kMeetingId},
};
static_assert(std::size(kInfos) == static_cast<size_t>(OnlineRule::kCount));

template <size_t kCount>
bool words_before(const Page& page, size_t begin, size_t reach,
                  const std::string_view (&words)[kCount]) {
  const size_t from = begin > reach ? begin - reach : 0;
  std::string_view before = page.text.substr(from, begin - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return holds_caseless(before, word); });
}

bool personal_ipv4(const Page& page, size_t begin, size_t end) {
  const auto address = parse_ipv4(page.text.substr(begin, end - begin));
  if (!address || !is_personal_ipv4(*address)) return false;
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  const char left = begin > 1 ? page.text[begin - 2] : '\0';
  const char after = page.at(end), next = page.at(end + 1);
  // Longer dotted numbers (OIDs, versions) and product/1.2.3.4 of user agents.
  if ((before == '.' && is_alnum(left)) || (after == '.' && is_digit(next))) return false;
  if (before == '/' && is_alpha(left)) return false;
  if (after == '-' && is_alnum(next) &&
      page.text.substr(end + 1, 12).find('.') == std::string_view::npos)
    return false;
  if (after == '_' || before == '_' || (before == '-' && is_alpha(left))) return false;
  if (after == '+' || after == '~' || (after == '-' && is_alpha(next))) return false;
  if (before == '=' && left == '=') return false;  // package==1.2.3.4
  if (words_before(page, begin, 4, {">=", "<="})) return false;
  if (before == '^' || before == '~') return false;
  // A network of 256 addresses and more is nobody's home line.
  if (after == '/' && is_digit(next)) {
    const size_t bits_end = run_right(page.text, end + 1, 3, is_digit);
    int bits = 0;
    for (size_t i = end + 1; i < bits_end; ++i) bits = bits * 10 + (page.text[i] - '0');
    if (bits <= 24) return false;
  }
  if (words_before(
          page, begin, 28, known::kOnlinePersonalIpv4Words))
    return false;
  // Small parts look like version and section numbers; then something must say address.
  const size_t from = run_left(page.text, begin, 2, is_blank);
  const char mark = from > 0 ? page.text[from - 1] : '\0';
  // "> 1.2.3.4" compares, "<td>1.2.3.4" does not.
  const bool compares =
      from > 0 && (from == 1 || !is_wordish(page.text[from - 2])) && page.at(from - 2) != '"';
  if (((mark == '>' || mark == '<') && compares && from < begin) ||
      (mark == '=' && from > 1 &&
       (page.text[from - 2] == '>' || page.text[from - 2] == '<' || page.text[from - 2] == '~')))
    return false;
  const int most = std::max({(*address)[0], (*address)[1], (*address)[2]});
  if (most < 40 || (*address)[3] == 0)
    return words_before(page, begin, 40, known::kOnlinePersonalIpv4Words2) ||
           after == ':';
  return true;
}

constexpr const char* kAddressCues = "ipv6|ip|ip address|address";

/// Whether a word that is no part of an address ends before the ':' at `colon`: "IPv6:", "addr:".
bool labels_address(std::string_view text, size_t colon) {
  const size_t word = run_left(text, colon, 12, is_alnum);
  return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(word),
                     text.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return lower(c) > 'f'; });
}

bool personal_ipv6(const Page& page, size_t begin, size_t end) {
  if (begin > 0 && is_wordish(page.text[begin - 1])) return false;
  if (begin > 0 && page.text[begin - 1] == ':' && !labels_address(page.text, begin - 1))
    return false;
  if (page.at(end) == ':' && (is_alnum(page.at(end + 1)) || page.at(end + 1) == ':')) return false;
  std::string_view value = page.text.substr(begin, end - begin);
  if (std::count(value.begin(), value.end(), ':') < 2) return false;
  const auto address = parse_ipv6(value);
  if (!address) return false;
  // Outside the space that is assigned today, only a whole address that the text calls one.
  const bool unassigned =
      (*address)[0] >= 0x02 && (*address)[0] < 0xFC && ((*address)[0] & 0xE0) != 0x20;
  const bool whole = std::count(value.begin(), value.end(), ':') == 7;
  if (!is_personal_ipv6(*address) && !(unassigned && whole)) return false;
  if (page.at(end) == '/' && is_digit(page.at(end + 1))) {
    const size_t bits_end = run_right(page.text, end + 1, 3, is_digit);
    int bits = 0;
    for (size_t i = end + 1; i < bits_end; ++i) bits = bits * 10 + (page.text[i] - '0');
    if (bits < 56) return false;
  }
  return true;
}

bool cisco_mac(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  if (page.at(end) == '.' && is_alnum(page.at(end + 1))) return false;
  if (begin > 0 && page.text[begin - 1] == '.') return false;  // a part of a longer list
  return classes.letters() > 0 && classes.digits > 1 && is_personal_mac(value);
}

bool bare_mac(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return is_personal_mac(value) && char_classes(value).digits > 0;
}

bool serial_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  const size_t body = classes.letters() + classes.digits;
  if (body < 7 || body > 18 || classes.digits < 2) return false;
  if (classes.letters() == 0 && value.size() < 8) return false;
  if (classes.lower > 0 && classes.upper > 0) return false;
  // "S/N 2024-05-01" is a date.
  return !(classes.letters() == 0 && std::count(value.begin(), value.end(), '-') == 2 &&
           value.size() == 10);
}

bool ad_id_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return value.find_first_not_of("0-._ ") != std::string_view::npos;
}

bool customer_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  if (classes.digits < 3) return false;
  if (classes.lower > 0 && classes.upper > 1 && classes.digits < 4) return false;
  return !is_dummy_secret(value);
}

bool in_program(const Page& page, size_t begin) {
  return page.mode == ScanMode::kCode && page.region(begin) == Region::kCode;
}

/// A log-in name after its label.
bool login_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  if (value.size() < 3 || classes.letters() < 2 || is_service_account(value)) return false;
  if (in_program(page, begin) || is_dummy_secret(value) || value.ends_with(".log")) return false;
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  if (page.text.compare(end, 12, ";AccountKey=") == 0) return false;  // a storage account's
  const bool quoted = before == '"' || before == '\'' || before == '>';
  // A name on the right of an assignment is a variable, unless it has digits.
  if (!quoted && classes.digits == 0 && is_code_line(page, begin)) return false;
  const char after = page.at(end);
  if (after == '(' || after == '[' || after == '@' || after == '=' || after == '{') return false;
  if (after == '<' && page.at(end + 1) != '/') return false;
  const bool marks = value.find_first_of("._-") != std::string_view::npos;
  if (classes.upper > 2 || (classes.upper > 0 && classes.digits == 0 && marks)) return false;
  if (looks_like_identifier(value) && classes.upper > 0 && classes.lower > 0 &&
      classes.digits == 0 && value.size() > 3) {
    // camelCase is a program's name; "Kbrown" may be a log-in, but then it is also a word.
    return false;
  }
  if (value.find("user") != std::string_view::npos || value.find("name") != std::string_view::npos)
    return false;
  if (classes.digits > 0) return true;
  // Without digits the label must be plain: ':', '=', a cell, "is", "as"; and on the same line.
  size_t mark = begin;
  while (mark > 0 &&
         (is_blank(page.text[mark - 1]) || page.text[mark - 1] == '"' ||
          page.text[mark - 1] == '\'' || page.text[mark - 1] == '`' || page.text[mark - 1] == '*'))
    --mark;
  const char link = mark > 0 ? page.text[mark - 1] : '\0';
  const bool linked =
      mark > 2 && (page.text.substr(mark - 2, 2) == "is" || page.text.substr(mark - 2, 2) == "as");
  const auto bounds_cell = [](char c) {
    return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '\r' || c == '\0';
  };
  const size_t past_cell = quoted ? end + 1 : end;
  // (A comma of prose has a blank behind it.)
  const bool cell = bounds_cell(link) && bounds_cell(page.at(past_cell)) &&
                    page.at(past_cell + 1) != ' ' && mark + (quoted ? 1 : 0) == begin;
  if (!(link == ':' || link == '=' || link == '|' || link == '>' || link == '\t' || linked || cell))
    return false;
  if (is_prose_word(value)) return false;
  if (page.mode == ScanMode::kCode)
    return marks && classes.upper == 0 && value.find('.') != std::string_view::npos;
  if (marks) return true;
  // Letters only: the rest of the line must be empty or another field.
  size_t i = end;
  while (i < page.text.size() && (page.text[i] == '"' || page.text[i] == '\'' ||
                                  page.text[i] == '`' || page.text[i] == '*'))
    ++i;
  const size_t past = run_right(page.text, i, 24, is_blank);
  const char stop = page.at(past) == '|' || page.at(past) == '\0' ? page.at(past) : page.at(i);
  if (!(stop == '\0' || stop == '\n' || stop == '\r' || stop == ',' || stop == ';' || stop == '|' ||
        stop == '}' || stop == '.' || stop == ')' || stop == '<' || stop == '/')) {
    const std::string_view rest = page.text.substr(i, 12);
    if (!holds_caseless(rest, "pass") && !holds_caseless(rest, "pw") &&
        !holds_caseless(rest, "and ") && !holds_caseless(rest, "/ "))
      return false;
  }
  for (const std::string_view word : known::kOnlineLoginOkWords)
    if (value == word) return false;
  return true;
}

bool messenger_ok(const Page& page, size_t begin, size_t end) {
  std::string_view value = page.text.substr(begin, end - begin);
  if (value.starts_with("@")) value.remove_prefix(1);
  const CharClasses classes = char_classes(value);
  if (value.size() < 3 || classes.letters() < 2 || is_service_account(value)) return false;
  if (in_program(page, begin) || is_dummy_secret(value) || page.at(end) == '(') return false;
  if (begin > 0 && page.text[begin - 1] != '"' && page.text[begin - 1] != '\'' &&
      is_code_line(page, begin)) {
    return false;
  }
  if (value.find(".com") != std::string_view::npos || value.find(".org") != std::string_view::npos)
    return false;
  if (value.starts_with("this.") || value.starts_with("self.")) return false;
  // A sentence's end, or the file that a link leads to: "[`signal`](signal.md)".
  if (value.ends_with('.') || value.ends_with(".md") || value.ends_with(".html")) return false;
  if (value == "undef") return false;  // qq[...] : 'undef' in Perl
  const bool at = begin < page.text.size() && page.text[begin] == '@';
  if (at || classes.digits > 0 || value.find_first_of("._-:") != std::string_view::npos)
    return !(page.at(end) == '/');
  // "my skype is rosalindi if ..."
  if (begin > 12 && page.text.substr(begin - 4, 4) == " is " && classes.lower == value.size() &&
      value.size() >= 5 && !is_prose_word(value) &&
      line_mentions(page, begin, begin, "my|his|her", 32, 0))
    return true;
  // A plain word: only after ':' and at the end of the line or clause.
  const char before = begin > 1 ? page.text[begin - 1] : '\0';
  const bool marked = before == ':' || (before == ' ' && page.text[begin - 2] == ':') ||
                      before == '"' || before == '\'' || before == '>';
  const char after = page.at(end);
  return marked && classes.upper <= 1 &&
         (after == '\0' || after == '\n' || after == ',' || after == ';' || after == '"' ||
          after == '\'' || after == ')' || after == '|' || after == '.' || after == '<');
}

bool meeting_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  return classes.digits >= 9 && classes.digits <= 13;
}

constexpr const char* kUserCues = known::kOnlineUserCues;

constexpr ValueRule kValues[] = {
    {.info = {"ip_address.quad", kIpAddress},
     .shape = "\\d{1,3}(\\.\\d{1,3}){3}",
     .need = Need::kNone,
     .cues = known::kOnlineIpAddressQuadCues,
     .score = 0.93F,
     .flags = kGlueLeft | kGlueRight | kNoRelax,
     .accept = personal_ipv4},
    {.info = {"ipv6_address.text", kIpv6Address},
     .shape = "[23][0-9a-fA-F]{3}(:[0-9a-fA-F]{1,4}){0,7}(::([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,"
              "5})?)?",
     .need = Need::kNone,
     .cues = kAddressCues,
     .score = 0.96F,
     .flags = kGlueRight | kNoRelax,
     .accept = personal_ipv6},
    {.info = {"ipv6_address.called", kIpv6Address},
     .shape = "[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}",
     .cues = kAddressCues,
     .score = 0.9F,
     .flags = kGlueRight | kNoRelax,
     .accept = personal_ipv6},
    {.info = {"mac_address.groups", kMacAddress},
     .shape = "[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}",
     .need = Need::kNone,
     .cues = "mac|mac address|mac addr|hwaddr|hardware address",
     .score = 0.9F,
     .flags = kNoRelax,
     .accept = cisco_mac},
    {.info = {"mac_address.bare", kMacAddress},
     .shape = "[0-9A-F]{12}|[0-9a-f]{12}",
     .cues = known::kOnlineMacAddressBareCues,
     .score = 0.9F,
     .flags = kNoRelax,
     .reach_before = 24,
     .reach_after = 12,
     .accept = bare_mac},
    {.info = {"device_serial_number.labelled", kDeviceSerialNumber},
     .shape = "[A-Za-z0-9]+([-][A-Za-z0-9]+){0,3}",
     .need = Need::kCue,
     .cues = known::kOnlineDeviceSerialNumberLabelledCues,
     .veto = known::kOnlineDeviceSerialNumberLabelledVeto,
     .score = 0.82F,
     .reach_before = 24,
     .reach_after = 0,
     .accept = serial_ok},
    {.info = {"advertising_id.uuid", kAdvertisingId},
     .shape = "[0-9a-fA-F]{8}([-._ ]?[0-9a-fA-F]{4}){3}[-._ ]?[0-9a-fA-F]{12}",
     .cues = known::kOnlineAdvertisingIdUuidCues,
     .score = 0.95F,
     .reach_before = 40,
     .reach_after = 24,
     .accept = ad_id_ok},
    {.info = {"customer_id.labelled", kCustomerId},
     .shape = "[A-Za-z0-9]+([-./][A-Za-z0-9]+){0,4}",
     .need = Need::kCue,
     .cues = known::kOnlineCustomerIdLabelledCues,
     .score = 0.84F,
     .flags = kNotInCode,
     .reach_before = 24,
     .reach_after = 0,
     .accept = customer_ok},
    {.info = {"username.labelled", kUsername},
     .shape = "[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9]",
     .need = Need::kDirect,
     .cues = kUserCues,
     .score = 0.8F,
     .flags = kLabelledOnly | kStrongLabel | kNoRelax | kNotInCode,
     .accept = login_ok},
    {.info = {"messenger_handle.labelled", kMessengerHandle},
     .shape = "@?[A-Za-z0-9][A-Za-z0-9._-]{1,31}(#\\d{4})?",
     .need = Need::kDirect,
     .cues = known::kOnlineMessengerHandleLabelledCues,
     .score = 0.88F,
     .flags = kLabelledOnly | kStrongLabel | kNoRelax | kNotInCode,
     .accept = messenger_ok},
    {.info = {"social_handle.labelled", kSocialHandle},
     .shape = "@[A-Za-z0-9_.]{1,29}[A-Za-z0-9_]",
     .need = Need::kDirect,
     .cues = known::kOnlineSocialHandleLabelledCues,
     .score = 0.97F,
     .flags = kLabelledOnly | kNoRelax | kNotInCode},
    {.info = {"messenger_handle.skype_live", kMessengerHandle},
     .shape = "live:[A-Za-z0-9._-]{3,40}",
     .need = Need::kNone,
     .anchor = "live:",
     .score = 0.93F,
     .accept = messenger_ok},
    {.info = {"messenger_handle.wxid", kMessengerHandle},
     .shape = "wxid_[a-z0-9]{14}",
     .need = Need::kNone,
     .anchor = "wxid_",
     .score = 0.97F},
    {.info = {"session_id.sess", kSessionId},
     .shape = "sess_[A-Za-z0-9]{16,64}",
     .need = Need::kNone,
     .anchor = "sess_",
     .score = 0.94F},
    {.info = {"meeting_id.number", kMeetingId},
     .shape = "\\d{3} \\d{3} \\d{3} \\d{2,3}( \\d)?|\\d{3}[ -]?\\d{3,4}[ -]?\\d{3,4}",
     .cues = known::kOnlineMeetingIdNumberCues,
     .veto = "phone|tel|dial|call|mobile|one tap",
     .score = 0.88F,
     .reach_before = 30,
     .reach_after = 0,
     .accept = meeting_ok},
    {.info = {"meeting_id.google", kMeetingId},
     .shape = "[a-z]{3}-[a-z]{4}-[a-z]{3}",
     .need = Need::kDirect,
     .cues = "google meet|meet code|meeting code|hangouts|meet id",
     .score = 0.9F,
     .flags = kLabelledOnly | kNoRelax},
};

constexpr AnchorRule kAnchors[] = {
    {"/home/|/Users/|:\\Users\\|:\\\\Users\\\\|Documents and "
     "Settings\\|/var/mail/|:/Users/|\\\\Users\\\\|/export/home/",
     match_user_path, AnchorKind::kLiteral},
    {"ssh|scp|sftp|rsync|sshfs|ssh copy id|mosh", match_ssh, AnchorKind::kPhrase},
    {"TODO(|FIXME(|XXX(|HACK(|BUG(|NOTE(", match_todo, AnchorKind::kLiteral},
    {":x:|:$", match_account_line, AnchorKind::kLiteral},
    {" HTTP/1.| HTTP/2", match_access_log, AnchorKind::kLiteral},
    {"] <", match_chat_author, AnchorKind::kLiteral},
    {"username|user name|login name|originally posted by|posted by|quote from", match_named_login,
     AnchorKind::kPhrase},
    {"@", match_handle, AnchorKind::kLiteral},
    {known::kOnlineProfileAnchors,
     match_profile, AnchorKind::kCaselessLiteral},
    {known::kOnlineProfileRootAnchors,
     match_profile_root, AnchorKind::kCaselessLiteral},
    {known::kOnlinePersonalUrlAnchors,
     match_personal_url, AnchorKind::kCaselessLiteral},
    {known::kOnlineMySiteAnchors,
     match_my_site, AnchorKind::kPhrase},
    {"website|homepage|web", match_site_label, AnchorKind::kPhrase},
    {known::kOnlineMeetingAnchors,
     match_meeting, AnchorKind::kCaselessLiteral},
};

constexpr NumberHook kHooks[] = {{match_mac, 0}};

}  // namespace

const RuleInfo& online_info(OnlineRule rule) { return kInfos[static_cast<size_t>(rule)]; }

RuleTable online_rules() {
  return {.values = kValues, .anchors = kAnchors, .hooks = kHooks, .infos = kInfos};
}

}  // namespace lauter::scan
