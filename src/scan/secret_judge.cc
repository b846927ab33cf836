#include "scan/secret_judge.h"

#include <algorithm>
#include <bitset>

#include "scan/secret_measure.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxNameWords = 12;

/// The lower-case words of a setting's name; digits are left out.
struct NameWords {
  char letters[96];
  std::string_view word[kMaxNameWords];
  size_t count = 0;

  explicit NameWords(std::string_view name) {
    name = name.substr(name.size() > sizeof letters ? name.size() - sizeof letters : 0);
    size_t n = 0, start = 0;
    const auto flush = [&](size_t end) {
      if (end == start) return;
      if (count == kMaxNameWords) {
        std::move(word + 1, word + count, word);
        --count;
      }
      word[count++] = std::string_view(letters + start, end - start);
      start = end;
    };
    for (size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      if (!is_letterish(c)) {
        flush(n);
        continue;
      }
      const bool hump = is_upper(c) && i > 0 &&
                        (is_lower(name[i - 1]) ||
                         (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
      if (hump) flush(n);
      letters[n++] = lower(c);
    }
    flush(n);
  }
  std::string_view from_end(size_t i) const { return i < count ? word[count - 1 - i] : ""; }
};

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Words after the noun that leave it what it is: password_new, apiKeyProd, TOKEN_VALUE.
bool neutral_tail(std::string_view word) {
  return one_of(
      word, {"value",        "val",       "str",        "string", "text",    "plain",   "plaintext",
             "raw",          "prod",      "production", "dev",    "test",    "staging", "stage",
             "live",         "default",   "new",        "old",    "current", "initial", "confirm",
             "confirmation", "repeat",    "again",      "env",    "hex",     "base",    "b",
             "enc",          "root",      "admin",      "user",   "db",      "const",   "backup",
             "primary",      "secondary", "main",       "local",  "master"});
}

bool is_password_word(std::string_view word) {
  if (one_of(word, {"password", "passwd",   "pwd",        "pass",       "passphrase", "passwort",
                    "pw",       "psw",      "pswd",       "passcode",   "pword",      "psswd",
                    "kennwort", "passw",    "wachtwoord", "contrasena", "senha",      "mdp",
                    "haslo",    "heslo",    "parola",     "passkey",    "passwrd",    "passwords",
                    "lozinka",  "salasana", "sifre",      "jelszo",     "losenord",   "passord"}))
    return true;
  for (const std::string_view tail : {"password", "passwd", "passwort", "pwd", "passphrase"})
    if (word.size() > tail.size() && word.ends_with(tail)) return true;
  for (const std::string_view name :
       {"dbpass",    "userpass",  "sshpass",   "smtppass",     "mailpass", "mysqlpass",
        "rootpass",  "rootpw",    "adminpass", "requirepass",  "ftppass",  "keypass",
        "storepass", "adminpw",   "bindpw",    "dbpw",         "mypass",   "wifipass",
        "loginpass", "httppass",  "proxypass", "keystorepass", "authpass", "apipass",
        "imappass",  "olcrootpw", "wpapsk"})
    if (word == name) return true;
  return false;
}

SecretKind key_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1), second = words.from_end(at + 2);
  if (one_of(before, {"public", "pub", "primary", "foreign", "partition", "sort", "cache", "row",
                      "object", "host", "ssh", "hash", "map", "index", "unique", "group", "field"}))
    return SecretKind::kNone;
  if (before == "access" && second == "secret") return SecretKind::kAwsSecret;
  if (before == "secret" && (second == "aws" || second == "s")) return SecretKind::kAwsSecret;
  if (before == "account" || (before == "access" && second == "shared") || (before == "storage") ||
      second == "azure" || before == "subscription")
    return SecretKind::kAzureKey;
  if (one_of(before, {"encryption", "signing",   "cipher",    "aes",     "hmac",       "master",
                      "jwt",        "cookie",    "crypto",    "encrypt", "decryption", "symmetric",
                      "fernet",     "cryptokey", "seal",      "vault",   "data",       "session",
                      "shared",     "psk",       "preshared", "hs",      "validation"}))
    return SecretKind::kEncryptionKey;
  if (one_of(before, {"otp", "totp"})) return SecretKind::kOtpSeed;
  if (before == "secret") return SecretKind::kEncryptionKey;
  if (before == "app" && second.empty()) return SecretKind::kEncryptionKey;
  if (one_of(
          before,
          {"api",    "access",        "auth",    "app",     "application",  "consumer",  "service",
           "server", "client",        "private", "license", "licence",      "maps",      "webhook",
           "deploy", "write",         "ingest",  "admin",   "integration",  "developer", "dev",
           "prod",   "live",          "user",    "project", "secretaccess", "token",     "gateway",
           "bot",    "merchant",      "apikey",  "sdk",     "push",         "rest",      "security",
           "site",   "authorization", "device",  "account", "apim",         "ocp"}))
    return SecretKind::kApiKey;
  // sendgrid_key, GOOGLE_MAPS_KEY: a key of some service; the value must be random on its own.
  return words.count > at + 1 ? SecretKind::kApiKey : SecretKind::kNone;
}

