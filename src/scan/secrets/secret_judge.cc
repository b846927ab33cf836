#include "scan/secrets/secret_judge.h"

#include <algorithm>
#include <bitset>

#include "known/secret_judge.h"
#include "scan/index/byte_scan.h"
#include "scan/index/words_by_letter.h"
#include "scan/secrets/secret_measure.h"

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

/// Words after the noun that leave it what it is: password_new, apiKeyProd, TOKEN_VALUE.
constexpr WordsByLetter kNeutralTails(known::kSecretJudgeNeutralTails);

constexpr WordsByLetter kPasswordWords(known::kSecretJudgePasswordWords);

bool is_password_word(std::string_view word) {
  if (kPasswordWords.has(word)) return true;
  for (const std::string_view tail : {"password", "passwd", "passwort", "pwd", "passphrase"})
    if (word.size() > tail.size() && word.ends_with(tail)) return true;
  return false;
}

constexpr WordsByLetter kNoSecretKeys(known::kSecretJudgeNoSecretKeys);
constexpr WordsByLetter kCipherKeys(known::kSecretJudgeCipherKeys);
constexpr WordsByLetter kOtp({"otp", "totp"});
constexpr WordsByLetter kServiceKeys(known::kSecretJudgeServiceKeys);

SecretKind key_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1), second = words.from_end(at + 2);
  if (kNoSecretKeys.has(before)) return SecretKind::kNone;
  if (before == "access" && second == "secret") return SecretKind::kAwsSecret;
  if (before == "secret" && (second == "aws" || second == "s")) return SecretKind::kAwsSecret;
  if (before == "account" || (before == "access" && second == "shared") || (before == "storage") ||
      second == "azure" || before == "subscription")
    return SecretKind::kAzureKey;
  if (kCipherKeys.has(before)) return SecretKind::kEncryptionKey;
  if (kOtp.has(before)) return SecretKind::kOtpSeed;
  if (before == "secret") return SecretKind::kEncryptionKey;
  if (before == "app" && second.empty()) return SecretKind::kEncryptionKey;
  if (kServiceKeys.has(before)) return SecretKind::kApiKey;
  // sendgrid_key, GOOGLE_MAPS_KEY: a key of some service; the value must be random on its own.
  return words.count > at + 1 ? SecretKind::kApiKey : SecretKind::kNone;
}

constexpr WordsByLetter kOauthSecrets({"client", "consumer", "oauth", "oidc"});
constexpr WordsByLetter kOtpSecrets({"otp", "totp", "hotp", "mfa", "fa", "twofa", "authenticator",
                                     "tfa"});
constexpr WordsByLetter kSigningSecrets(known::kSecretJudgeSigningSecrets);

SecretKind secret_word_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1);
  const bool oauth = before == "auth" && words.from_end(at + 2) == "o";  // "OAuth"
  if (oauth || kOauthSecrets.has(before)) return SecretKind::kClientSecret;
  if (kOtpSecrets.has(before)) return SecretKind::kOtpSeed;
  if (before == "aws") return SecretKind::kAwsSecret;
  if (kSigningSecrets.has(before)) return SecretKind::kEncryptionKey;
  return SecretKind::kSecret;
}

constexpr WordsByLetter kNoSecretTokens(known::kSecretJudgeNoSecretTokens);

SecretKind token_kind(const NameWords& words, size_t at) {
  const std::string_view before = words.from_end(at + 1);
  if (before == "key" && words.from_end(at + 2) == "public") return SecretKind::kNone;
  if (kNoSecretTokens.has(before))
    return before == "client" || before == "id" || before == "public" ? SecretKind::kToken
                                                                      : SecretKind::kNone;
  return SecretKind::kToken;
}

constexpr WordsByLetter kOtpSeeds({"otp", "totp", "hotp", "mfa", "fa"});
constexpr WordsByLetter kJoinedKeys({"apikey", "apikeys", "authkey", "appkey", "accesskey",
                                     "apitoken", "userkey"});
constexpr WordsByLetter kJoinedSecrets({"apisecret", "appsecret", "secretkey", "secretaccesskey"});
/// Names of what a form says about a password: LABEL_PASSWORD, TITLE_CHANGE_PASSWORD.
constexpr WordsByLetter kCaptions({"label", "title", "mandatory", "forgot", "placeholder", "hint",
                                   "tooltip", "caption"});
