#include "scan/secrets/secret_measure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cmath>

#include "known/secret_measure.h"
#include "scan/index/byte_scan.h"
#include "scan/index/words_by_letter.h"
#include "scan/views/page.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

/// Letter pairs that make up most of running text in English, German, French, Spanish, Italian and
/// of programmers' vocabulary.
constexpr std::string_view kCommonPairs =
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se "
    "le sa si ar ve ra ld ur ro io ic ri ne ce co me li el il ma la lo ch ho us ut ta ec un no so "
    "sh ss om di ct no tr ot em ow ac pe pr ad ai ee ly ns im am rs ir os ol id ig ke ca wa wi wh "
    "po ge tt ay ev ie ul ts be bl ag ap if op od fo fi up iv oo mo pl ab do pa su av po gh ll ss "
    "ck ex cl fa rd rt rn rm ep mi mp ph pi pp qu sc sp sw tu ty ub ud ue ui um ye ys va vi wo au "
    "ba bi bo br bu by ci cr cu da dr du eb ef eg ei ek eu ey fe fl fr ft fu ga gi gl go gr gu ia "
    "ib ie je jo ju ka ki kn lt lu mm mu na nn nu oa ob og oi ok rk ru sk sl sm sn ug va az ze za "
    "zi tz oc uc ew ws ds dd ff gg ms pt ip tp ht dn db fg cf";

constexpr auto kIsCommonPair = [] {
  std::array<bool, 26 * 26> pairs{};
  for (size_t i = 0; i + 1 < kCommonPairs.size(); i += 3)
    pairs[static_cast<size_t>(kCommonPairs[i] - 'a') * 26 +
          static_cast<size_t>(kCommonPairs[i + 1] - 'a')] = true;
  return pairs;
}();

constexpr size_t kMaxWord = 24;

/// Calls `visit(word)` with each lower-case word of a camelCase / snake_case / spaced value;
/// digits end words. False as soon as a visit says so.
template <typename Visit>
bool each_word(std::string_view value, Visit visit) {
  char word[kMaxWord];
  size_t n = 0;
  const auto flush = [&] {
    const bool go_on = n == 0 || visit(std::string_view(word, n));
    n = 0;
    return go_on;
  };
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (!is_alpha(c)) {
      if (!flush()) return false;
      continue;
    }
    const bool starts =
        is_upper(c) && i > 0 &&
        (is_lower(value[i - 1]) ||
         (is_upper(value[i - 1]) && i + 1 < value.size() && is_lower(value[i + 1])));
    if ((starts || n == kMaxWord) && !flush()) return false;
    word[n++] = lower(c);
  }
  return flush();
}

/// Words that say what should stand in a field, or that nothing does.
constexpr auto& kVocabulary = known::kSecretMeasureVocabulary;

static_assert(std::is_sorted(std::begin(kVocabulary), std::end(kVocabulary)));

bool in_vocabulary(std::string_view word) {
  return std::binary_search(std::begin(kVocabulary), std::end(kVocabulary), word);
}

}  // namespace

CharClasses char_classes(std::string_view value) {
  CharClasses classes;
  for (const char c : value) {
    if (is_lower(c))
      ++classes.lower;
    else if (is_upper(c))
      ++classes.upper;
    else if (is_digit(c))
      ++classes.digits;
    else if ((c & 0x80) != 0)
      ++classes.other;
    else
      ++classes.symbols;
  }
  return classes;
}

double shannon_entropy(std::string_view value) {
  if (value.empty()) return 0;
  std::array<uint32_t, 256> counts;  // of the bytes that are seen
  std::array<uint64_t, 4> seen{};
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const uint64_t bit = uint64_t{1} << (byte & 63);
    if ((seen[byte >> 6] & bit) == 0) counts[byte] = 0;
    seen[byte >> 6] |= bit;
    ++counts[byte];
  }
  const auto n = static_cast<double>(value.size());
  double sum = 0;
  for (size_t word = 0; word < seen.size(); ++word) {
    for (uint64_t bits = seen[word]; bits != 0; bits &= bits - 1) {
      const uint32_t count = counts[64 * word + static_cast<size_t>(std::countr_zero(bits))];
      sum -= count / n * std::log2(count / n);
    }
  }
  return sum;
}