SecretKind secret_word_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1);
  if (one_of(before, {"client", "consumer", "oauth", "oidc"})) return SecretKind::kClientSecret;
  if (one_of(before, {"otp", "totp", "hotp", "mfa", "fa", "authenticator", "tfa"}))
    return SecretKind::kOtpSeed;
  if (before == "aws") return SecretKind::kAwsSecret;
  if (one_of(before, {"jwt", "cookie", "session", "app", "hmac", "signing", "encryption", "flask",
                      "django", "rails", "nextauth", "auth", "express"}))
    return SecretKind::kEncryptionKey;
  return SecretKind::kSecret;
}

SecretKind token_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1);
  if (one_of(before, {"next", "page", "continuation", "cancellation", "csrf", "xsrf", "sync",
                      "resume", "public", "client", "request", "id", "pagination", "verification",
                      "idempotency", "antiforgery"}))
    return before == "client" || before == "id" || before == "public" ? SecretKind::kToken
                                                                      : SecretKind::kNone;
  return SecretKind::kToken;
}

}  // namespace

bool is_dummy_token(std::string_view token) {
  std::bitset<256> seen;
  for (const char c : token) seen.set(static_cast<unsigned char>(lower(c)));
  if (seen.count() < 5) return true;
  size_t run = 1, longest = 1;
  for (size_t i = 1; i < token.size(); ++i) {
    run = lower(token[i]) == lower(token[i - 1]) ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  // AAAA... pads real tokens; a row of x, of 0 or of dots is a mask.
  if (longest >= 8 && token.find("AAAAAAAA") == std::string_view::npos) return true;
  for (const std::string_view marker : {"xxxx", "example", "your", "placeholder", "changeme",
                                        "redacted", "dummy", "****", "insert", "notreal"}) {
    const auto at = std::search(token.begin(), token.end(), marker.begin(), marker.end(),
                                [](char a, char b) { return lower(a) == b; });
    if (at != token.end()) return true;
  }
  return false;
}

bool has_secret_label(const Page& page, size_t begin) {
  const size_t from = begin > 40 ? begin - 40 : 0;
  std::string_view before = page.text.substr(from, begin - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  for (const std::string_view word :
       {"token", "key", "secret", "auth", "bearer", "pat", "access", "credential", "password"}) {
    const auto at = std::search(before.begin(), before.end(), word.begin(), word.end(),
                                [](char a, char b) { return lower(a) == b; });
    if (at != before.end()) return true;
  }
  return false;
}

SecretKind secret_kind(std::string_view name) {
  const NameWords words(name);
  size_t at = 0;
  while (at + 1 < words.count && at < 3 && neutral_tail(words.from_end(at))) ++at;
  const std::string_view noun = words.from_end(at);
  if (is_password_word(noun)) return SecretKind::kPassword;
  if (noun == "secret" || noun == "secrets") return secret_word_kind(words, at);
  if (noun == "token" || noun == "tokens" || noun == "authtoken" || noun == "accesstoken")
    return token_kind(words, at);
  if (noun == "key" || noun == "keys") return key_kind(words, at);
  if (one_of(noun, {"apikey", "apikeys", "authkey", "appkey", "accesskey", "apitoken", "userkey"}))
    return SecretKind::kApiKey;
  if (one_of(noun, {"apisecret", "appsecret", "secretkey", "secretaccesskey"}))
    return SecretKind::kSecret;
  if (noun == "clientsecret") return SecretKind::kClientSecret;
  if (one_of(noun, {"credential", "credentials", "cred", "creds"})) return SecretKind::kCredential;
  if (noun == "auth") return SecretKind::kCredential;
  // `user` in "password_user": the neutral tails were no tails but the noun itself.
  return SecretKind::kNone;
}

}  // namespace lauter::scan
