#include "nn/kernels.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "nn/packed.h"
#include "nn/random_model_test_support.h"

namespace lauter::internal {
namespace {

enum class Cpu { kPortable, kAvx2, kAvx512 };

class KernelsTest : public testing::TestWithParam<Cpu> {
 protected:
  void SetUp() override {
    kernels_ = GetParam() == Cpu::kPortable ? &portable_kernels()
               : GetParam() == Cpu::kAvx2   ? avx2_kernels()
                                            : avx512_kernels();
    if (kernels_ == nullptr) GTEST_SKIP() << "not on this CPU";
  }
  const Kernels* kernels_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(Cpu, KernelsTest,
                         testing::Values(Cpu::kPortable, Cpu::kAvx2, Cpu::kAvx512),
                         [](const auto& cpu) {
                           return std::string(cpu.param == Cpu::kPortable ? "Portable"
                                              : cpu.param == Cpu::kAvx2   ? "Avx2"
                                                                          : "Avx512");
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

/// One output of no inputs: gelu of a bias, by its definition.
TEST_P(KernelsTest, GeluIsAccurate) {
  Affine affine;
  const std::string bytes(16 * 8, '\0');
  affine.weight = {16, 8, bytes, std::vector<float>(16, 1.0F)};
  const std::vector<uint8_t> values(8, kActivationOffset);
  const float scale = 1;
  for (double x = -20; x <= 20; x += 0.0137) {
    affine.bias.assign(16, static_cast<float>(x));
    const PackedAffine packed(affine, 1, PanelOrder::kPlain, kernels_->pairs_steps);
    std::vector<float> out(16);
    kernels_->gelu_i8(packed.i8(), {values.data(), &scale}, 8, 1, 16, out.data());
    const double v = double{static_cast<float>(x)};
    const double due = v / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v)));
    ASSERT_LE(std::fabs(double{out[5]} - due), 5e-7 * std::max(1.0, std::fabs(v))) << x;
  }
}

TEST_P(KernelsTest, SoftenedRowsAreSoftmax) {
  std::mt19937 random(6);
  for (const size_t width : {8U, 16U, 24U, 208U}) {
    std::vector<float> x(3 * width);
    for (float& value : x) value = std::normal_distribution<float>(0, 5)(random);
    std::vector<float> got = x;
    std::vector<float> inverse(3);
    kernels_->soften(got.data(), 3, width, inverse.data());
    for (size_t t = 0; t < 3; ++t) {
      double total = 0;
      for (size_t i = 0; i < width; ++i) total += std::exp(double{x[t * width + i]});
      for (size_t i = 0; i < width; ++i) {
        const double due = std::exp(double{x[t * width + i]}) / total;
        ASSERT_NEAR(double{got[t * width + i]} * double{inverse[t]}, due, 1e-6);
      }
    }
  }
}

/// Gates of every size and of what is no number, two panels of them at once.
TEST_P(KernelsTest, SigmoidsAreAlike) {
  const std::vector<float> weights(2 * 8 * kPanel, 0.0F);
  const std::vector<float> row(8, 0.0F);
  std::vector<float> bias(2 * kPanel, 1.0F);
  std::vector<float> due(2 * 8);
  std::vector<float> got(2 * 8);
  const PanelsF32 panels{weights.data(), bias.data(), 2};
  uint32_t bits = 0;
  for (int i = 0; i < 100000; ++i) {
    for (size_t gate = 0; gate < 2 * 8; ++gate) {
      // Half of them in -128..128, where the result is neither 0 nor 1.
      bits += 2654435761U;
      const float x = gate % 2 == 0 ? std::bit_cast<float>(bits)
                                    : static_cast<float>(static_cast<int32_t>(bits)) * 0x1p-24F;
      bias[gate / 8 * kPanel + 8 + gate % 8] = x;
    }
    portable_kernels().gate_f32(panels, {.width = 8}, row.data(), 1, due.data());
    kernels_->gate_f32(panels, {.width = 8}, row.data(), 1, got.data());
    ASSERT_EQ(std::memcmp(due.data(), got.data(), due.size() * sizeof(float)), 0) << i;
  }
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
        const PackedAffine packed(affine, 1, PanelOrder::kPlain, kernels_->pairs_steps);
        if (style == 0 || !kernels_->pairs_steps) {
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
  const PackedAffine packed(affine, 3, PanelOrder::kGated, kernels_->pairs_steps);

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

/// Numbers of very unlike sizes, so that a sum in another order is another sum.
std::vector<float> random_numbers(size_t n, std::mt19937& random) {
  std::normal_distribution<float> normal;
  std::vector<float> numbers(n);
  for (float& number : numbers) number = normal(random) * std::exp(2 * normal(random));
  return numbers;
}

template <typename T>
std::vector<T> random_integers(size_t n, uint32_t first, uint32_t last, std::mt19937& random) {
  std::vector<T> numbers(n);
  for (T& number : numbers) number = static_cast<T>(first + random() % (last - first + 1));
  return numbers;
}

struct RandomAffine {
  RandomAffine(size_t outputs, size_t inputs, DType dtype, std::mt19937& random) {
    affine.bias = random_numbers(outputs, random);
    affine.weight.outputs = outputs;
    affine.weight.inputs = inputs;
    if (dtype == DType::kI8) {
      bytes = random_integers<char>(outputs * inputs, 0, 254, random);
      for (char& byte : bytes) byte = static_cast<char>(byte - 127);
      affine.weight.scale = random_numbers(outputs, random);
    } else {
      const std::vector<float> values = random_numbers(outputs * inputs, random);
      bytes.resize(values.size() * sizeof(float));
      std::memcpy(bytes.data(), values.data(), bytes.size());
    }
    affine.weight.bytes = {bytes.data(), bytes.size()};
  }

  std::vector<char> bytes;
  Affine affine;  ///< reads `bytes`
};

/// Every kernel against the portable one on widths, outputs and rows that fill no vector or tile.
TEST_P(KernelsTest, NoBitDependsOnTheCpu) {
  std::mt19937 random(5);
  // Bytes, so that a zero is not its negative.
  std::vector<std::string> due;
  std::vector<std::string> got;
  const auto keep = [](std::vector<std::string>& to, const auto& numbers) {
    to.emplace_back(reinterpret_cast<const char*>(numbers.data()),
                    numbers.size() * sizeof(numbers[0]));
  };
  for (const size_t width : {8, 24, 64, 72, 128, 256}) {
    for (size_t n = 0; n <= 13; ++n) {
      SCOPED_TRACE("width " + std::to_string(width) + ", " + std::to_string(n) + " rows");
      const size_t rows = n + 6;  // what three taps three rows apart see
      const std::vector<float> x = random_numbers(rows * width, random);
      const std::vector<float> a = random_numbers(width, random);
      const std::vector<float> b = random_numbers(width, random);
      const auto bytes = random_integers<uint8_t>(rows * width, 1, 127, random);
      const std::vector<float> row_scale = random_numbers(rows, random);
      const Taps taps{.taps = 3, .tap_rows = 3, .width = width};
      const RandomAffine conv_f32(2 * width, 3 * width, DType::kF32, random);
      const RandomAffine conv_i8(2 * width, 3 * width, DType::kI8, random);
      const size_t outputs = 1 + random() % 90;
      const RandomAffine out_f32(outputs, width, DType::kF32, random);
      const RandomAffine out_i8(outputs, width, DType::kI8, random);

      constexpr size_t kTableRows = 30;
      const auto table_bytes = random_integers<char>(kTableRows * width, 0, 255, random);
      const std::vector<float> table_f32 = random_numbers(kTableRows * width, random);
      const std::vector<float> table_scale = random_numbers(kTableRows, random);
      const auto ids = random_integers<uint32_t>(n * 16, 0, kTableRows - 1, random);
      const auto kinds = random_integers<uint8_t>(n, 0, 4, random);

      for (std::vector<std::string>* const results : {&due, &got}) {
        const Kernels* const kernels = results == &due ? &portable_kernels() : kernels_;
        std::vector<std::string>& to = *results;
        to.clear();
        std::vector<float> result(n * width);
        for (const bool is_i8 : {false, true}) {
          const EmbedTable table{
              .rows = is_i8 ? table_bytes.data() : reinterpret_cast<const char*>(table_f32.data()),
              .row_scale = is_i8 ? table_scale.data() : nullptr,
              .shapes = x.data(),
              .gaps = x.data(),
              .ids = 16,
              .width = width};
          kernels->embed(table, ids.data(), kinds.data(), kinds.data(), n, result.data());
          keep(to, result);
        }
        kernels->normalise(a.data(), b.data(), x.data(), n, width, result.data());
        keep(to, result);
        std::vector<uint8_t> values(n * width);
        std::vector<float> scale(n);
        kernels->quantise(x.data(), n, width, values.data(), scale.data());
        keep(to, values);
        keep(to, scale);

        const RowsI8 rows_i8{bytes.data(), row_scale.data()};
        const bool pairs = kernels->pairs_steps;
        const PackedAffine gate_f32(conv_f32.affine, 3, PanelOrder::kGated, pairs);
        kernels->gate_f32(gate_f32.f32(), taps, x.data(), n, result.data());
        keep(to, result);
        const PackedAffine gate_i8(conv_i8.affine, 3, PanelOrder::kGated, pairs);
        kernels->gate_i8(gate_i8.i8(), taps, rows_i8, n, result.data());
        keep(to, result);

        const PackedAffine f32(out_f32.affine, 1, PanelOrder::kPlain, pairs);
        const PackedAffine i8(out_i8.affine, 1, PanelOrder::kPlain, pairs);
        std::vector<float> sums(n * outputs + 1, 3.0F);  // the last number is nobody's
        kernels->add_f32(f32.f32(), x.data(), width, n, outputs, sums.data());
        keep(to, sums);
        kernels->add_i8(i8.i8(), rows_i8, width, n, outputs, sums.data());
        keep(to, sums);
        kernels->affine(f32.f32(), x.data(), width, n, outputs, sums.data());
        keep(to, sums);
        kernels->affine_i8(i8.i8(), rows_i8, width, n, outputs, sums.data());
        keep(to, sums);
        kernels->gelu_i8(i8.i8(), rows_i8, width, n, outputs, sums.data());
        keep(to, sums);
        std::vector<float> soft(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n * width));
        std::vector<float> inverse(n);
        kernels->soften(soft.data(), n, width, inverse.data());
        keep(to, soft);
        keep(to, inverse);

        std::vector<float> sum(width);
        std::vector<float> most(width, -3e38F);
        std::vector<float> softmax{-3e38F, 0.0F};
        kernels->attend(a.data(), 0.5F, x.data(), n, width, softmax[0], softmax[1], sum.data());
        keep(to, softmax);
        kernels->pool(x.data(), n, width, sum.data(), most.data());
        keep(to, sum);
        keep(to, most);
      }
      for (size_t i = 0; i < due.size(); ++i) ASSERT_TRUE(due[i] == got[i]) << "result " << i;
    }
  }
}

/// Rows with numbers at the edge of what is one.
TEST_P(KernelsTest, StrangeRowsAreQuantisedAlike) {
  const float inf = HUGE_VALF;
  const float nan = std::nanf("");
  for (const float strange : {inf, -inf, nan, 3e38F, -3e38F, 1e-30F, 2e-30F, 1e-45F, -0.0F, 0.0F}) {
    for (const float other : {0.0F, 1.0F, -1.0F, 0.5F, 62.5F, 1e-31F, nan}) {
      std::vector<float> x(72, other);
      x[40] = strange;
      x[70] = strange;
      std::vector<uint8_t> due(72);
      std::vector<uint8_t> got(72);
      float scales[2] = {-1, -1};
      portable_kernels().quantise(x.data(), 1, 72, due.data(), &scales[0]);
      kernels_->quantise(x.data(), 1, 72, got.data(), &scales[1]);
      EXPECT_EQ(due, got) << strange << " " << other;
      EXPECT_EQ(std::memcmp(&scales[0], &scales[1], sizeof(float)), 0) << strange << " " << other;
    }
  }
}

}  // namespace
}  // namespace lauter::internal
