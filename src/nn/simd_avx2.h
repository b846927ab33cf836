/// Eight lanes of AVX2 and FMA for kernels_impl.h, shared by the files that are compiled for them.
/// In an anonymous namespace, so that each file keeps its own code.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace lauter::internal {
namespace {

struct Avx2 {
  struct F32x8 {
    static constexpr size_t kLanes = 8;
    __m256 v;

    static F32x8 load(const float* p) { return {_mm256_loadu_ps(p)}; }
    static F32x8 load_bytes(const char* p) {
      return {_mm256_castsi256_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)))};
    }
    static F32x8 from_i8(const char* p) {
      const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p));
      return {_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes))};
    }
    static F32x8 all(float x) { return {_mm256_set1_ps(x)}; }
    void store(float* p) const { _mm256_storeu_ps(p, v); }
    /// Rounded to the nearest even; lanes must be in 0..255.
    void store_u8(uint8_t* p) const {
      const __m256i wide = _mm256_cvtps_epi32(v);
      const __m128i half =
          _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
      _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(half, half));
    }

    friend F32x8 operator+(F32x8 a, F32x8 b) { return {_mm256_add_ps(a.v, b.v)}; }
    friend F32x8 operator-(F32x8 a, F32x8 b) { return {_mm256_sub_ps(a.v, b.v)}; }
    friend F32x8 operator*(F32x8 a, F32x8 b) { return {_mm256_mul_ps(a.v, b.v)}; }
    friend F32x8 operator/(F32x8 a, F32x8 b) { return {_mm256_div_ps(a.v, b.v)}; }
    static F32x8 fma(F32x8 a, F32x8 b, F32x8 c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
    static F32x8 inverse(F32x8 a) { return all(1.0F) / a; }
    static F32x8 sqrt(F32x8 a) { return {_mm256_sqrt_ps(a.v)}; }
    /// a > b ? a : b, so b if either is no number.
    static F32x8 max(F32x8 a, F32x8 b) { return {_mm256_max_ps(a.v, b.v)}; }
    static F32x8 min(F32x8 a, F32x8 b) { return {_mm256_min_ps(a.v, b.v)}; }
    F32x8 magnitude() const { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0F), v)}; }
    /// a times 2 to the number in the low 9 bits of `power`.
    static F32x8 add_exponent(F32x8 a, F32x8 power) {
      const __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(power.v), 23);
      return {_mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a.v), exponent))};
    }
  };

  struct I32x8 {
    __m256i v;

    static I32x8 negative(const int32_t* p) {
      const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
      return {_mm256_sub_epi32(_mm256_setzero_si256(), x)};
    }
    static __m256i load_weights(const int8_t* p) {
      return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    }
    static __m256i all_activations(const uint8_t* p) {
      int four;
      __builtin_memcpy(&four, p, sizeof four);
      return _mm256_set1_epi32(four);
    }
    void add_products(__m256i activations, __m256i weights) {
      const __m256i pairs = _mm256_maddubs_epi16(activations, weights);
      v = _mm256_add_epi32(v, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    }
    /// Two steps whose sums of 16 bits cannot overflow: one widening for both.
    void add_products(__m256i activations, __m256i weights, __m256i activations2,
                      __m256i weights2) {
      const __m256i pairs = _mm256_add_epi16(_mm256_maddubs_epi16(activations, weights),
                                             _mm256_maddubs_epi16(activations2, weights2));
      v = _mm256_add_epi32(v, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    }
    F32x8 to_f32() const { return {_mm256_cvtepi32_ps(v)}; }
  };
};

}  // namespace
}  // namespace lauter::internal
