/// The matchers of credentials, by subject; rules_secrets.cc lists them.
#pragma once

#include "scan/views/page.h"

namespace lauter::scan {

/// Rules that matchers report, indices into secret_infos().
enum class SecretRule : uint8_t {
  kPassword,
  kPasswordCommand,
  kPasswordPair,
  kPasswordHash,
  kPasswordHashLabelled,
  kSecurityAnswer,
  kPrivateKey,
  kJwkPrivate,
  kJwkSymmetric,
  kJwt,
  kBearer,
  kBearerLabelled,
  kBasicAuth,
  kConnectionUri,
  kConnectionPair,
  kApiKey,
  kEncryptionKey,
  kOtpSeed,
  kOtpAuth,
  kAwsSecret,
  kAwsSecretNear,
  kAzureLabelled,
  kAzureAccount,
  kWebhook,
  kSignature,
  kClientSecret,
  kCount,
};
const RuleInfo& secret_info(SecretRule rule);

/// The rule of the vendor form that `value` has as a whole, or null. For values whose label is
/// known, so checksums are not asked for (rules_tokens.cc).
const RuleInfo* token_form(const Page& page, std::string_view value);

/// Whether `value` is base64 of printable text with a colon inside (secret_formats.cc); with
/// `samples` also of "user:pass" and other samples.
bool is_basic_credential(std::string_view value, bool samples = false);

// secret_settings.cc: names and values
void match_setting(const Page& page, size_t begin, size_t end, Found& found);
void match_password_word(const Page& page, size_t begin, size_t end, Found& found);

// secret_logins.cc
void match_login_call(const Page& page, size_t begin, size_t end, Found& found);
void match_pgpass(const Page& page, size_t begin, size_t end, Found& found);

// secret_answers.cc
void match_security_answer(const Page& page, size_t begin, size_t end, Found& found);

// secret_commands.cc
/// What stands before `at` on its line, at most 240 bytes.
std::string_view command_before(const Page& page, size_t at);
void match_command_password(const Page& page, size_t begin, size_t end, Found& found);

// secret_formats.cc: values with a form of their own
void match_pem(const Page& page, size_t begin, size_t end, Found& found);
void match_foreign_armour(const Page& page, size_t begin, size_t end, Found& found);
void match_jwk(const Page& page, size_t begin, size_t end, Found& found);
void match_jwt(const Page& page, size_t begin, size_t end, Found& found);
void match_bearer(const Page& page, size_t begin, size_t end, Found& found);
void match_basic(const Page& page, size_t begin, size_t end, Found& found);
void match_aws_near(const Page& page, size_t begin, size_t end, Found& found);
void match_password_hash(const Page& page, size_t begin, size_t end, Found& found);

// secret_urls.cc: credentials inside links and connection strings
void match_userinfo(const Page& page, size_t begin, size_t end, Found& found);
void match_oracle(const Page& page, size_t begin, size_t end, Found& found);
void match_webhook(const Page& page, size_t begin, size_t end, Found& found);
void match_signature(const Page& page, size_t begin, size_t end, Found& found);
void match_otpauth(const Page& page, size_t begin, size_t end, Found& found);

}  // namespace lauter::scan
