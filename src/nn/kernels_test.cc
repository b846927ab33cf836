#include "nn/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "nn/packed.h"
#include "nn/random_model.h"

namespace lauter::internal {
namespace {

class KernelsTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && avx2_kernels() == nullptr) GTEST_SKIP() << "this CPU has no AVX2";
    kernels_ = GetParam() ? avx2_kernels() : &portable_kernels();
  }
  const Kernels* kernels_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(Cpu, KernelsTest, testing::Bool(), [](const auto& cpu) {
  return std::string(cpu.param ? "Avx2" : "Portable");
});

/// One gated panel without inputs that matter: sigmoid of a bias.
TEST_P(KernelsTest, SigmoidIsAccurate) {
  const std::vector<float> weights(8 * kPanel, 0.0F);
  const std::vector<float> row(8, 0.0F);
  double worst = 0;
  for (double x = -100; x <= 100; x += 0.0137) {
    std::vector<float> bias(kPanel, 1.0F);
    std::fill(bias.begin() + 8, bias.end(), static_cast<float>(x));
    std::vector<float> out(8);
    kernels_->gate_f32({weights.data(), bias.data(), 1}, {.width = 8}, row.data(), 1, out.data());
    const double due = 1 / (1 + std::exp(-double{static_cast<float>(x)}));
    ASSERT_LE(std::fabs(double{out[5]} - due), 1.2e-7) << x;
    if (x > -80) worst = std::max(worst, std::fabs(double{out[5]} / due - 1));
  }
  EXPECT_LE(worst, 4e-7);
}

/// Weights and activations at their limits, where 16-bit sums would overflow first: weights that
/// allow no pair of steps (styles 0 and 1), some (2), all (3).
TEST_P(KernelsTest, I8ProductsAreExact) {
  std::mt19937 random(2);
  for (const size_t width : {8U, 64U, 136U}) {
    for (const size_t outputs : {8U, 16U, 24U}) {
      for (const int style : {0, 1, 2, 3}) {
        Affine affine;
        std::string bytes(outputs * width, '\0');
        for (char& byte : bytes) {
          const int extreme = random() % 2 == 0 ? 127 : -127;
          byte = static_cast<char>(style == 0   ? 127
                                   : style == 1 ? extreme
                                   : style == 2 ? static_cast<int>(random() % 255) - 127
                                                : static_cast<int>(random() % 129) - 64);
        }
        affine.weight = {outputs, width, bytes, std::vector<float>(outputs, 1.0F)};
        affine.bias.assign(outputs, 0.0F);
        const PackedAffine packed(affine, 1, PanelOrder::kPlain);
        if (style == 0) {
          EXPECT_EQ(packed.i8().pairs[0], 0);
        } else if (style == 3) {
          EXPECT_EQ(packed.i8().pairs[0], width / 8);
        }
        for (size_t n = 1; n <= 9; ++n) {
          std::vector<uint8_t> values(n * width);
          for (uint8_t& value : values) {
            const int extreme = random() % 2 == 0 ? 63 : -63;
            const int activation = style == 0   ? 63
                                   : style == 2 ? static_cast<int>(random() % 127) - 63
                                                : extreme;
            value = static_cast<uint8_t>(activation + kActivationOffset);
          }
          const std::vector<float> scale(n, 1.0F);
          std::vector<float> x(n * outputs, 0.0F);
          kernels_->add_i8(packed.i8(), {values.data(), scale.data()}, width, n, outputs, x.data());
          for (size_t t = 0; t < n; ++t) {
            for (size_t o = 0; o < outputs; ++o) {
              int due = 0;
              for (size_t i = 0; i < width; ++i) {
                due += (values[t * width + i] - kActivationOffset) * affine.weight.i8(o, i);
              }
              ASSERT_EQ(x[t * outputs + o], static_cast<float>(due));
            }
          }
        }
      }
    }
  }
}

