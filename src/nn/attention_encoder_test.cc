#include "nn/attention_encoder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>

#include "base/stop.h"
#include "nn/kernels.h"
#include "nn/random_text_test_support.h"

namespace lauter {
namespace {

using namespace testing_support;
using Numbers = std::vector<double>;

// --- the network written plainly ---

/// Rows as the i8 kernels see them: 63 steps on each side of zero.
Numbers quantised_row(Numbers x, bool quantises) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::fabs(v));
  for (double& v : x) {
    if (quantises && most > 0) v = std::nearbyint(v * 63 / most) * most / 63;
  }
  return x;
}

Numbers linear(const Affine& a, const Numbers& row) {
  Numbers y(a.weight.outputs);
  for (size_t o = 0; o < y.size(); ++o) {
    y[o] = double{a.bias[o]};
    for (size_t i = 0; i < row.size(); ++i) y[o] += double{a.weight.value(o, i)} * row[i];
  }
  return y;
}

Numbers plain_norm(const NormWeights& norm, Numbers x) {
  double mean = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  double variance = 0;
  for (const double v : x) variance += (v - mean) * (v - mean) / static_cast<double>(x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    const double unit = (x[i] - mean) / std::sqrt(variance + double{kNormEpsilon});
    x[i] = unit * double{norm.weight[i]} + double{norm.bias[i]};
  }
  return x;
}

Numbers sum_of(Numbers a, const Numbers& b) {
  for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

std::vector<Numbers> plain_attention(const std::vector<Numbers>& q, const std::vector<Numbers>& k,
                                     const std::vector<Numbers>& v, size_t heads) {
  std::vector<Numbers> joined(q.size(), Numbers(q.empty() ? 0 : q[0].size()));
  const size_t size = q.empty() ? 0 : q[0].size() / heads;
  for (size_t t = 0; t < q.size(); ++t) {
    for (size_t head = 0; head < heads; ++head) {
      double total = 0;
      Numbers seen(size);
      for (size_t s = 0; s < k.size(); ++s) {
        double dot = 0;
        for (size_t i = head * size; i < (head + 1) * size; ++i) dot += q[t][i] * k[s][i];
        const double share = std::exp(dot / std::sqrt(static_cast<double>(size)));
        total += share;
        for (size_t i = 0; i < size; ++i) seen[i] += share * v[s][head * size + i];
      }
      for (size_t i = 0; i < size; ++i) joined[t][head * size + i] = seen[i] / total;
    }
  }
  return joined;
}

std::vector<Numbers> plain_block(const AttentionBlock& block, std::vector<Numbers> x, size_t heads,
                                 bool quantises) {
  std::vector<Numbers> q, k, v;
  for (const Numbers& row : x) {
    const Numbers seen = quantised_row(row, quantises);
    q.push_back(linear(block.query, seen));
    k.push_back(linear(block.key, seen));
    v.push_back(linear(block.value, seen));
  }
  const std::vector<Numbers> joined = plain_attention(q, k, v, heads);
  for (size_t t = 0; t < x.size(); ++t) {
    const Numbers out = linear(block.out, quantised_row(joined[t], quantises));
    const Numbers middle = plain_norm(block.norm, sum_of(x[t], out));
    Numbers wide = linear(block.up, quantised_row(middle, quantises));
    for (double& u : wide) {
      u *= 0.5 * (1 + std::tanh(std::sqrt(2 / M_PI) * (u + 0.044715 * u * u * u)));
    }
    x[t] = plain_norm(block.last_norm,
                      sum_of(middle, linear(block.down, quantised_row(wide, quantises))));
  }
  return x;
}

std::vector<float> plain_states(const AttentionWeights& weights, const AttentionInput& input,
                                bool quantises) {
  const AttentionConfig& config = weights.config;
  std::vector<Numbers> x;
  for (size_t t = 0; t < input.tokens(); ++t) {
    Numbers row;
    for (size_t i = 0; i < weights.rows.inputs; ++i) {
      row.push_back(double{weights.rows.value(input.ids[t], i)});
    }
    if (config.rank != 0) row = linear(weights.project, row);
    for (size_t i = 0; i < config.width; ++i) row[i] += double{weights.places[t * config.width + i]};
    row = plain_norm(weights.embed_norm, row);
    for (size_t i = 0; i < config.width; ++i) {
      row[i] += double{weights.shapes[input.shapes[t] * config.width + i]};
      if (config.hints != 0) row[i] += double{weights.hints[input.hints[t] * config.width + i]};
    }
    x.push_back(row);
  }
  for (const AttentionBlock& block : weights.blocks) {
    x = plain_block(block, std::move(x), config.attention_heads, quantises);
  }
  std::vector<float> states;
  for (const Numbers& row : x) {
    for (const double v : row) states.push_back(static_cast<float>(v));
  }
  return states;
}

// --- models and texts ---

/// The sizes that a text and the reference of the heads need.
ModelConfig as_model(const AttentionConfig& config) {
  ModelConfig model = tiny_config();
  model.width = config.width;
  model.rows = config.pieces;
  model.ids = 1;
  model.shapes = config.shapes;
  model.heads = config.heads;
  return model;
}

AttentionConfig hinted_attention() {
  AttentionConfig config = tiny_attention();
  config.hints = 7;
  return config;
}

/// Heads that fill no panel, widths beyond one, a table without factors, hints.
std::vector<AttentionConfig> attention_configs() {
  std::vector<AttentionConfig> result(4, tiny_attention());
  result[1].width = 40;
  result[1].attention_heads = 5;
  result[1].ffn = 72;
  result[1].rank = 0;
  result[2].width = 96;
  result[2].attention_heads = 3;
  result[2].ffn = 384;
  result[2].layers = 1;
  result[2].hints = 7;
  result[3].width = 24;
  result[3].attention_heads = 1;
  result[3].layers = 3;
  return result;
}

AttentionInput input_of(const AttentionConfig& config, const Text& text) {
  const std::span<const uint16_t> hints(text.hints);
  return {text.ids, text.shapes, config.hints == 0 ? hints.first(0) : hints};
}

AttentionEncoder load(std::string_view file, bool portable) {
  auto encoder = AttentionEncoder::load(file, portable);
  EXPECT_TRUE(encoder) << encoder.error().message;
  return std::move(*encoder);
}

Outputs run(const AttentionEncoder& encoder, const Text& text, AttentionScratch& scratch) {
  const ModelConfig model = as_model(encoder.config());
  const AttentionInput input = input_of(encoder.config(), text);
  Outputs result;
  result.states.resize(input.tokens() * model.width);
  encoder.states(input, scratch, result.states);
  result.heads.resize(model.heads.size());
  std::vector<HeadRequest> requests;
  for (size_t head = 0; head < model.heads.size(); ++head) {
    requests.push_back(text.request(model, head, result.heads[head]));
  }
  encoder.run(input, requests, scratch);
  return result;
}

/// The mean difference, in root mean squares of `b`.
double mean_distance(const std::vector<float>& a, const std::vector<float>& b) {
  double total = 0;
  double squares = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    total += std::fabs(double{a[i]} - double{b[i]});
    squares += double{b[i]} * double{b[i]};
  }
  const auto n = static_cast<double>(a.size());
  return a.empty() ? 0 : total / n / std::sqrt(squares / n);
}

