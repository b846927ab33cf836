/// The English article before a word.
#pragma once

#include <string_view>

namespace lauter {

/// Whether `an` stands before `word` (lower case), not `a`: by letter, with the words whose sound
/// differs from their letter ("hour", "union").
bool wants_an(std::string_view word);

}  // namespace lauter
