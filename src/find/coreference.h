/// One person, one decision: the mentions of a name in a text are private together or not at all.
#pragma once

#include <string_view>
#include <vector>

#include "find/candidate.h"
#include "find/judge.h"

namespace lauter {

/// In `judged` (private runs, sorted, apart): adds the mentions of a private person that the judge
/// left, and takes out those of one whom most mentions show to be public. A mention is a run that is
/// a name, or a word of a name of several words where the judge reads a person's name. Mentions
/// about which the judge is sure either way in one text (a patient and his namesake of the record)
/// stay as they are. Linear in the tokens.
void resolve_persons(std::string_view text, const JudgeScratch& read, float threshold,
                    std::vector<ValueCandidate>& judged);

/// Adds to `judged` the persons' names that a private address or handle among `contacts` spells
/// ("natalia@schramm-bau.de"): whoever can be written to is no person of the record alone.
/// `contacts`, `judged`: sorted, apart. Linear in the tokens.
void add_owners(std::string_view text, const JudgeScratch& read,
                const std::vector<ValueCandidate>& contacts, std::vector<ValueCandidate>& judged);

}  // namespace lauter