/// The whole of a gated i8 convolution, step by step in scalars and in the stated order.
TEST_P(KernelsTest, I8ConvolutionIsTheScalarOne) {
  const size_t width = 24;
  const size_t dilation = 2;
  const size_t n = 11;
  std::mt19937 random(3);
  std::string bytes(2 * width * 3 * width, '\0');
  for (char& byte : bytes) byte = static_cast<char>(static_cast<int>(random() % 255) - 127);
  std::normal_distribution<float> normal;
  Affine affine;
  affine.weight = {2 * width, 3 * width, bytes, std::vector<float>(2 * width)};
  affine.bias.resize(2 * width);
  for (float& factor : affine.weight.scale) factor = std::fabs(normal(random)) * 0.01F;
  for (float& bias : affine.bias) bias = normal(random);
  const PackedAffine packed(affine, 3, PanelOrder::kGated);

  const size_t rows = n + 2 * dilation;
  std::vector<float> x(rows * width);
  for (float& value : x) value = normal(random);
  std::vector<uint8_t> values(x.size());
  std::vector<float> scale(rows);
  kernels_->quantise(x.data(), rows, width, values.data(), scale.data());
  std::vector<float> out(n * width);
  const Taps taps{.taps = 3, .tap_rows = dilation, .width = width};
  kernels_->gate_i8(packed.i8(), taps, {values.data(), scale.data()}, n, out.data());

  const auto sum_of = [&](size_t t, size_t output) {
    float sum = 0;
    for (size_t tap = 0; tap < 3; ++tap) {
      const size_t row = t + tap * dilation;
      int dot = 0;
      for (size_t i = 0; i < width; ++i) {
        dot += (values[row * width + i] - 64) * affine.weight.i8(output, tap * width + i);
      }
      sum = std::fma(static_cast<float>(dot), scale[row], sum);
    }
    return std::fma(sum, affine.weight.scale[output], affine.bias[output]);
  };
  for (size_t t = 0; t < n; ++t) {
    for (size_t i = 0; i < width; ++i) {
      // The sigmoid alone is not written out again: a gated f32 panel without weights is one.
      const std::vector<float> none(8 * kPanel, 0.0F);
      std::vector<float> bias(kPanel, sum_of(t, i));
      std::fill(bias.begin() + 8, bias.end(), sum_of(t, width + i));
      std::vector<float> due(8);
      kernels_->gate_f32({none.data(), bias.data(), 1}, {.width = 8}, none.data(), 1, due.data());
      ASSERT_EQ(out[t * width + i], due[0]) << t << " " << i;
    }
  }
}

TEST_P(KernelsTest, QuantisedRowsAreNear) {
  std::mt19937 random(4);
  std::normal_distribution<float> normal;
  for (const float size : {1e-38F, 1e-20F, 1.0F, 1e30F}) {
    std::vector<float> x(40);
    for (float& value : x) value = normal(random) * size;
    std::vector<uint8_t> values(40);
    float scale = -1;
    kernels_->quantise(x.data(), 1, 40, values.data(), &scale);
    for (size_t i = 0; i < x.size(); ++i) {
      ASSERT_GE(values[i], 1);
      ASSERT_LE(values[i], 127);
      if (size < 1e-30F) continue;
      const float back = (static_cast<float>(values[i]) - 64) * scale;
      ASSERT_LE(std::fabs(back - x[i]), 0.5001F * scale);
    }
    EXPECT_EQ(scale == 0, size < 1e-30F);
  }
  // What no number is must not leave the range either.
  std::vector<float> bad(8, std::nanf(""));
  bad[3] = HUGE_VALF;
  uint8_t values[8];
  float scale = 0;
  kernels_->quantise(bad.data(), 1, 8, values, &scale);
  for (const uint8_t value : values) EXPECT_TRUE(value >= 1 && value <= 127);
}

}  // namespace
}  // namespace lauter::internal
