#include "text/printable.h"

#include <gtest/gtest.h>

#include <random>

#include "text/utf8.h"

namespace lauter {
namespace {

TEST(Printable, ShowsWhatACommandWas) {
  EXPECT_EQ(printable("a\x1b[31mb\x07"), "a\\x1b[31mb\\x07");
  EXPECT_EQ(printable("one\ntwo\tthree"), "one\\x0atwo\tthree");
  EXPECT_EQ(printable("one\ntwo", true), "one\ntwo");
  EXPECT_EQ(printable("\xC2\x9B" "31m \xE2\x80\xAEgnp"), "\\xc2\\x9b31m \\xe2\\x80\\xaegnp");
  EXPECT_EQ(printable("caf\xC3\xA9 \xF0\x9F\x98\x80 \\n"), "caf\xC3\xA9 \xF0\x9F\x98\x80 \\n");
  EXPECT_EQ(printable("\xFF" "a\xE2\x80"), "\\xffa\\xe2\\x80");
}

TEST(Printable, NamesComeBack) {
  EXPECT_EQ(escape_name("plain name-1.jsonl"), "plain name-1.jsonl");
  EXPECT_EQ(escape_name("a\\x41"), "a\\\\x41");
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string name;
    const size_t size = random() % 12;
    while (name.size() < size) {
      static constexpr std::string_view kLikely = "\\x4a\xC3\xA9\xE2\x80\xAE\xFF\n";
      name += random() % 2 ? kLikely[random() % kLikely.size()] : static_cast<char>(random());
    }
    const std::string escaped = escape_name(name);
    EXPECT_TRUE(is_utf8(escaped));
    EXPECT_EQ(unescape_name(escaped), name);
    EXPECT_EQ(printable(escaped), escaped);
  }
  EXPECT_FALSE(unescape_name("\\n"));
  EXPECT_FALSE(unescape_name("\\x4"));
  EXPECT_FALSE(unescape_name("\\xg0"));
}

}  // namespace
}  // namespace lauter
