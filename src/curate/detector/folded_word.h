/// Hashes of the words and marks of folded text (curate/detector/detector_features.h), eight bytes a step.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lauter {

namespace internal {
inline constexpr uint64_t kWordMix = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio

constexpr uint64_t word_hash_step(uint64_t hash, uint64_t bytes) {
  hash = (hash ^ bytes) * kWordMix;
  return hash ^ (hash >> 32);
}
constexpr uint64_t word_hash_end(uint64_t hash) {
  hash *= 0xD6E8FEB86659FD93;
  return hash ^ (hash >> 32);
}
}  // namespace internal

constexpr uint64_t word_hash(std::string_view word) {
  uint64_t hash = word.size() * internal::kWordMix;
  for (size_t at = 0; at < word.size(); at += 8) {
    uint64_t bytes = 0;
    for (size_t i = std::min<size_t>(8, word.size() - at); i-- > 0;) {
      bytes = bytes << 8 | static_cast<uint8_t>(word[at + i]);
    }
    hash = internal::word_hash_step(hash, bytes);
  }
  return internal::word_hash_end(hash);
}

/// The same, of a word behind which seven bytes can be read; not of an empty one.
inline uint64_t padded_word_hash(std::string_view word) {
  uint64_t hash = word.size() * internal::kWordMix;
  uint64_t bytes;
  size_t at = 0;
  for (; at + 8 < word.size(); at += 8) {
    std::memcpy(&bytes, word.data() + at, sizeof bytes);
    hash = internal::word_hash_step(hash, bytes);
  }
  std::memcpy(&bytes, word.data() + at, sizeof bytes);
  return internal::word_hash_end(
      internal::word_hash_step(hash, bytes & ~uint64_t{0} >> (64 - 8 * (word.size() - at))));
}

/// Whether the hash is that of a full stop, an exclamation or a question mark.
inline bool ends_sentence(uint64_t hash) {
  constexpr uint64_t kStop = word_hash(".");
  constexpr uint64_t kExclamation = word_hash("!");
  constexpr uint64_t kQuestion = word_hash("?");
  return hash == kStop || hash == kExclamation || hash == kQuestion;
}

}  // namespace lauter
