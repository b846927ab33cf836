/// The kernels in plain C++, lane by lane, and the choice between them and those of this CPU.
#include "nn/kernels.h"
#include "nn/kernels_impl.h"

namespace lauter::internal {
namespace {

struct Portable {
  struct F32x8 {
    static constexpr size_t kLanes = 8;
    float v[8];

    template <typename Lane>
    static F32x8 each(Lane lane) {
      F32x8 result;
      for (int i = 0; i < 8; ++i) result.v[i] = lane(i);
      return result;
    }
    static F32x8 load(const float* p) {
      return each([&](int i) { return p[i]; });
    }
    static F32x8 load_bytes(const char* p) {
      F32x8 result;
      __builtin_memcpy(result.v, p, sizeof result.v);
      return result;
    }
    static F32x8 from_i8(const char* p) {
      return each([&](int i) { return static_cast<float>(static_cast<int8_t>(p[i])); });
    }
    static F32x8 all(float x) {
      return each([&](int) { return x; });
    }
    void store(float* p) const { __builtin_memcpy(p, v, sizeof v); }
    void store_u8(uint8_t* p) const {
      for (int i = 0; i < 8; ++i) p[i] = static_cast<uint8_t>(__builtin_rintf(v[i]));
    }

    friend F32x8 operator+(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] + b.v[i]; });
    }
    friend F32x8 operator-(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] - b.v[i]; });
    }
    friend F32x8 operator*(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] * b.v[i]; });
    }
    friend F32x8 operator/(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] / b.v[i]; });
    }
    static F32x8 fma(const F32x8& a, const F32x8& b, const F32x8& c) {
      return each([&](int i) { return __builtin_fmaf(a.v[i], b.v[i], c.v[i]); });
    }
    static F32x8 inverse(const F32x8& a) { return all(1.0F) / a; }
    static F32x8 sqrt(const F32x8& a) {
      return each([&](int i) { return __builtin_sqrtf(a.v[i]); });
    }
    static F32x8 max(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
    }
    static F32x8 min(const F32x8& a, const F32x8& b) {
      return each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
    }
    F32x8 magnitude() const {
      return each([&](int i) { return __builtin_fabsf(v[i]); });
    }
    static F32x8 add_exponent(const F32x8& a, const F32x8& power) {
      return each([&](int i) {
        uint32_t bits;
        uint32_t exponent;
        __builtin_memcpy(&bits, &a.v[i], sizeof bits);
        __builtin_memcpy(&exponent, &power.v[i], sizeof exponent);
        bits += exponent << 23;
        float result;
        __builtin_memcpy(&result, &bits, sizeof result);
        return result;
      });
    }
  };

  struct I32x8 {
    int32_t v[8];

    static I32x8 negative(const int32_t* p) {
      I32x8 result;
      for (int i = 0; i < 8; ++i) result.v[i] = -p[i];
      return result;
    }
    static const int8_t* load_weights(const int8_t* p) { return p; }
    static const uint8_t* all_activations(const uint8_t* p) { return p; }
    void add_products(const uint8_t* activations, const int8_t* weights) {
      for (int i = 0; i < 8; ++i) {
        for (int k = 0; k < 4; ++k) v[i] += activations[k] * weights[4 * i + k];
      }
    }
    void add_products(const uint8_t* activations, const int8_t* weights,
                      const uint8_t* activations2, const int8_t* weights2) {
      add_products(activations, weights);
      add_products(activations2, weights2);
    }
    F32x8 to_f32() const {
      return F32x8::each([&](int i) { return static_cast<float>(v[i]); });
    }
  };
};

constexpr Kernels kPortable = KernelsOf<Portable>::table("portable");

}  // namespace

const Kernels& portable_kernels() { return kPortable; }

const Kernels& best_kernels() {
  static const Kernels& kBest = avx512_kernels() != nullptr ? *avx512_kernels()
                                : avx2_kernels() != nullptr ? *avx2_kernels()
                                                            : kPortable;
  return kBest;
}

}  // namespace lauter::internal
