/// How many workers a run has, and how much of the input they may hold at a time.
#pragma once

#include <cstdint>

#include "run/jobs/refine_job.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

struct Workforce {
  int workers = 1;          ///< threads; at most JobOptions::threads of them compute at a time
  uint64_t max_weight = 0;  ///< bytes of chunks between reading and writing
  uint64_t chunk_bytes = 0;
};

/// A recipe that asks nobody: as many workers as threads. One that asks servers: many more, each
/// with a smaller chunk, most of which wait for replies; so a few cores keep hundreds of requests
/// in flight even if every document is a file of its own. What a waiting chunk holds (rows, their
/// texts as steps left them, questions) is some eight times its bytes.
Workforce workforce_of(const JobOptions& job);

}  // namespace lauter
