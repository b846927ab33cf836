/// What Unicode says of characters and texts, by ICU: for counting tokens as the libraries do that made
/// the tokenizers.
#pragma once

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

/// Each character's full lower case, whatever stands around it.
std::string lower_characters(std::string_view text);

}  // namespace lauter
