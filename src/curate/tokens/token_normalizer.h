#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "curate/tokens/charsmap.h"
#include "web/unicode_regex.h"

namespace lauter {

/// One step of what a tokenizer does to a text before it cuts it.
struct TokenNormalizer {
  enum class Kind : uint8_t {
    kNfc,
    kNfd,
    kNfkc,
    kNfkd,
    kLowercase,
    kStripNonspacing,  ///< BERT's accents: Mn
    kStripAccents,     ///< all marks
    kPrepend,
    kReplace,
    kStrip,
    kCleanText,
    kChinese,
    kNmt,
    kByteLevel,
    kPrecompiled
  };
  Kind kind;
  std::string from{};                       ///< kReplace, unless `regex` says it
  std::string to{};                         ///< kReplace, kPrepend
  bool left = false;                        ///< kStrip
  bool right = false;                       ///< kStrip
  std::shared_ptr<const UnicodeRegex> regex{};
  std::shared_ptr<const Charsmap> charsmap{};
};

/// Errors: of `regex`; kInternal.
Result<std::string> normalise(const TokenNormalizer& step, std::string text);

/// The characters that stand for the bytes of `text` in a byte-level vocabulary.
std::string level_characters(std::string_view text);
/// The byte that such a character stands for; -1 for none.
int byte_of_level_character(char32_t character);

}  // namespace lauter
