// Secrets with a form of their own: private keys in armour, JSON Web Tokens, HTTP credentials,
// password hashes.

#include <algorithm>
#include <array>
#include <string>

#include "scan/index/word_set.h"
#include "scan/rules/online_rules.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/views/lookahead.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

bool is_url64(char c) { return is_alnum(c) || c == '_' || c == '-'; }
bool is_base64_char(char c) { return is_alnum(c) || c == '+' || c == '/'; }
/// The alphabet of crypt(3): ./0-9A-Za-z.
bool is_crypt64(char c) { return is_alnum(c) || c == '.' || c == '/'; }

int base64_digit(char c) {
  if (is_upper(c)) return c - 'A';
  if (is_lower(c)) return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

/// Decodes base64 or base64url up to the first other character; at most 4 KiB.
std::string decode_base64(std::string_view value) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : value.substr(0, 4096)) {
    const int digit = base64_digit(c);
    if (digit < 0) break;
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> count) & 0xFF);
    }
  }
  return out;
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7F;
  });
}

/// Characters of key material between the armour lines, and whether they say EXAMPLE or "...".
struct PemBody {
  size_t material = 0;
  bool dummy = false;
};
PemBody pem_body(std::string_view body) {
  PemBody out;
  for (const char c : body) out.material += is_base64_char(c);
  for (const std::string_view word : {"...", "EXAMPLE", "\xE2\x80\xA6", "xxxx", "XXXX", "REDACTED"})
    out.dummy |= body.find(word) != body.npos;
  // "<your key>"; but the lines of a key on a page may end in tags.
  out.dummy |= out.material < 100 && body.find('<') != body.npos;
  return out;
}

/// What armour lines call secrets: all private keys, seeds, shared keys.
bool names_a_secret(std::string_view kind) {
  for (const std::string_view secret : {"PRIVATE KEY", "NKEY SEED", "Static key", "tls-crypt-v2"})
    if (kind.find(secret) != kind.npos) return true;
  return false;
}

}  // namespace

void match_pem(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (!is_space(page.at(end)) && !(page.at(end) == '\\' && page.at(end + 1) == 'n')) return;
  const std::string_view label = text.substr(end, 48);
  const size_t dashes = label.find("-----");
  if (dashes == std::string_view::npos) return;
  const std::string_view kind = label.substr(0, dashes);
  if (!names_a_secret(kind)) return;
  const size_t head_end = end + dashes + 5;
  // The next armour line ends the search, so that a text full of BEGIN lines stays linear.
  constexpr size_t kMaxBody = 32 * 1024;
  size_t next = text.substr(0, std::min(text.size(), head_end + kMaxBody)).find("-----", head_end);
  if (next != std::string_view::npos && page.at(next + 5) == '-') ++next;  // "------END"
  if (next != std::string_view::npos && text.compare(next, 8, "-----END") == 0) {
    size_t tail = text.substr(0, std::min(text.size(), next + 64)).find("-----", next + 8);
    const PemBody body = pem_body(text.substr(head_end, next - head_end));
    if (tail == std::string_view::npos || body.dummy || body.material < 32) return;
    tail += page.at(tail + 5) == '-' ? 6 : 5;
    found.add(secret_info(SecretRule::kPrivateKey), begin, tail, 0.99F);
    return;
  }
  // No END: a cut key. Its lines of base64 belong to it; the header alone only counts where it is a
  // line of its own, or opens a literal, and ends the text.
  size_t last = head_end;
  size_t i = head_end;
  while (i < text.size() && i - head_end < kMaxBody) {
    const size_t line = run_right(
        text, i, 16, [](char c) { return is_space(c) || c == '>' || c == '#' || c == '*'; });
    size_t material =
        run_right(text, line, 4096, [](char c) { return is_base64_char(c) || c == '='; });
    if (text.compare(line, 2, "\\n") == 0) material = line + 2;
    if (material - line < 16 && material != line + 2) break;
    last = material;
    i = material;
  }
  const size_t cut = pem_body(text.substr(head_end, last - head_end)).material;
  if (cut >= 48) {
    found.add(secret_info(SecretRule::kPrivateKey), begin, last, 0.9F);
    return;
  }
  const bool own_line = begin == 0 || text[begin - 1] == '\n' || is_quote(text[begin - 1]);
  const std::string_view rest = text.substr(head_end);
  if (own_line && rest.size() < 4 && rest.find_first_not_of(" \r\n") == std::string_view::npos)
    found.add(secret_info(SecretRule::kPrivateKey), begin, head_end, 0.7F);
}

