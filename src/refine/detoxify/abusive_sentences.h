/// Sentences that are abuse as a whole, whatever their words: threats, wishes of death, calls to
/// violence or to leave, what is said of a whole people, creed or sex.
#pragma once

#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

struct AbusiveSentence {
  ByteSpan sentence;  ///< with the blanks behind it, or before it at the end of a line
  ByteSpan words;     ///< what makes it abuse: "kill yourself", "Muslims are vermin"
};

/// Those of `text`, sorted, apart. English rules over lists, made for certainty: sentences in which
/// something is denied, reported or quoted are left alone. Linear.
std::vector<AbusiveSentence> find_abusive_sentences(std::string_view text);

}  // namespace lauter
