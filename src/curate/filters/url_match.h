/// Whether a chunk without white space is a URL in spaCy's sense. Internal to `curate`.
#pragma once

#include <string_view>

#include "curate/filters/char_classes.h"

namespace lauter::internal {

/// [scheme://][user@](public IPv4 address | host.tld)[:port][/path]: at least one dot, a lower-case
/// last label; the whole chunk. O(n) for each '@' of the chunk, of which the last 16 are tried.
bool is_url(const CharClasses& classes, std::string_view chunk);

}  // namespace lauter::internal
