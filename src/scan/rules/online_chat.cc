#include "scan/rules/online_rules.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

/// What nicknames on IRC are made of (RFC 2812, 2.3.1), and the dot of other chats.
bool is_nick_char(char c) {
  return is_alnum(c) || (c & 0x80) != 0 ||
         std::string_view("_-.[]\\`^{|}").find(c) != std::string_view::npos;
}

}  // namespace

/// The author of a line of a chat's log: "[10:22] <nightowl77> hello".
void match_chat_author(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const std::string_view time = text.substr(line.begin, begin - line.begin);
  const bool is_time = time.size() >= 5 && time.size() <= 32 && time[0] == '[' &&
                       is_digit(time[1]) && time.find(':') != std::string_view::npos;
  if (!is_time) return;
  size_t name = end;
  if (page.at(name) == '@' || page.at(name) == '+' || page.at(name) == '%') ++name;  // of operators
  const size_t last = run_right(text, name, 33, is_nick_char);
  if (last - name < 2 || page.at(last) != '>' || page.at(last + 1) != ' ') return;
  found.add(online_info(OnlineRule::kUserLog), name, last, 0.85F);
}

}  // namespace lauter::scan
