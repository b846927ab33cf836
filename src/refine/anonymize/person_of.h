/// Which names of a document are of one person: "Maria Keller ... Ms Keller ... M. Keller".
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "refine/anonymize/anonymize.h"

namespace lauter::internal {

/// For each of `found` (sorted, apart) the index of the find that names its person in full: a
/// PERSON of two words or more that has all words of the name, initials counting as words that begin
/// so. Of several such persons it is the one mentioned last before the name, else the one mentioned
/// first behind it. Finds that are no names, and names without such a person, have themselves.
/// Linear in the names: words that more than 16 persons share tie nobody.
std::vector<size_t> persons_of(std::string_view text, std::span<const Found> found);

}  // namespace lauter::internal
