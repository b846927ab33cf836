#include "refine/chat_lines.h"

#include <algorithm>

#include "scan/word_set.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kLongestStamp = 30, kLongestName = 40;

/// Those who speak in chats and logs and are nobody.
constexpr char kNobody[] =
    "admin|agent|all|assistant|bot|caller|channel|chat|chatbot|client|customer|debug|err|error|"
    "fail|fatal|"
    "from|fwd|guest|host|http|https|human|info|interviewee|interviewer|kernel|lead|me|moderator|"
    "narrator|note|notice|ok|operator|re|rep|root|server|speaker|stderr|stdout|subject|success|"
    "support|"
    "system|todo|trace|user|verbose|visitor|warn|warning|you|mum|mom|dad|mama|papa|grandma|grandpa";

/// Tags of HTML that stand before a blank: "10:30 <br> then".
constexpr char kTags[] =
    "b|br|code|dd|div|dl|dt|em|hr|i|li|ol|p|pre|s|span|strong|td|th|tr|tt|u|ul";

/// Words of kin before a name of their own: "Auntie Rosalind".
constexpr char kKinTitles[] = "aunt|auntie|aunty|uncle|grandma|grandpa|cousin|tante|onkel|tio|tia";

bool is_name_byte(char c) {
  return !is_ascii(c) || is_ascii_alnum(c) ||
         std::string_view(" ._-'~").find(c) != std::string_view::npos;
}

/// A date or time of day, or both: "12/09/2026, 18:41", "9:02 AM", "2026-11-03T10:12:44.120".
struct Stamp {
  size_t end = 0;             ///< behind its last digit, meridiem or bracket
  bool has_comma = false;     ///< between date and time
  bool has_meridiem = false;  ///< AM or PM
};

std::optional<Stamp> stamp_at(std::string_view text, size_t begin) {
  size_t at = begin;
  const bool is_bracketed = at < text.size() && (text[at] == '[' || text[at] == '(');
  if (is_bracketed) ++at;
  if (at >= text.size() || !is_ascii_digit(text[at])) return std::nullopt;
  Stamp stamp;
  bool has_colon = false, has_date = false;
  const size_t limit = std::min(text.size(), at + kLongestStamp);
  size_t last = at;
  for (; at < limit; ++at) {
    const char c = text[at];
    if (is_ascii_digit(c)) {
      last = at + 1;
    } else if (c == '/' || c == '-' || c == '.') {
      if (at + 1 >= limit || !is_ascii_digit(text[at + 1])) break;
      has_date = has_date || !has_colon;
    } else if (c == ':') {
      if (at + 2 >= text.size() || !is_ascii_digit(text[at + 1]) || !is_ascii_digit(text[at + 2]))
        break;
      has_colon = true;
    } else if (c == ',' && has_date && !has_colon) {
      stamp.has_comma = true;
    } else if (c == ' ' || c == 'T') {
      if (has_colon || at + 1 >= limit || !is_ascii_digit(text[at + 1])) break;
    } else {
      break;
    }
  }
  if (!has_colon) return std::nullopt;
  stamp.end = last;
  const std::string_view half = text.substr(last, 5);
  for (const std::string_view meridiem :
       {" AM", " PM", "AM", "PM", " am", " pm", "am", "pm", "\u202FAM", "\u202FPM"}) {
    if (!half.starts_with(meridiem)) continue;
    stamp.has_meridiem = true;
    stamp.end = last + meridiem.size();
    break;
  }
  if (is_bracketed) {
    if (stamp.end >= text.size() || (text[stamp.end] != ']' && text[stamp.end] != ')'))
      return std::nullopt;
    ++stamp.end;
  }
  return stamp;
}

