/// Things that share an adjective with people: "Thai food", "the Russian government".
#pragma once

#include <string_view>

namespace lauter::scan {

/// Whether `word` (any case) is such a thing.
bool thing_noun(std::string_view word);

/// Whether the adjective that ends at `end` is said of a thing: one of the words behind it is one,
/// none is a person, and nothing between ends the phrase ("a 2001 American action-comedy film", but
/// "an American film director").
bool said_of_thing(std::string_view text, size_t end);

}  // namespace lauter::scan