/// "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----" and the private half of PuTTY's files, from `begin`
/// to the line that closes them.
void match_foreign_armour(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const bool putty = text[begin] == 'P';
  constexpr size_t kMaxBody = 32 * 1024;
  const std::string_view near = text.substr(0, end + kMaxBody);
  const size_t line_end = std::min(near.find('\n', end), near.size());
  if (!putty && near.substr(begin, line_end - begin).find("PRIVATE KEY") == near.npos) return;
  size_t close = near.find(putty ? "Private-MAC: " : "---- END SSH2", line_end);
  if (close == std::string_view::npos) return;
  close = std::min(near.find('\n', close), near.size());
  const PemBody body = pem_body(near.substr(line_end, close - line_end));
  if (!body.dummy && body.material >= 32)
    found.add(secret_info(SecretRule::kPrivateKey), begin, close, 0.99F);
}

/// The private members of a JSON Web Key (RFC 7518): d, p, q, dp, dq, qi, or k of a symmetric one.
void match_jwk(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  constexpr size_t kReach = 2048;
  const size_t from = begin - std::min(begin, kReach);
  const size_t open = text.substr(from, begin - from).rfind('{');
  const size_t to = std::min(text.size(), end + kReach);
  size_t close = text.substr(0, to).find('}', end);
  if (close == std::string_view::npos) close = to;
  for (size_t i = open == std::string_view::npos ? from : from + open; i < close; ++i) {
    if (!is_quote(text[i])) continue;
    // A literal of key length; the name of its member stands before it.
    const size_t last = run_right(text, i + 1, kReach, is_url64);
    const size_t size = last - i - 1;
    size_t at = i;
    const auto back = [&](auto&& skipped) {
      while (at > from && skipped(text[at - 1])) --at;
    };
    back([](char c) { return c == '\\' || is_space(c); });
    if (size < 20 || !is_quote(page.at(page.at(last) == '\\' ? last + 1 : last)) || at == from ||
        text[at - 1] != ':')
      continue;
    --at;
    back([](char c) { return is_quote(c) || c == '\\' || is_space(c); });
    const size_t name = run_left(text, at, 4, is_wordish);
    const std::string_view member = text.substr(name, at - name);
    bool secret = false;
    for (const std::string_view known : {"d", "p", "q", "dp", "dq", "qi", "k"})
      secret |= member == known;
    const std::string_view value = text.substr(i + 1, size);
    if (secret && !is_dummy_token(value))
      found.add(secret_info(member == "k" ? SecretRule::kJwkSymmetric : SecretRule::kJwkPrivate),
                i + 1, last, 0.97F);
    i = last;
  }
}

