#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace lauter {

/// Bytes [begin, end) of a text, on UTF-8 boundaries. Across modules: of the untouched original.
struct ByteSpan {
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(const ByteSpan& other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(const ByteSpan& other) const { return begin < other.end && other.begin < end; }
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  auto operator<=>(const ByteSpan&) const = default;
};

}  // namespace lauter