double wordness(std::string_view value) {
  size_t pairs = 0, common = 0;
  for (size_t i = 0; i + 1 < value.size(); ++i) {
    if (!is_alpha(value[i]) || !is_alpha(value[i + 1])) continue;
    // A hump starts a word; the pair over it says nothing.
    if (is_lower(value[i]) && is_upper(value[i + 1])) continue;
    ++pairs;
    common += kIsCommonPair[static_cast<size_t>(lower(value[i]) - 'a') * 26 +
                            static_cast<size_t>(lower(value[i + 1]) - 'a')];
  }
  return pairs == 0 ? 1.0 : static_cast<double>(common) / static_cast<double>(pairs);
}

bool looks_random(std::string_view value) {
  if (value.size() < 12) return false;
  const CharClasses classes = char_classes(value);
  const double entropy = shannon_entropy(value);
  if (is_hex(value))
    return classes.digits > 0 && classes.letters() > 0 && entropy >= 2.6 && value.size() >= 16;
  if (classes.digits == 0) {
    // Letters alone: only mixed case without words.
    return value.size() >= 20 && classes.lower >= 4 && classes.upper >= 4 && entropy >= 3.7 &&
           wordness(value) < 0.62 && classes.symbols * 8 < value.size();
  }
  if (classes.letters() < 3) return false;
  // log2(length) is the most a value of this length can have.
  const double most = std::log2(static_cast<double>(value.size()));
  if (entropy < std::min(3.1, most * 0.8)) return false;
  size_t changes = 0;  // between digit and letter, and between cases
  for (size_t i = 0; i + 1 < value.size(); ++i)
    changes += is_digit(value[i]) != is_digit(value[i + 1]) && is_alnum(value[i]) &&
               is_alnum(value[i + 1]);
  return changes >= 2 + value.size() / 24 || wordness(value) < 0.55;
}

bool is_hex(std::string_view value) {
  bool low = false, high = false;
  for (const char c : value) {
    if (!is_ascii_hex(c)) return false;
    low |= is_lower(c);
    high |= is_upper(c);
  }
  return !value.empty() && !(low && high);
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (size_t i = 0; i < 36; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : !is_ascii_hex(value[i])) return false;
  }
  return true;
}

bool looks_like_identifier(std::string_view value) {
  if (value.empty() || !(is_alpha(value[0]) || value[0] == '_' || value[0] == '$')) return false;
  size_t digits = 0, letters = 0, humps = 0, joints = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (is_alpha(c)) {
      ++letters;
      humps += i > 0 && is_upper(c) && is_lower(value[i - 1]);
    } else if (is_digit(c)) {
      ++digits;
    } else if (c == '_' || c == '.' || c == '$') {
      ++joints;
    } else if ((c == ':' || c == '-') && i + 1 < value.size() &&
               (value[i + 1] == ':' || value[i + 1] == '>' || is_alpha(value[i + 1]))) {
      ++joints;
      ++i;
      letters += is_alpha(value[i]);
    } else {
      return false;
    }
  }
  if (digits > 2 || (digits > 0 && !is_digit(value.back()) && digits * 4 > value.size()))
    return false;
  if (letters < 2) return false;
  // Random mixed case changes case every other letter; humps are rare in names.
  if (humps * 3 > letters) return false;
  return joints + humps > 0 || wordness(value) >= 0.6;
}

