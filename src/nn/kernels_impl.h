/// The kernels of kernels.h over eight lanes, written once. A CPU's file gives `Simd` with the
/// types F32x8 and I32x8 in an anonymous namespace, so that its instantiations stay in that file:
/// the linker must never put code of one CPU into the table of another. For the same reason nothing
/// here calls inline functions of the standard library.
#pragma once

#include "nn/kernels.h"

namespace lauter::internal {

template <typename Simd>
struct KernelsOf {
  using F32x8 = typename Simd::F32x8;
  using I32x8 = typename Simd::I32x8;
  static constexpr size_t kLanes = 8;

  /// Rows of one register tile: twelve accumulators for f32; eight for i8, whose products need more
  /// registers on their way.
  static constexpr size_t kTileF32 = 6;
  static constexpr size_t kTileI8 = 4;

  static constexpr size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

  // --- elementary functions ---

  /// e^x for x in -87..88 (others are clamped), relative error below 2e-7.
  ///
  /// x = n ln 2 + r with |r| <= ln 2 / 2; e^r = 1 + r + r^2 q(r), q fitted to a relative error of
  /// 3e-9 (weighted least squares on 4001 Chebyshev nodes). Adding 1.5 * 2^23 rounds to an integer
  /// and leaves n in the low bits, which shifted by 23 are an exponent.
  template <typename V>
  static V exp(V x) {
    x = V::max(x, V::all(-87.0F));
    x = V::min(x, V::all(88.0F));
    const V rounder = V::all(12582912.0F);
    const V shifted = V::fma(x, V::all(1.44269504F), rounder);
    const V n = shifted - rounder;
    // ln 2 in two parts, the first with 9 significant bits so that n times it is exact.
    V r = V::fma(n, V::all(-0.693359375F), x);
    r = V::fma(n, V::all(2.12194440e-4F), r);
    V q = V::all(0.001381459878757596F);
    q = V::fma(q, r, V::all(0.008368716575205326F));
    q = V::fma(q, r, V::all(0.04166838899254799F));
    q = V::fma(q, r, V::all(0.1666652113199234F));
    q = V::fma(q, r, V::all(0.4999999403953552F));
    const V e = V::fma(r * r, q, r) + V::all(1.0F);
    return V::add_exponent(e, shifted);
  }

  template <typename V>
  static V sigmoid(V x) {
    return V::inverse(V::all(1.0F) + exp(V::all(0.0F) - x));
  }

  template <typename V>
  static V gelu(V x) {
    return x * sigmoid(x * V::fma(x * x, V::all(0.07135481F), V::all(1.5957691F)));
  }

  /// ((0+4)+(2+6)) + ((1+5)+(3+7)).
  static float total_of(F32x8 v) {
    float lane[kLanes];
    v.store(lane);
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
  }

  static float largest_of(F32x8 v) {
    float lane[kLanes];
    v.store(lane);
    for (size_t i = 1; i < kLanes; ++i) {
      if (lane[i] > lane[0]) lane[0] = lane[i];
    }
    return lane[0];
  }

  // --- rows ---

  /// The sums of one token for kParts vectors from the i-th number on.
  template <typename V, size_t kParts>
  static void embed_part(const EmbedTable& table, const uint32_t* id, size_t shape, size_t gap,
                         size_t i, float* x) {
    V sum[kParts];
    for (size_t p = 0; p < kParts; ++p) {
      const size_t at = i + p * V::kLanes;
      sum[p] = V::load(table.shapes + shape * table.width + at) +
               V::load(table.gaps + gap * table.width + at);
    }
    for (size_t k = 0; k < table.ids; ++k) {
      if (id[k] == 0) continue;
      const size_t first = id[k] * table.width + i;
      if (table.row_scale == nullptr) {
        const char* row = table.rows + first * sizeof(float);
        for (size_t p = 0; p < kParts; ++p) {
          sum[p] = sum[p] + V::load_bytes(row + p * V::kLanes * sizeof(float));
        }
      } else {
        const char* row = table.rows + first;
        const V scale = V::all(table.row_scale[id[k]]);
        for (size_t p = 0; p < kParts; ++p) {
          sum[p] = V::fma(V::from_i8(row + p * V::kLanes), scale, sum[p]);
        }
      }
    }
    for (size_t p = 0; p < kParts; ++p) sum[p].store(x + p * V::kLanes);
  }

