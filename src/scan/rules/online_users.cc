// Users as machines see them: hardware addresses, cookies, sessions, log-in names.

#include <algorithm>
#include <string>

#include "known/online_users.h"
#include "scan/index/word_set.h"
#include "scan/rules/net_address.h"
#include "scan/rules/online_rules.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_value.h"
#include "scan/views/joined_value.h"
#include "scan/views/word_context.h"
#include "scan/views/text_runs.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

bool is_hex_char(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool is_user_char(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; }

constexpr auto& kServiceAccounts = known::kOnlineUsersServiceAccounts;

}  // namespace

bool is_service_account(std::string_view name) {
  if (name.size() > 24) return false;
  char low[24];
  std::transform(name.begin(), name.end(), low, lower);
  const std::string_view folded(low, name.size());
  // "crm_app", "orders_rw": of programs.
  static const Endings kOfPrograms(known::kOnlineUsersOfPrograms);
  if (kOfPrograms.match(folded, 2)) return true;
  return std::find(std::begin(kServiceAccounts), std::end(kServiceAccounts), folded) !=
         std::end(kServiceAccounts);
}

/// Six pairs joined by ':' or '-', found from any pair that holds a digit.
void match_mac(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const char left = begin > 0 ? text[begin - 1] : '\0';
  const char next = page.at(begin + 2);
  const bool joined = left == ':' || left == '-' || next == ':' || next == '-';
  if (!joined) return;
  const char mark = left == ':' || left == '-' ? left : next;
  const auto member = [mark](char c) { return is_hex_char(c) || c == mark; };
  const size_t from = run_left(text, begin, 18, member);
  const size_t to = run_right(text, begin, 18, member);
  if (to - from != 17) return;
  for (size_t i = 0; i < 17; ++i)
    if (i % 3 == 2 ? text[from + i] != mark : !is_hex_char(text[from + i])) return;
  if (is_alnum(page.at(to)) || (from > 0 && is_alnum(text[from - 1]))) return;
  if (!is_personal_mac(text.substr(from, 17))) return;
  found.add(online_info(OnlineRule::kMac), from, to, 0.93F);
}

namespace {

/// Cookies that name a visitor, a log-in or a session.
bool is_tracking_name(std::string_view name) {
  for (const std::string_view part : known::kOnlineUsersIsTrackingNameParts)
    if (holds_caseless(name, part)) return true;
  return false;
}

bool is_attribute(std::string_view name) {
  for (const std::string_view word : known::kOnlineUsersIsAttributeWords)
    if (name.size() == word.size() && holds_caseless(name, word)) return true;
  return false;
}

void add_cookie_pair(const Page& page, ByteSpan name, ByteSpan value, Found& found) {
  const std::string_view label = name.of(page.text), secret = value.of(page.text);
  if (secret.size() < 6 || is_attribute(label) || is_dummy_secret(secret) ||
      looks_like_reference(secret))
    return;
  const CharClasses classes = char_classes(secret);
  const bool known = is_tracking_name(label) && classes.digits > 0;
  if (!known && !(secret.size() >= 16 && looks_random(secret))) return;
  found.add(online_info(OnlineRule::kCookie), value.begin, value.end, known ? 0.97F : 0.9F);
}

}  // namespace

bool is_analytics_cookie(std::string_view value) {
  return value.size() > 12 && value.starts_with("GA") && is_digit(value[2]) && value[3] == '.' &&
         char_classes(value).digits >= 8;
}

namespace {

/// `cookie: "VALUE"` without a name of its own.
void match_cookie_value(const Page& page, size_t begin, size_t end, Found& found) {
  // "cookie_value: x", "session_cookie = x", "cookie value x"
  ByteSpan name = setting_name(page.text, begin, end);
  if (page.text.compare(name.end, 6, " value") == 0) name.end += 6;
  const Setting setting = read_setting(page.text, name);
  const bool blank = setting.link == Link::kBlank && name.size() > end - begin;
  if ((setting.link < Link::kWord && !blank) || setting.value.empty()) return;
  std::string value(setting.value.of(page.text));
  for (size_t i = 0; i < setting.piece_count; ++i) value += setting.pieces[i].of(page.text);
  if (value.size() < 16 || value.size() > 400 ||
      value.find_first_of(" ;=(){}<>") != std::string::npos)
    return;
  if (is_dummy_secret(value) || looks_like_reference(value)) return;
  const CharClasses classes = char_classes(value);
  const bool mixed =
      value.size() >= 20 && classes.upper >= 4 && classes.lower >= 4 && wordness(value) < 0.7;
  if (!is_analytics_cookie(value) && !mixed &&
      (!looks_random(value) || looks_like_identifier(value)))
    return;
  found.add(online_info(OnlineRule::kCookie), setting.value.begin, setting.value.end, 0.92F);
  for (size_t i = 0; i < setting.piece_count; ++i)
    found.add(online_info(OnlineRule::kCookie), setting.pieces[i].begin, setting.pieces[i].end,
              0.92F);
}

}  // namespace

