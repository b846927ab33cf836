#include "nn/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "json/value.h"
#include "nn/random_model_test_support.h"
#include "nn/safetensors.h"

namespace lauter {
namespace {

using namespace testing_support;

/// The message that reading `file` gives; "" if it is read.
std::string error_of(std::string_view file) {
  auto weights = read_weights(file);
  if (weights) return "";
  EXPECT_EQ(weights.error().code, ErrorCode::kDataLoss);
  return weights.error().message;
}

std::string with_header(std::string_view json, std::string_view data) {
  const uint64_t size = json.size();
  std::string file(reinterpret_cast<const char*>(&size), sizeof size);
  return file.append(json).append(data);
}

TEST(SafetensorsTest, TensorsAreFoundByNameInPlace) {
  const std::string file = with_header(
      R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},"a":{"dtype":"I8","shape":[2,1],)"
      R"("data_offsets":[0,2]},"__metadata__":{"k":"v"}}   )",
      "xy1234");
  auto tensors = Safetensors::parse(file);
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_EQ(tensors->find("a")->bytes, "xy");
  EXPECT_EQ(tensors->find("b")->bytes, "1234");
  EXPECT_EQ(tensors->find("c"), nullptr);
  EXPECT_EQ(*tensors->metadata("k"), "v");
}

TEST(SafetensorsTest, AHostileFileIsOneError) {
  struct Case {
    const char* header;
    size_t data_bytes;
    const char* message;
  };
  const Case cases[] = {
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
       R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
       8, "overlaps"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
       R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
       4, "overlaps"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8, "unused bytes before"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8, "unused bytes after"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 3, "leave the file"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4, "leave the file"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})", 4, "no plain number"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0.5,4]}})", 4, "no plain number"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4, "leave the file"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4, "needs 8 bytes"},
      {R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0,
       "too large"},
      {R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4, "dtype"},
      {R"({"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}})", 4, "shape"},
      {R"({"a":[]})", 0, "dtype"},
      {R"({"__metadata__":{"k":1}})", 0, "more than strings"},
      {R"({"__metadata__":[]})", 0, "no object"},
      {R"([])", 0, "no JSON object"},
      {R"({"a":)", 0, "broken JSON"},
      {R"({"a":{},"a":{}})", 0, "header: byte"},
  };
  for (const Case& c : cases) {
    auto tensors = Safetensors::parse(with_header(c.header, std::string(c.data_bytes, 'x')));
    ASSERT_FALSE(tensors) << c.header;
    EXPECT_EQ(tensors.error().code, ErrorCode::kDataLoss);
    EXPECT_NE(tensors.error().message.find(c.message), std::string::npos)
        << c.header << " gave: " << tensors.error().message;
  }
}

TEST(SafetensorsTest, NoPrefixOfAFileIsAFile) {
  const std::string file = random_model(tiny_config(), 1, DType::kI8);
  ASSERT_EQ(error_of(file), "");
  for (size_t n = 0; n < file.size(); n += n < 3000 ? 1 : 97) {
    EXPECT_NE(error_of(std::string_view(file).substr(0, n)), "") << n;
  }
  EXPECT_NE(error_of(file + "x"), "");
}

TEST(SafetensorsTest, NoMutatedHeaderBreaksTheReader) {
  const std::string file = random_model(tiny_config(), 1, DType::kF32);
  std::mt19937 random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    std::string mutant = file;
    for (int i = 0; i < 3; ++i) mutant[random() % 4000] = static_cast<char>(random());
    error_of(mutant);  // the sanitizers judge
  }
}

TEST(WeightsTest, RowsMayBeThoseOfAnotherFile) {
  const ModelConfig config = tiny_config();
  const std::string whole = random_model(config, 1, DType::kI8);
  std::vector<OwnedTensor> tensors = RandomModel(1, DType::kI8).make(config);
  std::erase_if(tensors, [](const OwnedTensor& t) {
    return t.name == "embed.rows" || t.name == "embed.scale";
  });
  const std::string part = write_safetensors(config.to_json(), tensors);
  EXPECT_FALSE(read_weights(part).ok());
  const Result<ModelWeights> shared = read_weights(part, whole);
  ASSERT_TRUE(shared.ok());
  const Result<ModelWeights> own = read_weights(whole);
  EXPECT_EQ(shared->rows.bytes, own->rows.bytes);
  EXPECT_EQ(shared->rows.scale, own->rows.scale);
  ModelConfig wide = config;
  wide.rows = 2 * config.rows;
  EXPECT_FALSE(read_weights(part, random_model(wide, 1, DType::kI8)).ok());
}

