/// Secrets in fields that bear a usual name: columns of tables and of SQL, a label on its own line,
/// "client secret - x", an answer to "api key?". secret_settings.cc reads settings of any name;
/// these rules bring the best known ones to the engine's readings of forms and tables.

#include "known/secret_fields.h"
#include "scan/rule.h"
#include "scan/rules/online_rules.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

constexpr uint16_t kField = kLabelledOnly | kNoRelax | kGlueLeft | kGlueRight;

/// The same value, judged as a key that nothing but chance could have made.
bool is_key(const Page& page, size_t begin, size_t end) {
  return judge_key(page.text.substr(begin, end - begin), {.quoted = true, .explicit_link = true},
                   true) > 0;
}

/// Many letters of both cases, and no words: "MNUNMUvvgQfINpR2miTREdg".
bool is_mixed(std::string_view value) {
  const CharClasses classes = char_classes(value);
  return value.size() >= 20 && classes.upper >= 4 && classes.lower >= 4 && wordness(value) < 0.7 &&
         !looks_like_identifier(value);
}

/// A signed cookie ("s%3AID.SIGNATURE") by its first part, or that of Google's analytics.
bool is_cookie(const Page& page, size_t begin, size_t end) {
  std::string_view value = page.text.substr(begin, end - begin);
  if (is_analytics_cookie(value)) return true;
  if (value.starts_with("s%3A")) value = value.substr(4, value.find('.', 4) - 4);
  return (looks_random(value) || is_mixed(value)) && !is_dummy_secret(value);
}

bool is_session(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return is_mixed(value) || (char_classes(value).digits > 1 && is_key(page, begin, end));
}

bool is_login(const Page& page, size_t begin, size_t end) {
  return is_basic_credential(page.text.substr(begin, end - begin));
}

/// 16, 24, 32 or 64 bytes in hex or base64.
bool is_cipher_key(const Page& page, size_t begin, size_t end) {
  std::string_view value = page.text.substr(begin, end - begin);
  if (value.starts_with("base64:")) value.remove_prefix(7);
  if (is_dummy_secret(value) || !looks_random(value)) return false;
  return is_hex(value) ? value.size() >= 32 && value.size() % 16 == 0
                       : value.size() % 4 == 0 || value.size() == 43 || value.size() == 22;
}

bool is_aws_secret(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return !is_hex(value) && looks_random(value) && !is_dummy_secret(value);
}

constexpr ValueRule kValues[] = {
    {.info = {"cookie.field", kCookie},
     .shape = "(s%3A)?[A-Za-z0-9_.%~-]{16,400}",
     .cues = "cookie|session cookie|auth cookie|login cookie|cookie value|tracking cookie|"
             "laravel session|connect sid|remember me token",
     .score = 0.9F,
     .flags = kField,
     .accept = is_cookie},
    {.info = {"session_id.field", kSessionId},
     .shape = "[A-Za-z0-9_.-]{20,128}",
     .cues = "session id|sessionid|session|sid|jsessionid|phpsessid|session key|session token|"
             "session hash|sitzungs id|id de session|id de sesi\xC3\xB3n",
     .score = 0.89F,
     .flags = kField,
     .accept = is_session},
    {.info = {"bearer_token.field", kBearerToken},
     .shape = "[A-Za-z0-9_.~+/=-]{20,200}",
     .cues = "access token|bearer token|auth token|oauth token|refresh token|bearer|id token|"
             "authentication token",
     .score = 0.9F,
     .flags = kField,
     .accept = is_key},
    // Google's, under a name that calls it an access token: before its vendor's own form.
    {.info = {"bearer_token.google_field", kBearerToken},
     .shape = "ya29\\.[A-Za-z0-9_-]{20,200}",
     .cues = "access token|bearer token|auth token|oauth token|bearer",
     .score = 0.994F,
     .flags = kField},
    {.info = {"basic_auth.field", kBasicAuth},
     .shape = "[A-Za-z0-9+/]{10,200}={0,2}",
     .cues = "basic auth|auth|_auth|http auth|basic authentication|authorization basic|basic "
             "credentials",
     .score = 0.93F,
     .flags = kField,
     .accept = is_login},
    {.info = {"encryption_key.field", kEncryptionKey},
     .shape = "(base64:)?[A-Za-z0-9+/=_-]{22,128}",
     .cues = known::kSecretFieldsEncryptionKeyFieldCues,
     .score = 0.93F,
     .flags = kField,
     .accept = is_cipher_key},
    {.info = {"aws_secret_key.field", kAwsSecretKey},
     .shape = "[A-Za-z0-9+/]{40}",
     .cues = "aws secret access key|aws secret key|aws secret|secret access key|secret key",
     .score = 0.95F,
     .flags = kField,
     .accept = is_aws_secret},
    {.info = {"oauth_client_secret.field", kOauthClientSecret},
     .shape = "[A-Za-z0-9_.~-]{24,80}",
     .cues =
         "client secret|oauth client secret|oauth secret|consumer secret|app secret|oidc secret",
     .score = 0.93F,
     .flags = kField,
     .accept = is_key},
    {.info = {"api_key.field", kApiKey},
     .shape = "[A-Za-z0-9_-]{20,64}",
     .cues = known::kSecretFieldsApiKeyFieldCues,
     .score = 0.75F,
     .flags = kField,
     .accept = is_key},
};

}  // namespace

RuleTable secret_field_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