/// After "Cookie:", "Set-Cookie:", "cookie = '", "-b '": name=value pairs up to the line's end.
void match_cookie(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  const bool opened = text[end - 1] == '"' || text[end - 1] == '\'';  // curl -b '
  if (!opened && lower(page.at(i)) == 's') ++i;                       // cookies
  if (!opened) match_cookie_value(page, begin, i, found);
  if (text.compare(i, 4, " is ") == 0) i += 3;
  while (i < text.size() && i - end < 10 &&
         (is_blank(text[i]) || text[i] == ':' || text[i] == '"' || text[i] == '\'' ||
          text[i] == '=' || text[i] == ',' || text[i] == '\\' || text[i] == '[' || text[i] == '(' ||
          text[i] == ']' || text[i] == '>'))
    ++i;
  if (i == end && !opened) return;
  const size_t limit = std::min(text.size(), i + 4096);
  while (i < limit) {
    const size_t name = i;
    i = run_right(text, i, 64, [](char c) {
      return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '$';
    });
    if (i == name) return;
    if (page.at(i) != '=') {
      // A flag (Secure) or the end.
      if (page.at(i) != ';') return;
    } else {
      const size_t value = ++i;
      i = run_right(text, value, limit - value, [](char c) {
        return !is_space(c) && c != ';' && c != '"' && c != '\'' && c != ',' && c != '\\' &&
               c != '<' && c != '`';
      });
      add_cookie_pair(page, {name, value - 1}, {value, i}, found);
      // "Expires=Wed, 21 Oct" and other values with blanks.
      while (i < limit && text[i] != ';' && text[i] != '\n' && text[i] != '"' && text[i] != '\'')
        ++i;
    }
    if (page.at(i) != ';') return;
    ++i;
    while (i < limit && is_blank(text[i])) ++i;
  }
}

/// sid=, jsessionid=, PHPSESSID=, session_id: x, "name": "sid", "value": "x".
void match_session(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_alpha(text[begin - 1]) && is_lower(text[begin])) return;
  size_t i = end;
  const char last_of_name = text[end - 1];
  const bool announced = last_of_name == '=' || last_of_name == ' ' || last_of_name == '\t';
  if (!announced) i = run_right(text, end, 16, [](char c) { return is_alnum(c) || c == '_'; });
  if (i > end) {
    const std::string_view tail = text.substr(end, i - end);
    if (!holds_caseless(tail, "id") && !holds_caseless(tail, "token") &&
        !holds_caseless(tail, "key"))
      return;
  }
  Connector link = skip_connector(text, i);
  if (announced) link = {i, Announce::kMark};
  if (page.at(i) == '=') link = {i + 1, Announce::kMark};
  // "session id 13ca...": nothing but a blank; the value has to look random then.
  const bool bare = link.strength < Announce::kWord && page.at(i) == ' ';
  if (bare) link = {i + 1, Announce::kWord};
  if (link.strength < Announce::kWord) return;
  i = link.value_begin;
  if (text.compare(i, 6, "value\"") == 0) i = skip_connector(text, i + 5).value_begin;
  if (page.at(i) == '"' || page.at(i) == '\'') ++i;
  const size_t last = run_right(text, i, 200, [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '%' || c == '~' || c == '+';
  });
  if (const Joined joined = join_value(text, i); joined.literals && joined.text.size() <= 128) {
    if (joined.text.size() < 26 || is_dummy_secret(joined.text) || !looks_random(joined.text))
      return;
    for (const ByteSpan& piece : joined.spans(joined.text.size()))
      found.add(online_info(OnlineRule::kSession), piece.begin, piece.end, 0.93F);
    return;
  }
  size_t stop = last;
  while (stop > i && (text[stop - 1] == '.' || text[stop - 1] == '-')) --stop;
  const std::string_view value = text.substr(i, stop - i);
  if (value.size() < 16 || value.size() > 128 || is_dummy_secret(value)) return;
  if (bare && (value.size() < 20 || !looks_random(value))) return;
  const CharClasses classes = char_classes(value);
  const bool digits = classes.digits >= 16 && classes.letters() == 0;
  const bool letters = classes.digits == 0 && value.size() >= 26 && wordness(value) < 0.7;
  if (!looks_random(value) && !is_uuid(value) && !digits && !letters) return;
  if (!letters && looks_like_identifier(value) && !value.starts_with("sess_")) return;
  found.add(online_info(OnlineRule::kSession), i, stop, 0.93F);
}

