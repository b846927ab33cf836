/// People whose names things have: "Parkinson's disease", "the Joel Test".
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::internal {

/// Whether the name that ends at `end` is that of a thing: "'s" or none, then a word of things that
/// are called after people.
bool is_eponym(std::string_view text, size_t end);

}  // namespace lauter::internal