bool is_caption(const NameWords& words) {
  return std::any_of(words.word, words.word + words.count,
                     [](std::string_view word) { return kCaptions.has(word); });
}
constexpr WordsByLetter kCredentialWords({"credential", "credentials", "cred", "creds", "auth"});

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
  static constexpr WordsByLetter kMarkers(
      {"example", "placeholder", "changeme", "redacted", "****", "insert", "notreal"});
  static constexpr WordsByLetter kShortMarkers({"xxxx", "your", "dummy"});
  return kMarkers.within(token) || kShortMarkers.within_as_word(token);
}

bool has_secret_label(const Page& page, size_t begin) {
  const size_t from = begin > 40 ? begin - 40 : 0;
  std::string_view before = page.text.substr(from, begin - from);
  const size_t line = before.rfind('\n');
  if (line != std::string_view::npos) before.remove_prefix(line + 1);
  static constexpr WordsByLetter kLabels(
      {"token", "key", "secret", "auth", "bearer", "pat", "access", "credential", "password"});
  return kLabels.within(before);
}

SecretKind secret_kind(std::string_view name) {
  const NameWords words(name);
  size_t at = 0;
  while (at + 1 < words.count && at < 3 && kNeutralTails.has(words.from_end(at))) ++at;
  const std::string_view noun = words.from_end(at);
  if (is_password_word(noun))  // "NOPASSWD: ALL" of sudoers
    return noun == "nopasswd" || is_caption(words) ? SecretKind::kNone : SecretKind::kPassword;
  if (noun == "secret" || noun == "secrets") return secret_word_kind(words, at);
  if (noun == "seed" && kOtpSeeds.has(words.from_end(at + 1))) return SecretKind::kOtpSeed;
  if (noun == "token" || noun == "tokens" || noun == "authtoken" || noun == "accesstoken")
    return token_kind(words, at);
  if (noun.ends_with("token") && !kNoSecretTokens.has(noun.substr(0, noun.size() - 5)))
    return SecretKind::kToken;
  if (noun == "key" || noun == "keys") return key_kind(words, at);
  if (kJoinedKeys.has(noun)) return SecretKind::kApiKey;
  if (kJoinedSecrets.has(noun)) return SecretKind::kSecret;
  if (noun == "clientsecret") return SecretKind::kClientSecret;
  if (kCredentialWords.has(noun)) return SecretKind::kCredential;
  // `user` in "password_user": the neutral tails were no tails but the noun itself.
  return SecretKind::kNone;
}

namespace {

/// Lower-case words that follow "password is", "password:" in prose and forms without being one.
constexpr WordsByLetter kProseWords(known::kSecretJudgeProseWords);

/// A name of the field itself: db_password, userPassword, accessToken. Words run together
/// ("mysecretpassword") are no name.
bool names_a_credential(std::string_view value) {
  const bool parts = value.find_first_of("_-.") != std::string_view::npos ||
                     std::any_of(value.begin() + 1, value.end(), is_upper) || value.size() < 11;
  return parts && (secret_kind(value) != SecretKind::kNone || value.ends_with("word"));
}

/// Dummies that say that they are: your..., example, xxxx, <...>.
bool says_so(std::string_view value) {
  if (value.find('<') != std::string_view::npos) return true;
  static constexpr WordsByLetter kMarkers(
      {"your", "example", "xxx", "change", "placeholder", "redact", "dummy", "sample", "..."});
  return kMarkers.within(value);
}

bool is_path_or_address(std::string_view value) {
  if (value.find("://") != std::string_view::npos) return true;
  if (value.starts_with("/") && std::count(value.begin(), value.end(), '/') > 1) return true;
  if (value.starts_with("./") || value.starts_with("../") || value.starts_with("~/")) return true;
  // user@host.tld
  const size_t at = value.find('@');
  if (at != std::string_view::npos && at > 0) {
    const size_t dot = value.find('.', at);
    if (dot != std::string_view::npos && dot + 2 < value.size() &&
        std::all_of(value.begin() + static_cast<ptrdiff_t>(dot) + 1, value.end(),
                    [](char c) { return is_lower(c) || c == '.'; }))
      return true;
  }
  for (const std::string_view tail : known::kSecretJudgeIsPathOrAddressTails)
    if (value.size() > tail.size() && value.ends_with(tail)) return true;
  return false;
}

/// Letters and digits with the digits inside or many of them: not key1, token_2, sha256.
bool has_key_digits(std::string_view value, const CharClasses& classes) {
  if (classes.digits == 0) return false;
  if (classes.digits >= 3) return true;
  for (size_t i = 1; i + 1 < value.size(); ++i)
    if (is_digit(value[i]) && is_alpha(value[i - 1]) && is_alpha(value[i + 1])) return true;
  return false;
}

}  // namespace

