#include "tag/line_kinds.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace lauter {
namespace {

const std::string& model_file() {
  static const std::string file = [] {
    std::ifstream in(std::string(LAUTER_SOURCE_DIR) + "/models/kinds.bin", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  return file;
}

const LineKinds& model() {
  static const Result<LineKinds> kinds = LineKinds::load(model_file());
  EXPECT_TRUE(kinds.ok());
  return *kinds;
}

std::vector<KindPassage> read(std::string_view text) {
  LineKindScratch scratch;
  std::vector<KindPassage> passages;
  model().read(text, scratch, passages);
  return passages;
}

/// Of a text that is all of one kind.
std::string kind_of(std::string_view text) {
  const auto passages = read(text);
  std::string kinds;
  for (const KindPassage& passage : passages) kinds += (kinds.empty() ? "" : " ") + std::string(kind_name(passage.kind));
  return kinds;
}

TEST(LineKinds, KnowsEveryKind) {
  EXPECT_EQ(kind_of("We came home late, and the rain had not stopped since noon.\nMother had kept the soup warm.\n"), "prose");
  EXPECT_EQ(kind_of("def area(r):\n    return 3.14 * r ** 2\n\nfor n in range(9):\n    print(area(n))\n"), "code");
  EXPECT_EQ(kind_of("[09:12] <mo> anyone here?\n[09:13] <lil> yep whats up\n[09:13] <mo> printer is dead again lol\n"), "chat");
  EXPECT_EQ(kind_of("| day | rain | wind |\n|---|---:|---:|\n| Mon | 3.2 | 11 |\n| Tue | 0.0 | 7 |\n"), "table");
  EXPECT_EQ(kind_of("2024-03-01 10:00:01,220 INFO [pool-3] cache: opened 12 files\n"
                    "2024-03-01 10:00:02,101 WARN [pool-3] cache: slow read (310 ms)\n"), "log");
  EXPECT_EQ(kind_of("<ul class=\"menu\">\n  <li><a href=\"/\">Start</a></li>\n  <li><a href=\"/b\">Shop</a></li>\n</ul>\n"), "markup");
  EXPECT_EQ(kind_of("Copyright (c) 2019 The Heron Authors. All rights reserved.\n"
                    "Licensed under the terms of the licence that comes with this file.\n"), "notice");
}

TEST(LineKinds, TabsCarriageReturnsAndOneLineChangeNothing) {
  const std::string code = "static int add(int a, int b) {\n\treturn a + b;\n}\n\nint main() { return add(1, 2); }\n";
  EXPECT_EQ(kind_of(code), "code");
  std::string dos;
  for (const char c : code) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(kind_of(dos), "code");
  std::string minified;
  for (int i = 0; i < 400; ++i) minified += "function f" + std::to_string(i) + "(a,b){return a[b]&&a.c(b)||null};";
  EXPECT_EQ(kind_of(minified), "code");
}

TEST(LineKinds, PassagesCoverTheText) {
  std::mt19937 random(5);
  const std::string_view lines[] = {"It rained.\n", "x = f(y);\n", "\n", "```\n", "~~~~\n", "| a | b |\n", "\xC3\xA4\r\n", "}\n", "no end"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += lines[random() % std::size(lines)];
    uint64_t at = 0;
    for (const KindPassage& passage : read(text)) {
      EXPECT_EQ(passage.span.begin, at);
      EXPECT_TRUE(at == 0 || text[at - 1] == '\n');
      EXPECT_LT(at, passage.span.end);
      at = passage.span.end;
    }
    EXPECT_EQ(at, text.size());
  }
}

TEST(LineKinds, AClosedFenceIsAPassage) {
  const std::string text = "Type this first:\n```\nmake all\n```\nand wait for it to end, which takes a while.\n";
  const auto passages = read(text);
  ASSERT_EQ(passages.size(), 3U);
  EXPECT_TRUE(passages[1].is_fence);
  EXPECT_EQ(passages[1].kind, LineKind::kCode);
  EXPECT_EQ(passages[1].span.of(text), "```\nmake all\n```\n");
  // An open one is none.
  for (const KindPassage& passage : read("So we said:\n```\nand that was all that there was to say.\n")) EXPECT_FALSE(passage.is_fence);
}

/// The course of kinds is the best of all: each is tried on short texts of one-line passages.
TEST(LineKinds, TheCourseIsTheBestOne) {
  const std::string_view lines[] = {"They left early in the morning.\n", "int x = y[3];\n", "Copyright 2020 The Heron Authors\n", "<b>no</b>\n", "12\t7\t9\n", "mo: hi\n"};
  std::mt19937 random(9);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    const size_t n = 1 + random() % 4;
    LineKindScratch scratch;
    std::vector<KindPassage> passages;
    for (size_t i = 0; i < n; ++i) text += lines[random() % std::size(lines)];
    model().read(text, scratch, passages);
    const auto score = [&](const std::vector<size_t>& course) {
      float sum = 0;
      for (size_t i = 0; i < n; ++i) {
        sum += scratch.lines[i].scores[course[i]];
        if (i == 0 || course[i] == course[i - 1]) continue;
        const bool at_notice = course[i] == kLineKinds - 1 || course[i - 1] == kLineKinds - 1;
        sum -= at_notice ? scratch.lines[i].turn / 2 : scratch.lines[i].turn;
      }
      return sum;
    };
    std::vector<size_t> chosen;
    for (const KindPassage& passage : passages) {
      const auto count = static_cast<size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(passage.span.begin),
                                                        text.begin() + static_cast<std::ptrdiff_t>(passage.span.end), '\n'));
      chosen.insert(chosen.end(), count, static_cast<size_t>(passage.kind));
    }
    float best = -1e9F;
    size_t courses = 1;
    for (size_t i = 0; i < n; ++i) courses *= kLineKinds;
    for (size_t c = 0; c < courses; ++c) {
      std::vector<size_t> course;
      for (size_t rest = c; course.size() < n; rest /= kLineKinds) course.push_back(rest % kLineKinds);
      best = std::max(best, score(course));
    }
    EXPECT_NEAR(score(chosen), best, 1e-3F) << text;
  }
}

TEST(LineKinds, RefusesWhatIsNoModel) {
  const std::string& file = model_file();
  EXPECT_TRUE(LineKinds::load(file).ok());
  EXPECT_FALSE(LineKinds::load("").ok());
  EXPECT_FALSE(LineKinds::load(std::string_view(file).substr(0, file.size() - 1)).ok());
  EXPECT_FALSE(LineKinds::load(file + "x").ok());
  for (const size_t at : {0, 4, 8, 9, 12}) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x11);
    EXPECT_FALSE(LineKinds::load(damaged).ok()) << at;
  }
  std::string endless = file;
  endless.replace(16, 4, "\x00\x00\x80\x7f", 4);
  EXPECT_FALSE(LineKinds::load(endless).ok());
}

}  // namespace
}  // namespace lauter
