/// The kernels on AVX-512 with VNNI. This file alone is compiled for them (src/CMakeLists.txt).
///
/// Sixteen lanes do what eight do elsewhere. Where a sum has eight parts (kernels.h), two rows share
/// a vector. A product of i8 is `vpdpbusd`: four of u8 x s8 and their sum in 32 bits, so no step
/// needs a partner, and a tile is six rows by four panels.
#include "nn/kernels.h"

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && \
    defined(__AVX512VL__)

#include "nn/kernels_impl.h"
#include "nn/simd_avx2.h"

namespace lauter::internal {
namespace {

struct F32x16 {
  static constexpr size_t kLanes = 16;
  __m512 v;

  static F32x16 load(const float* p) { return {_mm512_loadu_ps(p)}; }
  static F32x16 load_bytes(const char* p) { return {_mm512_loadu_ps(p)}; }
  static F32x16 from_i8(const char* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return {_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes))};
  }
  static F32x16 all(float x) { return {_mm512_set1_ps(x)}; }
  /// Eight lanes of `low`, then eight of `high`.
  static F32x16 pair(const float* low, const float* high) {
    return {_mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(low)), _mm256_loadu_ps(high),
                               1)};
  }
  static F32x16 twice(const float* p) { return {_mm512_broadcast_f32x8(_mm256_loadu_ps(p))}; }
  void store(float* p) const { _mm512_storeu_ps(p, v); }
  void store_pair(float* low, float* high) const {
    _mm256_storeu_ps(low, _mm512_castps512_ps256(v));
    _mm256_storeu_ps(high, _mm512_extractf32x8_ps(v, 1));
  }

  friend F32x16 operator+(F32x16 a, F32x16 b) { return {_mm512_add_ps(a.v, b.v)}; }
  friend F32x16 operator-(F32x16 a, F32x16 b) { return {_mm512_sub_ps(a.v, b.v)}; }
  friend F32x16 operator*(F32x16 a, F32x16 b) { return {_mm512_mul_ps(a.v, b.v)}; }
  static F32x16 fma(F32x16 a, F32x16 b, F32x16 c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
  /// 1 / a to the bit for a of 1 to 2^127 (tried on every such number): two steps of Newton, the first
  /// rounded up so that the last is right for a mantissa of ones too. A division takes far longer; it
  /// is left for results without all their bits.
  static F32x16 inverse(F32x16 a) {
    const __m512 one = _mm512_set1_ps(1.0F);
    if (_mm512_cmp_ps_mask(a.v, _mm512_set1_ps(0x1p126F), _CMP_GT_OQ) != 0) [[unlikely]] {
      return {_mm512_div_ps(one, a.v)};
    }
    __m512 y = _mm512_rcp14_ps(a.v);
    y = _mm512_fmadd_round_ps(_mm512_fnmadd_ps(a.v, y, one), y, y,
                              _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
    return {_mm512_fmadd_ps(_mm512_fnmadd_ps(a.v, y, one), y, y)};
  }
  static F32x16 max(F32x16 a, F32x16 b) { return {_mm512_max_ps(a.v, b.v)}; }
  static F32x16 min(F32x16 a, F32x16 b) { return {_mm512_min_ps(a.v, b.v)}; }
  static F32x16 add_exponent(F32x16 a, F32x16 power) {
    const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(power.v), 23);
    return {_mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a.v), exponent))};
  }
  /// In each half, what KernelsOf::total_of() makes of it, in all lanes.
  static F32x16 totals_of(F32x16 a) {
    a = a + F32x16{_mm512_shuffle_f32x4(a.v, a.v, _MM_SHUFFLE(2, 3, 0, 1))};
    a = a + F32x16{_mm512_shuffle_ps(a.v, a.v, _MM_SHUFFLE(1, 0, 3, 2))};
    return a + F32x16{_mm512_shuffle_ps(a.v, a.v, _MM_SHUFFLE(2, 3, 0, 1))};
  }
};

struct Avx512 {
  using Eight = KernelsOf<Avx2>;

  /// Which of sixteen lanes are among the next `left`.
  static __mmask16 first(size_t left) {
    return static_cast<__mmask16>(left >= 16 ? 0xFFFF : (1U << left) - 1);
  }

  // --- rows ---

  static void embed(const EmbedTable& table, const uint32_t* ids, const uint8_t* shapes,
                    const uint8_t* gaps, size_t n, float* x) {
    Eight::embed_rows<F32x16, 8>(table, ids, shapes, gaps, n, x);
  }

