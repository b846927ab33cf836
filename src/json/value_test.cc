#include "json/value.h"

#include <gtest/gtest.h>

#include <random>

namespace lauter {
namespace {

std::string reprinted(std::string_view text) {
  auto value = parse_json(text);
  return value.ok() ? value->to_string() : "error: " + value.error().message;
}

TEST(Value, ParsesEveryKind) {
  EXPECT_EQ(reprinted(" null "), "null");
  EXPECT_EQ(reprinted("[true,false]"), "[true,false]");
  EXPECT_EQ(reprinted("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(reprinted("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(reprinted("0.5e1"), "5");
  EXPECT_EQ(reprinted("{\"b\":1,\"a\":{\"c\":[]}}"), "{\"b\":1,\"a\":{\"c\":[]}}");
  EXPECT_EQ(reprinted("\"\\u00e9\\ud83d\\ude00\\/\\n\""), "\"\xC3\xA9\xF0\x9F\x98\x80/\\n\"");
}

TEST(Value, NumbersThatDoNotFit) {
  EXPECT_EQ(parse_json("9223372036854775808")->kind(), JsonValue::Kind::kDouble);
  EXPECT_EQ(parse_json("1e-400")->number_or(1), 0.0);
  EXPECT_EQ(parse_json("0." + std::string(400, '0') + "1")->number_or(1), 0.0);
  EXPECT_EQ(reprinted("1e400"), "error: byte 0: number out of range");
  EXPECT_EQ(reprinted("[" + std::string(400, '9') + "]"), "error: byte 1: number out of range");
  EXPECT_EQ(parse_json("-0")->to_string(), "-0");
}

TEST(Value, ErrorsNameTheByte) {
  struct Case {
    std::string text;
    std::string message;
  };
  const Case cases[] = {
      {"", "byte 0: broken JSON: expected a value"},
      {"[1,]", "byte 3: broken JSON: expected a value"},
      {"[1 2]", "byte 3: broken JSON: expected ',' or ']'"},
      {"{\"a\":1,}", "byte 7: broken JSON: expected a key in quotes"},
      {"{\"a\" 1}", "byte 5: broken JSON: expected ':'"},
      {"{\"a\":1", "byte 6: broken JSON: expected ',' or '}', found the end"},
      {"{'a':1}", "byte 1: broken JSON: expected a key in quotes"},
      {"\"abc", "byte 0: broken JSON: the string has no end"},
      {"\"a\nb\"", "byte 2: broken JSON: raw control character in a string"},
      {"\"a\\x\"", "byte 2: broken JSON: unknown escape"},
      {"\"\\u12g4\"", "byte 1: broken JSON: \\u without four hex digits"},
      {"\"ab\\ud800\"", "byte 3: lone surrogate in a string"},
      {"\"\\udc00\"", "byte 1: lone surrogate in a string"},
      {"\"\\ud800\\u0041\"", "byte 1: lone surrogate in a string"},
      {"01", "byte 1: broken JSON: more after the value"},
      {"+1", "byte 0: broken JSON: expected a value"},
      {"1.", "byte 0: broken JSON: no digit after the decimal point"},
      {"1e", "byte 0: broken JSON: no digit in the exponent"},
      {"-", "byte 0: broken JSON: not a number"},
      {"nul", "byte 0: broken JSON: expected a value"},
      {"{} {}", "byte 3: broken JSON: more after the value"},
      {"{\"a\":1,\"\\u0061\":2}", "byte 7: key \"a\" twice"},
      {"[\"\xC3\x28\"]", "byte 2: invalid UTF-8"},
      {std::string("[1\0]", 4), "byte 2: broken JSON: expected ',' or ']'"},
  };
  for (const Case& c : cases) EXPECT_EQ(reprinted(c.text), "error: " + c.message) << c.text;
}

TEST(Value, DepthHasALimit) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(kMaxJsonDepth)).ok());
  EXPECT_EQ(reprinted(nested(kMaxJsonDepth + 1)), "error: byte 256: nested too deeply");
  EXPECT_FALSE(parse_json(std::string(100000, '[')).ok());
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
  EXPECT_FALSE(parse_json(objects).ok());
}

TEST(Value, DoubledKeysInLargeObjects) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(parse_json(text + "\"k100\":0}").ok());
  for (int i : {0, 15, 16, 17, 99}) {
    EXPECT_FALSE(parse_json(text + "\"k" + std::to_string(i) + "\":0}").ok()) << i;
  }
}

TEST(Value, BuildsAndFinds) {
  JsonValue value;
  value.set("a", 1)
      .set("b", "two")
      .set("a", size_t{3})
      .set("list", JsonValue().push(true).push(1.5));
  EXPECT_EQ(value.to_string(), "{\"a\":3,\"b\":\"two\",\"list\":[true,1.5]}");
  ASSERT_NE(value.find("b"), nullptr);
  EXPECT_EQ(value.find("b")->string_or("?"), "two");
  EXPECT_EQ(value.find("a")->int_or(0), 3);
  EXPECT_EQ(value.find("c"), nullptr);
  EXPECT_EQ(JsonValue(1).find("a"), nullptr);
}

JsonValue random_value(std::mt19937_64& random, int depth) {
  switch (random() % (depth > 4 ? 5 : 7)) {
    case 0:
      return {};
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<int64_t>(random());
    case 3:
      return static_cast<double>(random()) / 4096.5 + 0.25;
    case 4: {
      std::string text;
      for (size_t i = random() % 40; i > 0; --i) text += static_cast<char>(random() % 128);
      return text;
    }
    case 5: {
      JsonValue::Array array;
      for (size_t i = random() % 5; i > 0; --i) array.push_back(random_value(random, depth + 1));
      return array;
    }
    default: {
      JsonValue::Object object;
      for (size_t i = random() % 5; i > 0; --i) {
        object.emplace_back("k\"" + std::to_string(i), random_value(random, depth + 1));
      }
      return object;
    }
  }
}

TEST(Value, ParseOfPrintIsTheSame) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 3000; ++trial) {
    const JsonValue value = random_value(random, 0);
    const std::string text = value.to_string();
    auto parsed = parse_json(text);
    ASSERT_TRUE(parsed.ok()) << text;
    // A double without a fraction prints as an integer, so compare the second printing.
    ASSERT_EQ(parsed->to_string(), text);
  }
}

}  // namespace
}  // namespace lauter
