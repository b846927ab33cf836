/// Short code in prose: Markdown's and reStructuredText's indented lines between empty ones.
///
/// So few lines are too few for the model to be sure, and letters indent addresses and quotations as well. So what
/// stands there must also have the form of statements: calls, or comparisons and assignments by two signs.
#pragma once

#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "tag/line_kinds.h"

namespace lauter::internal {

/// Whether find_indented_code() may find something, at the speed of memory.
bool may_hold_indented_code(std::string_view text);

/// The indented blocks that are code, whole lines, sorted and apart. `lines`: of the text. Linear.
std::vector<ByteSpan> find_indented_code(std::string_view text, const LineKindScratch& lines);

}  // namespace lauter::internal
