/// The hashes "raw_hash" and "refined_hash" of log rows.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"

namespace lauter {

/// Keyed, so that nobody can confirm a guess of a short original; over a fast hash of the text, so
/// that long texts cost memory speed.
inline KeyedHash make_text_hash(const SecretKey& key) { return {key, "text"}; }
inline std::string text_hash_of(const KeyedHash& hash, std::string_view text) {
  return hash.hex(hash128_hex(text));
}

}  // namespace lauter
