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

bool is_user_char(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; }

constexpr auto& kServiceAccounts = known::kOnlineUsersServiceAccounts;

}  // namespace

bool is_service_account(std::string_view name) {
  if (name.size() > 24) return false;
  char low[24];
  std::transform(name.begin(), name.end(), low, lower);
  const std::string_view folded(low, name.size());
  // "crm_app", "orders_rw": of programs.
  for (const std::string_view ending : known::kOnlineUsersOfPrograms)
    if (folded.size() >= ending.size() + 2 && folded.ends_with(ending)) return true;
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
  const auto member = [mark](char c) { return is_ascii_hex(c) || c == mark; };
  const size_t from = run_left(text, begin, 18, member);
  const size_t to = run_right(text, begin, 18, member);
  if (to - from != 17) return;
  for (size_t i = 0; i < 17; ++i)
    if (i % 3 == 2 ? text[from + i] != mark : !is_ascii_hex(text[from + i])) return;
  if (is_alnum(page.at(to)) || (from > 0 && is_alnum(text[from - 1]))) return;
  if (!is_personal_mac(text.substr(from, 17))) return;
  found.add(online_info(OnlineRule::kMac), from, to, 0.93F);
}

bool is_analytics_cookie(std::string_view value) {
  return value.size() > 12 && value.starts_with("GA") && is_digit(value[2]) && value[3] == '.' &&
         char_classes(value).digits >= 8;
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

/// "Username s.greenwald, machine": a label without a mark; digits or marks tell a name from a word.
void match_named_login(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (page.at(end) != ' ') return;
  size_t last = run_right(text, end + 1, 33, is_user_char);
  while (last > end + 1 && !is_alnum(text[last - 1])) --last;
  const std::string_view name = text.substr(end + 1, last - end - 1);
  if (name.size() < 4 || page.at(last) == '(' || page.at(last) == '=') return;
  const CharClasses classes = char_classes(name);
  const bool is_marked = classes.digits > 0 || name.find_first_of("._") != name.npos;
  if (classes.upper == 0 && is_marked && is_alpha(name[0]) && !is_service_account(name))
    found.add(online_info(OnlineRule::kUserLog), end + 1, last, 0.9F);
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

}  // namespace lauter::scan
