/// Words that are spoken of, reported or meant otherwise, and so abuse nobody.
#pragma once

#include <string_view>

#include "base/byte_span.h"

namespace lauter {

/// Whether the words of `span` are named as words ("the word 'bitch'", "slurs like ...", "... is an
/// offensive term"), are said of animals, were said to the
/// writer ("he called me a stupid cow") or by the writer of himself ("I'm such an idiot"), or are part of a harmless term ("kill the process", "dumb
/// terminal"). English. Looks at most 64 bytes around.
bool is_mention(std::string_view text, ByteSpan span);

/// Whether the words are the name of a people, creed, sex, party or head of state: raters mark them
/// in abuse, but they are none and do not go.
bool names_people(std::string_view words);

/// Whether what begins at `at` stands in quotation marks that are open on its line, or in a quoted
/// line ("> ..."). Looks at most a kilobyte back.
bool is_in_quotes(std::string_view text, uint64_t at);

}  // namespace lauter
