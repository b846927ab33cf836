// Credentials: which words and literals lead to which matcher. The matchers are in secret_*.cc, the
// vendors' key formats in rules_tokens.cc.

#include <algorithm>

#include "known/secrets.h"
#include "scan/rule.h"
#include "scan/secrets/secret_judge.h"
#include "scan/secrets/secret_measure.h"
#include "scan/secrets/secret_rules.h"
#include "scan/views/page.h"
#include "scan/views/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

constexpr RuleInfo kInfos[] = {
    {"password.setting", kPassword},
    {"password.command", kPassword},
    {"password.pair", kPassword},
    {"password_hash.scheme", kPasswordHash},
    {"password_hash.labelled", kPasswordHash},
    {"security_answer.labelled", kSecurityAnswer},
    {"private_key.armour", kPrivateKey},
    {"private_key.jwk", kPrivateKey},
    {"encryption_key.jwk", kEncryptionKey},
    {"jwt.header", kJwt},
    {"bearer_token.header", kBearerToken},
    {"bearer_token.labelled", kBearerToken},
    {"basic_auth.header", kBasicAuth},
    {"connection_string.uri", kConnectionString},
    {"connection_string.pair", kConnectionString},
    {"api_key.labelled", kApiKey},
    {"encryption_key.labelled", kEncryptionKey},
    {"otp_seed.labelled", kOtpSeed},
    {"otp_seed.otpauth", kOtpSeed},
    {"aws_secret_key.labelled", kAwsSecretKey},
    {"aws_secret_key.near_id", kAwsSecretKey},
    {"azure_key.labelled", kAzureKey},
    {"azure_key.account", kAzureKey},
    {"webhook_url.host", kWebhookUrl},
    {"signed_url.signature", kSignedUrl},
    {"oauth_client_secret.labelled", kOauthClientSecret},
};
static_assert(std::size(kInfos) == static_cast<size_t>(SecretRule::kCount));

constexpr const char* kOneTimeCues = known::kSecretsOneTimeCues;
constexpr const char* kOneTimeVeto = known::kSecretsOneTimeVeto;

/// Years, round numbers and codes that are no codes for one log-in.
bool one_time_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  if (value.size() == 4 && (value.starts_with("19") || value.starts_with("20"))) {
    const int year = (value[2] - '0') * 10 + (value[3] - '0');
    if (value[0] == '1' ? year > 50 : year < 40) {
      // Only right after a mark: "code: 2019".
      return begin >= 2 && (page.at(begin - 1) == ':' || page.at(begin - 2) == ':');
    }
  }
  const std::string_view after = page.text.substr(end, 12);
  for (const std::string_view unit : known::kSecretsOneTimeOkUnits)
    if (after.starts_with(unit)) return false;
  // A table of code points: four hex digits on either side.
  const auto is_word = [](char c) { return is_alnum(c); };
  const size_t left = begin > 0 ? run_left(page.text, begin - 1, 5, is_word) : begin;
  if (value.size() == 4 && begin > 0 && begin - 1 - left == 4 && is_hex(page.text.substr(left, 4)))
    return false;
  const char before = begin > 0 ? page.text[begin - 1] : ' ';
  return before != '$' && before != '#' && before != '.';
}

constexpr const char* kPasswordCells = known::kSecretsPasswordCells;

/// In a table's cell or after a label: strong passwords only, the settings matcher does the rest.
bool strong_password(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const CharClasses classes = char_classes(value);
  if (classes.kinds() < 3 || classes.digits == 0 || classes.letters() == 0) return false;
  if (value.find("://") != std::string_view::npos || value.find('(') != std::string_view::npos)
    return false;
  // AUTH_SHA256_PASSWORD = "sha256_password": a name of itself.
  const size_t line = page.line(begin).begin;
  if (classes.upper == 0 && holds_caseless(value, "_pass") &&
      holds_caseless(page.text.substr(line, begin - line), value))
    return false;
  // "password=x&user=y" goes on with another field.
  const size_t next = value.find('&');
  if (next != std::string_view::npos && value.find('=', next) != std::string_view::npos)
    return false;
  return judge_password(value, {.quoted = true, .explicit_link = true}) > 0;
}

