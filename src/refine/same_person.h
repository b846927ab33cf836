/// Coreference light: "Maria Keller ... Ms Keller ... Maria" are one person.
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// In `found` (sorted, apart), takes every name of two words and more as a person. Single names
/// that are a part of one become FIRST_NAME or LAST_NAME, so that they get that part's stand-in; so
/// do words that the tagger took for a place or firm without being sure; and where a part stands
/// elsewhere in `text`, unfound, with the same capital letter, it is added (rule
/// `tag/same-person`). Parts of fewer than three letters, and words that are common ones too
/// ("Will", "Rose", "Baker"), are not looked for. One pass over the words of the text.
void add_same_persons(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
