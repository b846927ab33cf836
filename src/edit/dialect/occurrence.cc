/// A block of 32 places is a candidate where both the needle's first and its last byte match; the
/// candidates are compared in full. Text in which candidates abound ("aaaa") would make this
/// quadratic, so comparing has an allowance that grows with the bytes passed.
#include "edit/dialect/occurrence.h"

#include <cstring>

#include "base/check.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

/// First occurrence at or after `from`, by the C library.
size_t find_plain(std::string_view haystack, std::string_view needle, size_t from) {
  if (from > haystack.size()) return kNowhere;
  const void* found =
      memmem(haystack.data() + from, haystack.size() - from, needle.data(), needle.size());
  if (found == nullptr) return kNowhere;
  return static_cast<size_t>(static_cast<const char*>(found) - haystack.data());
}

#ifdef __AVX2__
constexpr size_t kStep = 32;
/// Bytes that may be compared for each byte passed.
constexpr size_t kComparedPerByte = 4;

__m256i load(const char* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }

size_t find_from(std::string_view haystack, std::string_view needle, size_t from) {
  const size_t back = needle.size() - 1;  // from the first byte to the last
  const __m256i first = _mm256_set1_epi8(needle.front());
  const __m256i last = _mm256_set1_epi8(needle.back());
  size_t allowance = 4096;
  size_t at = from;
  for (; at + back + kStep <= haystack.size(); at += kStep) {
    const char* const p = haystack.data() + at;
    const __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(load(p), first),
                                          _mm256_cmpeq_epi8(load(p + back), last));
    auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(both));
    for (; mask != 0; mask &= mask - 1) {
      const auto bit = static_cast<size_t>(__builtin_ctz(mask));
      if (std::memcmp(p + bit, needle.data(), needle.size()) == 0) return at + bit;
      if (allowance < needle.size()) return find_plain(haystack, needle, at + bit + 1);
      allowance -= needle.size();
    }
    allowance += kStep * kComparedPerByte;
  }
  return find_plain(haystack, needle, at);
}
#else
size_t find_from(std::string_view haystack, std::string_view needle, size_t from) {
  return find_plain(haystack, needle, from);
}
#endif

}  // namespace

Occurrence find_once(std::string_view haystack, std::string_view needle) {
  LAUTER_CHECK(!needle.empty(), "the empty text is everywhere");
  if (needle.size() > haystack.size()) return {};
  const size_t at = find_from(haystack, needle, 0);
  if (at == kNowhere) return {};
  const bool again = find_from(haystack, needle, at + 1) != kNowhere;
  return {again ? Occurrence::Count::kMore : Occurrence::Count::kOnce, at};
}

}  // namespace lauter