bool looks_like_reference(std::string_view value) {
  if (value.empty()) return true;
  const char first = value.front(), last = value.back();
  if (first == '<' && last == '>') return true;
  if (value.starts_with("$ANSIBLE_VAULT")) return true;
  if (first == '$' && value.size() > 1) {
    if (value[1] == '{' || value[1] == '(') return true;
    // $2a$ and $6$ are password hashes; "$ecr3t!" is a password, $DB_PASSWORD a variable.
    if (is_alpha(value[1]) || value[1] == '_')
      return std::all_of(value.begin() + 1, value.end(),
                         [](char c) {
                           return is_wordish(c) || c == '.' || c == '>' || c == '-' || c == '[' ||
                                  c == ']' || c == '\'';
                         }) &&
             (char_classes(value).digits <= 1 || value.find('_') != std::string_view::npos);
  }
  if (first == '%' && last == '%' && value.size() > 2) return true;
  // YAML tags, and values that are encrypted already.
  static constexpr WordsByLetter kTags({"!vault", "!secret", "!env", "!ref", "!sub", "!getatt",
                                        "!reference", "!var", "!lookup", "!envvar", "!env_var"});
  if (first == '!' && kTags.match(value, 0) != 0) return true;
  if (value.starts_with("ENC[") || value.starts_with("ENC(")) return true;
  // Stripe's keys for tests and for web pages.
  if (value.size() > 8 && value.substr(2, 6) == "_test_" &&
      (value.starts_with("sk") || value.starts_with("pk") || value.starts_with("rk")))
    return true;
  if (value.starts_with("pk_live_")) return true;
  if (first == '#' && last == '#' && value.size() > 2) return true;
  if (first == '%' && value.size() <= 4 && is_alpha(last)) return true;  // %s, %02x
  if (value.size() > 3 &&
      (value.starts_with("{{") || value.starts_with("#{") || value.starts_with("@{") ||
       value.starts_with("%(") || value.starts_with("[[") || value.starts_with("<%") ||
       value.starts_with("${") || value.starts_with("!Ref") || value.starts_with("__") ||
       value.starts_with("&(")))
    return true;
  if (first == '{' && last == '}') return true;
  if (first == '[' && last == ']') return true;
  if (first == '@' && last == '@' && value.size() > 2) return true;
  if (value.find("${") != std::string_view::npos || value.find("{{") != std::string_view::npos)
    return true;
  const auto holds = [value](std::string_view word) { return value.find(word) != value.npos; };
  for (const std::string_view word : {"getenv", "secretKeyRef", "valueFrom", "keyvault"})
    if (holds(word)) return true;
  // Most values have no mark of the others.
  if (find_byte<'.', '(', '[', ':'>(value, 0, value.size()) < value.size()) {
    for (const std::string_view word : known::kSecretMeasureLooksLikeReferenceWords)
      if (holds(word)) return true;
  }
  // f(x), a[b]: a name directly followed by a bracket that closes at the end.
  const size_t open = value.find_first_of("([");
  if (open != std::string_view::npos && open > 0 && open < value.size() - 1 &&
      (last == ')' || last == ']' || last == '(') && looks_like_identifier(value.substr(0, open)) &&
      value.find(' ') == std::string_view::npos)
    return true;
  return false;
}

bool is_dummy_secret(std::string_view value) {
  if (value.size() < 2) return true;
  const CharClasses classes = char_classes(value);
  // One or two different characters: xxxx, ****, ...., -----, 00000000, but not "yyyyyyyy" of a
  // test account; a row of x or of symbols says nothing.
  std::bitset<256> seen;
  for (const char c : value) seen.set(static_cast<unsigned char>(lower(c)));
  if (seen.count() <= 2 && (seen.test('x') || seen.test('*') || seen.test('.') || seen.test('-') ||
                            seen.test('0') || seen.test('#') || seen.test('?') || seen.test('_') ||
                            classes.letters() == 0 || value.size() < 6))
    return true;
  static constexpr WordsByLetter kMarkers(known::kSecretMeasureIsDummySecretMarkers);
  static constexpr WordsByLetter kShortMarkers({"xxxx", "dummy", "todo", "fixme", "lorem", "fake"});
  if (kMarkers.within(value) || kShortMarkers.within_as_word(value)) return true;
  const size_t open = value.find('<');
  if (open != std::string_view::npos && value.find('>', open + 3) != std::string_view::npos)
    return true;
  // Digits make a chosen password of such words (password123), unless it is too short for one.
  return only_field_words(value) && classes.digits <= (value.size() < 8 ? 3 : 0);
}

bool only_field_words(std::string_view value) {
  const CharClasses classes = char_classes(value);
  size_t words = 0;
  const bool vocabulary = each_word(value, [&](std::string_view word) {
    ++words;
    return in_vocabulary(word);
  });
  return vocabulary && words > 0 && classes.other == 0 && classes.symbols <= words + 1;
}

}  // namespace lauter::scan