/// "session 8646...fa6 opened": hex or a random word right after the noun; `sid := "x"`.
void match_session_word(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end - begin == 3) {
    size_t mark = end;
    while (page.at(mark) == ' ') ++mark;
    if (page.at(mark) == '=' || text.compare(mark, 2, ":=") == 0)
      match_session(page, begin, end, found);
  }
  if (page.at(end) != ' ') return;
  const size_t last =
      run_right(text, end + 1, 80, [](char c) { return is_alnum(c) || c == '_' || c == '-'; });
  const std::string_view value = text.substr(end + 1, last - end - 1);
  if (value.size() < 20 || value.size() > 64 || !looks_random(value)) return;
  found.add(online_info(OnlineRule::kSession), end + 1, last, 0.88F);
}

/// /home/NAME, /Users/NAME, C:\Users\NAME (also with doubled backslashes).
void match_user_path(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const bool unix = text[begin] == '/';
  // "example.com/home/news" and "https://host/users/list" are no file paths.
  if (unix && begin > 0 &&
      (is_alnum(text[begin - 1]) || text[begin - 1] == '}' || text[begin - 1] == ')')) {
    const bool drive = begin == 2 || (begin > 2 && !is_alnum(text[begin - 3]));
    const size_t word = run_left(text, begin, 200, [](char c) { return !ends_url(c); });
    const std::string_view head = text.substr(word, begin - word);
    const bool mount = head.ends_with("/mnt/c") || head.ends_with("/export") ||
                       head.ends_with("file:") || head.ends_with("file://");
    if (!mount && !(drive && text[begin - 1] == ':')) return;
  }
  // The anchor starts at the colon of a drive, or at the first backslash.
  if (!unix && text[begin] != ':' && begin > 0 && is_alnum(text[begin - 1])) return;
  size_t name = end;
  while (page.at(name) == '\\') ++name;
  size_t last = run_right(text, name, 33, is_user_char);
  // "C:\Users\Jane Smith\": a blank inside, if a backslash follows.
  if (!unix && page.at(last) == ' ') {
    const size_t more = run_right(text, last + 1, 24, is_user_char);
    if (more > last + 1 && page.at(more) == '\\') last = more;
  }
  while (last > name && (text[last - 1] == '.' || text[last - 1] == '-')) --last;
  const std::string_view user = text.substr(name, last - name);
  if (user.size() < 2 || user.size() > 32 || is_service_account(user) || is_dummy_token(user))
    if (!(user.size() >= 2 && user.size() < 6 && !is_service_account(user) &&
          char_classes(user).letters() >= 2))
      return;
  if (page.at(last) == '$' || page.at(last) == '{' || page.at(last) == '*' || page.at(last) == '(')
    return;
  // /users/123 of an API, index.html.
  if (char_classes(user).letters() < 2 || user.find(".htm") != std::string_view::npos ||
      user.find(".php") != std::string_view::npos || user.ends_with(".js") || user.ends_with(".py"))
    return;
  if (holds_caseless(user, "user") || holds_caseless(user, "example") ||
      holds_caseless(user, "name"))
    return;
  found.add(online_info(OnlineRule::kUserPath), name, last, 0.92F);
}

