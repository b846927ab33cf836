#include <gtest/gtest.h>

#include "report/html.h"
#include "report/report_html.h"

namespace lauter {
namespace {

TEST(Html, EscapesWhatHtmlReads) {
  EXPECT_EQ(html_escape("<a href=\"x\">&\x01\n"), "&lt;a href=&quot;x&quot;&gt;&amp;&#xFFFD;\n");
}

TEST(Html, NumbersForPeople) {
  EXPECT_EQ(grouped(1234567),
            "1\xE2\x80\xAF"
            "234\xE2\x80\xAF"
            "567");
  EXPECT_EQ(grouped(12), "12");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1536), "1.5 kB");
  EXPECT_EQ(bytes_text(123456789), "123 MB");
  EXPECT_EQ(percent(1, 8), "12.5 %");
  EXPECT_EQ(percent(0, 0), "-");
}

RunReport small_report() {
  RunReport report;
  report.recipe_name = "anonymize";
  report.stats.rows_in = 10;
  report.stats.rows_kept = 6;
  report.stats.rows_edited = 3;
  report.stats.rows_rejected = 1;
  report.stats.edits = 4;
  report.stats.labels["EMAIL_ADDRESS"] = {4, 3, 80};
  report.stats.rules["email.plain"] = {"EMAIL_ADDRESS", "contact", 4, {}};
  report.stats.scan_ticks = {{"contact", 300}, {"(finding anchors)", 900}};
  report.stats.rules["email.plain"].scores[19] = 4;
  report.stats.reject_reasons["too large"] = 1;
  Sample sample;
  sample.id = "row <7>";
  sample.pieces.push_back({SamplePiece::Kind::kSame, "write to ", "", 0, "", "", 0});
  sample.pieces.push_back(
      {SamplePiece::Kind::kEdit, "kim@example.org", "", 17, "EMAIL_ADDRESS", "email.plain", 0.99F});
  report.samples.push_back(sample);
  return report;
}

TEST(ReportHtml, IsSelfContainedAndHidesValues) {
  const std::string page = render_report_html(small_report());
  for (const char* outside : {"http://", "https://", "<script", "<link", "<img"}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
  EXPECT_NE(page.find("[17 bytes]"), std::string::npos);
  EXPECT_NE(page.find("<ins>kim@example.org</ins>"), std::string::npos);
  EXPECT_NE(page.find("row &lt;7&gt;"), std::string::npos);
  EXPECT_NE(page.find("rows in: yes"), std::string::npos);
  // The rule's group took a quarter of the scan.
  EXPECT_NE(page.find("<td>contact</td><td class=\"n\">25"), std::string::npos);
  EXPECT_NE(page.find("(finding anchors)"), std::string::npos);
}

TEST(ReportHtml, SaysWhenRowsDoNotAddUp) {
  RunReport report = small_report();
  report.stats.rows_kept = 5;
  EXPECT_NE(render_report_html(report).find("rows in: <b>no</b>"), std::string::npos);
}

TEST(ReportHtml, EveryTagIsClosed) {
  const std::string page = render_report_html(small_report());
  for (const std::string tag :
       {"section", "div", "table", "tr", "td", "span", "details", "main", "svg", "del", "ins"}) {
    size_t open = 0, close = 0;
    for (size_t at = 0; (at = page.find("<" + tag, at)) != std::string::npos; ++at) {
      const char after = page[at + 1 + tag.size()];
      open += after == '>' || after == ' ';
    }
    for (size_t at = 0; (at = page.find("</" + tag + ">", at)) != std::string::npos; ++at) ++close;
    EXPECT_EQ(open, close) << tag;
  }
}

}  // namespace
}  // namespace lauter
