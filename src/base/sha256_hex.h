/// SHA-256 as people and files write it.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"

namespace lauter {

/// The digest of `bytes` in 64 lower-case hex digits.
inline std::string sha256_hex(std::string_view bytes) {
  const Sha256Digest digest = sha256(bytes);
  return to_hex(digest.data(), digest.size());
}

}  // namespace lauter
