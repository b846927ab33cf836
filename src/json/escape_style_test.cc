#include "json/escape_style.h"

#include <gtest/gtest.h>

#include <random>

#include "json/value.h"

namespace lauter {
namespace {

/// `text` as a writer of that style writes it, the slow way.
struct Writer {
  const char* name;
  bool non_ascii;
  bool upper;
  std::u32string_view by_number;  ///< ASCII and others that go as \uXXXX
  bool slash;
};
constexpr Writer kWriters[] = {
    {"plain", false, false, U"", false},
    {"Python", true, false, U"\x7F", false},
    {"PHP", true, false, U"", true},
    {"Go", false, false, U"<>&\u2028\u2029", false},
    {"upper case", true, true, U"'", false},
};

std::string written(std::u32string_view text, const Writer& writer) {
  std::string out = "\"";
  const auto unit = [&](unsigned value) {
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, writer.upper ? "\\u%04X" : "\\u%04x", value);
    out += buffer;
  };
  for (const char32_t c : text) {
    if ((writer.non_ascii && c >= 0x80) || writer.by_number.find(c) != std::u32string_view::npos) {
      if (c >= 0x10000) {
        unit(0xD800 + ((c - 0x10000) >> 10));
        unit(0xDC00 + ((c - 0x10000) & 0x3FF));
      } else {
        unit(c);
      }
    } else if (c == '"' || c == '\\') {
      out += {'\\', static_cast<char>(c)};
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\x01') {
      unit(1);
    } else if (c == '/' && writer.slash) {
      out += "\\/";
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    } else if (c < 0x10000) {
      out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
    } else {
      out += {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)),
              static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    }
  }
  return out + '"';
}

/// A text that has all that the writers treat in their own ways: other texts come out as they write
/// them, byte for byte.
TEST(EscapeStyle, WritesAsTheWriterOfTheStringDid) {
  const std::u32string letters = U"ab \n\x01\"\\/<>&'\x7F\u00e9\u2028\u2029\u65e5\U0001F600";
  std::mt19937 random(7);
  for (const Writer& writer : kWriters) {
    const EscapeStyle style = EscapeStyle::of(written(letters, writer));
    for (int i = 0; i < 200; ++i) {
      std::u32string text;
      for (auto n = random() % 40; n > 0; --n) text += letters[random() % letters.size()];
      const std::string token = written(text, writer);
      const auto value = parse_json(token);
      ASSERT_TRUE(value.ok()) << token;
      std::string out;
      append_json_string(out, *value->if_string(), style);
      EXPECT_EQ(out, token) << writer.name;
    }
  }
}

TEST(EscapeStyle, WhereAStringHasBothFormsTheyStayReadable) {
  EXPECT_TRUE(EscapeStyle::of("\"a\\n\\\"b\\\\u00e9\"").is_plain());
  EXPECT_TRUE(EscapeStyle::of("\"\\u00e9 \xC3\xA9\"").is_plain());
  EXPECT_TRUE(EscapeStyle::of("\"\\u2028\"").non_ascii);
  EXPECT_TRUE(EscapeStyle::of("\"\\/ /\"").slash);
}

}  // namespace
}  // namespace lauter
