/// 64 bytes at a time, with one result bit for each: AVX2 where there is, plain loops elsewhere.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {

#ifdef __AVX2__

class ByteBlock {
 public:
  /// Reads p[0..64).
  explicit ByteBlock(const char* p)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32))) {}

  uint64_t equals(char c) const {
    const __m256i v = _mm256_set1_epi8(c);
    return bits(_mm256_cmpeq_epi8(low_, v), _mm256_cmpeq_epi8(high_, v));
  }
  /// Bytes in [first, first + n).
  uint64_t in_range(char first, int n) const {
    const __m256i base = _mm256_set1_epi8(first);
    const __m256i last = _mm256_set1_epi8(static_cast<char>(n - 1));
    const auto inside = [&](__m256i v) {
      const __m256i offset = _mm256_sub_epi8(v, base);
      return _mm256_cmpeq_epi8(_mm256_min_epu8(offset, last), offset);
    };
    return bits(inside(low_), inside(high_));
  }
  /// Every byte with bit 5 set: ASCII letters become lower case.
  ByteBlock folded() const {
    const __m256i bit = _mm256_set1_epi8(0x20);
    return {_mm256_or_si256(low_, bit), _mm256_or_si256(high_, bit)};
  }

 private:
  ByteBlock(__m256i low, __m256i high) : low_(low), high_(high) {}
  static uint64_t bits(__m256i low, __m256i high) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
           uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(high))} << 32;
  }
  __m256i low_, high_;
};

#else

class ByteBlock {
 public:
  explicit ByteBlock(const char* p) { std::memcpy(bytes_, p, sizeof bytes_); }

  uint64_t equals(char c) const { return in_range(c, 1); }
  uint64_t in_range(char first, int n) const {
    uint64_t mask = 0;
    for (size_t i = 0; i < sizeof bytes_; ++i) {
      const auto offset = static_cast<uint8_t>(bytes_[i] - static_cast<uint8_t>(first));
      mask |= uint64_t{offset < n} << i;
    }
    return mask;
  }
  ByteBlock folded() const {
    ByteBlock block = *this;
    for (uint8_t& b : block.bytes_) b = static_cast<uint8_t>(b | 0x20);
    return block;
  }

 private:
  uint8_t bytes_[64];
};

#endif

/// How many bytes of `text` have a bit in `bits(block)`.
template <typename Bits>
size_t count_bytes(std::string_view text, Bits bits) {
  constexpr size_t kBlock = 64;
  size_t n = 0;
  size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    n += static_cast<size_t>(std::popcount(bits(ByteBlock(text.data() + at))));
  }
  if (const size_t rest = text.size() - at; rest != 0) {
    char last[kBlock] = {};
    std::memcpy(last, text.data() + at, rest);
    const uint64_t inside = (uint64_t{1} << rest) - 1;
    n += static_cast<size_t>(std::popcount(bits(ByteBlock(last)) & inside));
  }
  return n;
}

inline size_t count_byte(std::string_view text, char c) {
  return count_bytes(text, [c](const ByteBlock& block) { return block.equals(c); });
}

}  // namespace lauter
