#include "text/tokens.h"

#include <array>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <size_t N>
bool in_any(char32_t c, const std::array<Range, N>& ranges) {
  for (const Range& range : ranges) {
    if (c <= range.last) return c >= range.first;
  }
  return false;
}

/// White space above ASCII (Unicode White_Space).
constexpr std::array<Range, 8> kBlanks = {{{0x85, 0x85},
                                           {0xA0, 0xA0},
                                           {0x1680, 0x1680},
                                           {0x2000, 0x200A},
                                           {0x2028, 0x2029},
                                           {0x202F, 0x202F},
                                           {0x205F, 0x205F},
                                           {0x3000, 0x3000}}};

/// Punctuation and symbols above ASCII, by block; what is not here counts as a letter.
constexpr std::array<Range, 17> kMarks = {{{0x80, 0xA9},
                                           {0xAB, 0xAC},
                                           {0xAE, 0xB4},
                                           {0xB6, 0xB9},
                                           {0xBB, 0xBF},
                                           {0xD7, 0xD7},
                                           {0xF7, 0xF7},
                                           {0x2010, 0x205F},
                                           {0x20A0, 0x20CF},
                                           {0x2100, 0x2BFF},
                                           {0x3000, 0x3004},
                                           {0x3008, 0x3020},
                                           {0xE000, 0xF8FF},
                                           {0xFE10, 0xFE6F},
                                           {0xFF01, 0xFF0F},
                                           {0xFF1A, 0xFF20},
                                           {0x1F000, 0x1FAFF}}};

/// Scripts that put no blanks between words: each character is a token of its own.
constexpr std::array<Range, 8> kUnspaced = {{{0xE00, 0xEFF},
                                             {0x1000, 0x109F},
                                             {0x1780, 0x17FF},
                                             {0x3040, 0x30FF},
                                             {0x31F0, 0x31FF},
                                             {0x3400, 0x9FFF},
                                             {0xF900, 0xFAFF},
                                             {0x20000, 0x3FFFF}}};

bool is_blank(char32_t c) {
  return c < 0x80 ? is_ascii_space(static_cast<char>(c)) : in_any(c, kBlanks);
}

}  // namespace

bool is_word_character(char32_t c) {
  if (c < 0x80) return is_ascii_alnum(static_cast<char>(c));
  return !in_any(c, kMarks) && !is_blank(c);
}

bool is_word(std::string_view text, const Token& token) {
  size_t at = token.begin;
  return is_word_character(decode_utf8(text, at));
}

bool splits_word(std::string_view text, size_t at) {
  if (at == 0 || at >= text.size()) return false;
  size_t before = previous_utf8(text, at);
  size_t after = at;
  const char32_t left = decode_utf8(text, before);
  const char32_t right = decode_utf8(text, after);
  return is_word_character(left) && is_word_character(right) && !in_any(left, kUnspaced) &&
         !in_any(right, kUnspaced);
}

void tokenize(std::string_view text, std::vector<Token>& tokens) {
  tokens.clear();
  uint32_t newlines = 2;  // the begin of the text is a break
  bool tab = false;
  bool blank = false;
  size_t i = 0;
  while (i < text.size()) {
    const size_t begin = i;
    const char first = text[i];
    const char32_t c = decode_utf8(text, i);
    if (is_blank(c)) {
      newlines += first == '\n';
      tab |= first == '\t';
      blank = true;
      continue;
    }
    if (is_word_character(c)) {
      for (uint32_t n = 1; i < text.size() && !in_any(c, kUnspaced) && n < kMaxTokenCharacters;
           ++n) {
        size_t next = i;
        const char32_t d = decode_utf8(text, next);
        if (!is_word_character(d) || in_any(d, kUnspaced)) break;
        i = next;
      }
    } else if (is_ascii(first)) {
      while (i < text.size() && text[i] == first) ++i;
    }
    const Gap gap = newlines > 1    ? Gap::kBreak
                    : newlines == 1 ? Gap::kNewline
                    : tab           ? Gap::kTab
                    : blank         ? Gap::kBlank
                                    : Gap::kNone;
    tokens.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(i), gap});
    newlines = 0;
    tab = blank = false;
  }
}

}  // namespace lauter
