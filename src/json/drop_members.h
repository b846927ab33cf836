/// Members of a row's object that are left out when it is written.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "json/record_texts.h"

namespace lauter {

/// Bytes to leave out, so that what is left is JSON still.
struct DroppedMember {
  ByteSpan span;    ///< of the line: the member, and one of the commas beside it
  size_t path = 0;  ///< which path it is the end of
};

/// The members at the ends of `paths` in a line that is known to be sound, in order and apart. Linear.
std::vector<DroppedMember> find_dropped(std::string_view line, const std::vector<TextPath>& paths);

}  // namespace lauter