/// `ssh NAME@host`, `scp f NAME@host:`, and prompts: `[NAME@host ~]$`, `NAME@host:~$`.
void match_ssh(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const size_t stop = std::min<size_t>(line.end, end + 240);
  for (size_t at = text.substr(0, stop).find('@', end); at != std::string_view::npos;
       at = text.substr(0, stop).find('@', at + 1)) {
    const size_t name = run_left(text, at, 33, is_user_char);
    const std::string_view user = text.substr(name, at - name);
    if (user.size() < 2 || user.size() > 32 || is_service_account(user)) continue;
    if (!is_alpha(user[0]) || holds_caseless(user, "user") || holds_caseless(user, "name"))
      continue;
    if (name > 0 && (text[name - 1] == '$' || text[name - 1] == '{' || text[name - 1] == '<'))
      continue;
    if (!is_alnum(page.at(at + 1)) && page.at(at + 1) != '[') continue;
    found.add(online_info(OnlineRule::kUserLogin), name, at, 0.97F);
    return;
  }
}

/// TODO(name), FIXME(name): the one who shall do it.
void match_todo(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_wordish(text[begin - 1])) return;
  size_t name = end;
  if (page.at(name) == '@') ++name;
  const size_t last = run_right(text, name, 21, is_user_char);
  const char after = page.at(last);
  if (!(after == ')' || after == ',' || after == ':')) return;
  const std::string_view user = text.substr(name, last - name);
  const CharClasses classes = char_classes(user);
  if (user.size() < 3 || classes.upper > 1 || classes.letters() < 3 || classes.digits > 4) return;
  if (is_service_account(user)) return;
  for (const std::string_view word : known::kOnlineUsersMatchTodoWords)
    if (user == word ||
        (user.starts_with(word) && user.size() > word.size() && !is_alpha(user[word.size()])))
      return;
  found.add(online_info(OnlineRule::kUserTodo), name, last, 0.85F);
}

namespace {

/// The log-in name that ends before `end` or begins at `begin`: letters, digits and marks, no word
/// of prose and no service.
bool is_login_name(std::string_view name) {
  static const WordSet kNotNames(known::kOnlineUsersNotNames);
  if (name.size() < 4 || name.size() > 32 || !is_alpha(name[0]) || is_service_account(name))
    return false;
  const CharClasses classes = char_classes(name);
  if (classes.upper > 1 || (classes.upper == 1 && classes.digits == 0)) return false;
  return !kNotNames.has(name);
}

/// Whether a line "  User NAME" is of a host in ssh's configuration.
bool is_ssh_setting(const Page& page, size_t begin) {
  const ByteSpan line = page.line(begin);
  if (!trim_ascii(page.text.substr(line.begin, begin - line.begin)).empty()) return false;
  constexpr size_t kReach = 160;
  const size_t from = line.begin > kReach ? line.begin - kReach : 0;
  return holds_caseless(page.text.substr(from, line.end + kReach - from), "hostname ");
}

void add_ssh_user(const Page& page, size_t end, Found& found) {
  const size_t name = run_right(page.text, end, 4, is_blank);
  const size_t last = run_right(page.text, name, 33, is_user_char);
  const std::string_view user = page.text.substr(name, last - name);
  if (name == end || user.size() < 3 || !is_alpha(user[0]) || is_service_account(user)) return;
  found.add(online_info(OnlineRule::kUserLog), name, last, 0.88F);
}

/// `user=NAME` among other fields of a log line: `ip=84.17.32.5 user=mkeller status=200`.
void match_user_field(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && !is_space(text[begin - 1]) && text[begin - 1] != '[') return;
  const size_t name = end + (page.at(end + 1) == '"' ? 2 : 1);
  const size_t last = run_right(text, name, 33, is_user_char);
  const char after = page.at(last);
  if (!(is_space(after) || after == '"' || after == ']' || after == '\0')) return;
  if (!is_login_name(text.substr(name, last - name)) || is_code_line(page, name)) return;
  const ByteSpan line = page.line(begin);
  const auto has_field = [](std::string_view part) {
    const size_t at = part.find('=');
    return at != std::string_view::npos && at > 0 && is_alnum(part[at - 1]) &&
           at + 1 < part.size() && is_alnum(part[at + 1]);
  };
  if (!has_field(text.substr(line.begin, begin - line.begin)) &&
      !has_field(text.substr(last, line.end - last))) {
    return;
  }
  found.add(online_info(OnlineRule::kUserLog), name, last, 0.8F);
}

}  // namespace

