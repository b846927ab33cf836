/// What the tests of every device share: random texts, networks of unlike shapes, and the
/// comparison with the reference.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "nn/encoder.h"
#include "nn/random_model_test_support.h"
#include "nn/reference_test_support.h"
#include "nn/weights.h"

namespace lauter::testing_support {

/// A random text of the size of `config`, cut into lines of 0 to 6 tokens.
struct Text {
  Text(const ModelConfig& config, size_t tokens, uint32_t seed) : random(seed) {
    for (size_t t = 0; t < tokens; ++t) {
      for (size_t k = 0; k < config.ids; ++k) {
        const bool is_padding = random() % 4 == 0;
        ids.push_back(is_padding ? 0 : static_cast<uint32_t>(random()) % config.rows);
      }
      shapes.push_back(static_cast<uint8_t>(random() % config.shapes));
      gaps.push_back(static_cast<uint8_t>(random() % config.gaps));
      hints.push_back(static_cast<uint16_t>(random() % std::max(1U, config.heads.back().hints)));
    }
    line_begin.push_back(static_cast<uint32_t>(tokens / 9));  // tokens before the first line
    while (line_begin.back() < tokens) {
      line_begin.push_back(std::min(static_cast<uint32_t>(tokens),
                                    line_begin.back() + static_cast<uint32_t>(random() % 7)));
    }
    std::normal_distribution<float> normal;
    const size_t features = config.heads[2].features;
    for (size_t i = 0; i < (line_begin.size() - 1) * features; ++i) {
      line_features.push_back(normal(random));
    }
  }

  EncoderInput input() const { return {ids, shapes, gaps}; }
  HeadRequest request(const ModelConfig& config, size_t head, std::vector<float>& out) const {
    const HeadKind kind = config.heads[head].kind;
    const size_t lines = line_begin.size() - 1;
    const size_t rows = kind == HeadKind::kDocument ? 1
                        : kind == HeadKind::kLine   ? lines
                                                    : shapes.size();
    out.resize(rows * config.heads[head].outputs());
    HeadRequest result{.head = head, .out = out};
    if (kind == HeadKind::kLine) {
      result.line_begin = line_begin;
      result.features = line_features;
    } else if (kind == HeadKind::kContext) {
      result.hints = hints;
    }
    return result;
  }

  std::mt19937 random;
  std::vector<uint32_t> ids;
  std::vector<uint8_t> shapes, gaps;
  std::vector<uint16_t> hints;
  std::vector<uint32_t> line_begin;
  std::vector<float> line_features;
};

/// States and the scores of all heads.
struct Outputs {
  std::vector<float> states;
  std::vector<std::vector<float>> heads;
};

inline void expect_same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(std::bit_cast<uint32_t>(a[i]), std::bit_cast<uint32_t>(b[i])) << i;
  }
}

inline void expect_same_bits(const Outputs& a, const Outputs& b) {
  expect_same_bits(a.states, b.states);
  for (size_t head = 0; head < a.heads.size(); ++head) {
    SCOPED_TRACE("head " + std::to_string(head));
    expect_same_bits(a.heads[head], b.heads[head]);
  }
}

/// Largest difference, over the root mean square of `b` where that is above 1.
inline double distance(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  double worst = 0;
  double squares = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double difference = std::fabs(double{a[i]} - double{b[i]});
    if (std::isnan(difference)) return HUGE_VAL;
    worst = std::max(worst, difference);
    squares += double{b[i]} * double{b[i]};
  }
  return a.empty() ? 0 : worst / std::max(1.0, std::sqrt(squares / static_cast<double>(a.size())));
}

/// Networks of unlike shapes: widths that fill no panel, many labels, wide reach, no layer.
/// `context`: with a context head, the last, which no GPU runs.
inline std::vector<ModelConfig> configs(bool context = true) {
  std::vector<ModelConfig> result(4, tiny_config());
  result[1].width = 40;
  result[1].dilations = {1, 3, 17};
  for (int i = 0; i < 37; ++i) result[1].heads[0].labels.push_back("L" + std::to_string(i));
  result[1].heads[2].width = 24;
  result[1].heads[2].dilations = {1, 2, 5};
  result[2].width = 128;
  result[2].ids = 16;
  result[2].rows = 500;
  result[2].dilations = {1, 1, 2, 4, 8};
  result[3].dilations = {};
  result[3].heads[2].dilations = {};
  result[3].heads[2].features = 0;
  result[3].heads[3].dilations = {};
  result[3].heads[3].segment_dilations = {};
  for (ModelConfig& config : result) {
    if (!context) config.heads.pop_back();
  }
  if (context) {
    result[0].words = 900;  // of 64 x 64 pairs of rows
    result[2].words = 5;
  }
  return result;
}

inline std::string name_of(DType dtype) { return dtype == DType::kF32 ? "f32" : "i8"; }

/// Loads random models with `load(file)` and compares `run(encoder, text)`, an Outputs, with the
/// reference: no number may differ by more than the limit of its kind of weights.
template <typename Load, typename Run>
void expect_reference(Load load, Run run, double f32_limit, double i8_limit, bool context = true) {
  for (const ModelConfig& config : configs(context)) {
    for (const DType dtype : {DType::kF32, DType::kI8}) {
      const std::string file = random_model(config, 7, dtype);
      const ModelWeights weights = *read_weights(file);
      auto encoder = load(file);
      const double limit = dtype == DType::kF32 ? f32_limit : i8_limit;
      for (const size_t tokens : {0, 1, 2, 13, 60}) {
        SCOPED_TRACE("width " + std::to_string(config.width) + " " + name_of(dtype) + ", " +
                     std::to_string(tokens) + " tokens");
        const Text text(config, tokens, static_cast<uint32_t>(tokens));
        const Outputs got = run(encoder, text);
        const std::vector<float> states = reference_states(weights, text.input());
        EXPECT_LE(distance(got.states, states), limit);
        for (size_t head = 0; head < config.heads.size(); ++head) {
          std::vector<float> unused;
          const HeadRequest request = text.request(config, head, unused);
          EXPECT_LE(distance(got.heads[head], reference_head(weights, request, states)), limit)
              << "head " << head;
        }
      }
    }
  }
}

}  // namespace lauter::testing_support
