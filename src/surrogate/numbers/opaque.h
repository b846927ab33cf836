/// Random text over the alphabet of a secret.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"

namespace lauter::surrogate {

/// How many bytes at the front of a secret name its vendor or scheme: `ghp_`, `AKIA`,
/// `sk-ant-api03-`.
size_t vendor_prefix_size(std::string_view value);

/// `value` with its letters and digits drawn anew: same length, same separators; hex stays hex,
/// base32 base32, digits digits. With `marked`, EXAMPLE (or example) stands in the longest run of
/// letters and digits that has room and the letters for it.
std::string redrawn(std::string_view value, bool marked, KeyedRandom& random);

}  // namespace lauter::surrogate
