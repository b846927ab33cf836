// Credentials: which words and literals lead to which matcher. The matchers are in secret_*.cc, the
// vendors' key formats in rules_tokens.cc.

#include <algorithm>

#include "scan/page.h"
#include "scan/rule.h"
#include "scan/secret_judge.h"
#include "scan/secret_measure.h"
#include "scan/secret_rules.h"
#include "scan/text_runs.h"

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
    {"one_time_code.spoken", kOneTimeCode},
};
static_assert(std::size(kInfos) == static_cast<size_t>(SecretRule::kCount));

constexpr const char* kOneTimeCues =
    "otp|o t p|one time code|one time password|one time passcode|one time pin|verification code|"
    "verify code|security code|2fa code|two factor code|two factor|login code|sign in code|"
    "auth code|authentication code|authorization code|authorisation code|passcode|tan|mtan|sms tan|"
    "sms code|confirmation code|access code|your code|the code|activation code|mfa code|token code|"
    "authenticator code|recovery code|backup code|reset code|whatsapp code|telegram code|"
    "google code|one time token|to sign in|to log in|code to log in|code to verify|codigo de "
    "verificacion|"
    "c\xC3\xB3"
    "digo de verificaci\xC3\xB3n|codigo de seguridad|c\xC3\xB3"
    "digo de seguridad|"
    "codigo de acceso|c\xC3\xB3"
    "digo de acceso|tu codigo|tu c\xC3\xB3"
    "digo|su codigo|su c\xC3\xB3"
    "digo|"
    "code de verification|code de v\xC3\xA9rification|code de securite|code de s\xC3\xA9"
    "curit\xC3\xA9|"
    "code de confirmation|votre code|ton code|best\xC3\xA4tigungscode|bestaetigungscode|"
    "sicherheitscode|verifizierungscode|anmeldecode|einmalcode|einmalpasswort|freischaltcode|"
    "dein code|ihr code|codice di verifica|codice di sicurezza|codice otp|il tuo codice|"
    "codigo de verificacao|c\xC3\xB3"
    "digo de verifica\xC3\xA7\xC3\xA3o|seu codigo|seu c\xC3\xB3"
    "digo|"
    "verificatiecode|beveiligingscode|jouw code|uw code|kod weryfikacyjny|kod autoryzacyjny|"
    "tw\xC3\xB3j kod|dogrulama kodu|do\xC4\x9Frulama kodu|onay kodu|kode verifikasi|kode otp|"
    "verifieringskod|engangskode|eng\xC3\xA5ngskod|vahvistuskoodi|"
    "\xD0\xBA\xD0\xBE\xD0\xB4 "
    "\xD0\xBF\xD0\xBE\xD0\xB4\xD1\x82\xD0\xB2\xD0\xB5\xD1\x80\xD0\xB6\xD0\xB4\xD0\xB5\xD0\xBD\xD0"
    "\xB8\xD1\x8F|"
    "\xD0\xB2\xD0\xB0\xD1\x88 \xD0\xBA\xD0\xBE\xD0\xB4|\xD0\xBA\xD0\xBE\xD0\xB4|"
    "\xE9\xAA\x8C\xE8\xAF\x81\xE7\xA0\x81|\xE5\x8B\x95\xE6\x85\x8B\xE5\xAF\x86\xE7\xA2\xBC|"
    "\xE9\xA9\x97\xE8\xAD\x89\xE7\xA2\xBC|"
    "\xE8\xAA\x8D\xE8\xA8\xBC\xE3\x82\xB3\xE3\x83\xBC\xE3\x83\x89|"
    "\xE7\xA2\xBA\xE8\xAA\x8D\xE3\x82\xB3\xE3\x83\xBC\xE3\x83\x89|"
    "\xEC\x9D\xB8\xEC\xA6\x9D\xEB\xB2\x88\xED\x98\xB8|\xEC\x9D\xB8\xEC\xA6\x9D "
    "\xEB\xB2\x88\xED\x98\xB8|"
    "\xD8\xB1\xD9\x85\xD8\xB2 \xD8\xA7\xD9\x84\xD8\xAA\xD8\xAD\xD9\x82\xD9\x82";
constexpr const char* kOneTimeVeto =
    "error code|exit code|status code|zip code|postal code|area code|promo code|discount code|"
    "coupon code|source code|country code|cvv|cvc|card security code|sort code|http|year|port|"
    "line|version|order|ticket|invoice|booking code|qr code|product code|item code|error|room";

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
  for (const std::string_view unit : {" %", "%", " min", " sec", " day", " hour", " euro", " usd",
                                      " ms", "px", " times", " char", " digit", "-digit"})
    if (after.starts_with(unit)) return false;
  // A table of code points: four hex digits on either side.
  const auto is_word = [](char c) { return is_alnum(c); };
  const size_t left = begin > 0 ? run_left(page.text, begin - 1, 5, is_word) : begin;
  if (value.size() == 4 && begin > 0 && begin - 1 - left == 4 && is_hex(page.text.substr(left, 4)))
    return false;
  const char before = begin > 0 ? page.text[begin - 1] : ' ';
  return before != '$' && before != '#' && before != '.';
}

