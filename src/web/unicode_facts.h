/// What Unicode says of characters and texts, by ICU: for counting tokens as the libraries do that made
/// the tokenizers.
#pragma once

#include <cstdint>
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
  kUnicodeMark = 1U << 4U,   ///< Mn
  kUnicodeOther = 1U << 5U,  ///< Cc, Cf, Co
};

/// The bits of every code point: 1.1 MB, made once.
const std::vector<uint8_t>& unicode_classes();

/// Of valid UTF-8. Errors: kInternal if ICU says no.
Result<std::string> nfc(std::string_view text);
Result<std::string> nfd(std::string_view text);
/// Each character's full lower case, whatever stands around it.
std::string lower_characters(std::string_view text);

}  // namespace lauter
