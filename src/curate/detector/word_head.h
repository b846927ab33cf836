/// Words looked at as two numbers of eight bytes, without a loop. Internal to `curate`.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace lauter::internal {

constexpr size_t kHeadBytes = 16;
constexpr uint64_t kOddBits = 0x9E3779B97F4A7C15U;  ///< 2^64 / golden ratio, to multiply with

inline uint64_t load64(const char* p) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

/// How many of eight bytes continue a UTF-8 character: bit 7 set, bit 6 clear.
inline uint32_t count_continuations(uint64_t bytes) {
  return static_cast<uint32_t>(std::popcount(bytes & ~(bytes << 1U) & 0x8080808080808080U));
}

/// The first bytes of a string, kHeadBytes at most; zeros behind them.
struct Head {
  uint64_t first, second;

  /// kHeadBytes bytes can be read at `p`; `size` of them belong to the string.
  static Head of(const char* p, size_t size) {
    const char* mask = kMask.data() + kHeadBytes - size;
    return {load64(p) & load64(mask), load64(p + 8) & load64(mask + 8)};
  }

  /// Strings of one length up to 8 bytes never share it; its top bits are the best mixed.
  uint64_t hash(size_t size) const {
    uint64_t hash = first * kOddBits;
    hash ^= hash >> 32U;
    return (hash + second + size * 0xD6E8FEB86659FD93U) * kOddBits;
  }
  uint32_t continuations() const {
    return count_continuations(first) + count_continuations(second);
  }

 private:
  static constexpr std::array<char, 2 * kHeadBytes> kMask = [] {
    std::array<char, 2 * kHeadBytes> mask{};
    for (size_t i = 0; i < kHeadBytes; ++i) mask[i] = static_cast<char>(-1);
    return mask;
  }();
};

}  // namespace lauter::internal
