#include "text/fold.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

/// Code points of the digit zero in scripts whose ten digits stand in a row (Unicode 15, Nd).
constexpr std::array<char32_t, 20> kZeros = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66,
                                             0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0,
                                             0x0F20, 0x1040, 0x1090, 0x17E0, 0x19D0, 0xFF10};

struct Lookalike {
  char32_t from;
  char to;
};

/// Letters that most fonts draw like a Latin one, sorted by code point: Greek, then Cyrillic.
constexpr std::array<Lookalike, 55> kLookalikes = {{
    {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'},
    {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'},
    {0x3A5, 'Y'}, {0x3A7, 'X'}, {0x3B1, 'a'}, {0x3B9, 'i'}, {0x3BA, 'k'}, {0x3BD, 'v'},
    {0x3BF, 'o'}, {0x3C1, 'p'}, {0x3C5, 'u'}, {0x3F2, 'c'}, {0x3F3, 'j'}, {0x405, 'S'},
    {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41A, 'K'},
    {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'},
    {0x423, 'Y'}, {0x425, 'X'}, {0x430, 'a'}, {0x435, 'e'}, {0x43A, 'k'}, {0x43E, 'o'},
    {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'},
    {0x458, 'j'}, {0x4AE, 'Y'}, {0x4BB, 'h'}, {0x4C0, 'I'}, {0x501, 'd'}, {0x51B, 'q'},
    {0x51D, 'w'},
}};

char lookalike_of(char32_t c) {
  const auto found =
      std::lower_bound(kLookalikes.begin(), kLookalikes.end(), c,
                       [](const Lookalike& row, char32_t x) { return row.from < x; });
  return found != kLookalikes.end() && found->from == c ? found->to : '\0';
}

/// The word around a look-alike must be short, hold an ASCII letter, and no letter of its own
/// script that is not a look-alike: a Russian word stays Russian.
bool in_ascii_word(std::string_view text, size_t at) {
  constexpr size_t kReach = 64;
  bool ascii_letter = false;
  const auto is_word = [&](size_t i, bool& foreign) {
    if (is_ascii(text[i])) {
      ascii_letter |= is_ascii_alpha(text[i]);
      return is_ascii_word(text[i]);
    }
    size_t next = i;
    const char32_t c = decode_utf8(text, next);
    if (lookalike_of(c) != '\0') return true;
    foreign = (c >= 0xC0 && c <= 0x52F) || c >= 0x1E00;
    return false;
  };
  bool foreign = false;
  size_t i = at;
  while (i > 0 && at - i < kReach) {
    const size_t before = previous_utf8(text, i);
    if (!is_word(before, foreign)) break;
    i = before;
  }
  size_t j = at + utf8_length(text[at]);
  while (!foreign && j < text.size() && j - at < kReach && is_word(j, foreign)) {
    j += utf8_length(text[j]);
  }
  return ascii_letter && !foreign && at - i < kReach && j - at < kReach;
}

bool joins(char c) { return is_ascii_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+'; }

/// `&#64;`, `&#x40;`, `&commat;`, `&period;`, `&amp;` at `at`.
Folding fold_entity(std::string_view text, size_t at, bool after_fold) {
  const std::string_view rest = text.substr(at, 10);
  const size_t end = rest.find(';');
  if (end == std::string_view::npos || end < 4) return {};
  const std::string_view name = rest.substr(1, end - 1);
  uint32_t value = 0;
  if (name == "commat") {
    value = '@';
  } else if (name == "period") {
    value = '.';
  } else if (name == "amp") {
    value = '&';
  } else if (name[0] == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const std::string_view digits = name.substr(hex ? 2 : 1);
    if (digits.empty()) return {};
    for (const char c : digits) {
      const int digit = hex_value(c);
      if (digit < 0 || (!hex && digit > 9)) return {};
      value =
          value * (hex ? 16 : 10) + static_cast<uint32_t>(digit);  // at most 7 digits: no overflow
    }
  } else {
    return {};
  }
  if (value <= ' ' || value >= 0x7F) return {};
  const size_t after = at + end + 1;
  const bool word_before = after_fold || (at > 0 && joins(text[at - 1]));
  const bool word_after = after < text.size() && (joins(text[after]) || text[after] == '&');
  // An encoded letter needs company on one side ("&#106;ane"), an encoded '@' on both.
  const auto to = static_cast<char>(value);
  const bool folds = is_ascii_alnum(to) ? word_before || word_after : word_before && word_after;
  if (!folds) return {};
  return {static_cast<uint32_t>(end + 1), false, to};
}

Folding fold_percent(std::string_view text, size_t at, bool after_fold) {
  if (text.substr(at, 3) != "%40" || at + 3 >= text.size()) return {};
  const bool word_before = after_fold || (at > 0 && joins(text[at - 1]));
  if (!word_before || !is_ascii_alnum(text[at + 3])) return {};
  return {3, false, '@'};
}

}  // namespace

Folding fold_at(std::string_view text, size_t at, bool after_fold, bool lookalikes) {
  if (text[at] == '&') return fold_entity(text, at, after_fold);
  if (text[at] == '%') return fold_percent(text, at, after_fold);
  if (is_ascii(text[at])) return {};
  size_t next = at;
  const char32_t c = decode_utf8(text, next);
  const auto size = static_cast<uint32_t>(next - at);
  const auto becomes = [&](char to) { return Folding{size, false, to}; };
  const Folding removed{size, true, '\0'};

  if (c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
      c == 0x3000) {
    return becomes(' ');
  }
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFE58) {
    return becomes('-');
  }
  if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
      (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xFE0F || c == 0x20E3) {
    return removed;
  }
  if (c >= 0xFF01 && c <= 0xFF5E) return becomes(static_cast<char>(c - 0xFF01 + '!'));
  if (c >= 0x1D400 && c <= 0x1D6A3) {
    const auto i = static_cast<uint32_t>(c - 0x1D400) % 52;  // 13 styles of A-Z a-z
    return becomes(static_cast<char>(i < 26 ? 'A' + i : 'a' + i - 26));
  }
  if (c >= 0x1D7CE && c <= 0x1D7FF) {
    return becomes(static_cast<char>('0' + static_cast<uint32_t>(c - 0x1D7CE) % 10));
  }
  for (const char32_t zero : kZeros) {
    if (c >= zero && c <= zero + 9) return becomes(static_cast<char>('0' + (c - zero)));
  }
  if (lookalikes) {
    const char to = lookalike_of(c);
    if (to != '\0' && in_ascii_word(text, at)) return becomes(to);
  }
  return {};
}

}  // namespace lauter::internal
