/// Whether a text occurs exactly once in a line: what text dialects demand of the texts they name.
#pragma once

#include <cstdint>
#include <string_view>

namespace lauter {

struct Occurrence {
  enum class Count : uint8_t { kNone, kOnce, kMore };
  Count count = Count::kNone;
  uint64_t at = 0;  ///< byte where the first one begins, unless there is none
};

/// Occurrences may overlap: "aa" stands in "aaa" twice. `needle` must not be empty.
/// Cost: memory speed (32 bytes a step) on ordinary text; the C library's search, which is linear,
/// takes over where candidates are dense.
Occurrence find_once(std::string_view haystack, std::string_view needle);

}  // namespace lauter
