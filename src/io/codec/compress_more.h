/// Compressed pieces of the kinds that a build may lack. Internal to io.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter::internal {

/// Appends a stream of xz / bzip2. `level`: 0 is the default (3 and 9), else 1 to 9. Errors: kInvalidArgument for other
/// levels; kUnimplemented where the library is missing (can_compress()).
Result<void> compress_xz(int level, std::string_view bytes, std::string& out);
Result<void> compress_bzip2(int level, std::string_view bytes, std::string& out);

}  // namespace lauter::internal
