/// Where values were found so surely that a further look cannot change them.
#pragma once

#include <algorithm>
#include <vector>

#include "base/byte_span.h"
#include "scan/views/page.h"

namespace lauter::scan {

/// From this score on a value is not looked for in pieces nor in mangled forms.
inline constexpr float kSure = 0.9F;
/// Nor by its label: no rule gets far above it.
inline constexpr float kSurest = 0.95F;

/// The stretches that the findings of at least one score fill.
class ConfidentSpans {
 public:
  /// O(n log n) for n findings.
  ConfidentSpans(const Found& found, float least) {
    spans_.reserve(found.findings().size());
    for (const Finding& f : found.findings()) {
      if (f.score >= least) spans_.push_back({f.begin, f.end});
    }
    std::sort(spans_.begin(), spans_.end());
    size_t kept = 0;
    for (const ByteSpan span : spans_) {
      if (kept > 0 && span.begin < spans_[kept - 1].end) {
        spans_[kept - 1].end = std::max(spans_[kept - 1].end, span.end);
      } else {
        spans_[kept++] = span;
      }
    }
    spans_.resize(kept);
  }

  /// O(log n).
  bool hold(size_t at) const {
    const auto after = std::partition_point(spans_.begin(), spans_.end(),
                                            [at](ByteSpan span) { return span.end <= at; });
    return after != spans_.end() && after->begin <= at;
  }

 private:
  std::vector<ByteSpan> spans_;  ///< in order, apart
};

}  // namespace lauter::scan
