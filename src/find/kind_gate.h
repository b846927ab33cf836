/// Whether it is worth while to ask what the lines of a text are. Internal to `find`.
#pragma once

#include <string_view>

namespace lauter::internal {

/// Whether a stretch of the text has as many brackets, semicolons, underscores and the like as code has,
/// three backticks or tildes in a row, or a word of copyright or licence. No: it is neither code nor a
/// notice for sure. At memory speed.
bool may_hold_code_or_notice(std::string_view text);

}  // namespace lauter::internal
