/// Checks of form: what an edit must leave as it was. Internal to `refine`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "edit/edit.h"

namespace lauter::internal {

/// Walks both texts side by side: every byte outside the edits must be the same in both, in the
/// same order, and every replacement must stand where the program puts it. Independent of
/// apply_program(). The offset of the refined text where they part, if they do.
std::optional<size_t> first_difference_outside(const EditProgram& program,
                                               std::string_view original, std::string_view refined);

/// Whether the text is one JSON object or array (RFC 8259), white space around it allowed; nesting
/// up to 512 levels, deeper is "no". Does not allocate. About 300 MB/s.
bool is_json_container(std::string_view text);

/// Edits (indices) that change the structure of code: a quote, backtick, backslash or line end more
/// or less, or brackets that do not balance as before outside of a string literal.
std::vector<size_t> edits_that_unbalance(const EditProgram& program, std::string_view original);

}  // namespace lauter::internal