TEST(AttentionEncoderTest, AgreesWithTheReference) {
  AttentionScratch scratch;
  size_t same = 0;
  size_t texts = 0;
  for (const AttentionConfig& config : attention_configs()) {
    const std::string file = random_model(config, 7);
    const AttentionWeights weights = *read_attention_weights(file);
    ModelWeights of_heads;
    of_heads.config = as_model(config);
    of_heads.heads = weights.heads;
    const AttentionEncoder encoder = load(file, false);
    for (const size_t tokens : {0, 1, 2, 16, 17, 60, 130}) {
      SCOPED_TRACE("width " + std::to_string(config.width) + ", " + std::to_string(tokens) +
                   " tokens");
      const Text text(of_heads.config, tokens, static_cast<uint32_t>(tokens));
      const AttentionInput input = input_of(config, text);
      const Outputs got = run(encoder, text, scratch);
      // Where the reference rounds activations too, all agrees, unless one on the edge goes another
      // way, which changes what comes after it.
      const std::vector<float> rounded = plain_states(weights, input, true);
      same += mean_distance(got.states, rounded) <= 1e-6 ? 1 : 0;
      ++texts;
      EXPECT_LE(distance(got.states, rounded), 0.1);
      EXPECT_LE(distance(got.states, plain_states(weights, input, false)), 0.2);
      for (size_t head = 0; head < config.heads.size(); ++head) {
        std::vector<float> unused;
        const HeadRequest request = text.request(of_heads.config, head, unused);
        EXPECT_LE(distance(got.heads[head], reference_head(of_heads, request, got.states)), 2e-5)
            << "head " << head;
      }
    }
  }
  EXPECT_GE(4 * same, 3 * texts);
}

