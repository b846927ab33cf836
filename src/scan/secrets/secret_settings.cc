// Secrets that a name announces: settings, prose ("the password is x"), command lines.

#include <algorithm>
#include <string>

#include "known/secret_settings.h"
#include "scan/index/word_set.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/secrets/secret_value.h"
#include "scan/views/joined_value.h"
#include "scan/views/peek.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

/// The name with up to two words before it that single blanks part: "client secret", "API key".
ByteSpan spoken_name(std::string_view text, ByteSpan name) {
  ByteSpan out = name;
  for (int words = 0; words < 2 && out.begin > 1; ++words) {
    if (text[out.begin - 1] != ' ' || !is_alpha(text[out.begin - 2])) break;
    size_t i = out.begin - 1;
    const size_t lowest = i > 24 ? i - 24 : 0;
    while (i > lowest && is_alnum(text[i - 1])) --i;
    out.begin = i;
  }
  return out;
}

bool upper_name(std::string_view name) {
  return std::any_of(name.begin(), name.end(), is_upper) &&
         std::none_of(name.begin(), name.end(), is_lower);
}

/// What stands before `at` on its line, at most 240 bytes.
std::string_view command_before(const Page& page, size_t at) {
  const size_t from = at > 240 ? at - 240 : 0;
  std::string_view before = page.text.substr(from, at - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  return before;
}

/// A line of a program rather than of prose or settings, told from the line alone.
bool code_line(const Page& page, const Setting& setting) {
  const std::string_view text = page.text;
  const char after = page.at(setting.value.end);
  if (after == ';' || after == '(' || after == '[') return true;
  if (after == ',' || after == ')') {
    // "Token: token," in a literal of a program; "password: x, user: y" has more on the line.
    const char next = page.at(setting.value.end + 1);
    if (next == '\n' || next == '\0' || next == '\r' || after == ')') return true;
  }
  if (text.substr(setting.name.end, setting.value.begin - setting.name.end).find(":=") !=
      std::string_view::npos)
    return true;
  const std::string_view name = setting.name.of(text);
  // self.password = x, config.Password = x
  return name.find('.') != std::string_view::npos && setting.link == Link::kEquals &&
         !setting.tight;
}

/// Whether ScanOptions::every_password applies: the place is that of a literal. "--password x",
/// "-Dkey.password=x", "export password=x": a shell's word is one, so `how` is no code.
bool asks_for_any(const Page& page, const Setting& setting, ValueSetting& how) {
  const std::string_view text = page.text;
  const std::string_view name = setting.name.of(text), value = setting.value.of(text);
  if (setting.link == Link::kCompare) return !holds_caseless(command_before(page, setting.name.begin), "typeof");
  const bool flag = name.starts_with('-');
  if (flag) how.explicit_link = true;
  if (!how.explicit_link) return false;
  if (setting.quoted) return true;
  const std::string_view before = command_before(page, setting.name.begin);
  const bool shell = setting.link == Link::kEquals && setting.tight && how.at_end &&
                     (before.empty() || before.ends_with("export ") || before.ends_with("set "));
  if (flag || shell) how.in_code = false;
  if (flag || how.env_style) return true;
  // "Second pass: look for", `$PWD:/mnt`, "password: password," of a program.
  if (!how.at_end || code_line(page, setting)) return false;
  if (name.starts_with('$') && setting.link == Link::kColon) return false;
  // "Password: required" of a form; "cfg.Password = password".
  if (page.mode == ScanMode::kText && is_prose_word(value)) return false;
  return setting.link != Link::kEquals || setting.tight || secret_kind(value) == SecretKind::kNone;
}

ValueSetting value_setting(const Page& page, const Setting& setting) {
  ValueSetting out;
  const std::string_view name = setting.name.of(page.text);
  out.quoted = setting.quoted;
  out.explicit_link = setting.link >= Link::kCell;
  out.at_end = setting.at_end;
  out.env_style = setting.link == Link::kEquals && setting.tight && upper_name(name);
  if (page.mode == ScanMode::kCode && !page.regions.empty()) {
    out.in_code = page.region(setting.value.begin) == Region::kCode ||
                  page.region(setting.name.begin) == Region::kCode;
    // Settings files and shell: the name is code, the value is not.
    if (!out.quoted && page.region(setting.value.begin) != Region::kCode) out.in_code = false;
    if (out.env_style) out.in_code = false;
  } else {
    out.in_code = !setting.quoted && code_line(page, setting);
  }
  out.api = holds_caseless(name, "api");
  if (page.every_password) out.every = asks_for_any(page, setting, out);
  return out;
}

/// "Server=...;Password=x", "host=... password=x", "jdbc:...?user=a&password=x".
bool in_connection_string(const Page& page, const Setting& setting) {
  if (setting.link != Link::kEquals) return false;
  const size_t from = setting.name.begin > 200 ? setting.name.begin - 200 : 0;
  std::string_view before = page.text.substr(from, setting.name.begin - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  std::string_view after = page.text.substr(setting.value.end, 160);
  after = after.substr(0, after.find('\n'));
  const auto near = [&](std::string_view word) {
    return holds_caseless(before, word) || holds_caseless(after, word);
  };
  if (page.at(setting.value.end) == ';' || before.ends_with(";") || before.ends_with("; "))
    return near("server=") || near("data source=") || near("host=") || near("database=") ||
           near("uid=") || near("user id=") || near("initial catalog=") || near("username=") ||
           near("user=") || near("endpoint=") || near("driver=");
  if (before.ends_with("&") || before.ends_with("?") || before.ends_with(";"))
    return holds_caseless(before, "://");
  if (before.ends_with(" ") || before.ends_with("\"") || before.ends_with("'"))
    return near("host=") && (near("dbname=") || near("port=") || near("user="));
  return false;
}

bool is_padded_base64_char(char c) { return is_alnum(c) || c == '+' || c == '/' || c == '='; }

bool is_base64(std::string_view value) {
  return std::all_of(value.begin(), value.end(), is_padded_base64_char);
}

bool is_base32_seed(std::string_view value) {
  size_t n = 0;
  bool low = false, high = false;
  for (const char c : value) {
    if (c == ' ' || c == '-' || c == '=') continue;
    if (!(is_alpha(c) || (c >= '2' && c <= '7'))) return false;
    low |= is_lower(c);
    high |= is_upper(c);
    ++n;
  }
  return n >= 16 && n <= 64 && !(low && high) && shannon_entropy(value) > 2.5;
}

/// 32 or 64 hex digits, 32 bytes in base64, "base64:" and the like.
bool is_symmetric_key(std::string_view value) {
  if (value.starts_with("base64:")) return value.size() >= 30;
  if (is_hex(value)) return value.size() == 32 || value.size() == 48 || value.size() == 64;
  return (value.size() == 44 || value.size() == 43 || value.size() == 24) &&
         (value.back() == '=' || value.size() == 43) && looks_random(value);
}

SecretRule rule_of_key(SecretKind kind, std::string_view name, std::string_view value) {
  switch (kind) {
    case SecretKind::kAwsSecret:
      return value.size() == 40 && is_base64(value) ? SecretRule::kAwsSecret : SecretRule::kApiKey;
    case SecretKind::kAzureKey:
      if ((value.size() == 88 || value.size() == 44) && is_base64(value))
        return SecretRule::kAzureLabelled;
      return is_hex(value) && value.size() == 32 ? SecretRule::kAzureLabelled : SecretRule::kApiKey;
    case SecretKind::kEncryptionKey:
      // A "secret key" of this length encrypts nothing: it goes with an access key id.
      if (value.size() == 40 && is_base64(value) && !is_hex(value) &&
          holds_caseless(name, "secret"))
        return SecretRule::kAwsSecret;
      return SecretRule::kEncryptionKey;
    case SecretKind::kSecret:
      return is_symmetric_key(value) && !holds_caseless(name, "api") ? SecretRule::kEncryptionKey
                                                                     : SecretRule::kApiKey;
    case SecretKind::kClientSecret:
      return SecretRule::kClientSecret;
    case SecretKind::kToken:
      for (const std::string_view word : {"access", "bearer", "refresh", "oauth", "auth"})
        if (holds_caseless(name, word)) return SecretRule::kBearerLabelled;
      return SecretRule::kApiKey;
    default:
      return SecretRule::kApiKey;
  }
}

void add(const Setting& setting, const RuleInfo& rule, float score, Found& found) {
  found.add(rule, setting.value.begin, setting.value.end, score);
  for (size_t i = 0; i < setting.piece_count; ++i)
    found.add(rule, setting.pieces[i].begin, setting.pieces[i].end, score);
}
void add(const Setting& setting, SecretRule rule, float score, Found& found) {
  add(setting, secret_info(rule), score, found);
}

/// The value in one piece; `joined` keeps it where it has several.
std::string_view whole_value(const Page& page, const Setting& setting, std::string& joined) {
  if (setting.piece_count == 0) return setting.value.of(page.text);
  joined = setting.value.of(page.text);
  for (size_t i = 0; i < setting.piece_count; ++i) joined += setting.pieces[i].of(page.text);
  return joined;
}

/// "pass" is a verb and "key" a noun of many uses: only where a mark follows.
bool weak_name(std::string_view name) { return name.size() <= 4; }

void judge_password_setting(const Page& page, const Setting& setting, Found& found) {
  std::string joined;
  const std::string_view value = whole_value(page, setting, joined);
  const CharClasses classes = char_classes(value);
  const std::string_view name = setting.name.of(page.text);
  const bool flag = name.starts_with("-");
  if (setting.link == Link::kBlank && !setting.quoted && !(flag && page.every_password) &&
      (classes.digits == 0 || (weak_name(name) && classes.kinds() < 3)))
    return;
  // AUTH_SHA256_PASSWORD = "sha256_password": a name of itself.
  if (classes.upper == 0 && value.find_first_of("_-") != value.npos && holds_caseless(name, value))
    return;
  // "#define GL_STENCIL_PASS 0x0B96" is a constant.
  if (setting.link == Link::kBlank && value.size() <= 10 && value.starts_with("0x") &&
      is_hex(value.substr(2)))
    return;
  ValueSetting how = value_setting(page, setting);
  const bool connection = in_connection_string(page, setting);
  if (connection) how.in_code = false;
  if ((value.size() == 32 || value.size() == 40 || value.size() == 64 || value.size() == 128) &&
      is_hex(value) && classes.digits > 0 && classes.letters() > 0) {
    if (how.explicit_link) add(setting, SecretRule::kPasswordHashLabelled, 0.85F, found);
    return;
  }
  float score = judge_password(value, how);
  // In a connection string nothing but a password can stand there: letters of both cases do.
  const CharClasses both = char_classes(value);
  if (score <= 0 && connection && value.size() >= 8 && both.upper >= 2 && both.lower >= 2 &&
      both.letters() == value.size() && wordness(value) < 0.8 && !is_dummy_secret(value))
    score = 0.9F;
  if (score <= 0) return;
  if (setting.link == Link::kBlank && !setting.quoted && !flag) score -= 0.1F;
  if (score < 0.5F) return;
  add(setting, connection ? SecretRule::kConnectionPair : SecretRule::kPassword,
      connection ? std::max(score, 0.9F) : score, found);
}

/// Score of a rule that goes before a vendor's own form.
constexpr float kOverVendor = 0.994F;

/// Prints of public keys, which "key is" and "key:" announce too: SHA256:..., the hex digits of
/// OpenPGP.
bool is_public_print(const Page& page, const Setting& setting, std::string_view value) {
  for (const std::string_view digest : {"sha256", "sha1", "sha384", "sha512", "md5"}) {
    const char mark = at(value, digest.size());
    if ((mark == ':' || mark == '-') && holds_caseless(value.substr(0, digest.size()), digest))
      return true;
  }
  const bool prefixed = value.starts_with("0x");
  if (!is_hex(prefixed ? value.substr(2) : value)) return false;
  const size_t line = page.line(setting.value.begin).begin;
  const size_t from = std::max(line, setting.value.begin - std::min<size_t>(setting.value.begin, 100));
  const std::string_view before = page.text.substr(from, setting.value.begin - from);
  for (const std::string_view word : {"fingerprint", "thumbprint", "gpg", "pgp", "recv-key",
                                      "keyserver"})
    if (holds_caseless(before, word)) return true;
  return prefixed && value.size() <= 18 && holds_caseless(before, "signing key");
}

void judge_key_setting(const Page& page, const Setting& setting, SecretKind kind,
                       std::string_view name, Found& found) {
  std::string joined;
  const std::string_view value = whole_value(page, setting, joined);
  if (value.size() < 8 || is_public_print(page, setting, value)) return;
  if (kind == SecretKind::kOtpSeed || holds_caseless(name, "otp")) {
    if (is_base32_seed(value)) {
      add(setting, SecretRule::kOtpSeed, 0.9F, found);
      return;
    }
  }
  if (const RuleInfo* vendor = token_form(page, value); vendor != nullptr) {
    // An access token of Google's under a name that calls it one.
    const bool bearer = value.starts_with("ya29.") && kind == SecretKind::kToken &&
                        !holds_caseless(name, "google") && !holds_caseless(name, "gcp") &&
                        rule_of_key(kind, name, value) == SecretRule::kBearerLabelled;
    if (bearer)
      add(setting, SecretRule::kBearerLabelled, kOverVendor, found);
    else
      add(setting, *vendor, 0.985F, found);
    return;
  }
  if (holds_caseless(name, "auth") && value.size() >= 8 && value.size() % 4 != 1 &&
      !is_hex(value) && is_basic_credential(value) && is_base64(value)) {
    add(setting, secret_info(SecretRule::kBasicAuth), 0.95F, found);
    return;
  }
  ValueSetting how = value_setting(page, setting);
  const bool weak = kind == SecretKind::kCredential || setting.link == Link::kBlank;
  const float score = judge_key(value, how, weak);
  if (score > 0) add(setting, rule_of_key(kind, name, value), score, found);
}

/// A bare group of base32 blocks: "jbsw y3dp ehpk 3pxp".
void widen_seed(std::string_view text, Setting& setting) {
  if (setting.quoted || setting.value.size() != 4) return;
  size_t end = setting.value.end;
  for (int groups = 0; groups < 15; ++groups) {
    const std::string_view next = text.substr(end, 5);
    if (next.size() < 5 || (next[0] != ' ' && next[0] != '-')) break;
    if (!std::all_of(next.begin() + 1, next.end(),
                     [](char c) { return is_alpha(c) || (c >= '2' && c <= '7'); }))
      break;
    if (end + 5 < text.size() && is_alnum(text[end + 5])) break;
    end += 5;
  }
  setting.value.end = end;
}

constexpr std::string_view kNouns[] = {"pass", "pwd", "secret", "token", "key", "seed"};

/// Lengths that generators give keys: hex, UUID, base64 and base62 of the usual sizes.
bool is_key_length(std::string_view value) {
  for (const size_t size : {24U, 32U, 36U, 40U, 43U, 44U, 48U, 64U, 86U, 88U})
    if (value.size() == size) return true;
  return false;
}

/// The rule of a key that is read as one from pieces, of which `plain` is the first; null where it
/// is none, or where the first piece alone could be one.
const RuleInfo* rule_of_joined(const Page& page, SecretKind kind, std::string_view name,
                               std::string_view value, std::string_view plain) {
  if (const RuleInfo* vendor = token_form(page, value); vendor != nullptr) return vendor;
  const bool basic = holds_caseless(name, "auth") && value.size() >= 16 &&
                     is_basic_credential(value) && is_base64(value);
  if (!basic && !(is_key_length(value) && (looks_random(value) || is_uuid(value)))) return nullptr;
  if (is_dummy_secret(value) || looks_like_identifier(value)) return nullptr;
  // Hex goes on in hex, and the plain part alone must not be a key.
  if (is_hex(plain) != is_hex(value)) return nullptr;
  if (is_key_length(plain) && !basic && !value.ends_with("==")) return nullptr;
  return &secret_info(basic ? SecretRule::kBasicAuth : rule_of_key(kind, name, value));
}

/// A key with one stray blank, nothing but which stands in its field. True if reported.
bool judge_spaced_key(const Page& page, const Setting& setting, SecretKind kind,
                      std::string_view name, Found& found) {
  const auto key_char = [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '+' || c == '/' || c == '=' || c == '.' ||
           c == '~';
  };
  const std::string_view text = page.text;
  const size_t blank = run_right(text, setting.from, 256, key_char);
  if (blank - setting.from < 2 || page.at(blank) != ' ') return false;
  const size_t end = run_right(text, blank + 1, 256, key_char);
  const char after = page.at(end);
  if (after != '\0' && after != '\n' && after != ';' && after != ',' && after != '<' &&
      !is_quote(after))
    return false;
  const std::string_view plain = text.substr(setting.from, blank - setting.from);
  const std::string_view rest = text.substr(blank + 1, end - blank - 1);
  const CharClasses classes = char_classes(rest);
  if (classes.digits == 0 && (classes.lower == 0 || classes.upper == 0)) return false;
  std::string value(plain);
  value += rest;
  const RuleInfo* rule = rule_of_joined(page, kind, name, value, plain);
  if (rule == nullptr) return false;
  found.add(*rule, setting.from, end, 0.9F);
  return true;
}

/// A key that a line break parts: read as one it has the length of a key. True if reported.
bool judge_broken_key(const Page& page, const Setting& setting, SecretKind kind,
                      std::string_view name, Found& found) {
  if (!has_break(page.text, setting.from)) return false;
  const Joined joined = join_value(page.text, setting.from);
  if (joined.breaks.empty() || joined.literals || joined.breaks[0] < 6) return false;
  // The value may end at any of its breaks, but not before the first.
  for (size_t i = 1; i <= joined.breaks.size(); ++i) {
    const size_t length = i < joined.breaks.size() ? joined.breaks[i] : joined.text.size();
    const std::string_view value = std::string_view(joined.text).substr(0, length);
    const RuleInfo* rule =
        rule_of_joined(page, kind, name, value, value.substr(0, joined.breaks[0]));
    if (rule == nullptr) continue;
    for (const ByteSpan& span : joined.spans(length)) found.add(*rule, span.begin, span.end, 0.9F);
    return true;
  }
  return false;
}

bool is_hash_name(std::string_view name) {
  for (const std::string_view tail : {"hash", "digest", "md5", "sha1", "sha256", "sha512", "hashed",
                                      "ntlm", "nthash", "_enc", "encrypted"})
    if (name.size() > tail.size() && holds_caseless(name.substr(name.size() - tail.size()), tail))
      return true;
  return false;
}

}  // namespace

namespace {

/// The eight keys and salts of wp-config.php, 64 characters of any kind each.
bool is_wordpress_key(std::string_view name) {
  static const WordSet kNames(
      "auth_key|secure_auth_key|logged_in_key|nonce_key|auth_salt|secure_auth_salt|logged_in_salt|"
      "nonce_salt");
  return kNames.has(name);
}

/// "machine h login u password p", on one line or three: what stands before "password".
bool in_netrc(std::string_view text, size_t at) {
  constexpr size_t kReach = 160;
  const std::string_view before = text.substr(at - std::min(at, kReach), std::min(at, kReach));
  const size_t login = before.rfind("login ");
  return login != before.npos && before.substr(0, login).rfind("machine ") != before.npos;
}

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

void match_setting(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan name = setting_name(text, begin, end);
  if (name.size() > 100 || !may_be_set(text, name)) return;
  // A later noun of the same name decides: password_token, tokenSecret.
  const std::string_view rest = text.substr(end, name.end - end);
  for (const std::string_view noun : kNouns)
    if (holds_caseless(rest, noun)) return;
  std::string_view spelled = name.of(text);
  SecretKind kind = secret_kind(spelled);
  if (kind == SecretKind::kNone || spelled.size() < 8) {
    const std::string_view spoken = spoken_name(text, name).of(text);
    const SecretKind wider = secret_kind(spoken);
    if (wider != SecretKind::kNone) {
      kind = wider;
      spelled = spoken;
    }
  }
  if (is_wordpress_key(spelled)) {
    const Setting setting = read_setting(text, name);
    if (setting.quoted && setting.value.size() == 64 && !is_dummy_secret(setting.value.of(text)))
      add(setting, SecretRule::kEncryptionKey, 0.9F, found);
    return;
  }
  if (kind == SecretKind::kNone) {
    if (!holds_caseless(spelled, "pass") && !holds_caseless(spelled, "pwd")) return;
    if (!is_hash_name(spelled)) return;
    const Setting setting = read_setting(text, name);
    const std::string_view value = setting.value.of(text);
    if (value.size() >= 32 && value.size() <= 128 && is_hex(value) &&
        char_classes(value).digits > 0)
      add(setting, SecretRule::kPasswordHashLabelled, 0.9F, found);
    return;
  }
  Setting setting = read_setting(text, name);
  if (setting.link == Link::kNone) return;
  if (setting.link >= Link::kCell && setting.from != 0 && kind != SecretKind::kPassword &&
      (judge_broken_key(page, setting, kind, spelled, found) ||
       judge_spaced_key(page, setting, kind, spelled, found)))
    return;
  if (setting.value.empty()) return;
  if (setting.link == Link::kBlank && text[setting.value.begin - 1] == '`' &&
      name.of(text) == "pass")
    return;  // "You can also pass `_O_U8TEXT`"
  if (kind == SecretKind::kOtpSeed) widen_seed(text, setting);
  if (char_classes(setting.value.of(text)).letters() == 0 &&
      is_placeholder(page, setting.value.begin, setting.value.end))
    return;
  // A comment of YAML is no part of the value.
  if (const size_t comment = setting.value.of(text).find(" #");
      !setting.quoted && comment != text.npos)
    setting.value.end = setting.value.begin + comment;
  if (setting.link == Link::kBlank && in_netrc(text, name.begin)) setting.link = Link::kEquals;
  if (kind == SecretKind::kPassword)
    judge_password_setting(page, setting, found);
  else
    judge_key_setting(page, setting, kind, spelled, found);
}

void match_password_word(const Page& page, size_t begin, size_t end, Found& found) {
  Setting setting = read_setting(page.text, {begin, end});
  // CREATE USER kim IDENTIFIED BY x
  if (setting.link == Link::kBlank && lower(page.text[begin]) == 'i') {
    const std::string_view before = command_before(page, begin);
    for (const std::string_view command : {"create user", "alter user", "grant "}) {
      if (!holds_caseless(before, command)) continue;
      setting.link = Link::kEquals;
      setting.quoted = true;
    }
  }
  if (setting.link == Link::kNone || setting.value.empty()) return;
  if (setting.link == Link::kBlank && !setting.quoted) return;
  judge_password_setting(page, setting, found);
}

/// "log in with Paprika12987 as password": the word right before, if it is no word of prose.
void match_password_before(const Page& page, size_t begin, size_t, Found& found) {
  if (begin < 7 || page.text[begin - 1] != ' ') return;
  const size_t last = begin - 1;
  const size_t from = run_left(page.text, last, 64, [](char c) { return !is_space(c); });
  const std::string_view value = page.text.substr(from, last - from);
  if (char_classes(value).digits == 0 || char_classes(value).letters() == 0) return;
  const float score = judge_password(value, {.explicit_link = true});
  if (score > 0.5F) found.add(secret_info(SecretRule::kPassword), from, last, score);
}

namespace {

/// One to three words up to the end of the clause; quoted text as it is.
ByteSpan answer_span(std::string_view text, size_t at) {
  Setting quoted;
  read_value(text, at, quoted);
  if (quoted.quoted) return quoted.value.size() <= 60 ? quoted.value : ByteSpan{};
  while (at < text.size() && is_blank(text[at])) ++at;
  if (at >= text.size() || !(is_letterish(text[at]) || is_digit(text[at]))) return {};
  size_t end = at, words = 0;
  while (end < text.size() && words < 4) {
    while (end < text.size() && (is_wordish(text[end]) || text[end] == '-' || text[end] == '\''))
      ++end;
    ++words;
    if (end + 1 >= text.size() || text[end] != ' ' || !is_wordish(text[end + 1])) break;
    ++end;
  }
  if (end < text.size() && words == 4 && text[end] == ' ') return {};
  while (end > at && is_space(text[end - 1])) --end;
  return {at, end};
}

/// A cell or a sentence goes on after the answer: "lasagne Follow-up", "x' WHERE id".
void add_answer(const Page& page, size_t at, Found& found) {
  ByteSpan span;
  const char mark = at > 0 ? page.text[at - 1] : '\0';
  if (mark == '"' || mark == '\'') {
    const std::string_view window = page.text.substr(at, 64);
    const size_t close = window.find(mark);
    if (close == std::string_view::npos ||
        window.substr(0, close).find('\n') != std::string_view::npos)
      return;
    span = {at, at + close};
  } else {
    span = answer_span(page.text, at);
  }
  if (span.empty()) return;
  const std::string_view value = span.of(page.text);
  if (is_dummy_secret(value) || looks_like_reference(value) || value.size() < 3) return;
  if (looks_like_identifier(value) && value.find_first_of("_.(") != std::string_view::npos) return;
  for (const std::string_view word : {"incorrect", "wrong", "required", "not ", "case", "stored",
                                      "must", "should", "too ", "invalid", "correct", "the answer"})
    if (value.starts_with(word)) return;
  found.add(secret_info(SecretRule::kSecurityAnswer), span.begin, span.end, 0.85F);
}

}  // namespace

void match_security_answer(const Page& page, size_t begin, size_t end, Found& found) {
  (void)begin;
  size_t label = end;
  // "answer to my security question: x", "answer (pet): x"
  while (label < page.text.size() && is_digit(page.text[label])) ++label;
  const Connector link = skip_connector(page.text, label);
  if (link.strength < Announce::kWord) return;
  add_answer(page, link.value_begin, found);
}

void match_security_question(const Page& page, size_t begin, size_t end, Found& found) {
  (void)begin;
  // The answer's own label within the next 200 bytes.
  const std::string_view window = page.text.substr(end, 200);
  for (const std::string_view label : known::kSecretSettingsMatchSecurityQuestionLabels) {
    const size_t at = window.find(label);
    if (at == std::string_view::npos) continue;
    size_t value = end + at + label.size();
    while (value < page.text.size() && (page.text[value] == ' ' || page.text[value] == ':'))
      ++value;
    add_answer(page, value, found);
    return;
  }
}

/// "read me the code we sent." - "it's 774726": the code comes later, in the answer.
void match_spoken_code(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  while (at < text.size() && (text[at] == ' ' || text[at] == ':')) ++at;
  size_t last = run_right(text, at, 9, is_digit);
  if (last - at == 3 && (page.at(last) == ' ' || page.at(last) == '-') &&
      run_right(text, last + 1, 4, is_digit) == last + 4)
    last += 4;
  if (last - at < 4 || last - at > 8 || is_wordish(page.at(last))) return;
  if (page.at(last) == '.' && is_digit(page.at(last + 1))) return;
  const size_t from = begin > 220 ? begin - 220 : 0;
  const std::string_view before = text.substr(from, begin - from);
  for (const std::string_view word : known::kSecretSettingsMatchSpokenCodeWords)
    if (holds_caseless(before, word)) {
      found.add(secret_info(SecretRule::kSpokenCode), at, last, 0.8F);
      return;
    }
}

void match_login_pair(const Page& page, size_t begin, size_t end, Found& found) {
  (void)begin;
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  if (link.strength == Announce::kNone) return;
  size_t i = link.value_begin;
  const size_t user = i;
  const size_t limit = std::min(text.size(), i + 64);
  while (i < limit && (is_alnum(text[i]) || text[i] == '.' || text[i] == '_' || text[i] == '-' ||
                       text[i] == '@' || text[i] == '+' || text[i] == '\\'))
    ++i;
  if (i - user < 2) return;
  size_t sep = i;
  while (sep < limit && is_blank(text[sep])) ++sep;
  const bool spaced = sep > i;
  if (sep >= limit || !(text[sep] == '/' || text[sep] == ':' || text[sep] == '|')) return;
  if (text[sep] == '/' && page.at(sep + 1) == '/') return;
  size_t value = sep + 1;
  while (value < text.size() && is_blank(text[value])) ++value;
  if (!spaced && value > sep + 1 && text[sep] == ':') return;  // "login: password: x"
  Setting setting;
  setting.link = Link::kColon;
  read_value(text, value, setting);
  if (setting.value.empty()) return;
  const std::string_view secret = setting.value.of(text);
  const CharClasses classes = char_classes(secret);
  if (classes.kinds() < 2 || classes.letters() == 0 || secret.size() < 6) return;
  const float score = judge_password(secret, {.quoted = true, .explicit_link = true});
  if (score < 0.75F || secret.find('/') != std::string_view::npos) return;
  found.add(secret_info(SecretRule::kPasswordPair), setting.value.begin, setting.value.end, score);
}

namespace {

template <size_t kCount>
bool command_is(std::string_view before, const std::string_view (&names)[kCount]) {
  for (const std::string_view name : names) {
    size_t at = before.find(name);
    while (at != std::string_view::npos) {
      const bool starts = at == 0 || !is_wordish(before[at - 1]);
      if (starts && (at + name.size() >= before.size() || !is_alnum(before[at + name.size()])))
        return true;
      at = before.find(name, at + 1);
    }
  }
  return false;
}

void add_command_value(const Page& page, size_t at, size_t from_colon, Found& found) {
  Setting setting;
  setting.link = Link::kEquals;
  read_value(page.text, at, setting);
  if (setting.value.empty()) return;
  if (from_colon != 0) {
    const size_t colon = setting.value.of(page.text).find(':');
    if (colon == std::string_view::npos) return;
    setting.value.begin += colon + 1;
  }
  const std::string_view value = setting.value.of(page.text);
  if (value.empty() || value[0] == '-') return;
  const float score = judge_password(value, {.quoted = true,
                                             .explicit_link = true,
                                             .at_end = true,
                                             .every = page.every_password});
  if (score > 0 && char_classes(value).letters() > 0)
    found.add(secret_info(SecretRule::kPasswordCommand), setting.value.begin, setting.value.end,
              score);
}

}  // namespace

void match_command_password(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view before = command_before(page, begin);
  const std::string_view flag = page.text.substr(begin, end - begin);
  const char next = page.at(end);
  if (flag == " -p") {
    if (command_is(before, {"mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass"})) {
      if (next != '\0' && next != ' ' && next != '\n' && next != '-') {
        add_command_value(page, end, 0, found);
        return;
      }
    }
    if (next == ' ' &&
        command_is(before, known::kSecretSettingsMatchCommandPasswordWords))
      add_command_value(page, end, 0, found);
    return;
  }
  if (flag == " -u " || flag == "--user ") {
    if (command_is(before, {"curl", "http", "wget"})) add_command_value(page, end, 1, found);
    return;
  }
  if (flag == " -a " && command_is(before, {"redis-cli"})) add_command_value(page, end, 0, found);
  if (flag == " -w " && command_is(before, {"ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"}))
    add_command_value(page, end, 0, found);
  if (flag == " -P " && command_is(before, {"sqlcmd", "bcp", "osql", "ftp"}))
    add_command_value(page, end, 0, found);
  // openssl's "-passin pass:x", PowerShell's ConvertTo-SecureString "x"
  if (flag == " pass:" && (before.ends_with("-passin") || before.ends_with("-passout") ||
                           before.ends_with("-password")))
    add_command_value(page, end, 0, found);
  if (holds_caseless(flag, "securestring")) {
    const size_t value = page.text.substr(end, 10).find_first_of("\"'");
    if (value != std::string_view::npos) add_command_value(page, end + value, 0, found);
  }
  if (flag == "requirepass " || flag == "masterauth ") add_command_value(page, end, 0, found);
}

void match_net_use(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string_view before = command_before(page, begin);
  if (!holds_caseless(before, "net use") && !holds_caseless(before, "cmdkey") &&
      !holds_caseless(before, "psexec"))
    return;
  // `net use X: \\host\share PASS /user:NAME`, or PASS after NAME.
  size_t word_end = begin;
  while (word_end > 0 && is_blank(text[word_end - 1])) --word_end;
  size_t word = word_end;
  const size_t lowest = word > 80 ? word - 80 : 0;
  while (word > lowest && !is_space(text[word - 1])) --word;
  const std::string_view candidate = text.substr(word, word_end - word);
  if (candidate.size() >= 5 && candidate[0] != '\\' && candidate[0] != '/' &&
      candidate.back() != ':' && candidate[0] != '*') {
    add_command_value(page, word, 0, found);
    return;
  }
  size_t i = end;
  while (i < text.size() && i - end < 80 && !is_space(text[i])) ++i;
  if (i < text.size() && text[i] == ' ' && page.at(i + 1) != '/')
    add_command_value(page, i + 1, 0, found);
}

}  // namespace lauter::scan
