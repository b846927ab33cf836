/// Jumps to the next of a few bytes, 32 at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter::scan {

/// First byte of text[from, end) that is one of `kBytes`, or `end`. Reads nothing outside the text.
template <char... kBytes>
inline size_t find_byte(std::string_view text, size_t from, size_t end) {
  size_t i = from;
#ifdef __AVX2__
  for (; i < end && i + 32 <= text.size(); i += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + i));
    __m256i hit = _mm256_setzero_si256();
    ((hit = _mm256_or_si256(hit, _mm256_cmpeq_epi8(block, _mm256_set1_epi8(kBytes)))), ...);
    auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(hit));
    if (end - i < 32) mask &= (uint32_t{1} << (end - i)) - 1;
    if (mask != 0) return i + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (i < end && ((text[i] != kBytes) && ...)) ++i;
  return i < end ? i : end;
}

}  // namespace lauter::scan
