#include "s3/xml.h"

#include <gtest/gtest.h>

#include <vector>

namespace lauter::s3 {
namespace {

std::vector<std::string> events(std::string_view xml) {
  std::vector<std::string> out;
  const auto read = read_xml(
      xml,
      [&](std::string_view path, std::string_view text) {
        out.push_back(std::string(path) + "=" + std::string(text));
      },
      [&](std::string_view path) { out.push_back("/" + std::string(path)); });
  if (!read.ok()) out.push_back("error: " + read.error().message);
  return out;
}

using Events = std::vector<std::string>;

TEST(XmlTest, Listing) {
  EXPECT_EQ(events("<?xml version=\"1.0\"?>\n<!-- x --><L xmlns=\"http://s3/\">\n <C><Key>a&amp;b&#x20;"
                   "&#233;</Key><Size>3</Size></C><E/>\n</L>\n"),
            (Events{"L/C/Key=a&b \xC3\xA9", "L/C/Size=3", "/L/C", "L/E=", "/L"}));
  EXPECT_EQ(events("<s3:L><s3:A>1</s3:A></s3:L>"), (Events{"L/A=1", "/L"}));
}

TEST(XmlTest, RefusesWhatIsBroken) {
  for (const char* bad :
       {"", "text", "<a>", "<a></b>", "<a><b></a></b>", "<a>&unknown;</a>", "<a>&lt</a>",
        "<a>&#xD800;</a>", "<a>&#1114112;</a>", "<!DOCTYPE a []><a/>", "<a><![CDATA[x]]></a>",
        "<a/><b/>", "<a", "<ba></a>", "< >x</ >"}) {
    const Events seen = events(bad);
    ASSERT_FALSE(seen.empty()) << bad;
    EXPECT_TRUE(seen.back().starts_with("error: ")) << bad;
  }
  std::string deep;
  for (int i = 0; i < 17; ++i) deep += "<a>";
  EXPECT_EQ(events(deep).back(), "error: XML: too deep");
}

TEST(XmlTest, FirstTextOfAPath) {
  EXPECT_EQ(xml_text("<Error><Code>SlowDown</Code><Code>x</Code></Error>", "Error/Code"), "SlowDown");
  EXPECT_EQ(xml_text("<Error><Code>SlowDown</Code>", "Error/Code"), "") << "a body cut off";
  EXPECT_EQ(xml_text("<html>", "Error/Code"), "");
}

TEST(XmlTest, Escape) { EXPECT_EQ(xml_escape("a<b>&\"c"), "a&lt;b&gt;&amp;&quot;c"); }

}  // namespace
}  // namespace lauter::s3