TEST(WeightsTest, MatricesHaveTheirValues) {
  const std::string f32 = random_model(tiny_config(), 3, DType::kF32);
  const std::string i8 = random_model(tiny_config(), 3, DType::kI8);
  auto plain = read_weights(f32);
  auto quantised = read_weights(i8);
  ASSERT_TRUE(plain) << plain.error().message;
  ASSERT_TRUE(quantised) << quantised.error().message;
  const Matrix& a = plain->blocks[1].conv.weight;
  const Matrix& b = quantised->blocks[1].conv.weight;
  ASSERT_EQ(a.outputs, 32U);
  ASSERT_EQ(a.inputs, 48U);
  EXPECT_FALSE(a.is_i8());
  EXPECT_TRUE(b.is_i8());
  for (size_t o = 0; o < a.outputs; ++o) {
    for (size_t i = 0; i < a.inputs; ++i) {
      EXPECT_NEAR(a.value(o, i), b.value(o, i), 0.501F * b.scale[o]);
    }
  }
  EXPECT_EQ(plain->heads[2].in.weight.inputs, 35U);
}

/// A file whose tensors were changed by `change`.
std::string changed(DType dtype, const std::function<void(OwnedTensor&)>& change) {
  std::vector<OwnedTensor> tensors = RandomModel(1, dtype).make(tiny_config());
  for (OwnedTensor& tensor : tensors) change(tensor);
  return write_safetensors(tiny_config().to_json(), tensors);
}

void set_number(OwnedTensor& tensor, size_t i, float value) {
  std::memcpy(tensor.bytes.data() + i * sizeof value, &value, sizeof value);
}

TEST(WeightsTest, UnfitTensorsAreNamed) {
  const auto rename = [](const char* name) {
    return [name](OwnedTensor& t) { t.name += t.name == name ? ".old" : ""; };
  };
  for (const char* name :
       {"embed.rows", "final.norm.bias", "layers.1.conv.weight", "heads.pii.weight",
        "heads.toxic_doc.attend.bias", "heads.junk.in.weight", "heads.junk.layers.0.out.bias",
        "heads.junk.feature_mean"}) {
    EXPECT_EQ(error_of(changed(DType::kF32, rename(name))), std::string(name) + ": missing");
  }
  EXPECT_EQ(error_of(changed(DType::kI8, rename("layers.0.out.scale"))),
            "layers.0.out.scale: missing");
  EXPECT_EQ(error_of(changed(DType::kI8, rename("embed.scale"))), "embed.scale: missing");

  EXPECT_EQ(error_of(changed(DType::kF32,
                             [](OwnedTensor& t) {
                               if (t.name == "layers.0.conv.weight") t.shape = {32, 48};
                             })),
            "layers.0.conv.weight: F32 [32, 48] where F32 [32, 3, 16] is due");
  EXPECT_EQ(error_of(changed(DType::kF32,
                             [](OwnedTensor& t) {
                               if (t.name != "embed.shape") return;
                               t.dtype = DType::kI8;
                               t.bytes.resize(t.bytes.size() / 4);
                             })),
            "embed.shape: I8 [256, 16] where F32 [256, 16] is due");
}

TEST(WeightsTest, NumbersThatAreNoWeightsAreRefused) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    for (const char* name : {"layers.0.conv.weight", "embed.norm.bias", "heads.pii.bias"}) {
      EXPECT_EQ(error_of(changed(DType::kF32,
                                 [&](OwnedTensor& t) {
                                   if (t.name == name) set_number(t, 1, bad);
                                 })),
                std::string(name) + ": number 1 is not finite");
    }
  }
  EXPECT_EQ(error_of(changed(DType::kI8,
                             [](OwnedTensor& t) {
                               if (t.name == "layers.1.out.weight") t.bytes[7] = '\x80';
                             })),
            "layers.1.out.weight: a weight is -128");
  EXPECT_EQ(error_of(changed(DType::kI8,
                             [](OwnedTensor& t) {
                               if (t.name == "layers.1.out.scale") set_number(t, 0, -1);
                             })),
            "layers.1.out.scale: a factor is negative");
  EXPECT_EQ(error_of(changed(DType::kF32,
                             [](OwnedTensor& t) {
                               if (t.name == "embed.rows") set_number(t, 3, 1);
                             })),
            "embed.rows: row 0 (padding) is not zero");
}

