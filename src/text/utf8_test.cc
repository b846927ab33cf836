#include "text/utf8.h"

#include <gtest/gtest.h>

#include <random>

#include "text/byte_block.h"

namespace lauter {
namespace {

/// The definition, code point by code point: decode with plain arithmetic and compare with the
/// encoder.
bool reference_valid(std::string_view s) {
  size_t i = 0;
  while (i < s.size()) {
    const auto b = static_cast<uint8_t>(s[i]);
    const size_t n = b < 0x80 ? 1 : b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 0;
    if (n == 0 || i + n > s.size()) return false;
    uint32_t c = n == 1 ? b : b & (0x7FU >> n);
    for (size_t k = 1; k < n; ++k) {
      if ((static_cast<uint8_t>(s[i + k]) & 0xC0) != 0x80) return false;
      c = (c << 6) | (static_cast<uint8_t>(s[i + k]) & 0x3F);
    }
    const size_t shortest = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (n != shortest || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return false;
    i += n;
  }
  return true;
}

TEST(Utf8, EveryCodePointGoesThereAndBack) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c == 0xD800) c = 0xE000;
    std::string s;
    append_utf8(s, c);
    ASSERT_TRUE(is_utf8(s)) << static_cast<uint32_t>(c);
    ASSERT_EQ(utf8_length(s[0]), s.size());
    size_t at = 0;
    ASSERT_EQ(decode_utf8(s, at), c);
    ASSERT_EQ(at, s.size());
    ASSERT_EQ(previous_utf8(s, s.size()), 0U);
  }
}

TEST(Utf8, AgreesWithTheDefinitionOnAllShortStrings) {
  // Bytes next to every limit of Table 3-7, in all strings of up to four bytes.
  const unsigned char nasty[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
  const size_t n = sizeof nasty;
  size_t checked = 0;
  for (size_t i = 0; i < n * n * n * n; ++i) {
    std::string s;
    for (size_t k = 0, rest = i; k < 4; ++k, rest /= n)
      s.push_back(static_cast<char>(nasty[rest % n]));
    for (size_t size = 1; size <= 4; ++size) {
      const std::string_view part(s.data(), size);
      if (is_utf8(part) != reference_valid(part)) {
        ADD_FAILURE() << testing::PrintToString(std::string(part));
      }
      ++checked;
    }
  }
  EXPECT_EQ(checked, n * n * n * n * 4);
}

TEST(Utf8, FindsTheOneBrokenByteAnywhere) {
  for (size_t size = 1; size < 140; ++size) {
    for (size_t at = 0; at < size; at += 3) {
      std::string s(size, 'a');
      s[at] = '\xFF';
      const auto error = find_utf8_error(s);
      ASSERT_TRUE(error.has_value());
      EXPECT_EQ(error->offset, at);
      EXPECT_EQ(error->fault, Utf8Fault::kInvalidByte);
      EXPECT_FALSE(is_all_ascii(s));
    }
    EXPECT_TRUE(is_all_ascii(std::string(size, 'a')));
  }
}

TEST(Utf8, SaysWhatIsWrong) {
  const struct {
    const char* name;
    std::string bytes;
    size_t offset;
    Utf8Fault fault;
  } rows[] = {
      {"lone continuation", "ab\x80", 2, Utf8Fault::kLoneContinuation},
      {"C0 is always overlong", "\xC0\x80", 0, Utf8Fault::kOverlong},
      {"overlong slash in three", "a\xE0\x80\xAF", 1, Utf8Fault::kOverlong},
      {"overlong in four", "\xF0\x80\x80\xAF", 0, Utf8Fault::kOverlong},
      {"surrogate", "x\xED\xA0\x80", 1, Utf8Fault::kSurrogate},
      {"above the last plane", "\xF4\x90\x80\x80", 0, Utf8Fault::kTooLarge},
      {"F5", "\xF5\x80\x80\x80", 0, Utf8Fault::kInvalidByte},
      {"cut off at the end", "ok \xE2\x82", 3, Utf8Fault::kTruncated},
      {"cut off by ASCII", "\xE2\x82z", 0, Utf8Fault::kTruncated},
      {"good characters before", "\xC3\xA9\xE2\x82\xAC\xFF", 5, Utf8Fault::kInvalidByte},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto error = find_utf8_error(row.bytes);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->offset, row.offset);
    EXPECT_EQ(utf8_fault_name(error->fault), utf8_fault_name(row.fault));
  }
}

TEST(Utf8, WhatIsNoScalarValueBecomesTheReplacementCharacter) {
  for (const char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string s;
    append_utf8(s, c);
    EXPECT_EQ(s, "\xEF\xBF\xBD");
  }
}

TEST(Utf8, BoundariesAndCounts) {
  const std::string s = "a\xC3\xA9\xF0\x9F\x98\x80z";
  std::string boundaries;
  for (size_t i = 0; i <= s.size() + 1; ++i) boundaries += is_utf8_boundary(s, i) ? '1' : '0';
  EXPECT_EQ(boundaries, "1101000110");
  EXPECT_EQ(count_code_points(s), 4U);
}

TEST(Utf8, CountsTheSameAtAnyLength) {
  std::string text;
  size_t points = 0;
  size_t feeds = 0;
  for (uint32_t i = 0; i < 200; ++i) {
    EXPECT_EQ(count_code_points(text), points) << i;
    EXPECT_EQ(count_byte(text, '\n'), feeds) << i;
    const char32_t point = i % 7 == 3 ? U'\n' : i % 5 == 0 ? U'\u20AC' : i % 11 == 4 ? U'\0' : U'q';
    append_utf8(text, point);
    ++points;
    feeds += point == U'\n' ? 1 : 0;
  }
}

}  // namespace
}  // namespace lauter
