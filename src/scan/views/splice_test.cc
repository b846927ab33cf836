#include "scan/views/splice.h"

#include <gtest/gtest.h>

#include "scan/scanner.h"

namespace lauter::scan {
namespace {

std::vector<std::string> gaps(std::string_view text) {
  std::vector<Splice> splices;
  find_splices(text, splices);
  std::vector<std::string> out;
  for (const Splice& s : splices) out.emplace_back(text.substr(s.begin, s.end - s.begin));
  return out;
}

TEST(Splice, FindsWhereAValueMayBeBroken) {
  using Gaps = std::vector<std::string>;
  EXPECT_EQ(gaps("phone dce8.b9ba.\n5e84"), Gaps{"\n"});
  EXPECT_EQ(gaps("is 550612-\n> 2248018"), Gaps{"\n> "});
  EXPECT_EQ(gaps("is 5506=\r\n12"), Gaps{"=\r\n"});
  EXPECT_EQ(gaps("a \"AKIA5QZF\" + \"HEE6\""), Gaps{"\" + \""});
  EXPECT_EQ(gaps("'AKIA5QZF'\n    'HEE6'"), Gaps{"'\n    '"});
  EXPECT_EQ(gaps("{\"k\": \"550612-\\n2248018\"}"), Gaps{"\\n"});
  EXPECT_EQ(gaps("jane.do\ne65@corp.org"), Gaps{"\n"});
  EXPECT_EQ(gaps("jane=\ndoe65@corp.org"), Gaps{"=\n"});
}

TEST(Splice, AWordDoesNotGoOnWithAnAddress) {
  for (const char* text :
       {"contacts\ndesmond65@corp.org", "Mail\nkim7@corp.org", "to\n> kim.b7@corp.org"}) {
    EXPECT_TRUE(gaps(text).empty()) << text;
  }
}

TEST(Splice, LeavesProseListsAndTablesAlone) {
  for (const char* text : {"plain words\ngo on here", "in the year 1850.\nThen came another",
                           "1. one\n2. two\n3. three", "a,12\nb,13\n", "x = \"a\" + y",
                           "\"one\", \"two\"", "\n\n\n", ""}) {
    EXPECT_TRUE(gaps(text).empty()) << text;
  }
}

TEST(Splice, WindowsMapBackOverTheGap) {
  const std::string text = "my phone dce8.b9ba.\n> 5e84 is";
  std::vector<Splice> splices;
  find_splices(text, splices);
  SplicedWindow window;
  EXPECT_EQ(cut_window(text, splices, 0, window), 1U);
  const size_t at = window.text.find("dce8.b9ba.5e84");
  ASSERT_NE(at, std::string::npos);
  EXPECT_TRUE(window.crosses_seam(at, at + 14));
  EXPECT_FALSE(window.crosses_seam(0, 5));
  std::vector<ByteSpan> spans;
  window.to_original(at, at + 14, spans);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].of(text), "dce8.b9ba.\n> 5e84");
}

TEST(Splice, DisguisedAddressesAreReadPlainly) {
  const std::string text = "see hxxps://www[.]corp[.]de/in/kim or";
  std::vector<Splice> splices;
  find_splices(text, splices);
  SplicedWindow window;
  cut_window(text, splices, 0, window);
  const size_t at = window.text.find("https://www.corp.de/in/kim");
  ASSERT_NE(at, std::string::npos) << window.text;
  std::vector<ByteSpan> spans;
  window.to_original(at, at + 26, spans);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].of(text), "hxxps://www[.]corp[.]de/in/kim");
}

TEST(Splice, PiecesOfLiteralsAreSpansOfTheirOwn) {
  const std::string text = "key = \"ab12\" + \"cd34\"";
  std::vector<Splice> splices;
  find_splices(text, splices);
  SplicedWindow window;
  cut_window(text, splices, 0, window);
  const size_t at = window.text.find("ab12cd34");
  ASSERT_NE(at, std::string::npos);
  std::vector<ByteSpan> spans;
  window.to_original(at, at + 8, spans);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].of(text), "ab12");
  EXPECT_EQ(spans[1].of(text), "cd34");
}

TEST(Splice, AreFoundWhereverTheyStandInABlock) {
  const std::string text =
      "id 4711-\n> 0815\njane[.]doe at hxxp://a[.]b.de\nmail \\u0040 jane\\\\u0040b.de\n"
      "\"ab12\" + \"cd34\"; no: 7074 > 4629 and 44123\\n99 | 3081-= 677 |\nx = 'k1' + 'k2'";
  std::vector<Splice> plain;
  find_splices(text, plain);
  ASSERT_GE(plain.size(), 8U);
  for (uint32_t pad = 1; pad < 70; ++pad) {
    std::vector<Splice> moved;
    find_splices(std::string(pad - 1, 'a') + "\n" + text, moved);
    ASSERT_EQ(moved.size(), plain.size()) << pad;
    for (size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(moved[i].begin, plain[i].begin + pad);
      EXPECT_EQ(moved[i].end, plain[i].end + pad);
      EXPECT_STREQ(moved[i].with, plain[i].with);
    }
  }
}

TEST(Splice, SqlColumnsAreLabelsOfTheirValues) {
  const auto scanner = Scanner::make({});
  ASSERT_TRUE(scanner.ok());
  const auto scratch = scanner->make_scratch();
  std::vector<Hit> hits;
  const std::string_view text =
      "INSERT INTO t (id, ssn, note) VALUES (1, '536904399', 'O''Hara, x'), (2, '547813322', '');";
  scanner->scan(text, *scratch, hits);
  std::vector<std::string> found;
  for (const Hit& hit : hits)
    found.emplace_back(std::string(scanner->label(hit)) + " " + std::string(hit.span.of(text)));
  EXPECT_EQ(found, (std::vector<std::string>{"US_SSN 536904399", "US_SSN 547813322"}));
}

}  // namespace
}  // namespace lauter::scan
