// Accounts of persons where a format says so: passwd and group files, access logs.

#include <algorithm>
#include <array>

#include "scan/rules/online_rules.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

bool is_login_char(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; }

constexpr size_t kMostFields = 9;  // of shadow

/// The fields of a line, parted by colons; `count` of them, at most kMostFields.
struct Fields {
  std::array<ByteSpan, kMostFields> at;
  size_t count = 0;
  bool is_number(std::string_view text, size_t i) const {
    const std::string_view field = at[i].of(text);
    return !field.empty() && std::all_of(field.begin(), field.end(), is_digit);
  }
};

Fields fields_of(std::string_view text, ByteSpan line) {
  Fields fields;
  uint64_t begin = line.begin;
  for (uint64_t i = line.begin; i <= line.end && fields.count < kMostFields; ++i) {
    if (i < line.end && text[i] != ':') continue;
    fields.at[fields.count++] = {begin, i};
    begin = i + 1;
  }
  return fields;
}

void add_login(std::string_view text, ByteSpan login, Found& found) {
  const std::string_view name = login.of(text);
  const bool is_login = name.size() >= 3 && name.size() <= 32 && is_alpha(name[0]) &&
                        std::all_of(name.begin(), name.end(), is_login_char) &&
                        !is_service_account(name);
  if (is_login) found.add(online_info(OnlineRule::kUserLog), login.begin, login.end, 0.9F);
}

/// Systems number people from 500 or 1000 on, their own accounts below.
bool is_persons_number(std::string_view uid) {
  return uid.size() > 3 || (uid.size() == 3 && uid[0] >= '5');
}

}  // namespace

/// A line of /etc/passwd, /etc/group or /etc/shadow.
void match_account_line(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const Fields fields = fields_of(text, line);
  if (fields.count < 2 || fields.at[0].end != begin) return;
  const bool is_passwd = fields.count == 7 && fields.is_number(text, 2) &&
                         fields.is_number(text, 3) && page.at(fields.at[6].begin) == '/';
  const bool is_group = fields.count == 4 && fields.is_number(text, 2);
  const bool is_hash = page.at(fields.at[1].begin) == '$' && fields.at[1].size() >= 20 &&
                       (fields.count == 2 || fields.count == kMostFields);
  if (is_passwd && is_persons_number(fields.at[2].of(text))) {
    add_login(text, fields.at[0], found);
  } else if (is_hash) {
    add_login(text, fields.at[0], found);
  } else if (is_group) {
    uint64_t at = fields.at[3].begin;
    while (at < fields.at[3].end) {
      const uint64_t comma = std::min<uint64_t>(text.find(',', at), fields.at[3].end);
      add_login(text, {at, comma}, found);
      at = comma + 1;
    }
  }
}

/// A line of a web server's access log: `84.23.117.9 - NAME [21/Oct/2026:14:02:33 +0200] "GET`.
void match_access_log(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const std::string_view head = text.substr(line.begin, begin - line.begin);
  const size_t bracket = head.find(" [");
  if (bracket == head.npos || bracket == 0 || bracket + 2 >= head.size() ||
      !is_digit(head[bracket + 2]))
    return;
  const size_t blank = head.rfind(' ', bracket - 1);
  if (blank == head.npos || blank == 0) return;
  const uint64_t user = line.begin + blank, time = line.begin + bracket;
  const std::string_view before = head.substr(0, blank);
  if (std::count(before.begin(), before.end(), ' ') != 1) return;  // address and identity
  add_login(text, {user + 1, time}, found);
}

}  // namespace lauter::scan
