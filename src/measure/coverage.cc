#include "measure/coverage.h"

#include <algorithm>

namespace lauter::internal {

SolidCount::SolidCount(std::string_view text) : before_(text.size() + 1) {
  uint32_t n = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    before_[i] = n;
    const char c = text[i];
    n += c != ' ' && c != '\t' && c != '\r' && c != '\n' ? 1 : 0;
  }
  before_[text.size()] = n;
}

uint64_t SolidCount::in(ByteSpan span) const {
  const uint64_t size = before_.size() - 1;
  const uint64_t begin = std::min(span.begin, size);
  const uint64_t end = std::min(span.end, size);
  return begin < end ? before_[end] - before_[begin] : 0;
}

ByteSet::ByteSet(std::vector<ByteSpan> spans) : ranges_(std::move(spans)) {
  std::sort(ranges_.begin(), ranges_.end());
  size_t kept = 0;
  for (const ByteSpan& span : ranges_) {
    if (span.empty()) continue;
    if (kept > 0 && span.begin <= ranges_[kept - 1].end) {
      ranges_[kept - 1].end = std::max(ranges_[kept - 1].end, span.end);
    } else {
      ranges_[kept++] = span;
    }
  }
  ranges_.resize(kept);
}

uint64_t ByteSet::solid_in(ByteSpan span, const SolidCount& solid) const {
  auto it = std::partition_point(ranges_.begin(), ranges_.end(),
                                 [&](const ByteSpan& range) { return range.end <= span.begin; });
  uint64_t n = 0;
  for (; it != ranges_.end() && it->begin < span.end; ++it) {
    n += solid.in({std::max(it->begin, span.begin), std::min(it->end, span.end)});
  }
  return n;
}

uint64_t ByteSet::solid_shared(const ByteSet& other, const SolidCount& solid) const {
  uint64_t n = 0;
  for (const ByteSpan& range : other.ranges_) n += solid_in(range, solid);
  return n;
}

uint64_t ByteSet::solid(const SolidCount& solid) const {
  uint64_t n = 0;
  for (const ByteSpan& range : ranges_) n += solid.in(range);
  return n;
}

bool ByteSet::touches(ByteSpan span) const {
  const auto it = std::partition_point(ranges_.begin(), ranges_.end(), [&](const ByteSpan& range) {
    return range.end <= span.begin;
  });
  return it != ranges_.end() && it->begin < span.end;
}

}  // namespace lauter::internal
