/// The sentences that a passage lies in. Internal to `llm`.
#pragma once

#include <string_view>

#include "base/byte_span.h"

namespace lauter::llm::internal {

/// From the first letter of the sentence that `span` begins in to the mark (and closing quotes) of the one that it
/// ends in. Sentences end at `.`, `!`, `?` before a blank, at their CJK forms, and at line ends. Linear in the result.
ByteSpan sentences_of(std::string_view text, ByteSpan span);

/// The same with the blanks behind it.
ByteSpan sentences_with_gap(std::string_view text, ByteSpan span);

}  // namespace lauter::llm::internal
