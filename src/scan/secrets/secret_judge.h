/// Names of settings and their values: what kind of secret does `db_password = "x"` hold, where is
/// the value, and is it one?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scan/views/page.h"

namespace lauter::scan {

/// Whether a vendor's token form holds no key: EXAMPLE, xxxx, your-..., too few characters.
/// (Sequences such as 1234567890 count as keys: a made-up key looks like them, and so do
/// real test accounts'.)
bool is_dummy_token(std::string_view token);

/// A word for a credential within 40 bytes before `begin` on the same line: "token:", "api_key=",
/// "Authorization".
bool has_secret_label(const Page& page, size_t begin);

/// Kinds of secrets that a name announces.
enum class SecretKind : uint8_t {
  kNone,
  kPassword,       ///< password, passwd, pwd, passphrase
  kApiKey,         ///< api key, access key, app key
  kSecret,         ///< secret, client secret, app secret, consumer secret
  kToken,          ///< token, access token, auth token
  kEncryptionKey,  ///< secret key base, encryption key, signing key, master key
  kAwsSecret,      ///< aws secret access key
  kAzureKey,       ///< account key, shared access key, azure key
  kOtpSeed,        ///< totp secret, otp seed, mfa secret
  kClientSecret,   ///< OAuth client secret
  kCredential,     ///< credential, auth
};

/// Kind that the name of a setting announces, by its last words: `dbPassword` is a password,
/// `passwordLength`, `token_url`, `secretName` are nothing. `name` may have dots, dashes and
/// underscores. Cost: linear in the name.
SecretKind secret_kind(std::string_view name);

/// Words that follow "password is" or "user:" in prose without being a value: required, invalid,
/// changed, automatically.
bool is_prose_word(std::string_view word);

/// How a value is written and where: what judges need besides the value.
struct ValueSetting {
  bool quoted = false;
  bool explicit_link = false;  ///< ':', '=', a cell or markup, not a word or a blank
  bool at_end = false;         ///< ends its line, sentence or cell
  bool in_code = false;        ///< stands in program text, where bare words are names
  bool env_style = false;      ///< UPPER_CASE=value
  bool api = false;            ///< the name says that a service issued it (api_password)
  bool every = false;          ///< any literal will do: ScanOptions::every_password
};

/// Confidence that `value` is a password in use, 0 if it is not.
float judge_password(std::string_view value, const ValueSetting& setting);

/// Confidence that `value` is a key, secret or token; `weak` names (only "key", "auth") want a
/// random value.
float judge_key(std::string_view value, const ValueSetting& setting, bool weak);

}  // namespace lauter::scan