  /// 1 / sqrt(a), where all lanes of each half are equal.
  static __m512 inverse_roots(__m512 a) {
    const __m128 low = _mm512_castps512_ps128(a);
    const __m128 both = _mm_unpacklo_ps(low, _mm512_extractf32x4_ps(a, 2));
    const __m128 inverse = _mm_div_ps(_mm_set1_ps(1.0F), _mm_sqrt_ps(both));
    const __m512i halves = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    return _mm512_permutexvar_ps(halves, _mm512_castps128_ps512(inverse));
  }

  /// kWidth: the width (a power of two), or 0 if it is known at run time only.
  template <size_t kWidth>
  static void normalise_pairs(const float* weight, const float* bias, const float* x, size_t n,
                              size_t any_width, float* out) {
    const size_t width = kWidth == 0 ? any_width : kWidth;
    // Divisions are slow: those by a power of two are products, two others share four lanes.
    const __m512 count = _mm512_set1_ps(static_cast<float>(width));
    const __m512 share = _mm512_set1_ps(1.0F / static_cast<float>(width));
    const auto mean_of = [&](F32x16 sum) -> F32x16 {
      const __m512 total = F32x16::totals_of(sum).v;
      return {kWidth == 0 ? _mm512_div_ps(total, count) : _mm512_mul_ps(total, share)};
    };
    static_assert((kWidth & (kWidth - 1)) == 0);
    for (; n > 1; n -= 2, x += 2 * width, out += 2 * width) {
      F32x16 sum = F32x16::all(0.0F);
#pragma GCC unroll 32
      for (size_t i = 0; i < width; i += 8) sum = sum + F32x16::pair(x + i, x + width + i);
      const F32x16 mean = mean_of(sum);
      F32x16 squares = F32x16::all(0.0F);
#pragma GCC unroll 32
      for (size_t i = 0; i < width; i += 8) {
        const F32x16 centred = F32x16::pair(x + i, x + width + i) - mean;
        squares = F32x16::fma(centred, centred, squares);
      }
      const F32x16 variance = mean_of(squares) + F32x16::all(1e-5F);
      const F32x16 factor{inverse_roots(variance.v)};
#pragma GCC unroll 32
      for (size_t i = 0; i < width; i += 8) {
        const F32x16 unit = (F32x16::pair(x + i, x + width + i) - mean) * factor;
        F32x16::fma(unit, F32x16::twice(weight + i), F32x16::twice(bias + i))
            .store_pair(out + i, out + width + i);
      }
    }
    Eight::normalise(weight, bias, x, n, width, out);
  }

  static void normalise(const float* weight, const float* bias, const float* x, size_t n,
                        size_t width, float* out) {
    if (width == 128) return normalise_pairs<128>(weight, bias, x, n, width, out);
    normalise_pairs<0>(weight, bias, x, n, width, out);
  }

  /// As KernelsOf::quantise, which also cuts at 63: rounding to integers does that for numbers that
  /// are no larger than their largest.
  static void quantise(const float* x, size_t n, size_t width, uint8_t* values, float* scale) {
    const float limit = kActivationLimit;
    for (; n != 0; --n, x += width, values += width) {
      __m512 largest = _mm512_setzero_ps();
      for (size_t i = 0; i < width; i += 16) {
        const __m512 part = _mm512_maskz_loadu_ps(first(width - i), x + i);
        largest = _mm512_max_ps(_mm512_abs_ps(part), largest);
      }
      const float most = _mm512_reduce_max_ps(largest);
      const bool is_zero = !(most > 1e-30F);
      *scale++ = is_zero ? 0.0F : most / limit;
      const __m512 factor = _mm512_set1_ps(is_zero ? 0.0F : limit / most);
      const auto whole = [&](__m512 part) {
        const __m512 q = _mm512_max_ps(_mm512_mul_ps(part, factor), _mm512_set1_ps(-limit));
        return _mm512_cvtps_epi32(_mm512_add_ps(q, _mm512_set1_ps(kActivationOffset)));
      };
      size_t i = 0;
      // The packs interleave their operands by 16 bytes; `order` takes that back.
      const __m512i order =
          _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
      for (; i + 64 <= width; i += 64) {
        const __m512i low = _mm512_packs_epi32(whole(_mm512_loadu_ps(x + i)),
                                               whole(_mm512_loadu_ps(x + i + 16)));
        const __m512i high = _mm512_packs_epi32(whole(_mm512_loadu_ps(x + i + 32)),
                                                whole(_mm512_loadu_ps(x + i + 48)));
        _mm512_storeu_si512(values + i,
                            _mm512_permutexvar_epi32(order, _mm512_packus_epi16(low, high)));
      }
      for (; i < width; i += 16) {
        const __mmask16 mask = first(width - i);
        _mm512_mask_cvtepi32_storeu_epi8(values + i, mask,
                                         whole(_mm512_maskz_loadu_ps(mask, x + i)));
      }
    }
  }

