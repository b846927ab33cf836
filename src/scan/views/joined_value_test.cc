#include "scan/views/joined_value.h"

#include "scan/rules/rule_test_support.h"

namespace lauter {
namespace {

using namespace scan_test;  // NOLINT: test tables
using scan::has_break;
using scan::join_value;
using scan::Joined;

TEST(JoinedValue, ReadsAcrossLineEndsAndLiterals) {
  const struct {
    const char* text;
    const char* joined;
    size_t breaks;
    bool literals;
  } rows[] = {
      {"abc1", "abc1", 0, false},
      {"abc1\n> def2", "abc1def2", 1, false},
      {"abc1\\\n    def2", "abc1def2", 1, false},
      {"abc1=\ndef2", "abc1def2", 1, false},
      {"abc1\" + \"def2\"", "abc1def2", 1, true},
      {"abc1\" \\\n  \"def2\"", "abc1def2", 1, true},
      {"abc1\", \"def2\"", "abc1", 0, false},
      {"abc1;def2", "abc1", 0, false},
  };
  for (const auto& row : rows) {
    const Joined joined = join_value(row.text, 0);
    EXPECT_EQ(joined.text, row.joined) << row.text;
    EXPECT_EQ(joined.breaks.size(), row.breaks) << row.text;
    EXPECT_EQ(has_break(row.text, 0), row.breaks > 0) << row.text;
    EXPECT_EQ(joined.literals, row.literals) << row.text;
    ASSERT_EQ(joined.source.size(), joined.text.size());
    for (size_t i = 0; i < joined.source.size(); ++i)
      EXPECT_EQ(row.text[joined.source[i]], joined.text[i]) << row.text;
  }
}

TEST(JoinedValue, SpansAreOneForABrokenValueAndOneALiteral) {
  EXPECT_EQ(join_value("ab\ncd", 0).spans(4), (std::vector<ByteSpan>{{0, 5}}));
  EXPECT_EQ(join_value("ab\" + \"cd\"", 0).spans(4), (std::vector<ByteSpan>{{0, 2}, {7, 9}}));
  EXPECT_TRUE(join_value("ab", 0).spans(3).empty());
}

TEST(JoinedValue, BrokenTokensAreFoundWhole) {
  expect_found({
      {Category::kGitlabToken, "CI_TOKEN=glpat-Zk39xLm2Qp\nRt7Vw1yBn5 is set",
       "glpat-Zk39xLm2Qp\nRt7Vw1yBn5"},
      {Category::kGitlabToken, "t = \"glpat-Zk39xLm2Qp\" + \"Rt7Vw1yBn5\";", "glpat-Zk39xLm2Qp"},
      {Category::kGitlabToken, "t = \"glpat-Zk39xLm2Qp\" + \"Rt7Vw1yBn5\";", "Rt7Vw1yBn5"},
      {Category::kIpAddress, "hit from 84[.]23[.]117[.]9 again", "84[.]23[.]117[.]9"},
  });
}

}  // namespace
}  // namespace lauter