bool is_prose_word(std::string_view word) {
  char low[24];
  if (word.size() > sizeof low) return false;
  std::transform(word.begin(), word.end(), low, lower);
  const std::string_view folded(low, word.size());
  if (kProseWords.has(folded)) return true;
  // Participles and adverbs; "-ed" passwords are rare.
  return folded.size() > 5 && (folded.ends_with("ed") || folded.ends_with("ing") ||
                               folded.ends_with("ly") || folded.ends_with("able"));
}

namespace {

/// Whether a literal stands there, good password or not: what ScanOptions::every_password asks for.
bool is_literal_password(std::string_view value, const ValueSetting& setting) {
  if (value.size() < 3 || value.size() > 128 || (!setting.quoted && !setting.explicit_link))
    return false;
  if (looks_like_reference(value) || is_path_or_address(value)) return false;
  if (!setting.quoted &&
      (setting.in_code || value.find_first_of("(){}[]<>$%") != std::string_view::npos))
    return false;
  const CharClasses classes = char_classes(value);
  // allauth.account.forms.ResetPasswordForm
  if (classes.digits == 0 && std::count(value.begin(), value.end(), '.') > 1) return false;
  // Captions, masks, and the names of variables: "DB_PASSWORD".
  if (value.find(' ') != std::string_view::npos || (classes.other > 0 && classes.digits == 0))
    return false;
  if (value.find_first_not_of(lower(value[0]) == 'x' ? "xX" : "*.-_?#") == std::string_view::npos)
    return false;
  if (classes.upper > 0 && classes.lower == 0 && value.find('_') != std::string_view::npos &&
      secret_kind(value) != SecretKind::kNone)
    return false;
  static constexpr WordsByLetter kNoValues({"true", "false", "null", "none", "nil", "undefined",
                                            "yes", "no", "string", "str", "required", "optional"});
  return !kNoValues.has(value);
}

float judge_chosen_password(std::string_view value, const ValueSetting& setting) {
  // "mongodb://<user>:<password>@cluster0.mongodb.net"
  if (value.starts_with('@') && value.find('.') != value.npos && is_alnum(value.back()) &&
      char_classes(value).digits < 2)
    return 0;
  if (value.size() < 5 || value.size() > 128) return 0;
  if (looks_like_reference(value) || is_path_or_address(value)) return 0;
  const CharClasses classes = char_classes(value);
  if (is_dummy_secret(value)) {
    // A service's password that a literal sets to a plain word ("secret") is set all the same.
    const bool word = value.find(' ') == std::string_view::npos && classes.symbols <= 1 &&
                      classes.letters() >= 6 && setting.quoted && setting.api &&
                      setting.explicit_link && !says_so(value);
    return word ? 0.5F : 0;
  }
  const bool blanks = value.find(' ') != std::string_view::npos;
  if (blanks) {
    // A caption ("Enter the password") or a phrase of words; only quoted and plain lower case
    // without marks can be a passphrase.
    const auto words = static_cast<size_t>(std::count(value.begin(), value.end(), ' ')) + 1;
    if (!setting.quoted || !setting.explicit_link || setting.in_code) return 0;
    if (words < 4 || words > 8 || classes.symbols != words - 1 || classes.upper > 0) return 0;
    for (const std::string_view word :
         {" the ", " is ", " for ", " to ", " of ", " your ", " and "})
      if (value.find(word) != std::string_view::npos) return 0;
    return 0.6F;
  }
  const bool mixed = classes.digits > 0 && (classes.letters() > 0 || classes.other > 0);
  const size_t symbols = classes.symbols;
  // Code that a bare value ran into: a(b), x[0], "a;b", {…}.
  if (!setting.quoted && value.find_first_of("(){}[]") != std::string_view::npos &&
      (setting.in_code || classes.digits == 0))
    return 0;
  if (classes.letters() + classes.digits + classes.other == 0) return 0;
  // spec=True, autospec=some_object: an argument of its own.
  if (!setting.quoted && classes.digits == 0 && value.find('=') != std::string_view::npos &&
      value.back() != '=')
    return 0;
  // Letters that name a field: db_password, config.pass, userPassword.
  if (classes.digits == 0 && symbols <= 2 && names_a_credential(value)) return 0;
  if (setting.in_code && !setting.quoted) {
    // Names and numbers of the program.
    if (classes.letters() == 0 || looks_like_identifier(value)) return 0;
    if (classes.digits == 0) return 0;
  }
  if (mixed && value.size() >= 6) {
    if (classes.kinds() >= 3) return setting.explicit_link || setting.quoted ? 0.93F : 0.85F;
    if (setting.explicit_link || setting.quoted) return 0.85F;
    // "password sha256 ...", "password is 8chars": with only a word between, ask for more.
    return classes.digits >= 2 && setting.at_end ? 0.7F : 0.55F;
  }
  if (value.size() < 6) return mixed && setting.explicit_link ? 0.6F : 0;
  if (symbols > 0 && classes.letters() > 0) {
    // No digits: hyphenated words, dotted names; only marks that names do not have count.
    const bool marks = value.find_first_of("!@#$%^&*+?=~") != std::string_view::npos;
    if (marks && !looks_like_identifier(value))
      return setting.explicit_link || setting.quoted ? 0.8F : 0.6F;
    if (!setting.quoted && !setting.env_style) return 0;
    if (setting.in_code && looks_like_identifier(value)) return 0;
    return classes.lower > 0 && setting.explicit_link && value.find('.') == std::string_view::npos
               ? 0.6F
               : 0;
  }
  if (classes.letters() == 0 && classes.other == 0) {
    // 1.2.840.113549: the id of an object, an address, a version.
    if (std::count(value.begin(), value.end(), '.') > 1) return 0;
    // Digits only: PINs and numbers; a password only after an explicit label.
    return setting.explicit_link && (setting.quoted || setting.env_style || setting.at_end) ? 0.6F
                                                                                            : 0;
  }
  if (classes.other > 0) return setting.quoted && setting.explicit_link ? 0.5F : 0;
  // Letters only.
  if (is_prose_word(value)) return 0;
  if (setting.env_style || (setting.quoted && setting.explicit_link)) return 0.65F;
  if (setting.in_code || !setting.at_end) return 0;
  if (setting.explicit_link) return classes.upper <= 1 || classes.lower == 0 ? 0.55F : 0.6F;
  return 0;
}

}  // namespace

