#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/byte_span.h"
#include "scan/registry.h"

namespace lauter::scan {

/// Where the whole phrase stands, given that its word number `word` was reported to end at `end`;
/// or nothing when the other words or the word bounds are missing. Words may be joined by nothing
/// or one or two of blank, line break, `_ - . '`, or " & " (camelCase counts as joined by nothing).
std::optional<ByteSpan> match_phrase(const Phrase& phrase, size_t word, std::string_view text,
                                     size_t end);

/// The same for a phrase of ASCII words, one of which stands whole at [begin, end); `words`: the
/// others as Registry::words() has them.
std::optional<ByteSpan> match_words(const char* words, const UseRow& row, std::string_view text,
                                    size_t begin, size_t end);

/// The same for a phrase of one word of ASCII letters at [begin, end): only its bounds are left to
/// check.
std::optional<ByteSpan> match_word(std::string_view text, size_t begin, size_t end);

/// The letters that can end the word before a literal and begin the word behind it, at any of the
/// joints that match_phrase() allows: bit 1 to 26 each, bit Literal::kAnyLetter always.
struct Neighbours {
  uint32_t before = ~0U;
  uint32_t after = ~0U;

  Neighbours() = default;  ///< any
  Neighbours(std::string_view text, size_t begin, size_t end);
  bool allow(const UseRow& row) const {
    return (before >> row.before & after >> row.after & 1) != 0;
  }
};

}  // namespace lauter::scan
