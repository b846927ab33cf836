/// Coreference light: "Maria Keller ... Ms Keller ... Maria" are one person.
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize/anonymize.h"

namespace lauter::internal {

/// In `found` (sorted, apart), single names that are a part of a person's full name become
/// FIRST_NAME or LAST_NAME, so that they get that part's stand-in; and where a part stands elsewhere
/// in `text`, unfound, as a whole word with the same capital letter, it is added (rule
/// `tag/same-person`) unless the text writes the word small, too. Parts of fewer than three letters
/// are not looked for. One pass over the words of the text.
void add_same_persons(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