float judge_password(std::string_view value, const ValueSetting& setting) {
  const float score = judge_chosen_password(value, setting);
  return setting.every && score < 0.6F && is_literal_password(value, setting) ? 0.6F : score;
}

float judge_key(std::string_view value, const ValueSetting& setting, bool weak) {
  if (value.size() < 8 || value.size() > 512) return 0;
  const size_t size = value.size();
  if (find_byte<' ', '\t', '\\', '<', '>', '"', '\'', '|', ';', ','>(value, 0, size) < size)
    return 0;
  if (find_byte<'(', ')', '{', '}', '[', ']'>(value, 0, size) < size &&
      !(setting.quoted && char_classes(value).kinds() >= 3 && value.size() >= 32))
    return 0;
  if (looks_like_reference(value) || is_dummy_secret(value) || is_path_or_address(value)) return 0;
  const CharClasses classes = char_classes(value);
  if (classes.other > 0) return 0;
  // test-token-123, ms365-client-secret: names of stand-ins.
  if (only_field_words(value)) return 0;
  if (classes.digits <= 4 && value.find_first_of("-_.") != std::string_view::npos &&
      secret_kind(value) != SecretKind::kNone)
    return 0;
  const bool random = looks_random(value) || is_uuid(value);
  // Text in base64, as programs store a key: "dGVzdGluZw==".
  if (!random && setting.quoted && setting.explicit_link && value.ends_with('=') && size >= 12 &&
      size % 4 == 0 && classes.lower > 2 && classes.upper > 2 &&
      value.find_first_not_of("=", value.find('=')) == std::string_view::npos)
    return 0.6F;
  if (random) return weak && value.size() < 20 ? 0.6F : 0.9F;
  if (weak) return 0;
  if (setting.in_code && !setting.quoted) return 0;
  if (classes.letters() == 0) return value.size() >= 16 && classes.symbols == 0 ? 0.6F : 0;
  if (looks_like_identifier(value) && classes.digits <= 2 && classes.symbols > 0) return 0;
  if (classes.symbols * 3 > value.size()) return 0;
  if (has_key_digits(value, classes)) return setting.explicit_link ? 0.7F : 0;
  // A row of letters of key length that is no word.
  if (classes.digits == 0 && classes.symbols <= 2 && value.size() >= 16 && wordness(value) < 0.7 &&
      (classes.upper == 0 || classes.lower == 0 || !looks_like_identifier(value)))
    return setting.explicit_link ? 0.6F : 0;
  if (setting.quoted && setting.explicit_link && value.size() >= 20 &&
      classes.lower == value.size())
    return 0.55F;
  return 0;
}

}  // namespace lauter::scan
