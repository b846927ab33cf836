/// The little Unicode that stand-ins need: code points, case, digits of other scripts, scripts, and
/// a folded form under which two spellings of one value are equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter::surrogate {

struct CodePoint {
  char32_t value = 0;
  uint32_t size = 0;  ///< bytes; a byte that is not UTF-8 counts as U+FFFD of size 1
};

/// The code point that begins at `at` < text.size().
CodePoint decode(std::string_view text, size_t at);

/// `text` with every ill-formed byte replaced by '?', so that the result is valid UTF-8.
std::string repaired_utf8(std::string_view text);

/// Writing systems with pools of their own; everything else is kOther.
enum class Script : uint8_t {
  kOther,
  kLatin,
  kCyrillic,
  kGreek,
  kHan,
  kKana,
  kHangul,
  kArabic,
  kDevanagari,
  kHebrew,
  kThai,
};
Script script_of(char32_t c);
/// The script of the first letter of `text` that has one.
Script script_of(std::string_view text);

/// A letter of any script, combining marks included.
bool is_letter(char32_t c);

/// The ASCII base letter (lower case) of a Latin letter, or 0.
char latin_base(char32_t c);

/// `text` under which spellings of one value agree: lower case, Latin letters without diacritics,
/// digits as ASCII, everything that is neither letter nor digit left out.
std::string folded(std::string_view text);
/// The same appended to `out`.
void append_folded(std::string& out, std::string_view text);

/// Latin letters as ASCII in the case they have; other bytes unchanged.
std::string ascii_latin(std::string_view text);

/// How the letters of a word are written.
enum class LetterCase : uint8_t { kNone, kLower, kUpper, kTitle, kMixed };
LetterCase case_of(std::string_view text);
/// `text` in that case; kTitle, kMixed and kNone leave it as it is but upper-case the first letter
/// (kTitle, kMixed).
std::string with_case(std::string_view text, LetterCase letter_case);

}  // namespace lauter::surrogate
