#include "web/charset.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "text/utf8.h"
#include "web/test_support.h"

namespace lauter {
namespace {

// The same few words in each encoding, as Python's codecs write them.
struct CharsetCase {
  std::string_view charset;
  std::string_view bytes;
  std::string_view utf8;
};

constexpr std::string_view kGerman =
    "gr\xC3\xB6\xC3\x9F"
    "er \xE2\x82\xAC 5";
constexpr std::string_view kJapanese = "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E";
constexpr std::string_view kChinese = "\xE4\xB8\xAD\xE6\x96\x87";
constexpr std::string_view kRussian = "\xD0\x9C\xD0\xB8\xD1\x80";

constexpr CharsetCase kCases[] = {
    {"windows-1252",
     "gr\xF6\xDF"
     "er \x80 5",
     kGerman},
    {"iso-8859-1",
     "gr\xF6\xDF"
     "er \x80 5",
     kGerman},  // which the web takes for windows-1252
    {"shift_jis", "\x93\xFA\x96\x7B\x8C\xEA", kJapanese},
    {"Shift-JIS", "\x93\xFA\x96\x7B\x8C\xEA", kJapanese},
    {"euc-jp", "\xC6\xFC\xCB\xDC\xB8\xEC", kJapanese},
    {"iso-2022-jp", "\x1B$BF|K\\8l\x1B(B", kJapanese},
    {"gb18030", "\xD6\xD0\xCE\xC4", kChinese},
    {"gb2312", "\xD6\xD0\xCE\xC4", kChinese},
    {"big5", "\xA4\xA4\xA4\xE5", kChinese},
    {"windows-1251", "\xCC\xE8\xF0", kRussian},
    {"koi8-r", "\xED\xC9\xD2", kRussian},
};

TEST(Charset, DeclaredByHttpOrMeta) {
  for (const CharsetCase& c : kCases) {
    const auto by_http = decode_page(c.bytes, c.charset);
    ASSERT_TRUE(by_http.ok());
    EXPECT_EQ(by_http->text, c.utf8) << c.charset;
    EXPECT_EQ(by_http->replaced, 0U) << c.charset;
    for (const std::string& meta : {"<meta charset=" + std::string(c.charset) + ">",
                                    "<!-- <meta charset=x> --><META http-equiv=Content-Type "
                                    "content='text/html; Charset = \"" +
                                        std::string(c.charset) + "\"'>"}) {
      const auto by_meta = decode_page(meta + std::string(c.bytes), "");
      ASSERT_TRUE(by_meta.ok());
      EXPECT_EQ(by_meta->text, meta + std::string(c.utf8)) << c.charset;
    }
  }
  EXPECT_EQ(charset_of_content_type("text/html; a=b; charset=\"Koi8-R\"; c"), "Koi8-R");
  EXPECT_EQ(charset_of_content_type("text/html"), "");
}

TEST(Charset, Utf8IsUtf8WhateverIsDeclared) {
  for (const char* declared :
       {"", "utf-8", "UTF8", "windows-1252", "shift_jis", "utf-16", "nonsense"}) {
    const auto page = decode_page(kGerman, declared);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->text, kGerman) << declared;
    EXPECT_EQ(page->charset, "utf-8");
  }
  EXPECT_EQ(decode_page("\xEF\xBB\xBF" + std::string(kGerman), "koi8-r")->text, kGerman);
}

TEST(Charset, Utf16) {
  using std::string_literals::operator""s;
  EXPECT_EQ(decode_page("\xFF\xFEg\0r\0\xF6\0=\xD8\x00\xDE"s, "")->text,
            "gr\xC3\xB6\xF0\x9F\x98\x80");
  EXPECT_EQ(decode_page("\xFE\xFF\0g\0r\0\xF6"s, "utf-8")->text, "gr\xC3\xB6");
  std::string little;
  std::string big;
  for (const char c : std::string_view("<p>without a mark</p>")) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  EXPECT_EQ(decode_page(little, "")->text, "<p>without a mark</p>");
  EXPECT_EQ(decode_page(big, "")->text, "<p>without a mark</p>");
}

TEST(Charset, WrongOrMissingLabels) {
  // Sentences, since the detector counts letters: "these are Japanese / Russian words ..."
  const std::string japanese =
      times("\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x8C\xEA\x82\xC5\x82\xB7\x81\x42", 20);
  for (const char* declared : {"", "utf-8", "euc-jp", "nonsense"}) {
    const auto page = decode_page("<p>" + japanese, declared);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->charset, "shift_jis") << declared;
    EXPECT_EQ(page->replaced, 0U);
  }
  const std::string german = times(
      "Gr\xF6\xDF"
      "e und \xDC"
      "bung sind f\xFCr alle sch\xF6n. ",
      20);
  EXPECT_EQ(decode_page(german, "utf-8")->charset, "windows-1252");
}

TEST(Charset, ASlipIsReplacedAndCounted) {
  const std::string page = times(kGerman, 20) + "\xFF" + times(kGerman, 20) + "\xE2\x82";
  const auto decoded = decode_page(page, "utf-8");
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->charset, "utf-8");
  EXPECT_EQ(decoded->replaced, 2U);
  EXPECT_EQ(decoded->text,
            times(kGerman, 20) + "\xEF\xBF\xBD" + times(kGerman, 20) + "\xEF\xBF\xBD");
}

TEST(Charset, AnyBytesBecomeUtf8) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += static_cast<char>(i * 7919 >> 3);
  for (const char* declared :
       {"", "utf-8", "gb18030", "iso-2022-jp", "big5", "utf-7", "utf-16le"}) {
    const auto page = decode_page(bytes, declared);
    ASSERT_TRUE(page.ok());
    EXPECT_TRUE(is_utf8(page->text)) << declared;
  }
}

}  // namespace
}  // namespace lauter
