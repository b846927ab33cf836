/// The first pass of `clean`: in how many documents of the inputs each line stands.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "run/jobs/refine_job.h"
#include "tag/line_frequency.h"

namespace lauter {

/// Lines whose counts are kept: 16 bytes each, and the table is at most half empty.
inline constexpr size_t kMaxCountedLines = size_t{6} << 20U;

/// What the recipe key `line_frequency` asks for: `auto` (reads all rows of the inputs; null if
/// they come from stdin, which can be read once), `none` (null), or a file. Texts above
/// max_document_bytes are not counted. The counts depend on the inputs alone, not on threads.
/// Errors: those of reading inputs, read_file() and LineFrequency::parse().
Result<std::shared_ptr<const LineFrequency>> find_line_frequency(const JobOptions& job,
                                                                 const std::string& wanted);

}  // namespace lauter