TEST(WeightsTest, WordsHaveRowsBehindTheOthers) {
  ModelConfig config = tiny_config();
  config.words = 3;
  const auto file = [&](const char* name, auto change) {
    std::vector<OwnedTensor> tensors = RandomModel(5, DType::kI8).make(config);
    for (OwnedTensor& t : tensors) {
      if (t.name == name) change(t);
    }
    return write_safetensors(config.to_json(), tensors);
  };
  const std::string whole = file("", [](OwnedTensor&) {});
  const auto weights = read_weights(whole);
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(weights->rows.outputs, config.rows + 3);
  EXPECT_EQ(weights->words, (std::vector<uint32_t>{1024, 2048, 3072}));

  EXPECT_EQ(error_of(file("embed.words", [](OwnedTensor& t) { t.name += ".old"; })), "embed.words: missing");
  EXPECT_EQ(error_of(file("embed.words", [](OwnedTensor& t) { t.bytes.replace(8, 4, t.bytes, 4, 4); })),
            "embed.words: number 2 is not above the one before");
  config.words = 4;
  const std::string more = config.to_json();
  config.words = 3;
  EXPECT_EQ(error_of(write_safetensors(more, RandomModel(5, DType::kI8).make(config))),
            "embed.rows: I8 [67, 16] where I8 [68, 16] is due");
}

TEST(ModelConfigTest, WordsNeedRowNumbersOf16Bits) {
  ModelConfig config = tiny_config();
  config.words = 3;
  const auto read = parse_model_config(config.to_json());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->words, 3U);
  config.rows = (1 << 16) + 1;
  EXPECT_EQ(parse_model_config(config.to_json()).error().message, "rows is no number of 3 to 65536");
  config.rows = 64;
  config.ids = 1;
  EXPECT_EQ(parse_model_config(config.to_json()).error().message, "ids is no number of 2 to 64");
}

TEST(ModelConfigTest, WhatIsWrittenIsRead) {
  const ModelConfig config = tiny_config();
  auto read = parse_model_config(config.to_json());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->to_json(), config.to_json());
  EXPECT_EQ(read->reach(), 3U);
  EXPECT_EQ(read->find_head("junk"), 2U);
  EXPECT_EQ(read->find_head("none"), std::nullopt);
}

TEST(ModelConfigTest, UnfitFieldsAreNamed) {
  const auto error_with = [](const char* key, JsonValue value) {
    JsonValue json = *parse_json(tiny_config().to_json());
    json.set(key, std::move(value));
    auto read = parse_model_config(json.to_string());
    return read ? std::string() : read.error().message;
  };
  EXPECT_EQ(error_with("format", 2), "format 2, this build reads format 1");
  for (const char* key : {"width", "rows", "ids", "shapes", "gaps", "features", "layers", "heads",
                          "name", "version"}) {
    EXPECT_EQ(error_with(key, JsonValue()).rfind(key, 0), 0U) << key;
  }
  EXPECT_EQ(error_with("width", 12), "width is no multiple of 8");
  EXPECT_NE(error_with("width", 1 << 20), "");
  EXPECT_NE(error_with("rows", 1 << 30), "");
  EXPECT_NE(error_with("layers", JsonValue().push(JsonValue().set("dilation", 0))), "");
  EXPECT_NE(error_with("layers", JsonValue().push(JsonValue().set("dilation", 100000))), "");
  EXPECT_NE(error_with("layers", JsonValue().push(1)), "");

  JsonValue head;
  head.set("name", "x").set("kind", "token").set("labels", JsonValue().push("a").push("b"));
  EXPECT_EQ(error_with("heads", JsonValue().push(head)), "");
  EXPECT_EQ(error_with("heads", JsonValue().push(head).push(head)), "two heads of name x");
  EXPECT_EQ(error_with("heads", JsonValue().push(JsonValue(head).set("kind", "word"))),
            "head 0: kind is not token, document, line or context");
  EXPECT_EQ(error_with("heads", JsonValue().push(JsonValue(head).set("kind", "line"))),
            "head 0: width is no number of 8 to 1024");
  EXPECT_EQ(error_with("heads", JsonValue().push(JsonValue(head).set(
                                    "labels", JsonValue().push("a").push("a")))),
            "head 0: labels are missing, empty or not distinct");
  head.set("kind", "context").set("segment", 8).set("hints", 1).set("segment_layers", JsonValue::Array()).set("layers", JsonValue::Array());
  EXPECT_EQ(error_with("heads", JsonValue().push(head)), "");
  EXPECT_EQ(error_with("heads", JsonValue().push(JsonValue(head).set("gate", 8))),
            "head 0: gate is no object, so of an older version: fit it again, train/judge/gate.py");
}

}  // namespace
}  // namespace lauter
