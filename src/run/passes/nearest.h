#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lauter {

/// The candidate with the least edit distance to `word` (Levenshtein over bytes, ASCII case
/// ignored), if at most a third of the longer one's bytes, but at least 2, have to change; of
/// equals the first. For messages: `unknown key "limts"; did you mean "limits"?`.
std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates);

/// `; did you mean "limits"?`, or a list of what there is, or where that is long the nearest of all,
/// or "" if there is nothing to choose from.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace lauter