TEST(AttentionEncoderTest, NoBitDependsOnTheCpu) {
  if (internal::avx2_kernels() == nullptr) GTEST_SKIP() << "this CPU has only portable kernels";
  AttentionScratch scratch;
  for (const AttentionConfig& config : attention_configs()) {
    const std::string file = random_model(config, 4);
    const AttentionEncoder portable = load(file, true);
    const AttentionEncoder best = load(file, false);
    for (const size_t tokens : {1, 9, 60, 127}) {
      SCOPED_TRACE(tokens);
      const Text text(as_model(config), tokens, 4);
      expect_same_bits(run(portable, text, scratch), run(best, text, scratch));
    }
  }
}

TEST(AttentionEncoderTest, AScratchKeepsNothing) {
  const AttentionConfig config = tiny_attention();
  const std::string file = random_model(config, 6);
  const AttentionEncoder encoder = load(file, false);
  AttentionScratch used;
  for (const size_t tokens : {70, 3, 0, 31, 1, 130}) {
    const Text text(as_model(config), tokens, static_cast<uint32_t>(tokens) + 1);
    AttentionScratch fresh;
    expect_same_bits(run(encoder, text, used), run(encoder, text, fresh));
  }
}

TEST(AttentionEncoderTest, EveryStateSeesTheWholeText) {
  const AttentionConfig config = tiny_attention();
  const std::string file = random_model(config, 5);
  const AttentionEncoder encoder = load(file, false);
  AttentionScratch scratch;
  Text text(as_model(config), 9, 5);
  const Outputs before = run(encoder, text, scratch);
  text.ids[8] = (text.ids[8] + 1) % config.pieces;
  const Outputs after = run(encoder, text, scratch);
  for (size_t t = 0; t < 9; ++t) {
    const size_t bytes = config.width * sizeof(float);
    const size_t at = t * config.width;
    EXPECT_NE(std::memcmp(before.states.data() + at, after.states.data() + at, bytes), 0) << t;
  }
}

TEST(AttentionEncoderTest, WorkThatIsGivenUpScoresNothing) {
  const AttentionConfig config = tiny_attention();
  const std::string file = random_model(config, 5);
  const AttentionEncoder encoder = load(file, false);
  AttentionScratch scratch;
  const Text text(as_model(config), 9, 5);
  const std::atomic<bool> stop = true;
  const GiveUpScope scope{StopToken(&stop)};
  const Outputs got = run(encoder, text, scratch);
  for (const float state : got.states) EXPECT_EQ(state, 0);
  for (const auto& head : got.heads) {
    for (const float score : head) EXPECT_EQ(score, 0);
  }
}

TEST(AttentionEncoderDeathTest, SizesThatDoNotFitAbort) {
  const AttentionConfig config = tiny_attention();
  const std::string file = random_model(config, 1);
  const AttentionEncoder encoder = load(file, false);
  AttentionScratch scratch;
  std::vector<float> out(131 * 16);
  const std::vector<uint8_t> shapes(131);
  std::vector<uint32_t> ids(131);
  EXPECT_DEATH(encoder.states({ids, shapes}, scratch, out), "longer than the network's places");
  ids.resize(5);
  EXPECT_DEATH(encoder.states({ids, shapes}, scratch, {out.data(), 80}), "differ in length");
  ids[3] = 50;
  EXPECT_DEATH(encoder.states({ids, {shapes.data(), 5}}, scratch, {out.data(), 80}),
               "piece outside the table");
  ids[3] = 0;
  const std::vector<uint16_t> hints = {0, 1, 7, 0, 0};
  const std::span<const uint8_t> fit{shapes.data(), 5};
  EXPECT_DEATH(encoder.states({ids, fit, hints}, scratch, {out.data(), 80}), "hints of pieces");
  const std::string other = random_model(hinted_attention(), 1);
  const AttentionEncoder with_hints = load(other, false);
  EXPECT_DEATH(with_hints.states({ids, fit}, scratch, {out.data(), 80}), "hints of pieces");
  EXPECT_DEATH(with_hints.states({ids, fit, hints}, scratch, {out.data(), 80}), "hint outside its table");
}

TEST(AttentionEncoderTest, HintsChangeStates) {
  const AttentionConfig config = hinted_attention();
  const std::string file = random_model(config, 5);
  const AttentionEncoder encoder = load(file, false);
  AttentionScratch scratch;
  Text text(as_model(config), 9, 5);
  const Outputs before = run(encoder, text, scratch);
  text.hints[8] = text.hints[8] == 0 ? 1 : 0;
  EXPECT_NE(before.states, run(encoder, text, scratch).states);
}

// --- files ---

std::string error_of_attention(std::string_view file) {
  auto weights = read_attention_weights(file);
  if (weights) return "";
  EXPECT_EQ(weights.error().code, ErrorCode::kDataLoss);
  return weights.error().message;
}