constexpr const char* kPasswordCells =
    "password|passwd|passwort|kennwort|pwd|passphrase|contrase\xC3\xB1"
    "a|contrasena|mot de passe|"
    "senha|wachtwoord|login password|wifi password|user password|temp password|initial password";

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
     .cues = "otp seed|totp seed|totp secret|totp key|totp|otp secret|otp key|authenticator app|"
             "authenticator|authenticator key|2fa secret|2fa key|2fa setup key|mfa secret|mfa key|"
             "setup key|google authenticator|hotp|twofa secret|two fa secret|2 fa secret|tfa "
             "secret|mfa seed|"
             "two factor secret|manual entry key|2fa seed",
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
    {"mot de passe|mdp|contrase\xC3\xB1"
     "a|contrasena|clave de acceso|clave|has\xC5\x82o|\xC5\x9Fifre|"
     "jelsz\xC3\xB3|l\xC3\xB6senord|losenord|adgangskode|passord|lozinka|geslo|kata sandi|"
     "m\xE1\xBA\xADt kh\xE1\xBA\xA9u|palavra passe|palavra chave|parole|identified by|"
     "\xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB\xD1\x8C|"
     "\xCE\xBA\xCF\x89\xCE\xB4\xCE\xB9\xCE\xBA\xCF\x8C\xCF\x82|"
     "\xE5\xAF\x86\xE7\xA0\x81|\xE5\xAF\x86\xE7\xA2\xBC|"
     "\xE3\x83\x91\xE3\x82\xB9\xE3\x83\xAF\xE3\x83\xBC\xE3\x83\x89|"
     "\xEB\xB9\x84\xEB\xB0\x80\xEB\xB2\x88\xED\x98\xB8|"
     "\xD9\x83\xD9\x84\xD9\x85\xD8\xA9 \xD8\xA7\xD9\x84\xD9\x85\xD8\xB1\xD9\x88\xD8\xB1|"
     "\xD7\xA1\xD7\x99\xD7\xA1\xD7\x9E\xD7\x94|\xD7\xA1\xD7\x99\xD7\xA1\xD7\x9E\xD7\x90|"
     "\xE0\xA4\xAA\xE0\xA4\xBE\xE0\xA4\xB8\xE0\xA4\xB5\xE0\xA4\xB0\xE0\xA5\x8D\xE0\xA4\xA1|"
     "\xE0\xB8\xA3\xE0\xB8\xAB\xE0\xB8\xB1\xE0\xB8\xAA\xE0\xB8\x9C\xE0\xB9\x88\xE0\xB8\xB2\xE0\xB8"
     "\x99",
     match_password_word, AnchorKind::kPhrase},
    {"security answer|secret answer|memorable word|memorable place|memorable name|memorable answer|"
     "answer to my security question|answer to the secret question|answer to my secret question|"
     "answer to secret question|answer to the security question|security word|secret word|"
     "recovery answer|answer to security question|sicherheitsantwort|geheime antwort|"
     "respuesta secreta|respuesta de seguridad|r\xC3\xA9ponse secr\xC3\xA8te|risposta segreta|"
     "resposta secreta|geheim antwoord|challenge answer|security question answer|"
     "hint answer|secret question answer",
     match_security_answer, AnchorKind::kPhrase},
    {"security question|secret question|challenge question|sicherheitsfrage|pregunta de seguridad|"
     "pregunta secreta|question de s\xC3\xA9"
     "curit\xC3\xA9|question secr\xC3\xA8te|domanda di sicurezza|"
     "pergunta de seguran\xC3\xA7"
     "a|recovery question|beveiligingsvraag|mother's maiden name|"
     "first pet|favourite teacher|favorite teacher",
     match_security_question, AnchorKind::kPhrase},
    {"credentials|creds|login|logins|login details|user pass|username password|user password|"
     "zugangsdaten|log in with|sign in with|account|identifiants|credenciales|user pw|usr pw",
     match_login_pair, AnchorKind::kPhrase},
    {" -p| -u | -a | -w | -P | pass:|--user |requirepass |masterauth |ConvertTo-SecureString ",
     match_command_password, AnchorKind::kLiteral},
    {"it's|it is|its|it was|it says|got|code is|here it is", match_spoken_code,
     AnchorKind::kPhrase},
    {"as password|as the password|as my password|as pw|as the pw|for the password|as passphrase",
     match_password_before, AnchorKind::kPhrase},
    {"/user:", match_net_use, AnchorKind::kCaselessLiteral},
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
