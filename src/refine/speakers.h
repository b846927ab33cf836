/// Who speaks in a dialogue or chat: "Heather: \"I'm Daniel's daughter.\"", "[9:02 AM] priya: hi".
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// Adds to `found` (sorted, apart) who speaks, as names or log-in names (rule `person.speaker`):
/// * before a colon at a line's begin: full names that begin with a known given name; single ones
///   if speech in quotes follows or two lines of the text have such a speaker; none that is a place
///   or common word too ("Rose: red"); unknown ones if speech in quotes follows and a known one
///   speaks too;
/// * log-in names there ("jen_w: hey") of two and more who take turns, if half of them hold a known
///   given name;
/// * in lines of chats (chat_lines.h); where logs of programs look the same, only if half of the
///   names are known.
/// What a tagger took a speaker's line for goes ("18:41 - Femi: no" is no address). One look at
/// each line's begin.
void add_speakers(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