/// Only in a column below the label: on the label's own line the matcher reads the value.
bool answer_cell(const Page& page, size_t begin, size_t end) {
  const ByteSpan line = page.line(begin);
  const std::string_view before = page.text.substr(line.begin, begin - line.begin);
  if (holds_caseless(before, "answer") || holds_caseless(before, "word")) return false;
  const char after = page.at(end);
  return after == '\0' || after == '\n' || after == '\r' || after == ',' || after == ';' ||
         after == '|' || after == '\t' || after == '"' || (after == ' ' && page.at(end + 1) == '|');
}

bool hash_pair(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return is_hex(value.substr(0, 32)) && is_hex(value.substr(33)) &&
         shannon_entropy(value.substr(33)) > 2.5;
}

bool seed_ok(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return shannon_entropy(value) > 2.8 && !looks_like_identifier(value) &&
         (char_classes(value).digits > 0 || wordness(value) < 0.7);
}

constexpr ValueRule kValues[] = {
    {.info = {"one_time_code.plain", kOneTimeCode},
     .shape = "\\d{4,8}",
     .cues = kOneTimeCues,
     .veto = kOneTimeVeto,
     .score = 0.8F,
     .reach_before = 40,
     .reach_after = 34,
     .accept = one_time_ok},
    {.info = {"one_time_code.grouped", kOneTimeCode},
     .shape = "\\d{3}[ -]\\d{3}",
     .cues = kOneTimeCues,
     .veto = kOneTimeVeto,
     .score = 0.84F,
     .reach_before = 40,
     .reach_after = 34,
     .accept = one_time_ok},
    {.info = {"one_time_code.google", kOneTimeCode},
     .shape = "G-\\d{6}",
     .need = Need::kNone,
     .cues = kOneTimeCues,
     .anchor = "G-",
     .score = 0.95F},
    {.info = {"otp_seed.base32", kOtpSeed},
     .shape =
         "([A-Z2-7]{16,32}|[a-z2-7]{16,32}|[A-Z2-7]{4}([ -][A-Z2-7]{4}){3,7}([ -][A-Z2-7]{1,3})?|"
         "[A-Za-z2-7]{4}([ -][A-Za-z2-7]{4}){3,7})",
     .cues = known::kSecretsOtpSeedBase32Cues,
     .score = 0.93F,
     .flags = kLabelled | kStrongLabel,
     .reach_before = 24,
     .reach_after = 30,
     .accept = seed_ok},
    {.info = {"password.cell", kPassword},
     .shape = "[A-Za-z0-9!@#$%^&*()_+=.?~:/\\\\-]{6,64}",
     .cues = kPasswordCells,
     .score = 0.8F,
     .flags = kLabelledOnly | kStrongLabel | kNoRelax | kGlueLeft | kGlueRight,
     .accept = strong_password},
    {.info = {"security_answer.cell", kSecurityAnswer},
     .shape = "[A-Za-z][A-Za-z'-]{2,20}( [A-Za-z'-]{2,20}){0,3}",
     .cues = "security answer|secret answer|memorable word|answer|sicherheitsantwort",
     .score = 0.75F,
     .flags = kLabelledOnly | kStrongLabel | kNoRelax | kNotInCode,
     .accept = answer_cell},
    {.info = {"password_hash.lm_nt", kPasswordHash},
     .shape = "[A-Fa-f0-9]{32}:[A-Fa-f0-9]{32}",
     .need = Need::kNone,
     .score = 0.95F,
     .flags = kNoRelax | kGlueRight | kGlueLeft,
     .accept = hash_pair},
    {.info = {"password_hash.labelled_hex", kPasswordHash},
     .shape = "([a-f0-9]{32}|[a-f0-9]{40}|[a-f0-9]{64}|[A-F0-9]{32}|\\*[A-F0-9]{40})",
     .need = Need::kDirect,
     .cues = "ntlm|ntlm hash|nt hash|lm hash|md5 password|md5 hash of the password|"
             "password hash|hashed password|pw hash|passwort hash|hash of password",
     .score = 0.85F,
     .flags = kNoRelax},
    {.info = {"azure_key.account_key", kAzureKey},
     .shape = "[A-Za-z0-9+/]{86}==",
     .need = Need::kCue,
     .cues = "account key|azure|storage key|storage account|blob|azure storage",
     .score = 0.95F,
     .flags = kNoRelax | kLabelled,
     .reach_before = 120},
    {.info = {"azure_key.shared_access", kAzureKey},
     .shape = "[A-Za-z0-9+/]{43}=",
     .need = Need::kDirect,
     .cues = "shared access key|sharedaccesskey|primary key|iot hub key|service bus key",
     .score = 0.95F,
     .flags = kNoRelax},
    {.info = {"azure_key.subscription", kAzureKey},
     .shape = "[a-f0-9]{32}",
     .need = Need::kDirect,
     .cues = "ocp apim subscription key|azure key|cognitive services key|azure openai key|"
             "speech key|azure openai api key|azure api key|azure subscription key",
     .score = 0.93F,
     .flags = kNoRelax},
};