  /// In steps of kParts vectors, then of eight numbers.
  template <typename V, size_t kParts>
  static void embed_rows(const EmbedTable& table, const uint32_t* ids, const uint8_t* shapes,
                         const uint8_t* gaps, size_t n, float* x) {
    // A row of a large table comes from memory: ask for it eight tokens ahead.
    constexpr size_t kAhead = 8;
    const size_t row_bytes = table.width * (table.row_scale == nullptr ? sizeof(float) : 1);
    const auto prefetch = [&](size_t t) {
      for (size_t k = 0; k < table.ids; ++k) {
        const char* row = table.rows + ids[t * table.ids + k] * row_bytes;
        for (size_t byte = 0; byte < row_bytes; byte += 64) __builtin_prefetch(row + byte);
        __builtin_prefetch(row + row_bytes - 1);  // rows need not begin on a cache line
      }
    };
    for (size_t t = 0; t < smaller(kAhead, n); ++t) prefetch(t);
    for (size_t t = 0; t < n; ++t) {
      if (t + kAhead < n) prefetch(t + kAhead);
      size_t i = 0;
      for (; i + kParts * V::kLanes <= table.width; i += kParts * V::kLanes) {
        embed_part<V, kParts>(table, ids + t * table.ids, shapes[t], gaps[t], i, x + i);
      }
      for (; i < table.width; i += kLanes) {
        embed_part<F32x8, 1>(table, ids + t * table.ids, shapes[t], gaps[t], i, x + i);
      }
      x += table.width;
    }
  }

  static void embed(const EmbedTable& table, const uint32_t* ids, const uint8_t* shapes,
                    const uint8_t* gaps, size_t n, float* x) {
    embed_rows<F32x8, 4>(table, ids, shapes, gaps, n, x);
  }