void match_jwt(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && (is_url64(text[begin - 1]) || text[begin - 1] == '.')) {
    // "\neyJ..." of an escaped line break is no part of the token.
    if (!(begin > 1 && text[begin - 2] == '\\' &&
          (text[begin - 1] == 'n' || text[begin - 1] == 't')))
      return;
  }
  constexpr size_t kMost = 8192;
  std::array<size_t, 6> ends{};
  size_t parts = 0, i = begin;
  while (parts < 5) {
    const size_t end = run_right(text, i, kMost, is_url64);
    ends[parts++] = end;
    if (page.at(end) != '.' || parts == 5) break;
    if (!is_url64(page.at(end + 1)) && parts != 2) break;
    i = end + 1;
  }
  if (parts < 3) return;
  if (parts == 4) parts = 3;
  const std::string header = decode_base64(text.substr(begin, ends[0] - begin));
  if (header.find("\"alg\"") == std::string::npos || header[0] != '{' || !is_printable(header))
    return;
  const std::string claims = decode_base64(text.substr(ends[0] + 1, ends[1] - ends[0] - 1));
  // The sample token of jwt.io is about John Doe, number 1234567890.
  if (claims.find("\"John Doe\"") != std::string::npos &&
      claims.find("1234567890") != std::string::npos)
    return;
  size_t end = ends[parts - 1];
  if (page.at(end) == '.' && parts == 2) ++end;
  if (end - begin < 40 || is_dummy_token(text.substr(begin, end - begin))) return;
  found.add(secret_info(SecretRule::kJwt), begin, end, 0.985F);
}

void match_bearer(const Page& page, size_t begin, size_t end, Found& found) {
  if (begin > 0 && is_wordish(page.text[begin - 1])) return;
  size_t at = end;
  while (page.at(at) == ' ') ++at;
  const auto member = [](char c) {
    return is_url64(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=' || c == '|' ||
           c == ':';
  };
  size_t last = run_right(page.text, at, 2048, member);
  while (last > at && (page.text[last - 1] == '.' || page.text[last - 1] == ':')) --last;
  const std::string_view value = page.text.substr(at, last - at);
  if (value.size() < 16 || value.starts_with("eyJ")) return;
  if (is_dummy_secret(value) || looks_like_reference(value)) return;
  const CharClasses classes = char_classes(value);
  const bool mixed =
      value.size() >= 24 && classes.upper >= 4 && classes.lower >= 4 && wordness(value) < 0.8;
  if (classes.digits == 0 && !mixed && !looks_random(value)) return;
  if (!mixed && looks_like_identifier(value) && classes.digits < 3) return;
  if (value.size() < 20 && !looks_random(value)) return;
  // Above the vendor's own form: after "Bearer" it is an access token, whoever gave it out.
  if (value.starts_with("ya29.")) {
    found.add(secret_info(SecretRule::kBearer), at, last, 0.994F);
    return;
  }
  found.add(secret_info(SecretRule::kBearer), at, last, looks_random(value) ? 0.95F : 0.7F);
}

bool is_basic_credential(std::string_view value, bool samples) {
  const std::string plain = decode_base64(value);
  const size_t colon = plain.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 >= plain.size()) return false;
  static const WordSet kSamples(
      "example:example|user:password|username:password|user:pass|user:passwd|admin:password|"
      "name:password|login:password|aladdin:open sesame|id:secret|client_id:client_secret");
  if (!is_printable(plain) || (!samples && kSamples.has(plain))) return false;
  return !looks_like_reference(std::string_view(plain).substr(colon + 1));
}

void match_basic(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_wordish(text[begin - 1])) return;
  size_t at = end;
  while (at < text.size() && at - end < 8 &&
         (text[at] == ' ' || text[at] == '"' || text[at] == ':' || text[at] == '=' ||
          text[at] == '\'' || text[at] == '>' || text[at] == '|' || text[at] == '\t'))
    ++at;
  size_t last = run_right(text, at, 1024, is_base64_char);
  const size_t padded = run_right(text, last, 2, [](char c) { return c == '='; });
  const size_t size = last - at;
  if (size < 8 || (padded - at) % 4 == 1 || is_alnum(page.at(padded))) return;
  if (!is_basic_credential(text.substr(at, size), page.every_password)) return;
  found.add(secret_info(SecretRule::kBasicAuth), at, padded, 0.97F);
}

