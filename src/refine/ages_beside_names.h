/// Ages that nothing announces but the name beside them: "Roberta Kessling, 58, of Dayton".
#pragma once

#include <string_view>
#include <vector>

#include "refine/anonymize.h"

namespace lauter::internal {

/// Adds to `found` (sorted, apart) the ages (rule `age.beside_name`) beside names that are found:
/// "NAME, 58, of", "NAME (44) said", "At 67, NAME". Citations and results of games look alike: a
/// bracket counts only where the sentence goes on, and behind a single word only if that is a given
/// name.
void add_ages_beside_names(std::string_view text, std::vector<Found>& found);

}  // namespace lauter::internal
