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

}  // namespace lauter::scan