  // --- matrix products ---

  /// The sums of kRows rows with kPanels panels, f32.
  template <size_t kRows, size_t kPanels>
  static void sum_f32(const PanelsF32& matrix, size_t panel, const Taps& taps, const float* rows,
                      F32x16 (&sum)[kRows][kPanels]) {
    const size_t panel_size = taps.taps * taps.width * kPanel;
    const float* weights = matrix.weights + panel * panel_size;
    for (size_t p = 0; p < kPanels; ++p) {
      const F32x16 bias = F32x16::load(matrix.bias + (panel + p) * kPanel);
      for (size_t r = 0; r < kRows; ++r) sum[r][p] = bias;
    }
    for (size_t tap = 0; tap < taps.taps; ++tap) {
      const float* row = rows + tap * taps.tap_rows * taps.width;
      for (size_t i = 0; i < taps.width; ++i, weights += kPanel) {
        F32x16 weight[kPanels];
        for (size_t p = 0; p < kPanels; ++p) weight[p] = F32x16::load(weights + p * panel_size);
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          const F32x16 input = F32x16::all(row[r * taps.width + i]);
#pragma GCC unroll 8
          for (size_t p = 0; p < kPanels; ++p) {
            sum[r][p] = F32x16::fma(input, weight[p], sum[r][p]);
          }
        }
      }
    }
  }

  /// The same for i8: an exact integer sum for each tap, times the factor of its row. Not inlined, or
  /// constants of what follows take the registers of its loop.
  template <size_t kRows, size_t kPanels>
  [[gnu::noinline]] static void sum_i8(const PanelsI8& matrix, size_t panel, const Taps& taps,
                                       const RowsI8& rows, F32x16 (&to)[kRows][kPanels]) {
    F32x16 sum[kRows][kPanels];
    const size_t width = taps.width;
    const size_t panel_size = taps.taps * width * kPanel;
    const int8_t* weights = matrix.weights + panel * panel_size;
    for (size_t tap = 0; tap < taps.taps; ++tap) {
      const uint8_t* row = rows.values + tap * taps.tap_rows * width;
      __m512i dot[kRows][kPanels];
#pragma GCC unroll 8
      for (size_t p = 0; p < kPanels; ++p) {
        const int32_t* offset = matrix.offset + ((panel + p) * taps.taps + tap) * kPanel;
        const __m512i start = _mm512_sub_epi32(_mm512_setzero_si512(), _mm512_loadu_si512(offset));
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) dot[r][p] = start;
      }
      for (size_t i = 0; i < width; i += 4, weights += 4 * kPanel) {
        __m512i weight[kPanels];
#pragma GCC unroll 8
        for (size_t p = 0; p < kPanels; ++p) {
          weight[p] = _mm512_loadu_si512(weights + p * panel_size);
        }
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          int four;
          __builtin_memcpy(&four, row + r * width + i, sizeof four);
          const __m512i input = _mm512_set1_epi32(four);
#pragma GCC unroll 8
          for (size_t p = 0; p < kPanels; ++p) {
            // GCC 12 copies and stores what the intrinsic adds to, in every turn.
            asm("vpdpbusd %2, %1, %0" : "+v"(dot[r][p]) : "v"(input), "v"(weight[p]));
          }
        }
      }
      const float* scale = rows.scale + tap * taps.tap_rows;
#pragma GCC unroll 8
      for (size_t r = 0; r < kRows; ++r) {
        const F32x16 factor = F32x16::all(scale[r]);
#pragma GCC unroll 8
        for (size_t p = 0; p < kPanels; ++p) {
          const F32x16 part{_mm512_cvtepi32_ps(dot[r][p])};
          sum[r][p] = tap == 0 ? part * factor : F32x16::fma(part, factor, sum[r][p]);
        }
      }
    }
