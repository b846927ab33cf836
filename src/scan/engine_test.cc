/// The engine with the built-in rules: what belongs to no single subject.
#include <gtest/gtest.h>

#include "scan/scanner.h"

namespace lauter {
namespace {

TEST(Engine, EmptyAndPlainTextHaveNoHits) {
  const auto scanner = Scanner::make({});
  ASSERT_TRUE(scanner.ok());
  const auto scratch = scanner->make_scratch();
  std::vector<Hit> hits;
  for (const char* text : {"", " ", "It was a dark and stormy night.", "1 2 3", "\n\n\n"}) {
    scanner->scan(text, *scratch, hits);
    EXPECT_TRUE(hits.empty()) << text;
  }
}

TEST(Engine, CustomRulesReportTheirGroup) {
  ScanOptions options;
  options.custom_rules.push_back({"badge", "BADGE", "badge (B-[0-9]{3})", 0.9F});
  const auto scanner = Scanner::make(std::move(options));
  ASSERT_TRUE(scanner.ok());
  const auto scratch = scanner->make_scratch();
  std::vector<Hit> hits;
  scanner->scan("his badge B-123 and badge B-456.", *scratch, hits);
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].span, (ByteSpan{10, 15}));
  EXPECT_EQ(scanner->label(hits[0]), "BADGE");
  EXPECT_EQ(scanner->rule_name(hits[1].rule), "badge");
}

TEST(Engine, CustomRuleErrorsNameTheRule) {
  ScanOptions options;
  options.custom_rules.push_back({"bad", "X", "(", 0.9F});
  const auto scanner = Scanner::make(std::move(options));
  ASSERT_FALSE(scanner.ok());
  EXPECT_NE(scanner.error().message.find("'bad'"), std::string::npos);
}

}  // namespace
}  // namespace lauter