constexpr AnchorRule kAnchors[] = {
    {"pass|pwd|secret|token|key|seed|credential|_auth", match_setting,
     AnchorKind::kCaselessLiteral},
    {"pw|psw|kennwort|wachtwoord|senha|parola|haslo|heslo|jelszo|salasana|sifre|auth",
     match_setting, AnchorKind::kPhrase},
    {known::kSecretsPasswordWordAnchors,
     match_password_word, AnchorKind::kPhrase},
    {known::kSecretsSecurityAnswerAnchors,
     match_security_answer, AnchorKind::kPhrase},
    {" -p| -u | -a | -w | -P | pass:|--user |requirepass |masterauth |ConvertTo-SecureString ",
     match_command_password, AnchorKind::kLiteral},
    {"auth=(|auth = "
     "(|BasicAuth(|.login(|basic_auth(|.authenticate(|.basicAuth(|Client(|sp_addlogin ",
     match_login_call, AnchorKind::kLiteral},
    {"_SALT'|_SALT\"", match_setting, AnchorKind::kLiteral},
    {":5432:", match_pgpass, AnchorKind::kLiteral},
    {"-----BEGIN", match_pem, AnchorKind::kLiteral},
    {"---- BEGIN SSH2|Private-Lines: ", match_foreign_armour, AnchorKind::kLiteral},
    {"\"kty|'kty|kty:", match_jwk, AnchorKind::kLiteral},
    {"eyJ", match_jwt, AnchorKind::kLiteral},
    {"bearer ", match_bearer, AnchorKind::kCaselessLiteral},
    {"basic |_auth=|_auth = |\"auth\": \"|\"auth\":\"", match_basic, AnchorKind::kCaselessLiteral},
    {"authorization|proxy authorization|authorisation|auth header|basic auth|http auth",
     match_basic, AnchorKind::kPhrase},
    {"AKIA|ASIA", match_aws_near, AnchorKind::kLiteral},
    {"://", match_userinfo, AnchorKind::kLiteral},
    {"@//", match_oracle, AnchorKind::kLiteral},
    {"X-Amz-Signature=|X-Goog-Signature=|&sig=|?sig=|Signature=|&signature=", match_signature,
     AnchorKind::kCaselessLiteral},
    {"otpauth://", match_otpauth, AnchorKind::kCaselessLiteral},
};

}  // namespace

const RuleInfo& secret_info(SecretRule rule) { return kInfos[static_cast<size_t>(rule)]; }

RuleTable secret_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
