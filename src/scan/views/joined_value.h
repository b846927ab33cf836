/// A value that is broken over lines or put together from literals, read as one.
/// Token lines wrapped by mailers, "ab" + "cd", continued literals.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::scan {

struct Joined {
  std::string text;              ///< the value without its breaks
  std::vector<uint32_t> source;  ///< where each character stands
  std::vector<uint32_t> breaks;  ///< indices into `text` before which a break was
  bool literals = false;         ///< the pieces are string literals of their own

  /// The spans that [0, length) of `text` covers: one for a broken value, one a piece for literals.
  std::vector<ByteSpan> spans(size_t length) const;
};

/// Reads letters, digits and `_ - . + / = ~` from `begin` across at most three breaks: a line end
/// (with '\' or '=' before and quote or comment marks after it) or closing and opening quotes with
/// +, . or & between. At most 1 KiB.
Joined join_value(std::string_view text, size_t begin);
/// Whether join_value() crosses a break: most values have none.
bool has_break(std::string_view text, size_t begin);

}  // namespace lauter::scan
