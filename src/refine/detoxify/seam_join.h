/// Edits that meet once little but a conjunction is left between them.
#pragma once

#include <string_view>
#include <vector>

#include "edit/edit.h"

namespace lauter {

/// Joins neighbours of `edits` (sorted, apart) between which nothing would be left to stand:
/// blanks, marks, a conjunction, "piece of". Linear.
std::vector<Edit> join_edits(std::string_view text, std::vector<Edit> edits);

}  // namespace lauter
