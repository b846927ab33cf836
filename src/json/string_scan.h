/// The inner loop of reading and writing JSON strings: skip to the next byte that is special.
/// Internal to json.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter::internal {

/// `"`, `\` and U+0000..U+001F: what ends a run of plain bytes in a JSON string.
inline bool is_special(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == '"' || byte == '\\';
}

#ifdef __AVX2__
/// Bit i is set if p[i] is special, for 16 bytes.
inline uint32_t special_mask(__m128i block) {
  const __m128i is_control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
  const __m128i is_quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  const __m128i is_backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  return static_cast<uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(is_control, _mm_or_si128(is_quote, is_backslash))));
}

/// Bit i is set if p[i] is special, for 32 bytes.
inline uint32_t special_mask(__m256i block) {
  const __m256i control_max = _mm256_set1_epi8(0x1F);
  const __m256i is_control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, control_max), block);
  const __m256i is_quote = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('"'));
  const __m256i is_backslash = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\'));
  return static_cast<uint32_t>(
      _mm256_movemask_epi8(_mm256_or_si256(is_control, _mm256_or_si256(is_quote, is_backslash))));
}
#endif

/// The first special byte of [p, end), or end. Reads nothing outside.
inline const char* find_special(const char* p, const char* end) {
#ifdef __AVX2__
  while (end - p >= 32) {
    const uint32_t mask = special_mask(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
    if (mask != 0) return p + __builtin_ctz(mask);
    p += 32;
  }
#endif
  while (p != end && !is_special(*p)) ++p;
  return p;
}

/// Copies [p, end) to `to` up to the first special byte and returns that byte's place (or end).
/// Writes up to end - p bytes, garbage after the copied ones; `to` does not overlap the source.
inline const char* copy_to_special(const char* p, const char* end, char* to) {
#ifdef __AVX2__
  while (end - p >= 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), block);
    const uint32_t mask = special_mask(block);
    if (mask != 0) return p + __builtin_ctz(mask);
    p += 32;
    to += 32;
  }
  // Short strings, as of names, and the rest: sixteen bytes at a time, the last of them twice.
  if (const ptrdiff_t size = end - p; size >= 16) {
    for (ptrdiff_t at = 0;; at = size - 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + at));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), block);
      const uint32_t mask = special_mask(block);
      if (mask != 0) return p + at + __builtin_ctz(mask);
      if (at == size - 16) return end;
    }
  }
#endif
  while (p != end && !is_special(*p)) *to++ = *p++;
  return p;
}

}  // namespace lauter::internal
