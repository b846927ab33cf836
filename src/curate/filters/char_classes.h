/// Character classes as Python, spaCy and datatrove know them: what the baseline filters ask of a
/// code point. The ranges are generated (scripts/make-unicode-classes.py).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace lauter {

/// Bits of CharClasses::of().
enum CharClass : uint16_t {
  kCharLetter = 1U << 0U,   ///< str.isalpha()
  kCharSpace = 1U << 1U,    ///< str.isspace()
  kCharPunct = 1U << 2U,    ///< category P
  kCharDigit = 1U << 3U,    ///< \d
  kCharWord = 1U << 4U,     ///< \w
  kCharSymbol = 1U << 5U,   ///< datatrove's PUNCTUATION: no part of a word
  kCharAlpha = 1U << 6U,    ///< spaCy's ALPHA
  kCharLower = 1U << 7U,    ///< spaCy's ALPHA_LOWER
  kCharUpper = 1U << 8U,    ///< spaCy's ALPHA_UPPER
  kCharIcon = 1U << 9U,     ///< spaCy's ICONS
  kCharPrefix = 1U << 10U,  ///< a character that spaCy splits off the begin of a word
  kCharSuffix = 1U << 11U,  ///< and off its end, whatever stands before it
  kCharQuote = 1U << 12U,   ///< spaCy's CONCAT_QUOTES
  kCharStop = 1U << 13U,    ///< a full stop behind it is split off
  kCharTerminal = 1U << 14U,  ///< ends a sentence: spaCy's sentencizer
};

/// Built once (128 KiB); const and safe from any thread.
class CharClasses {
 public:
  CharClasses();

  uint16_t of(char32_t code_point) const {
    return code_point < bmp_.size() ? bmp_[code_point] : of_rare(code_point);
  }
  /// The class of the character at `offset` of valid UTF-8; moves `offset` behind it.
  uint16_t next(std::string_view text, size_t& offset) const {
    return of(decode_utf8(text, offset));
  }
  /// The class of the character before `offset` (above 0).
  uint16_t before(std::string_view text, size_t offset) const {
    size_t at = previous_utf8(text, offset);
    return next(text, at);
  }

 private:
  struct Range {
    char32_t first, last;
    uint16_t bits;
  };
  uint16_t of_rare(char32_t code_point) const;
  void add(char32_t first, char32_t last, uint16_t bits);
  void add_each(std::string_view characters, uint16_t bits);

  std::vector<uint16_t> bmp_;
  std::vector<Range> rare_;  ///< beyond the basic plane; few, asked seldom
};

/// Without white space (str.isspace()) at its ends: Python's str.strip().
std::string_view strip_spaces(const CharClasses& classes, std::string_view text);

/// How a text is cut into lines.
enum class LineRule : uint8_t {
  kLf,      ///< at LF only, as everywhere in lauter
  kPython,  ///< as str.splitlines(): also CR, CRLF, VT, FF, FS, GS, RS, NEL, U+2028, U+2029
};

/// A line without its end, and where the next one begins. A last line may be without an end; an
/// empty one is none.
struct LineCut {
  size_t end;
  size_t next;
};
LineCut cut_line(std::string_view text, size_t begin, LineRule rule);

}  // namespace lauter
