// Credentials inside links and connection strings: user:PASS@host, webhooks, signatures of signed
// links, otpauth seeds.

#include <algorithm>

#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/views/joined_value.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

bool holds(std::string_view text, std::string_view needle) {
  return text.find(needle) != std::string_view::npos;
}

/// Whether the user part says that this is a form: user:password@, username:pass@.
bool is_documentation_pair(const Page& page, std::string_view user, std::string_view secret) {
  if (looks_like_reference(secret)) return true;
  if (page.every_password)  // user:pass@host of a manual
    return holds(user, "user") && (secret == "pass" || secret == "password" || secret == "passwd");
  return is_dummy_secret(secret) || user == secret;  // postgres:postgres: a default, not a secret
}

}  // namespace

void match_userinfo(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin == 0 || !is_alnum(text[begin - 1])) return;
  // The authority ends at '/', '?' or '#'; a password with a raw '/' is found up to the last '@'
  // of the same word only if no path comes before it.
  const auto in_authority = [](char c) {
    return !ends_url(c) && c != '/' && c != '?' && c != '#' && c != ',' && c != '(' && c != ')';
  };
  size_t limit = run_right(text, end, 320, in_authority);
  // A raw '#' or '?' in a password: go on if an '@' follows within the word.
  if (page.at(limit) == '#' || page.at(limit) == '?' || page.at(limit) == ',' ||
      page.at(limit) == '(' || page.at(limit) == ')') {
    const size_t wider =
        run_right(text, limit, 64, [](char c) { return !ends_url(c) && c != '/' && c != '='; });
    if (text.substr(limit, wider - limit).find('@') != std::string_view::npos) limit = wider;
  }
  const std::string_view authority = text.substr(end, limit - end);
  const size_t at = authority.rfind('@');
  if (at == std::string_view::npos || at + 1 >= authority.size()) return;
  const std::string_view userinfo = authority.substr(0, at);
  const size_t colon = userinfo.find(':');
  if (colon == std::string_view::npos || colon + 1 >= userinfo.size()) return;
  const std::string_view user = userinfo.substr(0, colon);
  const std::string_view secret = userinfo.substr(colon + 1);
  if (secret.size() < 3 || is_documentation_pair(page, user, secret)) return;
  if (secret == "x-oauth-basic" || secret.find_first_of("{}$<>") == 0) return;
  if (secret.find("${") != std::string_view::npos || secret.find("{") == 0) return;
  // host:port@ of odd texts: digits alone are a port.
  if (secret.size() <= 5 && std::all_of(secret.begin(), secret.end(), is_digit) &&
      user.find('.') != std::string_view::npos)
    return;
  const size_t value = end + colon + 1;
  found.add(secret_info(SecretRule::kConnectionUri), value, value + secret.size(), 0.97F);
}

/// user/PASS@//host:1521/service and user/PASS@host:1521/sid.
void match_oracle(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  size_t from = begin;
  const size_t lowest = begin > 64 ? begin - 64 : 0;
  while (from > lowest && !ends_url(text[from - 1]) && text[from - 1] != '(') --from;
  const std::string_view pair = text.substr(from, begin - from);
  const size_t slash = pair.find('/');
  if (slash == std::string_view::npos || slash < 1 || slash + 4 > pair.size()) return;
  std::string_view user = pair.substr(0, slash);
  const size_t mark = user.find_last_of(":=");
  if (mark != std::string_view::npos) user.remove_prefix(mark + 1);
  const std::string_view secret = pair.substr(slash + 1);
  if (user.empty() || secret.find('/') != std::string_view::npos ||
      is_documentation_pair(page, user, secret))
    return;
  found.add(secret_info(SecretRule::kConnectionPair), from + slash + 1, begin, 0.95F);
}

void match_webhook(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // From the scheme, which may be missing.
  size_t from = begin;
  const size_t lowest = begin > 80 ? begin - 80 : 0;
  while (from > lowest && !ends_url(text[from - 1]) && text[from - 1] != '(' &&
         text[from - 1] != '=' && text[from - 1] != ',')
    --from;
  const size_t scheme = text.substr(from, begin - from).find("http");
  if (scheme != std::string_view::npos) from += scheme;
  const size_t last = url_end(text, end);
  const std::string_view path = text.substr(end, last - end);
  if (path.size() < 12 || is_dummy_token(path) || holds(path, "XXX") || holds(path, "{") ||
      holds(path, "T00000000") || holds(path, "$"))
    return;
  const CharClasses classes = char_classes(path);
  if (classes.digits < 2 || classes.letters() < 2) {
    if (!(classes.upper > 2 && classes.lower > 2)) return;
  }
  found.add(secret_info(SecretRule::kWebhook), from, last, 0.98F);
}

void match_signature(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string_view name = text.substr(begin, end - begin);
  const size_t last = run_right(text, end, 1100, [](char c) {
    return is_alnum(c) || c == '%' || c == '+' || c == '/' || c == '-' || c == '_' || c == '~' ||
           c == '=';
  });
  const std::string_view value = text.substr(end, last - end);
  // Broken over lines: the hex digits go on until there are 64.
  if (name.size() > 10 && value.size() < 64 &&
      is_hex(value.substr(0, std::min<size_t>(value.size(), 20)))) {
    const Joined joined = join_value(text, end);
    const std::string_view whole = std::string_view(joined.text).substr(0, 64);
    if (!joined.breaks.empty() && whole.size() == 64 && is_hex(whole) &&
        !(joined.text.size() > 64 && is_alnum(joined.text[64])))
      for (const ByteSpan& span : joined.spans(64))
        found.add(secret_info(SecretRule::kSignature), span.begin, span.end, 0.96F);
    return;
  }
  if (value.size() < 20 || is_dummy_token(value)) return;
  // The link around it, to either side.
  size_t from = begin;
  const size_t lowest = begin > 2048 ? begin - 2048 : 0;
  while (from > lowest && !ends_url(text[from - 1])) --from;
  const std::string_view link = text.substr(from, url_end(text, last) - from);
  const bool amazon = name.size() > 10;  // X-Amz-Signature=, X-Goog-Signature=
  if (amazon) {
    if (!is_hex(value) || (value.size() != 64 && (value.size() < 128 || value.size() > 512)))
      return;
  } else {
    const bool signed_link = holds(link, "Expires=") || holds(link, "Key-Pair-Id=") ||
                             holds(link, "AccessId=") || holds(link, "AccessKeyId=") ||
                             holds(link, "se=") || holds(link, "sv=") || holds(link, "sp=") ||
                             holds(link, "expires=") || holds(link, "Policy=");
    if (!signed_link) return;
    if (!looks_random(value) && char_classes(value).kinds() < 3) return;
  }
  found.add(secret_info(SecretRule::kSignature), end, last, 0.98F);
}

void match_otpauth(const Page& page, size_t begin, size_t end, Found& found) {
  (void)begin;
  const std::string_view text = page.text;
  const size_t last = url_end(text, end);
  const std::string_view link = text.substr(end, last - end);
  size_t at = link.find("secret=");
  if (at == std::string_view::npos) return;
  at += end + 7;
  const size_t seed_end = run_right(
      text, at, 130, [](char c) { return is_alpha(c) || (c >= '2' && c <= '7') || c == '='; });
  const std::string_view seed = text.substr(at, seed_end - at);
  if (seed.size() < 10 || is_dummy_token(seed)) return;
  found.add(secret_info(SecretRule::kOtpAuth), at, seed_end, 0.98F);
}

}  // namespace lauter::scan