/// The name that ends at `end`, with its title of kin left out; empty if it is nobody's.
ByteSpan name_of(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && (text[span.begin] == ' ' || text[span.begin] == '~'))
    ++span.begin;
  while (span.end > span.begin && text[span.end - 1] == ' ') --span.end;
  const std::string_view first = scan::word_at(text, span.begin);
  if (scan::set_of<kKinTitles>().has(first) && span.begin + first.size() < span.end) {
    span.begin += first.size() + 1;
  }
  const std::string_view name = span.of(text);
  const bool is_name = name.size() >= 2 && name.size() <= kLongestName &&
                       (!is_ascii(name[0]) || is_ascii_alpha(name[0])) &&
                       std::count(name.begin(), name.end(), ' ') <= 3 &&
                       std::all_of(name.begin(), name.end(), is_name_byte) &&
                       !scan::set_of<kNobody>().has(scan::word_at(name, 0));
  return is_name ? span : ByteSpan{};
}

/// "18:41 <@opal> hi": the nick, the mark of an operator left out.
ByteSpan nick_at(std::string_view text, size_t open) {
  const size_t close = text.substr(open, kLongestName).find('>');
  if (close == text.npos || text.substr(open + close + 1, 1) != " ") return {};
  ByteSpan nick{open + 1, open + close};
  const bool is_marked = nick.begin < nick.end &&
                         std::string_view("@+%&~").find(text[nick.begin]) != std::string_view::npos;
  if (is_marked) ++nick.begin;
  const std::string_view name = nick.of(text);
  const bool is_nick = name.size() >= 2 && name.find(' ') == name.npos && is_ascii_alpha(name[0]) &&
                       !scan::set_of<kTags>().has(name);
  return is_nick ? nick : ByteSpan{};
}

/// "Marta Olsen  10:14 AM" and nothing more: the line above a message in Slack and Discord.
std::optional<ChatLine> name_before_time(std::string_view text, size_t begin) {
  const std::string_view line =
      text.substr(begin, std::min<size_t>(text.find('\n', begin), text.size()) - begin);
  if (line.size() > kLongestName + kLongestStamp) return std::nullopt;
  size_t digit = line.find_first_of("0123456789[");
  if (digit == line.npos || digit < 3) return std::nullopt;
  const auto stamp = stamp_at(line, digit);
  if (!stamp || stamp->end != line.size()) return std::nullopt;
  std::string_view before = line.substr(0, digit);
  bool is_stated = before.ends_with("  ");
  for (const std::string_view link :
       {" \u2014 Today at ", " \u2014 Yesterday at ", " Today at ", " \u2014 ", " - ", "  "}) {
    if (!before.ends_with(link)) continue;
    before.remove_suffix(link.size());
    is_stated = true;
    break;
  }
  const ByteSpan name = name_of(text, {begin, begin + before.size()});
  if (!is_stated || name.empty()) return std::nullopt;
  if (!stamp->has_meridiem && before.size() + 2 >= digit) return std::nullopt;
  return ChatLine{name, ChatForm::kStated};
}

}  // namespace

std::optional<ChatLine> chat_line(std::string_view text, size_t begin) {
  if (begin >= text.size()) return std::nullopt;
  const char first = text[begin];
  if (!is_ascii_digit(first) && first != '[' && first != '(') return name_before_time(text, begin);
  const auto stamp = stamp_at(text, begin);
  if (!stamp) return std::nullopt;
  size_t at = stamp->end;
  for (const std::string_view link : {" - ", " \u2013 ", ": ", " "}) {
    if (!text.substr(at, link.size()).starts_with(link)) continue;
    at += link.size();
    break;
  }
  if (at == stamp->end || at >= text.size()) return std::nullopt;
  if (text[at] == '<') {
    const ByteSpan nick = nick_at(text, at);
    return nick.empty() ? std::nullopt : std::optional(ChatLine{nick, ChatForm::kNick});
  }
  const size_t colon = text.substr(at, kLongestName + 12).find(':');
  if (colon == text.npos) return std::nullopt;
  const char behind = at + colon + 1 < text.size() ? text[at + colon + 1] : '\n';
  const ByteSpan name = name_of(text, {at, at + colon});
  if (name.empty() || (behind != ' ' && behind != '\n')) return std::nullopt;
  const bool is_stated = stamp->has_comma || (stamp->has_meridiem && first == '[');
  return ChatLine{name, is_stated ? ChatForm::kStated : ChatForm::kTimed};
}

}  // namespace lauter::internal
