#pragma once

#include <cstdint>

namespace lauter {

/// How many basic blocks of our own code this thread has run, and bytes it has had the C library look at or move: in builds
/// with LAUTER_COUNT_WORK alone, for tests of how work grows (tests/work).
uint64_t blocks_run();

}  // namespace lauter