  static void normalise(const float* weight, const float* bias, const float* x, size_t n,
                        size_t width, float* out) {
    const float count = static_cast<float>(width);
    for (; n != 0; --n, x += width, out += width) {
      F32x8 sum = F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += kLanes) sum = sum + F32x8::load(x + i);
      const F32x8 mean = F32x8::all(total_of(sum) / count);
      F32x8 squares = F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 centred = F32x8::load(x + i) - mean;
        squares = F32x8::fma(centred, centred, squares);
      }
      const F32x8 variance = F32x8::all(total_of(squares) / count + 1e-5F);
      const F32x8 factor = F32x8::all(1.0F) / F32x8::sqrt(variance);
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 unit = (F32x8::load(x + i) - mean) * factor;
        F32x8::fma(unit, F32x8::load(weight + i), F32x8::load(bias + i)).store(out + i);
      }
    }
  }

  static void quantise(const float* x, size_t n, size_t width, uint8_t* values, float* scale) {
    const float limit = kActivationLimit;
    for (; n != 0; --n, x += width, values += width) {
      F32x8 largest = F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += kLanes) {
        largest = F32x8::max(F32x8::load(x + i).magnitude(), largest);
      }
      const float most = largest_of(largest);
      // A row of nothing (and one so small that 63 / it overflows) is zero.
      const bool is_zero = !(most > 1e-30F);
      *scale++ = is_zero ? 0.0F : most / limit;
      const F32x8 factor = F32x8::all(is_zero ? 0.0F : limit / most);
      const F32x8 low = F32x8::all(-limit);
      const F32x8 high = F32x8::all(limit);
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 q = F32x8::min(F32x8::max(F32x8::load(x + i) * factor, low), high);
        (q + F32x8::all(kActivationOffset)).store_u8(values + i);
      }
    }
  }

  // --- matrix products ---

  /// The sums of kRows rows with one panel, f32.
  template <size_t kRows>
  static void sum_f32(const float* weights, const float* bias, const Taps& taps, const float* rows,
                      size_t stride, F32x8 (&sum)[kRows][2]) {
    for (size_t r = 0; r < kRows; ++r) {
      sum[r][0] = F32x8::load(bias);
      sum[r][1] = F32x8::load(bias + kLanes);
    }
    for (size_t tap = 0; tap < taps.taps; ++tap) {
      const float* row = rows + tap * taps.tap_rows * stride;
      for (size_t i = 0; i < taps.width; ++i) {
        const F32x8 low = F32x8::load(weights);
        const F32x8 high = F32x8::load(weights + kLanes);
        weights += kPanel;
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          const F32x8 input = F32x8::all(row[r * stride + i]);
          sum[r][0] = F32x8::fma(input, low, sum[r][0]);
          sum[r][1] = F32x8::fma(input, high, sum[r][1]);
        }
      }
    }
  }

  /// The same for i8: an exact integer sum for each tap, times the factor of its row.
  template <size_t kRows>
  static void sum_i8(const PanelsI8& matrix, size_t panel, const Taps& taps, const RowsI8& rows,
                     F32x8 (&sum)[kRows][2]) {
    const int8_t* weights = matrix.weights + panel * taps.taps * taps.width * kPanel;
    for (size_t tap = 0; tap < taps.taps; ++tap) {
      const size_t at = panel * taps.taps + tap;
      const int32_t* offset = matrix.offset + at * kPanel;
      const size_t first = tap * taps.tap_rows;
      const uint8_t* row = rows.values + first * taps.width;
      I32x8 dot[kRows][2];
      for (size_t r = 0; r < kRows; ++r) {
        dot[r][0] = I32x8::negative(offset);
        dot[r][1] = I32x8::negative(offset + kLanes);
      }
      const uint16_t* step = matrix.order + at * (taps.width / 4);
      const uint16_t* const pairs_end = step + 2 * matrix.pairs[at];
      const uint16_t* const end = step + taps.width / 4;
      for (; step != pairs_end; step += 2) {
        const auto low = I32x8::load_weights(weights);
        const auto high = I32x8::load_weights(weights + 4 * kLanes);
        const auto low2 = I32x8::load_weights(weights + 8 * kLanes);
        const auto high2 = I32x8::load_weights(weights + 12 * kLanes);
        weights += 8 * kPanel;
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          const auto input = I32x8::all_activations(row + r * taps.width + step[0]);
          const auto input2 = I32x8::all_activations(row + r * taps.width + step[1]);
          dot[r][0].add_products(input, low, input2, low2);
          dot[r][1].add_products(input, high, input2, high2);
        }
      }
      for (; step != end; ++step) {
        const auto low = I32x8::load_weights(weights);
        const auto high = I32x8::load_weights(weights + 4 * kLanes);
        weights += 4 * kPanel;
#pragma GCC unroll 8
        for (size_t r = 0; r < kRows; ++r) {
          const auto input = I32x8::all_activations(row + r * taps.width + *step);
          dot[r][0].add_products(input, low);
          dot[r][1].add_products(input, high);
        }
      }
      for (size_t r = 0; r < kRows; ++r) {
        const F32x8 factor = F32x8::all(rows.scale[first + r]);
        for (size_t half = 0; half < 2; ++half) {
          sum[r][half] = tap == 0 ? dot[r][half].to_f32() * factor
                                  : F32x8::fma(dot[r][half].to_f32(), factor, sum[r][half]);
        }
      }
    }
    for (size_t half = 0; half < 2; ++half) {
      const size_t column = panel * kPanel + half * kLanes;
      const F32x8 scale = F32x8::load(matrix.scale + column);
      const F32x8 bias = F32x8::load(matrix.bias + column);
      for (size_t r = 0; r < kRows; ++r) sum[r][half] = F32x8::fma(sum[r][half], scale, bias);
    }
  }

  /// What becomes of the sums of one panel and one row.
  struct Gate {
    float* out;
    size_t stride;
    void put(size_t row, size_t panel, const F32x8 (&sum)[2]) const {
      (sum[0] * sigmoid(sum[1])).store(out + row * stride + panel * kLanes);
    }
  };
  enum class Into { kNew, kAdd, kGelu };
  template <Into kInto>
  struct Store {
    static constexpr bool kAdd = kInto == Into::kAdd;
    float* out;
    size_t stride;  ///< outputs
    void put(size_t row, size_t panel, const F32x8 (&sum)[2]) const {
      float* to = out + row * stride + panel * kPanel;
      const size_t outputs = smaller(kPanel, stride - panel * kPanel);
      const F32x8 low = kInto == Into::kGelu ? gelu(sum[0]) : sum[0];
      const F32x8 high = kInto == Into::kGelu ? gelu(sum[1]) : sum[1];
      if (outputs == kPanel) {
        (kAdd ? F32x8::load(to) + low : low).store(to);
        (kAdd ? F32x8::load(to + kLanes) + high : high).store(to + kLanes);
        return;
      }
      float lane[kPanel];
      low.store(lane);
      high.store(lane + kLanes);
      for (size_t i = 0; i < outputs; ++i) to[i] = kAdd ? to[i] + lane[i] : lane[i];
    }
  };

  /// Calls tile(count, row) so that counts of at most kTile cover `rows` rows; a rest is shared
  /// evenly between the last two, because a tile of few rows waits for its own sums.
  template <size_t kTile, typename Tile>
  static void for_tiles(size_t rows, Tile tile) {
    for (size_t row = 0; row < rows;) {
      const size_t left = rows - row;
      const size_t count = left <= kTile ? left : left < 2 * kTile ? (left + 1) / 2 : kTile;
      tile(count, row);
      row += count;
    }
  }

  template <typename Put>
  static void multiply_f32(const PanelsF32& matrix, const Taps& taps, const float* rows, size_t n,
                           const Put& put) {
    for (size_t panel = 0; panel < matrix.panels; ++panel) {
      const auto tile = [&]<size_t kRows>(size_t row) {
        F32x8 sum[kRows][2];
        sum_f32<kRows>(matrix.weights + panel * taps.taps * taps.width * kPanel,
                       matrix.bias + panel * kPanel, taps, rows + row * taps.width, taps.width,
                       sum);
        for (size_t r = 0; r < kRows; ++r) put.put(row + r, panel, sum[r]);
      };
      for_tiles<kTileF32>(n, [&](size_t count, size_t row) {
        switch (count) {
          case 1:
            return tile.template operator()<1>(row);
          case 2:
            return tile.template operator()<2>(row);
          case 3:
            return tile.template operator()<3>(row);
          case 4:
            return tile.template operator()<4>(row);
          case 5:
            return tile.template operator()<5>(row);
          default:
            return tile.template operator()<6>(row);
        }
      });
    }
  }

  template <typename Put>
  static void multiply_i8(const PanelsI8& matrix, const Taps& taps, const RowsI8& rows, size_t n,
                          const Put& put) {
    for (size_t panel = 0; panel < matrix.panels; ++panel) {
      const auto tile = [&]<size_t kRows>(size_t row) {
        F32x8 sum[kRows][2];
        sum_i8<kRows>(matrix, panel, taps, {rows.values + row * taps.width, rows.scale + row}, sum);
        for (size_t r = 0; r < kRows; ++r) put.put(row + r, panel, sum[r]);
      };
      for_tiles<kTileI8>(n, [&](size_t count, size_t row) {
        switch (count) {
          case 1:
            return tile.template operator()<1>(row);
          case 2:
            return tile.template operator()<2>(row);
          case 3:
            return tile.template operator()<3>(row);
          default:
            return tile.template operator()<4>(row);
        }
      });
    }
  }

  static void gate_f32(const PanelsF32& matrix, const Taps& taps, const float* rows, size_t n,
                       float* out) {
    multiply_f32(matrix, taps, rows, n, Gate{out, matrix.panels * kLanes});
  }
  static void gate_i8(const PanelsI8& matrix, const Taps& taps, const RowsI8& rows, size_t n,
                      float* out) {
    multiply_i8(matrix, taps, rows, n, Gate{out, matrix.panels * kLanes});
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

  // --- pools ---

  static void attend(const float* weight, float bias, const float* rows, size_t n, size_t width,
                     float& highest, float& total, float* sum) {
    for (; n != 0; --n, rows += width) {
      F32x8 product = F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += kLanes) {
        product = F32x8::fma(F32x8::load(weight + i), F32x8::load(rows + i), product);
      }
      const float exponent = total_of(product) + bias;
      const float before = highest;
      if (exponent > highest) highest = exponent;
      float lane[kLanes];
      exp(F32x8::all(before - highest)).store(lane);
      const F32x8 shrink = F32x8::all(lane[0]);
      exp(F32x8::all(exponent - highest)).store(lane);
      const F32x8 share = F32x8::all(lane[0]);
      F32x8::fma(F32x8::all(total), shrink, share).store(lane);
      total = lane[0];
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 part = F32x8::load(rows + i) * share;
        F32x8::fma(F32x8::load(sum + i), shrink, part).store(sum + i);
      }
    }
  }

  static void soften(float* x, size_t n, size_t width, float* inverse) {
    for (; n != 0; --n, x += width, ++inverse) {
      F32x8 largest = F32x8::all(-3e38F);
      for (size_t i = 0; i < width; i += kLanes) largest = F32x8::max(F32x8::load(x + i), largest);
      const F32x8 most = F32x8::all(largest_of(largest));
      F32x8 sum = F32x8::all(0.0F);
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 e = exp(F32x8::load(x + i) - most);
        e.store(x + i);
        sum = sum + e;
      }
      *inverse = 1.0F / total_of(sum);
    }
  }

  static void pool(const float* rows, size_t n, size_t width, float* sum, float* max) {
    for (; n != 0; --n, rows += width) {
      for (size_t i = 0; i < width; i += kLanes) {
        const F32x8 row = F32x8::load(rows + i);
        (F32x8::load(sum + i) + row).store(sum + i);
        F32x8::max(F32x8::load(max + i), row).store(max + i);
      }
    }
  }

  static constexpr Kernels table(const char* name) {
    return {.name = name,
            .pairs_steps = true,
            .embed = embed,
            .normalise = normalise,
            .quantise = quantise,
            .gate_f32 = gate_f32,
            .gate_i8 = gate_i8,
            .add_f32 = add_f32,
            .add_i8 = add_i8,
            .affine = affine,
            .affine_i8 = affine_i8,
            .gelu_i8 = gelu_i8,
            .soften = soften,
            .attend = attend,
            .pool = pool};
  }
};

}  // namespace lauter::internal
