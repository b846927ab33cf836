/// What Unicode says of characters and texts, by ICU: for counting tokens as the libraries do that made
/// the tokenizers.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

enum UnicodeClass : uint8_t {
  kUnicodeLetter = 1U << 0U,
  kUnicodeNumber = 1U << 1U,
  kUnicodeSpace = 1U << 2U,    ///< White_Space
  // As in Unicode 8, which is what `tokenizers` knows of these:
  kUnicodePunct = 1U << 3U,
  kUnicodeNonspacing = 1U << 4U,  ///< Mn
  kUnicodeOther = 1U << 5U,       ///< Cc, Cf, Co
  kUnicodeWord = 1U << 6U,        ///< \w of today: alphabetic, marks, decimal digits, connectors, joiners
  kUnicodeMark = 1U << 7U,        ///< Mn, Mc, Me of Unicode 9
};

/// The bits of every code point: 1.1 MB, made once.
const std::vector<uint8_t>& unicode_classes();

enum class UnicodeForm : uint8_t { kNfc, kNfd, kNfkc, kNfkd };
/// Of valid UTF-8; characters since Unicode 9 stay as they are, as in `tokenizers`. Errors: kInternal if ICU says no.
Result<std::string> unicode_form(UnicodeForm form, std::string_view text);

/// Calls `use` for each grapheme cluster of valid UTF-8. Errors: kInternal if ICU says no.
Result<void> each_grapheme(std::string_view text, const std::function<void(std::string_view)>& use);

/// The canonical decomposition of a character, as kNfd has it, at most four; `to` keeps it.
std::u32string_view canonical_parts(char32_t c, std::array<char32_t, 4>& to);

/// Each character's full lower case, whatever stands around it.
std::string lower_characters(std::string_view text);
void append_lower(std::string& out, char32_t c);

/// What BERT's normalizer takes out: controls, formats, private use, U+0000 and U+FFFD, but no tab or line break.
bool is_noise_to_bert(char32_t c);
/// What it sets blanks around.
bool is_chinese_to_bert(char32_t c);

/// What the methods of Python's str go by.
enum UnicodeTrait : uint8_t {
  kTraitLower = 1U << 0U,
  kTraitUpper = 1U << 1U,
  kTraitTitle = 1U << 2U,
  kTraitDigit = 1U << 3U,    ///< isdigit()
  kTraitLetter = 1U << 4U,   ///< isalpha()
  kTraitNumeric = 1U << 5U,  ///< isnumeric()
};
uint8_t unicode_traits(char32_t c);

}  // namespace lauter