/// "user  NAME" with "pass  SECRET" on the next line, in mails that hand over log-ins; a field of a
/// log.
void match_user_line(const Page& page, size_t begin, size_t end, Found& found) {
  if (page.at(end) == '=') return match_user_field(page, begin, end, found);
  if (is_ssh_setting(page, begin)) return add_ssh_user(page, end, found);
  const std::string_view text = page.text;
  const size_t name = run_right(text, end, 12, [](char c) { return is_blank(c) || c == ':'; });
  if (name == end) return;
  const size_t last = run_right(text, name, 33, is_user_char);
  const std::string_view user = text.substr(name, last - name);
  if (user.size() < 3 || !is_alpha(user[0]) || is_service_account(user)) return;
  const size_t next = run_right(text, last, 24, is_space);
  if (text.substr(last, next - last).find('\n') == std::string_view::npos) return;
  const std::string_view label = text.substr(next, 5);
  if (!holds_caseless(label, "pass") && !holds_caseless(label, "pw") &&
      !holds_caseless(label, "pwd"))
    return;
  if (is_code_line(page, name)) return;
  found.add(online_info(OnlineRule::kUserLog), name, last, 0.85F);
}

/// "log in as NAME", "my login is NAME", "registered under the name NAME".
void match_login_prose(const Page& page, size_t, size_t end, Found& found) {
  if (page.at(end) != ' ') return;
  size_t last = run_right(page.text, end + 1, 33, is_user_char);
  while (last > end + 1 && (page.text[last - 1] == '.' || page.text[last - 1] == '-')) --last;
  if (!is_login_name(page.text.substr(end + 1, last - end - 1))) return;
  found.add(online_info(OnlineRule::kUserLabel), end + 1, last, 0.8F);
}

/// "user NAME was locked out": what happened to a log-in, the name right before it.
void match_login_event(const Page& page, size_t begin, size_t, Found& found) {
  if (begin < 6 || page.text[begin - 1] != ' ') return;
  const size_t name = run_left(page.text, begin - 1, 33, is_user_char);
  if (!is_login_name(page.text.substr(name, begin - 1 - name))) return;
  const std::string_view before = page.text.substr(0, name);
  if (!before.ends_with("user ") && !before.ends_with("User ") && !before.ends_with("account ") &&
      !before.ends_with("Account ")) {
    return;
  }
  found.add(online_info(OnlineRule::kUserLog), name, begin - 1, 0.82F);
}

/// System logs: "Accepted password for NAME from", "session opened for user NAME".
void match_user_log(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (page.at(end) != ' ' && page.at(end) != '=') return;
  if (end > 1 && text[end - 1] == 's' && text[end - 2] == 'r') return;  // "as users will expect"
  size_t name = end + 1;
  if (text.compare(name, 13, "invalid user ") == 0) name += 13;
  if (text.compare(name, 5, "user ") == 0) name += 5;
  if (page.at(name) == '"' || page.at(name) == '\'') ++name;
  const size_t last = run_right(text, name, 33, is_user_char);
  size_t stop = last;
  while (stop > name && (text[stop - 1] == '.' || text[stop - 1] == '-')) --stop;
  const std::string_view user = text.substr(name, stop - name);
  if (user.size() < 3 || user.size() > 32 || !is_alpha(user[0]) || is_service_account(user)) return;
  const char after = page.at(last);
  if (!(is_space(after) || after == '(' || after == '\0' || after == ',' || after == ';' ||
        after == '"' || after == '\'' || after == '.' || after == ':' || after == ']'))
    return;
  const std::string_view rest = text.substr(last, 20);
  const bool plain = rest.find(" from ") == 0 || after == '(' || rest.find(" by ") == 0 ||
                     char_classes(user).digits > 0 ||
                     user.find_first_of("._-") != std::string_view::npos || is_space(after) ||
                     after == '\0' || after == '.';
  if (!plain || char_classes(user).upper > 2) return;
  for (const std::string_view word : known::kOnlineUsersMatchUserLogWords)
    if (user == word) return;
  found.add(online_info(OnlineRule::kUserLog), name, stop, 0.85F);
}

}  // namespace lauter::scan
