/// Questions to a list of spans that is sorted and whose spans lie apart. O(log spans).
#pragma once

#include <algorithm>
#include <iterator>
#include <span>

#include "base/byte_span.h"

namespace lauter {

/// Whether one of `spans` overlaps `span`.
inline bool touches(std::span<const ByteSpan> spans, ByteSpan span) {
  const auto at = std::partition_point(spans.begin(), spans.end(),
                                       [&](const ByteSpan& s) { return s.end <= span.begin; });
  return at != spans.end() && at->overlaps(span);
}

/// Whether one of `spans` contains `span`.
inline bool is_covered(std::span<const ByteSpan> spans, ByteSpan span) {
  const auto after = std::partition_point(spans.begin(), spans.end(),
                                          [&](const ByteSpan& s) { return s.begin <= span.begin; });
  return after != spans.begin() && std::prev(after)->contains(span);
}

}  // namespace lauter
