#include "refine/verify/shape_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <string>

#include "known/verify_shapes.h"
#include "refine/verify/verify_check.h"

namespace lauter::internal {
namespace {

/// The last `reach` bytes before a candidate.
std::string_view just_before(const ShapeMatch& c, size_t reach) {
  return c.before.substr(c.before.size() - std::min(c.before.size(), reach));
}

/// Whether `token` is a code point as tables write it: four or five hex digits.
bool is_code_point(std::string_view token) {
  return (token.size() == 4 || token.size() == 5) &&
         std::all_of(token.begin(), token.end(), is_ascii_hex);
}

}  // namespace

bool names_a_thing(const ShapeMatch& c) {
  return has_word(just_before(c, 28), known::kVerifyShapesNamesAThingWords);
}

bool in_a_row_of_numbers(const ShapeMatch& c) {
  const auto digit_at = [](std::string_view text, size_t i) {
    return i < text.size() && is_ascii_digit(text[i]);
  };
  const bool before = c.before.ends_with(' ') && digit_at(c.before, c.before.size() - 2);
  return before || (c.after.starts_with(' ') && digit_at(c.after, 1));
}

/// Groups of four of which one counts on from another (5401 5402), in a longer row of groups, two
/// at least beside them on the line: a table of code points. A list of cards does not count.
bool in_a_table_of_code_points(const ShapeMatch& c) {
  bool counts = false;
  int last = 0;
  for (size_t i = 0; i + 4 <= c.value.size(); i += 5) {
    int group = 0;
    std::from_chars(c.value.data() + i, c.value.data() + i + 4, group, 16);
    counts |= i > 0 && group > last && group < last + 16;
    last = group;
  }
  if (!counts) return false;
  int beside = 0;
  for (std::string_view rest = c.before; rest.ends_with(' ');) {
    rest.remove_suffix(1);
    const size_t begin = rest.rfind(' ') + 1;  // 0 if there is none
    if (!is_code_point(rest.substr(begin))) break;
    ++beside;
    rest = rest.substr(0, begin);
  }
  for (std::string_view rest = c.after; rest.starts_with(' ');) {
    rest.remove_prefix(1);
    const size_t end = std::min(rest.find(' '), rest.size());
    if (!is_code_point(rest.substr(0, end))) break;
    ++beside;
    rest = rest.substr(end);
  }
  return beside >= 2;
}

namespace {

bool accept_mail(const ShapeMatch& c) {
  const size_t at = c.value.find('@');
  const std::string_view local = c.value.substr(0, at);
  const std::string_view domain = c.value.substr(at + 1);
  // "jan...@firm.org" is what archives leave of an address.
  if (is_reserved_domain(domain) || local.find("..") != std::string_view::npos) return false;
  const std::string_view top = domain.substr(domain.rfind('.') + 1);
  static constexpr auto& kTops = known::kVerifyShapesMailTops;
  const std::string lower_top = to_ascii_lower(top);
  const bool country =
      top.size() == 2 && lower_top != "py" && lower_top != "js" && lower_top != "ts";
  if (!country && std::find(std::begin(kTops), std::end(kTops), lower_top) == std::end(kTops))
    return false;
  // Of nobody: machines, offices and words that stand for a name; marks and "+tag" left out.
  static constexpr auto& kRoles = known::kVerifyShapesMailRoles;
  std::string lower;
  for (const char letter : local.substr(0, local.find('+'))) {
    if (letter != '-' && letter != '_' && letter != '.') lower += ascii_lower(letter);
  }
  if (std::find(std::begin(kRoles), std::end(kRoles), lower) != std::end(kRoles)) return false;
  if (lower.find("noreply") != std::string::npos || lower.find("donotreply") != std::string::npos)
    return false;
  // "pkg@2.0.1.tar.gz"
  if (domain.size() > 2 && is_ascii_digit(domain[0]) && (domain[1] == '.' || domain[2] == '.'))
    return false;
  // A mailing list's archive: /list/python-dev@python.org/thread; and names of messages, not of
  // people.
  if (c.before.ends_with('/') && c.after.starts_with('/')) return false;
  if (has_word(c.before, {"message-id", "in-reply-to", "references:", "content-id"})) return false;
  // scheme://user:password@host and user@host:/path are log-ins, not addresses.
  const size_t scheme = c.before.rfind("://");
  const bool login = scheme != std::string_view::npos &&
                     c.before.find_first_of(" \t/?#", scheme + 3) == std::string_view::npos;
  return !login && !c.after.starts_with(":/") && !is_placeholder(c.value);
}

bool accept_url_password(const ShapeMatch& c) {
  static constexpr auto& kWords = known::kVerifyShapesAcceptUrlPasswordWords;
  const std::string lower = to_ascii_lower(c.value);
  return std::find(std::begin(kWords), std::end(kWords), lower) == std::end(kWords) &&
         !is_placeholder(c.value) && c.value.front() != '$' && c.value.front() != '%' &&
         c.value.front() != '{';
}

bool accept_phone(const ShapeMatch& c) {
  const Digits digits(c.value);
  if (digits.n < 8 || digits.n > 15 || is_fictional_phone(digits)) return false;
  if (c.code && c.value.find_first_not_of("+0123456789") == std::string_view::npos) return false;
  if (c.value.front() == '+' && digits[0] == 1 &&
      (digits.n != 11 || digits[1] < 2 || digits[4] < 2)) {
    return false;
  }
  return !names_a_thing(c);
}

bool accept_nanp(const ShapeMatch& c) {
  const Digits digits(c.value);
  const int area = digits.n == 11 ? 1 : 0;
  if (digits[area + 1] == 9 || (digits[area + 1] == 1 && digits[area + 2] == 1)) return false;
  if (digits[area + 4] == 1 && digits[area + 5] == 1) return false;
  return !is_fictional_phone(digits) && !names_a_thing(c);
}

bool accept_card(const ShapeMatch& c) {
  const bool solid = c.value.find_first_of(" -") == std::string_view::npos;
  return is_payment_card(c.value) &&
         (solid ? !c.code && !names_a_thing(c) : !in_a_table_of_code_points(c));
}
bool accept_iban(const ShapeMatch& c) { return passes_iban(c.value); }
bool accept_ssn(const ShapeMatch& c) {
  const Digits d(c.value);
  const int area = d[0] * 100 + d[1] * 10 + d[2];
  if (area == 0 || area == 666 || area >= 900) return false;
  if ((d[3] == 0 && d[4] == 0) || (d[5] + d[6] + d[7] + d[8]) == 0) return false;
  return c.value != "078-05-1120" && c.value != "219-09-9999" && c.value != "123-45-6789" &&
         !names_a_thing(c);
}
/// Words of release notes and requirements: four numbers beside them are a version.
bool speaks_of_versions(const ShapeMatch& c) {
  return has_word(c.before, known::kVerifyShapesSpeaksOfVersionsWords) ||
         has_word(c.after, {"-rc", "-beta", "-alpha"});
}

/// Whether the first three numbers are small, as those of versions and sections are ("4.18.0.305").
bool has_small_parts(std::string_view quad) {
  constexpr int kSmall = 40;
  int part = 0, parts = 0;
  for (const char digit : quad) {
    if (digit != '.') {
      part = part * 10 + (digit - '0');
      continue;
    }
    if (part >= kSmall) return false;
    part = 0;
    if (++parts == 3) break;
  }
  return true;
}

bool accept_ipv4(const ShapeMatch& c) {
  if (speaks_of_versions(c) || !is_public_ipv4(c.value)) return false;
  if (has_word(
          just_before(c, 28), known::kVerifyShapesAcceptIpv4Words)) {
    return false;
  }
  if (has_small_parts(c.value) &&
      !has_word(just_before(c, 40), known::kVerifyShapesAcceptIpv4Words2)) {
    return false;
  }
  return !(c.before.ends_with("v") || c.before.ends_with("V")) && !c.after.starts_with("/24") &&
         !c.after.starts_with("/16") && !c.after.starts_with("/8");
}
bool accept_ipv6(const ShapeMatch& c) { return is_public_ipv6(c.value); }
bool accept_mac(const ShapeMatch& c) { return is_device_mac(c.value); }

bool accept_token(const ShapeMatch& c) { return !is_placeholder(c.value); }
bool accept_jwt(const ShapeMatch& c) {
  // jwt.io's sample, and headers with empty claims, which nobody signs in earnest.
  return c.value.find("eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l") ==
             std::string_view::npos &&
         !is_placeholder(c.value);
}
bool accept_bitcoin(const ShapeMatch& c) { return is_bitcoin_base58(c.value); }
bool accept_segwit(const ShapeMatch& c) { return is_bech32(c.value); }
bool accept_ether(const ShapeMatch& c) {
  return has_word(c.before,
                  {"wallet", "send", "pay", "donat", "my address", "eth:", "eth address"}) &&
         !is_placeholder(c.value);
}

/// A value behind a label: letters, digits and something that words do not have.
bool accept_labelled(const ShapeMatch& c) {
  const std::string_view v = c.value;
  bool digit = false;
  bool lower = false;
  bool upper = false;
  bool special = false;
  for (const char x : v) {
    digit |= is_ascii_digit(x);
    lower |= is_ascii_lower(x);
    upper |= is_ascii_upper(x);
    special |= std::string_view("!@#%^&*?~+$").find(x) != std::string_view::npos;
  }
  if (v.size() < 8 || !digit || !(lower || upper) || !((lower && upper) || special)) return false;
  if (is_placeholder(v) || v.find("::") != std::string_view::npos ||
      v.find("->") != std::string_view::npos) {
    return false;
  }
  // Identifiers, paths and calls: config.db2.Password, api/v2/Key, os.environ["X2"].
  const bool dotted = v.find('.') != std::string_view::npos && !special;
  const bool path =
      v.find('/') != std::string_view::npos && v.find("://") == std::string_view::npos && !special;
  if (dotted || path || c.after.starts_with("(") || c.after.starts_with("[")) return false;
  // In code a secret stands in quotes; without them it is a name.
  return !c.code || (!c.before.empty() && (c.before.back() == '"' || c.before.back() == '\''));
}

#define LEFT "(?:^|[^\\w.+\\-/@#=&%])"
#define RIGHT "(?:$|[^\\w\\-/@%]|-(?:$|[^\\w]))"
#define WORD_L "(?:^|[^\\w\\-])"
#define WORD_R "(?:$|[^\\w\\-])"

const ShapeRule kShapes[] = {
    {Category::kEmailAddress, Sign::kMail,
     "(?:^|[^\\w.+%\\-])([A-Za-z0-9][\\w.+%\\-]{0,63}@[A-Za-z0-9][A-Za-z0-9\\-]{0,62}"
     "(?:\\.[A-Za-z0-9][A-Za-z0-9\\-]{0,62}){0,4}\\.[A-Za-z]{2,14})(?:$|[^\\w\\-])",
     accept_mail},
    {Category::kEmailAddress, Sign::kMail, known::kVerifyShapesAcceptLabelledWords,
     nullptr},
    {Category::kConnectionString, Sign::kMail,
     "[A-Za-z][A-Za-z0-9+.\\-]{1,20}://[^\\s:/@\"'<>]{0,64}:([^\\s/@\"'<>]{4,128})@[A-Za-z0-9\\[]",
     accept_url_password},

    {Category::kPhoneNumber, Sign::kDigits,
     LEFT "(\\+[1-9]\\d{0,2}[ .\\-/]?(?:\\(0?\\d{0,4}\\)[ .\\-/]?)?\\d{1,5}(?:[ "
          ".\\-/]{0,2}\\d{1,5}){1,5})" RIGHT,
     accept_phone},
    {Category::kPhoneNumber, Sign::kDigits,
     LEFT "((?:1[ .\\-])?(?:\\([2-9]\\d\\d\\) ?|[2-9]\\d\\d[.\\-])[2-9]\\d\\d[.\\-]\\d{4})" RIGHT,
     accept_nanp},
    {Category::kCreditCard, Sign::kDigits,
     LEFT
     "(\\d{4}[ \\-]\\d{4}[ \\-]\\d{4}[ \\-]\\d{4}|\\d{4}[ \\-]\\d{6}[ \\-]\\d{5}|\\d{13,16})" RIGHT,
     accept_card},
    {Category::kIbanCode, Sign::kDigits,
     WORD_L "([A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)" WORD_R, accept_iban},
    {Category::kUsSsn, Sign::kDigits, LEFT "(\\d{3}-\\d{2}-\\d{4})" RIGHT, accept_ssn},
    {Category::kIpAddress, Sign::kDigits,
     LEFT "(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?:$|[^\\w.\\-]|\\.(?:$|\\s))", accept_ipv4},
    {Category::kIpv6Address, Sign::kDigits,
     "(?:^|[^\\w:.])([23][0-9A-Fa-f]{3}:[0-9A-Fa-f:]{4,34}[0-9A-Fa-f])(?:$|[^\\w:])", accept_ipv6},
    {Category::kMacAddress, Sign::kDigits,
     "(?:^|[^\\w:\\-])((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2})(?"
     ":$|[^\\w:\\-])",
     accept_mac},
    {Category::kBrCpf, Sign::kDigits, LEFT "(\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2})" RIGHT, accept_cpf},
    {Category::kArCuit, Sign::kDigits, LEFT "((?:20|23|24|27)-\\d{8}-\\d)" RIGHT, accept_cuit},
    {Category::kClRut, Sign::kDigits, LEFT "(\\d{1,2}\\.\\d{3}\\.\\d{3}-[\\dKk])" RIGHT,
     accept_rut},
    {Category::kEsNif, Sign::kDigits, LEFT "(\\d{8}-[A-Z])" RIGHT, accept_spanish},
    {Category::kEsNie, Sign::kDigits, LEFT "([XYZ]-?\\d{7}-?[A-Z])" RIGHT, accept_spanish},
    {Category::kItFiscalCode, Sign::kDigits,
     WORD_L "([A-Z]{6}\\d{2}[ABCDEHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z])" WORD_R, accept_fiscal_code},
    {Category::kFrNir, Sign::kDigits,
     LEFT "([12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2})" RIGHT,
     accept_nir},
    {Category::kDeTaxId, Sign::kDigits, LEFT "(\\d{2} \\d{3} \\d{3} \\d{3})" RIGHT,
     accept_german_tax},
    {Category::kBeNationalNumber, Sign::kDigits,
     LEFT "(\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2})" RIGHT, accept_belgian},
    {Category::kCzBirthNumber, Sign::kDigits, LEFT "(\\d{6}/\\d{4})" RIGHT, accept_czech},
    {Category::kSePersonnummer, Sign::kDigits, LEFT "((?:19|20)?\\d{6}[\\-+]\\d{4})" RIGHT,
     accept_swedish},
    {Category::kFiPersonalIdentityCode, Sign::kDigits,
     WORD_L "(\\d{6}[\\-+A]\\d{3}[0-9A-FHJ-NPR-Y])" WORD_R, accept_finnish},
    {Category::kChAhv, Sign::kDigits, LEFT "(756\\.\\d{4}\\.\\d{4}\\.\\d{2})" RIGHT, accept_swiss},
    {Category::kUkNino, Sign::kDigits,
     WORD_L "([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D])" WORD_R,
     accept_nino},
    {Category::kInAadhaar, Sign::kDigits, LEFT "([2-9]\\d{3} \\d{4} \\d{4})" RIGHT, accept_aadhaar},
    {Category::kInPan, Sign::kDigits, WORD_L "([A-Z]{3}P[A-Z]\\d{4}[A-Z])" WORD_R, accept_pan},
    {Category::kKrRrn, Sign::kDigits, LEFT "(\\d{6}-[1-4]\\d{6})" RIGHT, accept_korean},
    {Category::kCnResidentId, Sign::kDigits, WORD_L "(\\d{17}[\\dX])" WORD_R, accept_chinese},
    {Category::kRuSnils, Sign::kDigits, LEFT "(\\d{3}-\\d{3}-\\d{3} \\d{2})" RIGHT, accept_snils},
    {Category::kMxCurp, Sign::kDigits,
     WORD_L "([A-Z][AEIOUX][A-Z]{2}\\d{6}[HM][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\\d)" WORD_R,
     accept_curp},
    {Category::kUsMbi, Sign::kDigits,
     WORD_L "([1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\\d-[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\\d-"
            "[AC-HJKMNP-RT-Y]{2}\\d{2})" WORD_R,
     accept_mbi},

    {Category::kJwt, Sign::kTokens,
     "(?:^|[^\\w])(eyJ[\\w\\-]{10,}\\.eyJ[\\w\\-]{4,}\\.[\\w\\-]{10,})", accept_jwt},
    {Category::kAwsAccessKey, Sign::kTokens, WORD_L "((?:AKIA|ASIA)[A-Z2-7]{16})" WORD_R,
     accept_token},
    {Category::kGithubToken, Sign::kTokens,
     WORD_L "(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})" WORD_R,
     accept_token},
    {Category::kGitlabToken, Sign::kTokens, WORD_L "(gl(?:pat|ptt|dt|rt)-[\\w\\-]{20,40})(?:$|\\W)",
     accept_token},
    {Category::kSlackToken, Sign::kTokens, WORD_L "(xox[abpr]-[A-Za-z0-9\\-]{20,})(?:$|\\W)",
     accept_token},
    {Category::kPaymentApiKey, Sign::kTokens, WORD_L "([sr]k_live_[A-Za-z0-9]{16,107})" WORD_R,
     accept_token},
    {Category::kGcpKey, Sign::kTokens,
     WORD_L "(AIza[\\w\\-]{35}|GOCSPX-[\\w\\-]{28})(?:$|[^\\w\\-])", accept_token},
    {Category::kLlmApiKey, Sign::kTokens,
     WORD_L "(sk-(?:proj-|svcacct-)?[\\w\\-]{20,100}T3BlbkFJ[\\w\\-]{20,100}|sk-ant-[a-z]{3,5}"
            "\\d\\d-[\\w\\-]{80,120}|"
            "hf_[A-Za-z]{34}|gsk_[A-Za-z0-9]{52}|sk-or-v1-[0-9a-f]{64})(?:$|[^\\w\\-])",
     accept_token},
    {Category::kPackageRegistryToken, Sign::kTokens,
     WORD_L "(npm_[A-Za-z0-9]{36}|pypi-AgEIcHlwaS5vcmc[\\w\\-]{50,}|dckr_pat_[\\w\\-]{27}|rubygems_"
            "[0-9a-f]{48})"
            "(?:$|[^\\w\\-])",
     accept_token},
    {Category::kMessagingApiKey, Sign::kTokens,
     WORD_L "(SG\\.[\\w\\-]{22}\\.[\\w\\-]{43})(?:$|[^\\w\\-])", accept_token},
    {Category::kCloudToken, Sign::kTokens,
     WORD_L "(do[po]_v1_[0-9a-f]{64}|nfp_[A-Za-z0-9]{36}|sbp_[0-9a-f]{40})" WORD_R, accept_token},
    {Category::kDevtoolToken, Sign::kTokens,
     WORD_L "(hvs\\.[\\w\\-]{60,}|dapi[0-9a-f]{32}|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|PMAK-[0-9a-f]{"
            "24}-[0-9a-f]{34})"
            "(?:$|[^\\w\\-])",
     accept_token},
    {Category::kSaasToken, Sign::kTokens,
     WORD_L "(shp(?:at|ss)_[0-9a-f]{32}|lin_api_[A-Za-z0-9]{40})" WORD_R, accept_token},
    {Category::kCrypto, Sign::kTokens, WORD_L "([13][1-9A-HJ-NP-Za-km-z]{25,34})" WORD_R,
     accept_bitcoin},
    {Category::kCrypto, Sign::kTokens, WORD_L "((?:bc|ltc)1[02-9ac-hj-np-z]{11,71})" WORD_R,
     accept_segwit},
    {Category::kEthereumAddress, Sign::kTokens, WORD_L "(0x[0-9A-Fa-f]{40})" WORD_R, accept_ether},

    {Category::kPassword, Sign::kLabels,
     "(?i)(?:^|[^a-z])(?:password|passwd|passwort|passphrase|pwd)[\"'*`]{0,2} {0,2}(?::=|=>|:|=) "
     "{0,2}[\"']?"
     "([^\\s\"',;<>(){}\\[\\]`|&]{6,128})",
     accept_labelled},
    {Category::kApiKey, Sign::kLabels,
     "(?i)(?:api|secret|access|auth|private)[_\\- ]?(?:key|token|secret)[\"'*`]{0,2} "
     "{0,2}(?::=|=>|:|=) {0,2}[\"']?"
     "([\\w+/\\-]{20,128}={0,2})",
     accept_labelled},
};

#undef LEFT
#undef RIGHT
#undef WORD_L
#undef WORD_R

}  // namespace

std::span<const ShapeRule> shape_rules() { return kShapes; }

}  // namespace lauter::internal