#pragma GCC unroll 8
    for (size_t p = 0; p < kPanels; ++p) {
      const F32x16 scale = F32x16::load(matrix.scale + (panel + p) * kPanel);
      const F32x16 bias = F32x16::load(matrix.bias + (panel + p) * kPanel);
#pragma GCC unroll 8
      for (size_t r = 0; r < kRows; ++r) to[r][p] = F32x16::fma(sum[r][p], scale, bias);
    }
  }

  /// What becomes of the sums of a row from `panel` on.
  struct Gate {
    float* out;
    size_t stride;
    template <size_t kPanels>
    void put(size_t row, size_t panel, const F32x16 (&sum)[kPanels]) const {
      float* to = out + row * stride + panel * 8;
      if constexpr (kPanels == 1) {
        const Avx2::F32x8 value{_mm512_castps512_ps256(sum[0].v)};
        const Avx2::F32x8 gate{_mm512_extractf32x8_ps(sum[0].v, 1)};
        (value * Eight::sigmoid(gate)).store(to);
      } else {
#pragma GCC unroll 8
        for (size_t p = 0; p < kPanels; p += 2, to += 16) {
          const F32x16 value{
              _mm512_shuffle_f32x4(sum[p].v, sum[p + 1].v, _MM_SHUFFLE(1, 0, 1, 0))};
          const F32x16 gate{_mm512_shuffle_f32x4(sum[p].v, sum[p + 1].v, _MM_SHUFFLE(3, 2, 3, 2))};
          (value * Eight::sigmoid(gate)).store(to);
        }
      }
    }
  };
  using Into = Eight::Into;
  template <Into kInto>
  struct Store {
    static constexpr bool kAdd = kInto == Into::kAdd;
    float* out;
    size_t stride;  ///< outputs
    template <size_t kPanels>
    void put(size_t row, size_t panel, const F32x16 (&sum)[kPanels]) const {
#pragma GCC unroll 8
      for (size_t p = 0; p < kPanels; ++p) {
        const size_t column = (panel + p) * kPanel;
        const __mmask16 mask = first(stride - column);
        float* to = out + row * stride + column;
        F32x16 made = sum[p];
        if constexpr (kAdd) made = F32x16{_mm512_maskz_loadu_ps(mask, to)} + made;
        if constexpr (kInto == Into::kGelu) made = Eight::gelu(made);
        _mm512_mask_storeu_ps(to, mask, made.v);
      }
    }
  };

  /// Calls tile<rows, kPanels>(row) so that all n rows are covered.
  template <size_t kPanels, typename Tile>
  static void for_rows(size_t n, const Tile& tile) {
    Eight::for_tiles<6>(n, [&](size_t count, size_t row) {
      switch (count) {
        case 1:
          return tile.template operator()<1, kPanels>(row);
        case 2:
          return tile.template operator()<2, kPanels>(row);
        case 3:
          return tile.template operator()<3, kPanels>(row);
        case 4:
          return tile.template operator()<4, kPanels>(row);
        case 5:
          return tile.template operator()<5, kPanels>(row);
        default:
          return tile.template operator()<6, kPanels>(row);
      }
    });
  }
  /// The same for all panels, kMost of them together and the last ones one by one.
  template <size_t kMost, typename Tile>
  static void for_tiles(size_t panels, size_t n, const Tile& tile) {
    size_t panel = 0;
    for (; panel + kMost <= panels; panel += kMost) {
      for_rows<kMost>(n, [&]<size_t kRows, size_t kPanels>(size_t row) {
        tile.template operator()<kRows, kPanels>(row, panel);
      });
    }
    for (; panel < panels; ++panel) {
      for_rows<1>(n, [&]<size_t kRows, size_t kPanels>(size_t row) {
        tile.template operator()<kRows, kPanels>(row, panel);
      });
    }
  }

  template <typename Put>
  static void multiply_f32(const PanelsF32& matrix, const Taps& taps, const float* rows, size_t n,
                           const Put& put) {
    for_tiles<2>(matrix.panels, n, [&]<size_t kRows, size_t kPanels>(size_t row, size_t panel) {
      F32x16 sum[kRows][kPanels];
      sum_f32(matrix, panel, taps, rows + row * taps.width, sum);
      for (size_t r = 0; r < kRows; ++r) put.put(row + r, panel, sum[r]);
    });
  }
  template <typename Put>
  static void multiply_i8(const PanelsI8& matrix, const Taps& taps, const RowsI8& rows, size_t n,
                          const Put& put) {
    for_tiles<4>(matrix.panels, n, [&]<size_t kRows, size_t kPanels>(size_t row, size_t panel) {
      F32x16 sum[kRows][kPanels];
      sum_i8(matrix, panel, taps, {rows.values + row * taps.width, rows.scale + row}, sum);
      for (size_t r = 0; r < kRows; ++r) put.put(row + r, panel, sum[r]);
    });
  }

  static void gate_f32(const PanelsF32& matrix, const Taps& taps, const float* rows, size_t n,
                       float* out) {
    multiply_f32(matrix, taps, rows, n, Gate{out, matrix.panels * 8});
  }
  static void gate_i8(const PanelsI8& matrix, const Taps& taps, const RowsI8& rows, size_t n,
                      float* out) {
    multiply_i8(matrix, taps, rows, n, Gate{out, matrix.panels * 8});
  }
  static void add_f32(const PanelsF32& matrix, const float* rows, size_t width, size_t n,
                      size_t outputs, float* x) {
    multiply_f32(matrix, Taps{.width = width}, rows, n, Store<Into::kAdd>{x, outputs});
  }
  static void add_i8(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n,
                     size_t outputs, float* x) {
    multiply_i8(matrix, Taps{.width = width}, rows, n, Store<Into::kAdd>{x, outputs});
  }
  static void affine(const PanelsF32& matrix, const float* rows, size_t width, size_t n,
                     size_t outputs, float* out) {
    multiply_f32(matrix, Taps{.width = width}, rows, n, Store<Into::kNew>{out, outputs});
  }
  static void affine_i8(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n,
                        size_t outputs, float* out) {
    multiply_i8(matrix, Taps{.width = width}, rows, n, Store<Into::kNew>{out, outputs});
  }
  static void gelu_i8(const PanelsI8& matrix, const RowsI8& rows, size_t width, size_t n,
                      size_t outputs, float* out) {
    multiply_i8(matrix, Taps{.width = width}, rows, n, Store<Into::kGelu>{out, outputs});
  }

  static void soften(float* x, size_t n, size_t width, float* inverse) {
    for (; n != 0; --n, x += width, ++inverse) {
      const F32x16 lowest = F32x16::all(-3e38F);
      F32x16 largest = lowest;
      for (size_t i = 0; i < width; i += 16) {
        const __m512 part = _mm512_mask_loadu_ps(lowest.v, first(width - i), x + i);
        largest = F32x16::max({part}, largest);
      }
      const F32x16 most = F32x16::all(_mm512_reduce_max_ps(largest.v));
      // The eight parts of the sum: both halves of a vector, one after the other.
      Avx2::F32x8 sum = Avx2::F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += 16) {
        const __mmask16 mask = first(width - i);
        const F32x16 part{_mm512_mask_loadu_ps(lowest.v, mask, x + i)};
        const __m512 e = _mm512_maskz_mov_ps(mask, Eight::exp(part - most).v);
        _mm512_mask_storeu_ps(x + i, mask, e);
        sum = sum + Avx2::F32x8{_mm512_castps512_ps256(e)};
        sum = sum + Avx2::F32x8{_mm512_extractf32x8_ps(e, 1)};
      }
      *inverse = 1.0F / Eight::total_of(sum);
    }
  }
};

constexpr Kernels kAvx512 = {.name = "avx512",
                             .pairs_steps = false,
                             .embed = Avx512::embed,
                             .normalise = Avx512::normalise,
                             .quantise = Avx512::quantise,
                             .gate_f32 = Avx512::gate_f32,
                             .gate_i8 = Avx512::gate_i8,
                             .add_f32 = Avx512::add_f32,
                             .add_i8 = Avx512::add_i8,
                             .affine = Avx512::affine,
                             .affine_i8 = Avx512::affine_i8,
                             .gelu_i8 = Avx512::gelu_i8,
                             .soften = Avx512::soften,
                             .attend = KernelsOf<Avx2>::attend,
                             .pool = KernelsOf<Avx2>::pool};

}  // namespace

const Kernels* avx512_kernels() {
  const bool has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512vnni");
  return has_all ? &kAvx512 : nullptr;
}

}  // namespace lauter::internal

#else

namespace lauter::internal {
const Kernels* avx512_kernels() { return nullptr; }
}  // namespace lauter::internal

#endif
