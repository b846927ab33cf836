// Passwords beside the user's name.
#include <algorithm>
#include <string>

#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/secrets/secret_value.h"
#include "scan/views/lookahead.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

/// The literal without escapes that begins at `at`, its quotes left out; empty if there is none.
ByteSpan literal_at(std::string_view text, size_t at) {
  constexpr size_t kLongest = 80;
  while (at < text.size() && is_blank(text[at])) ++at;
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return {};
  const size_t end = text.substr(0, std::min(text.size(), at + kLongest)).find(text[at], at + 1);
  if (end == text.npos) return {};
  const ByteSpan span{at + 1, end};
  return span.of(text).find_first_of("\n\\") == text.npos ? span : ByteSpan{};
}

}  // namespace

/// `auth=("user", "x")`, `login("user", "x")`: the second literal of a call whose first is the
/// user.
void match_login_call(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan user = literal_at(text, end);
  if (user.empty() || page.at(user.end + 1) != ',') return;
  const ByteSpan secret = literal_at(text, user.end + 2);
  if (secret.empty() || user.of(text) == "anonymous") return;
  const std::string_view value = secret.of(text);
  // Google's application passwords: four groups of four.
  const bool grouped = value.size() == 19 && value[4] == ' ' && value[9] == ' ' &&
                       value[14] == ' ' && char_classes(value).lower == 16;
  const bool hex_token = value.size() >= 32 && is_hex(value) && char_classes(value).letters() > 0;
  const float score =
      grouped || hex_token
          ? 0.9F
          : judge_password(
                value, {.quoted = true, .explicit_link = true, .every = page.every_password});
  if (score > 0)
    found.add(secret_info(hex_token ? SecretRule::kApiKey : SecretRule::kPasswordPair),
              secret.begin, secret.end, score);
}

/// "host:5432:database:user:x", a line of .pgpass; the anchor is the port.
void match_pgpass(const Page& page, size_t begin, size_t end, Found& found) {
  const ByteSpan line = page.line(begin);
  const std::string_view host = page.text.substr(line.begin, begin - line.begin);
  if (host.empty() || host.find_first_of(" \t:/\"'") != host.npos) return;
  const std::string_view rest = page.text.substr(end, line.end - end);
  const size_t user = rest.find(':');
  const size_t secret = user == rest.npos ? user : rest.find(':', user + 1);
  if (secret == rest.npos || rest.find_first_of(" \t/") < secret) return;
  const size_t at = end + secret + 1;
  Setting setting;
  setting.link = Link::kEquals;
  read_value(page.text, at, setting);
  if (setting.value.empty() || setting.value.begin != at || setting.value.end > line.end) return;
  const float score =
      judge_password(setting.value.of(page.text),
                     {.quoted = true, .explicit_link = true, .every = page.every_password});
  if (score > 0)
    found.add(secret_info(SecretRule::kPasswordPair), setting.value.begin, setting.value.end,
              score);
}

}  // namespace lauter::scan
