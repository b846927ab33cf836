#include "refine/verify/verify_shapes.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <numeric>
#include <string>

#include "base/sorted_spans.h"
#include "base/stop.h"
#include "known/verify_shapes.h"
#include "refine/verify/verify_check.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// What a shape's own check may look at.
struct Candidate {
  std::string_view value;   ///< group 1
  std::string_view before;  ///< up to 48 bytes of the same line before it
  std::string_view after;   ///< up to 48 bytes of the same line behind it
  bool code;
};

using Accept = bool (*)(const Candidate&);
enum class Sign : uint8_t { kMail, kDigits, kTokens, kLabels };

struct Shape {
  Category category;
  Sign sign;
  const char* pattern;  ///< RE2, Latin-1; group 1 is the value
  Accept accept;        ///< null: the shape alone decides
};

template <size_t kCount>
bool has_word(std::string_view text, const std::string_view (&words)[kCount]) {
  const std::string lower = to_ascii_lower(text);
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// The last `reach` bytes before a candidate.
std::string_view just_before(const Candidate& c, size_t reach) {
  return c.before.substr(c.before.size() - std::min(c.before.size(), reach));
}

/// Words that make a number something else than a person's: taken from the "not in it" column.
bool names_a_thing(const Candidate& c) {
  return has_word(just_before(c, 28), known::kVerifyShapesNamesAThingWords);
}

/// Groups of digits in a longer row of groups: a list of numbers, not one number.
bool in_a_row_of_numbers(const Candidate& c) {
  const auto digit_at = [](std::string_view text, size_t i) {
    return i < text.size() && is_ascii_digit(text[i]);
  };
  const bool before = c.before.ends_with(' ') && digit_at(c.before, c.before.size() - 2);
  return before || (c.after.starts_with(' ') && digit_at(c.after, 1));
}

/// Whether `token` is a code point as tables write it: four or five hex digits.
bool is_code_point(std::string_view token) {
  return (token.size() == 4 || token.size() == 5) &&
         std::all_of(token.begin(), token.end(), is_ascii_hex);
}

/// Groups of four of which one counts on from another (5401 5402), in a longer row of groups, two
/// at least beside them on the line: a table of code points. A list of cards does not count.
bool in_a_table_of_code_points(const Candidate& c) {
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

bool accept_mail(const Candidate& c) {
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

bool accept_url_password(const Candidate& c) {
  static constexpr auto& kWords = known::kVerifyShapesAcceptUrlPasswordWords;
  const std::string lower = to_ascii_lower(c.value);
  return std::find(std::begin(kWords), std::end(kWords), lower) == std::end(kWords) &&
         !is_placeholder(c.value) && c.value.front() != '$' && c.value.front() != '%' &&
         c.value.front() != '{';
}

bool accept_phone(const Candidate& c) {
  const Digits digits(c.value);
  if (digits.n < 8 || digits.n > 15 || is_fictional_phone(digits)) return false;
  if (c.code && c.value.find_first_not_of("+0123456789") == std::string_view::npos) return false;
  if (c.value.front() == '+' && digits[0] == 1 &&
      (digits.n != 11 || digits[1] < 2 || digits[4] < 2)) {
    return false;
  }
  return !names_a_thing(c);
}

bool accept_nanp(const Candidate& c) {
  const Digits digits(c.value);
  const int area = digits.n == 11 ? 1 : 0;
  if (digits[area + 1] == 9 || (digits[area + 1] == 1 && digits[area + 2] == 1)) return false;
  if (digits[area + 4] == 1 && digits[area + 5] == 1) return false;
  return !is_fictional_phone(digits) && !names_a_thing(c);
}

bool accept_card(const Candidate& c) {
  const bool solid = c.value.find_first_of(" -") == std::string_view::npos;
  return is_payment_card(c.value) &&
         (solid ? !c.code && !names_a_thing(c) : !in_a_table_of_code_points(c));
}
bool accept_iban(const Candidate& c) { return passes_iban(c.value); }
bool accept_ssn(const Candidate& c) {
  const Digits d(c.value);
  const int area = d[0] * 100 + d[1] * 10 + d[2];
  if (area == 0 || area == 666 || area >= 900) return false;
  if ((d[3] == 0 && d[4] == 0) || (d[5] + d[6] + d[7] + d[8]) == 0) return false;
  return c.value != "078-05-1120" && c.value != "219-09-9999" && c.value != "123-45-6789" &&
         !names_a_thing(c);
}
/// Words of release notes and requirements: four numbers beside them are a version.
bool speaks_of_versions(const Candidate& c) {
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

bool accept_ipv4(const Candidate& c) {
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
bool accept_ipv6(const Candidate& c) { return is_public_ipv6(c.value); }
bool accept_mac(const Candidate& c) { return is_device_mac(c.value); }

bool accept_cpf(const Candidate& c) {
  const Digits d(c.value);
  const int first = weighted_sum(d, std::array{10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  const int second = weighted_sum(d, std::array{11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  bool varied = false;
  for (int i = 1; i < 11; ++i) varied |= d[i] != d[0];
  return varied && d[9] == (first < 2 ? 0 : 11 - first) && d[10] == (second < 2 ? 0 : 11 - second);
}
bool accept_cuit(const Candidate& c) {
  const Digits d(c.value);
  const int rest = 11 - weighted_sum(d, std::array{5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return d[10] == (rest == 11 ? 0 : rest);
}
bool accept_rut(const Candidate& c) {
  const Digits d(c.value.substr(0, c.value.size() - 2));
  int sum = 0;
  for (int i = 0; i < d.n; ++i) sum += d[d.n - 1 - i] * (2 + i % 6);
  const int rest = 11 - sum % 11;
  const char expected = rest == 11 ? '0' : rest == 10 ? 'K' : static_cast<char>('0' + rest);
  return ascii_upper(c.value.back()) == expected;
}
bool accept_spanish(const Candidate& c) {
  static constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
  std::string digits;
  const char first = c.value.front();
  if (!is_ascii_digit(first)) digits.push_back(static_cast<char>('0' + (first - 'X')));
  digits += ascii_digits_of(c.value);
  if (digits.size() != 8 || digits == "12345678" || digits.starts_with("00000") ||
      digits.starts_with("999")) {
    return false;
  }
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return c.value.back() == kLetters[static_cast<size_t>(number % 23)];
}
bool accept_fiscal_code(const Candidate& c) {
  return is_italian_fiscal_code(c.value) && c.value.substr(11, 4) != "Z000";
}
bool accept_nir(const Candidate& c) {
  std::string solid;
  for (const char x : c.value) {
    if (x != ' ') solid.push_back(x);
  }
  if (solid.size() != 15) return false;
  if (solid[6] == 'A') solid.replace(5, 2, "19");
  if (solid[6] == 'B') solid.replace(5, 2, "18");
  const Digits d(solid);
  int64_t number = 0;
  for (int i = 0; i < 13; ++i) number = number * 10 + d[i];
  return d.n == 15 && 97 - number % 97 == d[13] * 10 + d[14] && !(d[7] + d[8] + d[9] == 0);
}
bool accept_german_tax(const Candidate& c) {
  const Digits d(c.value);
  int product = 10;
  std::array<int, 10> count{};
  for (int i = 0; i < 10; ++i) {
    int sum = (d[i] + product) % 10;
    sum = sum == 0 ? 10 : sum;
    product = sum * 2 % 11;
    ++count[static_cast<size_t>(d[i])];
  }
  const auto repeated =
      std::count_if(count.begin(), count.end(), [](int n) { return n == 2 || n == 3; });
  const int check = 11 - product == 10 ? 0 : (11 - product) % 11;
  return d[0] != 0 && repeated == 1 && check == d[10] && !in_a_row_of_numbers(c);
}
bool accept_belgian(const Candidate& c) {
  const Digits d(c.value);
  int64_t number = 0;
  for (int i = 0; i < 9; ++i) number = number * 10 + d[i];
  const int check = d[9] * 10 + d[10];
  const int serial = d[6] * 100 + d[7] * 10 + d[8];
  return plausible_ymd(d, 0) && serial != 0 && serial != 999 &&
         (97 - number % 97 == check || 97 - (number + 2000000000) % 97 == check);
}
bool accept_czech(const Candidate& c) {
  const Digits d(c.value);
  int64_t number = 0;
  for (int i = 0; i < 10; ++i) number = number * 10 + d[i];
  const int month = (d[2] * 10 + d[3]) % 50 % 20;
  const int day = d[4] * 10 + d[5];
  return number % 11 == 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
bool accept_swedish(const Candidate& c) {
  const Digits all(c.value);
  const Digits d(ascii_digits_of(c.value).substr(static_cast<size_t>(all.n - 10)));
  const int month = d[2] * 10 + d[3];
  const int day = (d[4] * 10 + d[5]) % 60;
  return passes_luhn(d) && month >= 1 && month <= 12 && day >= 1 && day <= 31 && !names_a_thing(c);
}
bool accept_finnish(const Candidate& c) {
  static constexpr std::string_view kMarks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  const Digits d(c.value.substr(0, 10));
  int64_t number = 0;
  for (int i = 0; i < 9; ++i) number = number * 10 + d[i];
  const int day = d[0] * 10 + d[1];
  const int month = d[2] * 10 + d[3];
  return d.n == 9 && day >= 1 && day <= 31 && month >= 1 && month <= 12 && d[6] != 9 &&
         c.value.back() == kMarks[static_cast<size_t>(number % 31)];
}
bool accept_swiss(const Candidate& c) {
  const Digits d(c.value);
  const int sum = weighted_sum(d, std::array{1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1});
  return sum % 10 == 0;
}
bool accept_nino(const Candidate& c) {
  const std::string_view prefix = c.value.substr(0, 2);
  for (const std::string_view bad : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
    if (prefix == bad) return false;
  }
  return !names_a_thing(c);
}
bool accept_aadhaar(const Candidate& c) {
  return !in_a_row_of_numbers(c) && !in_a_table_of_code_points(c) &&
         passes_verhoeff(Digits(c.value)) && !names_a_thing(c);
}
bool accept_pan(const Candidate& c) {
  return c.value.substr(5, 4) != "0000" && c.value != "ABCPE1234F" && c.value != "AAAPL1234C" &&
         has_word(c.before, {"pan", "tax", "permanent account"});
}
bool accept_korean(const Candidate& c) {
  return plausible_ymd(Digits(c.value), 0) && !names_a_thing(c);
}
bool accept_chinese(const Candidate& c) {
  static constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const Digits d(c.value.substr(0, 17));
  const int year = d[6] * 1000 + d[7] * 100 + d[8] * 10 + d[9];
  return d[0] != 0 && year >= 1900 && year < 2100 && plausible_ymd(d, 8) &&
         c.value.back() == "10X98765432"[weighted_sum(d, kWeights) % 11];
}
bool accept_snils(const Candidate& c) {
  const Digits d(c.value);
  const int check = weighted_sum(d, std::array{9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101 % 100;
  return check == d[9] * 10 + d[10] && !(d[0] + d[1] + d[2] + d[3] + d[4] + d[5] == 0);
}
bool accept_curp(const Candidate& c) {
  return plausible_ymd(Digits(c.value.substr(4, 6)), 0) && !c.value.starts_with("XEXX");
}
bool accept_mbi(const Candidate& c) {
  return c.value != "1EG4-TE5-MK73" && c.value != "1EG4-TE5-MK72";
}

bool accept_token(const Candidate& c) { return !is_placeholder(c.value); }
bool accept_jwt(const Candidate& c) {
  // jwt.io's sample, and headers with empty claims, which nobody signs in earnest.
  return c.value.find("eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l") ==
             std::string_view::npos &&
         !is_placeholder(c.value);
}
bool accept_bitcoin(const Candidate& c) { return is_bitcoin_base58(c.value); }
bool accept_segwit(const Candidate& c) { return is_bech32(c.value); }
bool accept_ether(const Candidate& c) {
  return has_word(c.before,
                  {"wallet", "send", "pay", "donat", "my address", "eth:", "eth address"}) &&
         !is_placeholder(c.value);
}

/// A value behind a label: letters, digits and something that words do not have.
bool accept_labelled(const Candidate& c) {
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

const Shape kShapes[] = {
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

constexpr size_t kSigns = 4;
constexpr uint64_t kStretch = 2048;  // windows longer than this are searched in pieces
constexpr uint64_t kOverlap = 256;   // and pieces overlap by the longest value
constexpr uint64_t kMatchSteps = 500;  // of a search that ends at once

RE2::Options options() {
  RE2::Options o(RE2::Latin1);
  o.set_log_errors(false);
  o.set_max_mem(int64_t{32} << 20);
  return o;
}

std::string_view line_before(std::string_view text, uint64_t at) {
  std::string_view before = text.substr(at < 48 ? 0 : at - 48, std::min<uint64_t>(at, 48));
  const size_t newline = before.rfind('\n');
  return newline == std::string_view::npos ? before : before.substr(newline + 1);
}
std::string_view line_after(std::string_view text, uint64_t at) {
  const std::string_view after = text.substr(at, 48);
  return after.substr(0, after.find('\n'));
}

/// A shape and its pattern, compiled at the first use.
class LazyShape {
 public:
  explicit LazyShape(const Shape& shape) : shape_(shape) {}

  const Shape& shape() const { return shape_; }
  const RE2& pattern() const {
    std::call_once(compiled_, [&] { pattern_ = std::make_unique<RE2>(shape_.pattern, options()); });
    return *pattern_;
  }

 private:
  const Shape& shape_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2> pattern_;
};

/// The shapes behind one sign, with a set that says in one pass which of them may be there,
/// compiled at the first use too.
class SignGroup {
 public:
  void add(const Shape& shape) { shapes_.push_back(std::make_unique<LazyShape>(shape)); }

  const std::vector<std::unique_ptr<LazyShape>>& shapes() const { return shapes_; }

  /// Fills `which` with the indices of shapes that may stand in `text`.
  void candidates_in(std::string_view text, std::vector<int>& which) const {
    std::call_once(compiled_, [&] { compile(); });
    RE2::Set::ErrorInfo error{};
    if (set_ == nullptr ||
        (!set_->Match(re2::StringPiece(text.data(), text.size()), &which, &error) &&
         error.kind != RE2::Set::kNoError)) {
      // The set does not fit into its memory: ask every shape.
      which.resize(shapes_.size());
      std::iota(which.begin(), which.end(), 0);
    }
  }

 private:
  void compile() const {
    set_ = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
    for (const auto& shape : shapes_) set_->Add(shape->shape().pattern, nullptr);
    if (!set_->Compile()) set_ = nullptr;
  }

  std::vector<std::unique_ptr<LazyShape>> shapes_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2::Set> set_;
};

}  // namespace

struct ShapeTable::Impl {
  std::array<SignGroup, kSigns> groups;
  bool armour = false;

  void search_piece(const SignGroup& group, std::string_view text, ByteSpan piece,
                    std::span<const ByteSpan> code, std::vector<Finding>& findings,
                    size_t limit) const {
    WorkBudget::take(kMatchSteps + 4 * piece.size());
    std::vector<int> which;
    group.candidates_in(piece.of(text), which);
    for (const int i : which) {
      search_shape(*group.shapes()[static_cast<size_t>(i)], text, piece, code, findings, limit);
    }
  }

  void search_shape(const LazyShape& lazy, std::string_view text, ByteSpan piece,
                    std::span<const ByteSpan> code, std::vector<Finding>& findings,
                    size_t limit) const {
    const Shape& shape = lazy.shape();
    const RE2& pattern = lazy.pattern();
    const re2::StringPiece whole(text.data(), text.size());
    re2::StringPiece parts[2];
    uint64_t at = piece.begin;
    while (at < piece.end && findings.size() < limit &&
           pattern.Match(whole, at, piece.end, RE2::UNANCHORED, parts, 2)) {
      WorkBudget::take(kMatchSteps + (piece.end - at));
      const auto begin = static_cast<uint64_t>(parts[1].data() - text.data());
      const uint64_t end = begin + parts[1].size();
      const Candidate candidate{text.substr(begin, end - begin), line_before(text, begin),
                                line_after(text, end), is_covered(code, {begin, end})};
      if (shape.accept == nullptr || shape.accept(candidate)) {
        findings.push_back({{begin, end}, shape.category});
        at = end;
      } else {
        // What a refused value hides may begin inside it: 12 4111 1111 1111 1111.
        const size_t next = candidate.value.find_first_of(" -.", 1);
        at = next == std::string_view::npos ? end : begin + next;
      }
    }
  }

  /// A private key from its armour's BEGIN to its END, or as far as the body goes.
  void search_armour(std::string_view text, ByteSpan window, std::vector<Finding>& findings) const {
    constexpr size_t kMaxKey = 16384;
    const std::string_view key = text.substr(window.begin, kMaxKey);
    const size_t header = key.substr(0, 80).find("PRIVATE KEY");
    const size_t dashes = header == std::string_view::npos ? header : key.find("-----", header);
    if (dashes == std::string_view::npos || dashes > header + 17) return;
    const size_t body = dashes + 5;
    size_t end = key.find("-----END", body);
    end = end == std::string_view::npos ? key.find("\n\n", body) : key.find("-----", end + 8);
    end = end == std::string_view::npos ? key.size() : std::min(key.size(), end + 5);
    const std::string_view inside = key.substr(body, end - body);
    const auto letters = std::count_if(inside.begin(), inside.end(), is_ascii_alnum);
    if (letters < 40 || is_placeholder(inside.substr(0, 200))) return;
    findings.push_back({{window.begin, window.begin + end}, Category::kPrivateKey});
  }
};

ShapeTable::ShapeTable(const std::bitset<kCategoryCount>& enabled) {
  auto impl = std::make_unique<Impl>();
  impl->armour = enabled[static_cast<size_t>(Category::kPrivateKey)];
  for (const Shape& shape : kShapes) {
    if (!enabled[static_cast<size_t>(shape.category)]) continue;
    impl->groups[static_cast<size_t>(shape.sign)].add(shape);
  }
  impl_ = std::move(impl);
}
ShapeTable::ShapeTable(ShapeTable&&) noexcept = default;
ShapeTable& ShapeTable::operator=(ShapeTable&&) noexcept = default;
ShapeTable::~ShapeTable() = default;

std::string ShapeTable::compile_all() const {
  for (const SignGroup& group : impl_->groups) {
    for (const auto& shape : group.shapes()) {
      if (!shape->pattern().ok()) return shape->pattern().error();
    }
  }
  return {};
}

void ShapeTable::search(std::string_view text, GateWindows& windows, std::span<const ByteSpan> code,
                        std::vector<Finding>& findings, size_t limit) const {
  const std::array<const std::vector<ByteSpan>*, kSigns> by_sign = {
      &windows.mail, &windows.digits, &windows.tokens, &windows.labels};
  for (size_t sign = 0; sign < kSigns; ++sign) {
    const SignGroup& group = impl_->groups[sign];
    if (group.shapes().empty()) continue;
    for (const ByteSpan& window : *by_sign[sign]) {
      if (GiveUpScope::is_over()) return;
      for (uint64_t at = window.begin; at < window.end; at += kStretch) {
        const ByteSpan piece = {at, std::min(window.end, at + kStretch + kOverlap)};
        impl_->search_piece(group, text, piece, code, findings, limit);
        if (piece.end == window.end) break;
      }
    }
  }
  if (impl_->armour) {
    for (const ByteSpan& window : windows.armour) {
      if (GiveUpScope::is_over()) return;
      WorkBudget::take(window.size() + 4000);
      impl_->search_armour(text, window, findings);
    }
  }
}

}  // namespace lauter::internal
