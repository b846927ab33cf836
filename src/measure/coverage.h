/// Counting in bytes that are not white space: how much of one span others cover. Internal to
/// measure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::internal {

/// Answers how many bytes of a range are not white space (space, tab, CR, LF), in O(1).
class SolidCount {
 public:
  explicit SolidCount(std::string_view text);
  /// Ranges beyond the text count as empty there.
  uint64_t in(ByteSpan span) const;

 private:
  std::vector<uint32_t> before_;  ///< before_[i]: solid bytes of [0, i)
};

/// A set of bytes as sorted, disjoint ranges.
class ByteSet {
 public:
  ByteSet() = default;
  explicit ByteSet(std::vector<ByteSpan> spans);

  const std::vector<ByteSpan>& ranges() const { return ranges_; }
  /// Solid bytes that `span` shares with the set. O(log ranges + ranges in the span).
  uint64_t solid_in(ByteSpan span, const SolidCount& solid) const;
  uint64_t solid_shared(const ByteSet& other, const SolidCount& solid) const;
  uint64_t solid(const SolidCount& solid) const;
  bool touches(ByteSpan span) const;

 private:
  std::vector<ByteSpan> ranges_;
};

/// docs/CATEGORIES.md, "what the span covers", rule 6.
inline bool is_found(uint64_t covered, uint64_t size) {
  return size > 0 && covered * 10 >= size * 9;
}
inline bool is_justified(uint64_t on_gold, uint64_t size) {
  return size > 0 && on_gold * 2 >= size;
}

}  // namespace lauter::internal
