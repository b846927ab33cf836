#include "json/writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>

#include "json/value.h"

namespace lauter {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

/// The slow, obvious version of append_escaped.
std::string reference_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string_view letters = "btnfr";
    const std::string_view plain = "\b\t\n\f\r";
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (const size_t at = plain.find(c); at != std::string_view::npos) {
      out += '\\';
      out += letters[at];
    } else if (byte < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", byte);
      out += buffer;
    } else {
      out += c;
    }
  }
  return out;
}

TEST(Writer, EscapesWhatJsonRequiresAndNothingElse) {
  EXPECT_EQ(escaped("a\"b\\c/d"), "a\\\"b\\\\c/d");
  EXPECT_EQ(escaped(std::string_view("\0\x01\x1f\x7f", 4)), "\\u0000\\u0001\\u001f\x7f");
  EXPECT_EQ(escaped("\b\f\n\r\t"), "\\b\\f\\n\\r\\t");
  EXPECT_EQ(escaped("z\xC3\xBCrich \xE2\x80\xA8 \xF0\x9F\x98\x80"),
            "z\xC3\xBCrich \xE2\x80\xA8 \xF0\x9F\x98\x80");
}

TEST(Writer, EveryByteAtEveryPlaceOfAVectorBlock) {
  for (size_t size : {1U, 31U, 32U, 33U, 64U, 65U}) {
    for (size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(escaped(text), reference_escaped(text)) << size << ' ' << at << ' ' << byte;
      }
    }
  }
}

TEST(Writer, RandomTextsAsTheReference) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 2000; ++trial) {
    std::string text(random() % 200, '\0');
    for (char& c : text)
      c = static_cast<char>(random() % 4 == 0 ? random() % 36 : 'a' + random() % 26);
    ASSERT_EQ(escaped(text), reference_escaped(text));
  }
}

TEST(Writer, DoublesReadBackExactly) {
  std::mt19937_64 random(11);
  for (int trial = 0; trial < 20000; ++trial) {
    double value = 0;
    const uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    std::string out;
    append_json_double(out, value);
    ASSERT_EQ(std::strtod(out.c_str(), nullptr), value) << out;
    ASSERT_TRUE(parse_json(out).ok()) << out;
  }
  std::string out;
  append_json_double(out, 0.1);
  EXPECT_EQ(out, "0.1");
  out.clear();
  append_json_double(out, std::numeric_limits<double>::infinity());
  append_json_double(out, std::nan(""));
  EXPECT_EQ(out, "nullnull");
}

TEST(Writer, PutsCommasAndColons) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("id", "a\"b").key("n").integer(-3).member_uint("u", 18446744073709551615U);
  json.key("empty").begin_array().end_array();
  json.key("list").begin_array().null().boolean(true).begin_object().end_object().number(2.5);
  json.begin_array().raw("[1,2]").string("").end_array().end_array();
  json.member_bool("b", false).member_number("d", 1e300).end_object();
  EXPECT_EQ(out,
            "{\"id\":\"a\\\"b\",\"n\":-3,\"u\":18446744073709551615,\"empty\":[],"
            "\"list\":[null,true,{},2.5,[[1,2],\"\"]],\"b\":false,\"d\":1e+300}");
  EXPECT_TRUE(parse_json("[" + out.substr(0) + "]").ok());
}

TEST(Writer, WritesSeveralValuesOneAfterTheOther) {
  std::string out;
  for (int i = 0; i < 2; ++i) {
    JsonWriter(out).begin_object().key("i").integer(i).end_object();
    out += '\n';
  }
  EXPECT_EQ(out, "{\"i\":0}\n{\"i\":1}\n");
}

}  // namespace
}  // namespace lauter
