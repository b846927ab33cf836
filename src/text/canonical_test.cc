#include "text/canonical.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

std::string utf8(char32_t c) {
  std::string s;
  append_utf8(s, c);
  return s;
}

std::string canonical(std::string_view text, CanonicalOptions options = {}) {
  CanonicalBuffer buffer;
  return std::string(canonicalize(text, buffer, options).text());
}

/// The definition of the header over single characters, written a second time and in another form:
/// -1 stays, 0 goes away, else the ASCII character.
int reference(char32_t c) {
  const auto in = [&](char32_t a, char32_t b) { return a <= c && c <= b; };
  if (c == 0xA0 || c == 0x1680 || in(0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
    return ' ';
  if (in(0x2010, 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63) return '-';
  if (c == 0xAD || in(0x200B, 0x200F) || in(0x202A, 0x202E) || in(0x2060, 0x2069) || c == 0xFEFF ||
      c == 0xFE0F || c == 0x20E3)
    return 0;
  if (in(0xFF01, 0xFF5E)) return static_cast<int>(c) - 0xFEE0;
  if (in(0x1D400, 0x1D6A3)) {
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(c - 0x1D400) % 52];
  }
  if (in(0x1D7CE, 0x1D7FF)) return "0123456789"[(c - 0x1D7CE) % 10];
  for (const char32_t zero : {0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6,
                              0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x19D0}) {
    if (in(zero, zero + 9)) return static_cast<int>('0' + (c - zero));
  }
  return -1;
}

TEST(Canonical, EveryCharacterAtEveryPlaceOfAVector) {
  CanonicalBuffer buffer;
  for (char32_t c = 0x80; c <= 0x1FFFF; ++c) {
    if (c == 0xD800) c = 0xE000;
    const size_t before = c % 37;
    const std::string text = std::string(before, 'x') + utf8(c) + std::string(50, 'y');
    const CanonicalView view = canonicalize(text, buffer);
    const int to = reference(c);
    ASSERT_EQ(view.identity(), to < 0) << std::hex << static_cast<uint32_t>(c);
    const std::string middle = to < 0    ? utf8(c)
                               : to == 0 ? std::string()
                                         : std::string(1, static_cast<char>(to));
    ASSERT_EQ(view.text(), std::string(before, 'x') + middle + std::string(50, 'y'))
        << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(Canonical, WhatHeadersPromise) {
  const struct {
    const char* name;
    std::string from;
    std::string to;
  } rows[] = {
      {"plain", "jane.doe@corp.de", "jane.doe@corp.de"},
      {"full width", "\uFF14\uFF11\uFF15\uFF0D\uFF15\uFF15", "415-55"},
      {"arabic digits", "\u0660\u0661\u0662", "012"},
      {"devanagari", "\u096F\u096E", "98"},
      {"bengali, thai", "\u09E7\u0E52", "12"},
      {"blanks", "4111\u00A01111\u20091111", "4111 1111 1111"},
      {"dashes", "555\u2013123\u22124567", "555-123-4567"},
      {"zero width", "ja\u200Bne\u00AD@\uFEFFcorp.de", "jane@corp.de"},
      {"keycaps", "1\uFE0F\u20E32\uFE0F\u20E3", "12"},
      {"math letters", "\U0001D5F7\U0001D5EE\U0001D5FB\U0001D5F2", "jane"},
      {"decimal entity", "jane&#64;corp.de", "jane@corp.de"},
      {"hex entity", "jane&#x40;corp&#46;de", "jane@corp.de"},
      {"long hex entity", "jane&#x0040;corp.de", "jane@corp.de"},
      {"named entity", "jane&commat;corp&period;de", "jane@corp.de"},
      {"all letters encoded", "&#106;&#97;&#110;&#101;&#64;x.de", "jane@x.de"},
      {"ampersand", "A&amp;B", "A&B"},
      {"percent", "jane%40corp.de", "jane@corp.de"},
      {"percent at an end", "%40 a%40 100%404", "%40 a%40 100@4"},
      {"markup stays", "a &amp; b &lt; &#64; &amp", "a &amp; b &lt; &#64; &amp"},
      {"control characters stay encoded", "a&#10;b&#0;c", "a&#10;b&#0;c"},
      {"curly quotes stay", "\u201Cdon\u2019t\u201D \u2026", "\u201Cdon\u2019t\u201D \u2026"},
      {"look-alikes stay by default", "j\u0430ne", "j\u0430ne"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(canonical(row.from), row.to);
    // The same where vectors see it.
    const std::string pad(64, ' ');
    EXPECT_EQ(canonical(pad + row.from + pad), pad + row.to + pad);
  }
}

TEST(Canonical, LookalikesOnlyInsideWordsOfAsciiLetters) {
  const CanonicalOptions options{.fold_lookalikes = true};
  EXPECT_EQ(canonical("j\u0430n\u0435@c\u043Erp.de", options), "jane@corp.de");
  EXPECT_EQ(canonical("\u0441\u043E\u0440\u0430", options), "\u0441\u043E\u0440\u0430");
  EXPECT_EQ(canonical("\u041C\u043E\u0441\u043A\u0432\u0430 x", options),
            "\u041C\u043E\u0441\u043A\u0432\u0430 x");
  EXPECT_EQ(canonical("p\u0430\u0436x", options), "p\u0430\u0436x");
  const std::string pad(64, '.');
  EXPECT_EQ(canonical(pad + "\u0410dam" + pad, options), pad + "Adam" + pad);
}

/// The map against a brute-force one that keeps an origin for every byte of the view.
TEST(Canonical, SpansMapBackToWholeCharacters) {
  const std::vector<std::string> atoms = {
      "a",      "Z",      "7",      " ",      "-",     "\u00A0", "\u200B", "\uFF11",    "\u0663",
      "\u2014", "\u00E9", "\u4E2D", "\u201C", "&#64;", "%40",    "&amp;",  "\U0001D7D9"};
  std::mt19937 random(20240517);
  CanonicalBuffer buffer;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) text += atoms[random() % atoms.size()];
    const CanonicalView view = canonicalize(text, buffer);
    ASSERT_TRUE(is_utf8(view.text()));
    ASSERT_LE(view.text().size(), text.size());

    // Map every boundary of the view; the pieces between must be whole characters, in order, and
    // fold to exactly the view's character when looked at from the original's side.
    uint64_t last_end = 0;
    for (size_t i = 0; i < view.text().size(); i += utf8_length(view.text()[i])) {
      const ByteSpan one = view.to_original(ByteSpan{i, i + utf8_length(view.text()[i])});
      ASSERT_LE(last_end, one.begin);
      ASSERT_LT(one.begin, one.end);
      ASSERT_TRUE(is_utf8_boundary(text, one.begin) && is_utf8_boundary(text, one.end));
      // What is passed over was removed from the view.
      for (size_t k = last_end; k < one.begin; k += utf8_length(text[k])) {
        size_t at = k;
        ASSERT_EQ(reference(decode_utf8(text, at)), 0);
      }
      if (one.size() == utf8_length(text[one.begin])) {
        size_t at = one.begin;
        const char32_t c = decode_utf8(text, at);
        const int to = c < 0x80 ? -1 : reference(c);
        size_t in_view = i;
        ASSERT_EQ(decode_utf8(view.text(), in_view), to < 0 ? c : static_cast<char32_t>(to));
      } else {
        ASSERT_TRUE(text[one.begin] == '&' || text[one.begin] == '%');
      }
      ASSERT_EQ(view.to_original(i), one.begin);
      ASSERT_EQ(view.from_original(one.begin), i);
      last_end = one.end;
    }
    // A longer span is the hull of its characters.
    const size_t a = view.text().empty() ? 0 : random() % view.text().size();
    const size_t b = a + (view.text().empty() ? 0 : random() % (view.text().size() - a));
    if (a < b && is_utf8_boundary(view.text(), a) && is_utf8_boundary(view.text(), b)) {
      const size_t last = previous_utf8(view.text(), b);
      const ByteSpan hull = view.to_original(ByteSpan{a, b});
      ASSERT_EQ(hull.begin, view.to_original(a));
      ASSERT_EQ(hull.end, view.to_original(ByteSpan{last, b}).end);
    }
    ASSERT_TRUE(view.to_original(ByteSpan{a, a}).empty());
  }
}

TEST(Canonical, ABufferServesManyTexts) {
  CanonicalBuffer buffer;
  EXPECT_EQ(canonicalize("\uFF11", buffer).text(), "1");
  EXPECT_TRUE(canonicalize("plain", buffer).identity());
  EXPECT_EQ(canonicalize("12345678901234567890\u00A0", buffer).text(), "12345678901234567890 ");
  EXPECT_TRUE(canonicalize("", buffer).identity());
}

}  // namespace
}  // namespace lauter
