/// Dates as HTTP's headers have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lauter {

/// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7, the one form
/// that may be sent). Nothing for any other text.
std::optional<int64_t> parse_http_date(std::string_view text);

}  // namespace lauter
