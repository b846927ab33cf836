#pragma once

#include <string_view>

namespace lauter {

/// U+FEFF in UTF-8, as a file may begin.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace lauter
