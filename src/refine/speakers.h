/// Who speaks in a dialogue: "Heather: \"I'm Daniel's daughter.\"".
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// Adds to `found` (sorted, apart) names at a line's begin before a colon that begin with a known
/// given name: full names, and single ones (rule `person.speaker`) if speech in quotes follows or
/// two lines of the text have such a speaker; nothing that is a place or common word too ("Rose:
/// red"). One look at each line's begin.
void add_speakers(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
