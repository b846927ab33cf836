/// Tells whether a file still holds what it held, at a price that does not grow with it.
#pragma once

#include <string>

#include "base/result.h"
#include "io/input.h"

namespace lauter {

/// Files up to this size are read whole.
inline constexpr uint64_t kContentWholeBytes = uint64_t{256} << 10;
/// Of larger ones this many blocks, evenly spread, the first and the last bytes among them.
inline constexpr uint64_t kContentBlocks = 16;

/// 32 hex digits over the size and the bytes that are read: every change of a file up to
/// kContentWholeBytes shows, of a larger one each that changes the size or touches a block.
/// Empty for what cannot be read twice (standard input, pipes), and for objects, whose ETag says it.
/// Errors: kNotFound, kUnavailable.
Result<std::string> content_hash(const InputFile& file);

}  // namespace lauter
