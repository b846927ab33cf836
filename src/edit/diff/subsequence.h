#pragma once

#include <cstddef>
#include <string_view>

namespace lauter {

/// Whether `part` is what remains of `whole` when some of its bytes are deleted. The proof, at run
/// time, that a deletion-only program only deleted: it looks at the two texts and at no program.
/// O(whole), a byte a step without branches.
inline bool is_subsequence(std::string_view part, std::string_view whole) {
  if (part.size() > whole.size()) return false;
  size_t at = 0;
  const size_t size = part.size();
  for (size_t i = 0; i < whole.size() && at < size; ++i) at += part[at] == whole[i] ? 1 : 0;
  return at == size;
}

}  // namespace lauter
