#include "surrogate/numbers/opaque.h"

#include <algorithm>

#include "known/standin_opaque.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

// Longest first where one begins another.
constexpr auto& kPrefixes = known::kStandinOpaquePrefixes;
// Parts inside a token that say whose it is.
constexpr std::string_view kInfixes[] = {":AA", "T3BlbkFJ", "CNTRL-", ".atlasv1.", "8Q~", "7Q~"};

/// Length of such a part at value[i], or 0.
size_t infix_size(std::string_view value, size_t i) {
  static constexpr std::string_view kFirst = ":TC.87";  // of each
  if (kFirst.find(value[i]) == std::string_view::npos) return 0;
  for (const std::string_view known : kInfixes) {
    if (value.substr(i).starts_with(known)) return known.size();
  }
  return 0;
}

struct Classes {
  bool digit = false;
  bool lower = false;
  bool upper = false;
  bool lower_beyond_hex = false;
  bool upper_beyond_hex = false;
  bool beyond_base32 = false;  ///< 0, 1, 8 or 9
};

Classes classes_of(std::string_view run) {
  Classes classes;
  for (const char c : run) {
    if (is_ascii_digit(c)) {
      classes.digit = true;
      classes.beyond_base32 |= c == '0' || c == '1' || c == '8' || c == '9';
    } else if (is_ascii_lower(c)) {
      classes.lower = true;
      classes.lower_beyond_hex |= c > 'f';
    } else {
      classes.upper = true;
      classes.upper_beyond_hex |= c > 'F';
    }
  }
  return classes;
}

std::string alphabet_of(const Classes& classes, size_t run_size) {
  std::string alphabet;
  const bool hex = !classes.lower_beyond_hex && !classes.upper_beyond_hex;
  const bool base32 = classes.digit && !classes.beyond_base32 && run_size >= 16 && !hex &&
                      classes.lower != classes.upper;
  if (classes.digit) alphabet += base32 ? "234567" : "0123456789";
  if (classes.lower)
    alphabet += hex && (classes.digit || run_size >= 16) ? "abcdef" : kLowerLetters;
  if (classes.upper)
    alphabet += hex && (classes.digit || run_size >= 16) ? "ABCDEF" : kUpperLetters;
  return alphabet;
}

/// Length of an escape at `i`: `%2B`, `\n`. Its letters are no part of the secret.
size_t escape_size(std::string_view value, size_t i) {
  if (value[i] == '%' && i + 2 < value.size() && is_ascii_hex(value[i + 1]) &&
      is_ascii_hex(value[i + 2])) {
    return 3;
  }
  if (value[i] == '\\' && i + 1 < value.size()) return 2;
  return 0;
}

}  // namespace

size_t vendor_prefix_size(std::string_view value) {
  for (const std::string_view prefix : kPrefixes) {
    if (value.size() > prefix.size() + 3 && value.starts_with(prefix)) return prefix.size();
  }
  return 0;
}

std::string redrawn(std::string_view value, bool marked, KeyedRandom& random) {
  std::string out(value);
  size_t longest = 0;
  size_t longest_at = 0;
  for (size_t i = 0; i < out.size();) {
    if (const size_t skip = escape_size(value, i); skip > 0) {
      i += skip;
      continue;
    }
    if (const size_t skip = infix_size(value, i); skip > 0) {
      i += skip;
      continue;
    }
    if (!is_ascii_alnum(out[i])) {
      ++i;
      continue;
    }
    size_t end = i + 1;
    while (end < out.size() && is_ascii_alnum(out[end]) && infix_size(value, end) == 0) ++end;
    const std::string_view run = value.substr(i, end - i);
    const Classes classes = classes_of(run);
    if (run.size() < 12) {
      // Short pieces keep the class of every character: they have a structure of their own.
      const bool hex = !classes.lower_beyond_hex && !classes.upper_beyond_hex && run.size() >= 4 &&
                       classes.digit;
      for (size_t k = i; k < end; ++k) {
        const char c = out[k];
        out[k] = is_ascii_digit(c) ? draw_digit(random)
                 : is_ascii_lower(c)
                     ? draw_from(random, hex ? std::string_view("abcdef") : kLowerLetters)
                     : draw_from(random, hex ? std::string_view("ABCDEF") : kUpperLetters);
      }
    } else {
      const std::string alphabet = alphabet_of(classes, run.size());
      for (size_t k = i; k < end; ++k) out[k] = draw_from(random, alphabet);
    }
    const bool room = classes.upper_beyond_hex || classes.lower_beyond_hex;
    if (room && run.size() > longest) {
      longest = run.size();
      longest_at = i;
    }
    i = end;
  }
  if (marked && longest >= 10) {
    const bool upper = classes_of(value.substr(longest_at, longest)).upper;
    out.replace(longest_at, 7, upper ? "EXAMPLE" : "example");
  }
  return out;
}

}  // namespace lauter::surrogate