/// A lone run of 40 base64 characters within 240 bytes after an access key id.
void match_aws_near(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = run_right(text, end, 17, is_alnum);
  if (i - end != 16) return;
  const size_t limit = std::min(text.size(), i + 240);
  while (i < limit) {
    if (!is_base64_char(text[i])) {
      ++i;
      continue;
    }
    const size_t last = run_right(text, i, 64, is_base64_char);
    const std::string_view value = text.substr(i, last - i);
    if (value.size() == 40 && !is_hex(value) && looks_random(value) && !is_dummy_token(value) &&
        char_classes(value).kinds() >= 3) {
      found.add(secret_info(SecretRule::kAwsSecretNear), i, last, 0.95F);
      return;
    }
    i = last;
  }
}

namespace {

/// `$id$` fields of crypt(3): parameters and salts separated by '$', then the hash.
size_t crypt_end(std::string_view text, size_t at, size_t& fields) {
  fields = 0;
  size_t i = at;
  const size_t limit = std::min(text.size(), at + 400);
  const auto member = [](char c) {
    return is_crypt64(c) || c == '+' || c == '=' || c == ',' || c == '-' || c == '_';
  };
  while (i < limit) {
    const size_t end = run_right(text, i, limit - i, member);
    if (end == i) break;
    ++fields;
    i = end;
    if (i < limit && text[i] == '$') {
      ++i;
      continue;
    }
    break;
  }
  return i;
}

}  // namespace

void match_password_hash(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_alnum(text[begin - 1])) return;
  const std::string_view scheme = text.substr(begin, end - begin);
  size_t last = 0;
  size_t least = 0;
  if (scheme.starts_with("{")) {
    // {SSHA}base64, {CRYPT}$6$..., {MD5}...
    last = run_right(text, end, 400,
                     [](char c) { return is_base64_char(c) || c == '=' || c == '$' || c == '.'; });
    least = end + 20;
  } else if (scheme.starts_with("pbkdf2") || scheme.starts_with("scrypt:") ||
             scheme.starts_with("bcrypt") || scheme.starts_with("SCRAM-SHA") ||
             scheme.starts_with("argon2") || scheme.starts_with("sha1$") ||
             scheme.starts_with("sha256$") || scheme.starts_with("md5$")) {
    last = run_right(text, end, 400, [](char c) {
      return is_base64_char(c) || c == '=' || c == '$' || c == ':' || c == '_' || c == '-' ||
             c == '.' || c == ',';
    });
    least = end + 30;
    if (text.substr(begin, last - begin).find('$') == std::string_view::npos) return;
  } else {
    size_t fields = 0;
    last = crypt_end(text, end, fields);
    // bcrypt: cost $ 53; the rest have salt and hash, $P$ and $H$ one field of 31.
    const bool bcrypt = scheme.size() == 4 && scheme[1] == '2';
    least = end + (bcrypt ? 56 : 20);
    if (fields < (scheme == "$P$" || scheme == "$H$" ? 1U : 2U)) return;
    if (bcrypt) {
      if (text.compare(end + 2, 1, "$") != 0) return;
      last = std::min(last, end + 56);
    }
  }
  while (last > end && (text[last - 1] == ',' || text[last - 1] == '.' || text[last - 1] == ':') &&
         last > least)
    --last;
  if (last < least) return;
  const std::string_view value = text.substr(begin, last - begin);
  if (is_dummy_token(value.substr(scheme.size()))) return;
  found.add(secret_info(SecretRule::kPasswordHash), begin, last, 0.98F);
  // NAME:$6$... of shadow and htpasswd files.
  if (begin < 4 || text[begin - 1] != ':') return;
  const size_t name = run_left(
      text, begin - 1, 33, [](char c) { return is_alnum(c) || c == '_' || c == '.' || c == '-'; });
  const std::string_view user = text.substr(name, begin - 1 - name);
  const bool starts = name == 0 || is_space(text[name - 1]) || text[name - 1] == '"';
  if (user.size() >= 3 && starts && is_alpha(user[0]) && !is_service_account(user))
    found.add(online_info(OnlineRule::kUserLog), name, begin - 1, 0.85F);
}

}  // namespace lauter::scan