/// The error of a file in which `change` was made to the tensor `name`.
std::string error_with(const std::string& name, const std::function<void(OwnedTensor&)>& change) {
  std::vector<OwnedTensor> tensors = RandomModel(1, DType::kF32).make(hinted_attention());
  for (OwnedTensor& tensor : tensors) {
    if (tensor.name == name) change(tensor);
  }
  return error_of_attention(write_safetensors(hinted_attention().to_json(), tensors));
}

/// Every tensor missing, of another size, of another kind, cut.
TEST(AttentionWeightsTest, UnfitTensorsAreNamed) {
  const std::vector<OwnedTensor> tensors = RandomModel(1, DType::kF32).make(hinted_attention());
  for (const OwnedTensor& tensor : tensors) {
    const std::string& name = tensor.name;
    EXPECT_TRUE(error_with(name, [](OwnedTensor& t) { t.name += ".old"; }).starts_with(name));
    const auto one_row_less = [](OwnedTensor& t) {
      t.bytes.resize(t.bytes.size() / t.shape[0] * (t.shape[0] - 1));
      --t.shape[0];
    };
    const bool is_cut = name == "vocabulary" || error_with(name, one_row_less).starts_with(name);
    EXPECT_TRUE(is_cut) << name;
    const auto other_kind = [](OwnedTensor& t) {
      t.bytes.resize(t.bytes.size() / size_bytes(t.dtype) * (t.dtype == DType::kF32 ? 1 : 4));
      t.dtype = t.dtype == DType::kF32 ? DType::kU8 : DType::kF32;
    };
    EXPECT_TRUE(error_with(name, other_kind).starts_with(name)) << name;
    EXPECT_NE(error_with(name, [](OwnedTensor& t) { t.bytes.pop_back(); }), "") << name;
    const auto huge = [](OwnedTensor& t) { t.shape[0] = uint64_t{1} << 60U; };
    EXPECT_NE(error_with(name, huge), "") << name;
    if (tensor.dtype != DType::kF32) continue;
    const auto no_number = [](OwnedTensor& t) {
      const float nan = std::numeric_limits<float>::quiet_NaN();
      std::memcpy(t.bytes.data(), &nan, sizeof nan);
    };
    EXPECT_EQ(error_with(name, no_number), name + ": number 0 is not finite");
  }
  EXPECT_EQ(error_with("vocabulary", [](OwnedTensor& t) { t.bytes[3] = '\n'; }),
            "vocabulary: 51 pieces where 50 are due");
}

TEST(AttentionWeightsTest, NoPrefixOfAFileIsAFile) {
  const std::string file = random_model(tiny_attention(), 1);
  ASSERT_EQ(error_of_attention(file), "");
  for (size_t n = 0; n < file.size(); n += n < 6000 ? 7 : 97) {
    EXPECT_NE(error_of_attention(std::string_view(file).substr(0, n)), "") << n;
  }
}

TEST(AttentionWeightsTest, NoMutatedHeaderBreaksTheReader) {
  const std::string file = random_model(tiny_attention(), 1);
  std::mt19937 random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    std::string mutant = file;
    for (int i = 0; i < 3; ++i) mutant[random() % 4000] = static_cast<char>(random());
    error_of_attention(mutant);  // the sanitizers judge
  }
}

TEST(AttentionConfigTest, WhatIsWrittenIsRead) {
  const AttentionConfig config = hinted_attention();
  auto read = parse_attention_config(config.to_json());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->to_json(), config.to_json());
  EXPECT_EQ(read->find_head("junk"), 2U);
}

TEST(AttentionConfigTest, UnfitFieldsAreNamed) {
  const auto error_of = [](const char* key, JsonValue value) {
    JsonValue json = *parse_json(tiny_attention().to_json());
    json.set(key, std::move(value));
    auto read = parse_attention_config(json.to_string());
    return read ? std::string() : read.error().message;
  };
  for (const char* key : {"format", "kind", "name", "version", "width", "attention_heads", "ffn",
                          "rank", "pieces", "positions", "shapes", "hints", "layers", "heads"}) {
    EXPECT_TRUE(error_of(key, JsonValue()).starts_with(key)) << key;
    EXPECT_NE(error_of(key, uint64_t{1} << 40U), "") << key;
  }
  EXPECT_EQ(error_of("attention_heads", 3), "attention_heads is no divisor of width");
  EXPECT_EQ(error_of("rank", 12), "rank is no multiple of 8");
  EXPECT_EQ(error_of("kind", "words"), "kind is not attention");
  // A file of the other kind is none of this, and this none of the other.
  EXPECT_NE(error_of_attention(random_model(tiny_config(), 1, DType::kI8)), "");
  EXPECT_FALSE(read_weights(random_model(tiny_attention(), 1)).ok());
}

}  // namespace
}  // namespace lauter
