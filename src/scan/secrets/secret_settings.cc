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
#include "scan/views/lookahead.h"
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

/// "user", "Next": a piece of a key hardly ever reads so.
bool reads_as_word(std::string_view piece) {
  return piece.size() > 1 && is_alpha(piece[0]) &&
         std::all_of(piece.begin() + 1, piece.end(), [](char c) { return is_lower(c); });
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
    if (reads_as_word(value.substr(joined.breaks[i - 1]))) return false;
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

}  // namespace

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
      judge_broken_key(page, setting, kind, spelled, found))
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

}  // namespace lauter::scan
