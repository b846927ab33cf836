#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/seal.h"
#include "report/html.h"
#include "report/report_html.h"

namespace lauter {
namespace {

TEST(Html, EscapesWhatHtmlReads) {
  EXPECT_EQ(html_escape("<a href=\"x\">&\x01\n"), "&lt;a href=&quot;x&quot;&gt;&amp;\u27E8U+0001\u27E9\n");
}

TEST(Html, MakesVisibleWhatPlaysTricks) {
  EXPECT_EQ(html_escape("a\u202Eb\u2066\u200B\U000E0041"), "a\u27E8U+202E\u27E9b\u27E8U+2066\u27E9\u27E8U+200B\u27E9\u27E8U+E0041\u27E9");
  EXPECT_EQ(html_escape("\xff<\xc3"), "\uFFFD&lt;\uFFFD");
  const std::string family = "\U0001F469\u200D\U0001F467 \u0645\u06CC\u200C\u062E \u2764\uFE0F";
  EXPECT_EQ(html_escape(family), family);
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

/// Of the page's only script.
std::string script_digest(std::string_view page) {
  constexpr std::string_view kBegin = "<script>";
  const size_t begin = page.find(kBegin) + kBegin.size();
  EXPECT_EQ(page.find("<script", begin), std::string_view::npos);
  const auto digest = sha256(page.substr(begin, page.find("</script>", begin) - begin));
  return {digest.begin(), digest.end()};
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
  for (const char* outside : {"http://", "https://", "src=", "<link", "<img"}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
  EXPECT_NE(page.find("[17 bytes]"), std::string::npos);
  EXPECT_NE(page.find("<ins>kim@example.org</ins>"), std::string::npos);
  EXPECT_NE(page.find("row &lt;7&gt;"), std::string::npos);
  EXPECT_NE(page.find("script-src 'sha256-" + base64_encode(script_digest(page)) + "'"),
            std::string::npos);
  EXPECT_NE(page.find("rows in: yes"), std::string::npos);
  // The rule's group took a quarter of the scan.
  EXPECT_NE(page.find("<td>contact</td><td class=\"n\">25"), std::string::npos);
  EXPECT_NE(page.find("(finding anchors)"), std::string::npos);
}

TEST(ReportHtml, ShowsTheLeastSureFirstAndFoldsTheRest) {
  RunReport report = small_report();
  for (int i = 0; i < 40; ++i) {
    const std::string rule = "rule" + std::to_string(i);
    report.stats.labels["LABEL" + std::to_string(i)] = {100, 1, 1};
    Sample sample = report.samples.front();
    sample.rule = rule;
    sample.label = "LABEL" + std::to_string(i);
    sample.score = static_cast<float>(i) / 100;
    report.samples.push_back(sample);
  }
  const std::string page = render_report_html(report);
  const size_t first = page.find("Least sure"), last = page.find("</details>", first);
  const std::string_view least = std::string_view(page).substr(first, last - first);
  EXPECT_LT(least.find("score <b>0.00"), least.find("score <b>0.01"));
  EXPECT_EQ(least.find("score <b>0.30"), std::string_view::npos);
  // 41 categories: 15 bars, the rest folded.
  const size_t fold = page.find("26 more");
  ASSERT_NE(fold, std::string::npos);
  EXPECT_LT(page.find("LABEL21"), fold);
  EXPECT_LT(fold, page.find("EMAIL_ADDRESS"));
}

TEST(ReportHtml, SaysWhatWasRejectedAndWhy) {
  RunReport report = small_report();
  report.stats.rows_rejected = 7;
  report.stats.rows_dropped = 4;
  report.stats.bytes_dropped = 4000;
  report.stats.rows_withheld = 2;
  report.stats.bytes_withheld = 2500;
  Sample sample;
  sample.is_rejected = true;
  sample.rule = "duplicate of an earlier row";
  sample.reason = "duplicate of <a>\u202E";
  sample.bytes = 1200;
  sample.pieces.push_back({.text = "buy now"});
  report.samples.push_back(sample);
  const std::string page = render_report_html(report);
  for (const char* text : {"dropped by the recipe: 4 rows, 4.0 kB", "withheld, no safe result: 2 rows, 2.5 kB",
                           "not readable: 1 row<", "duplicate of &lt;a&gt;\u27E8U+202E\u27E9",
                           "buy now", "too large"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
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
