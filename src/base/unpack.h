/// Weights that a program carries packed (zstd), which makes it a quarter smaller.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// The bytes of one zstd frame that says its size, of 1 GiB at most. Errors: kDataLoss.
Result<std::string> unpack(std::string_view frame);

}  // namespace lauter
