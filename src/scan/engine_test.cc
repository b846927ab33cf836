/// The engine with the built-in rules: what belongs to no single subject.
#include <gtest/gtest.h>

#include "scan/rules/rule_test_support.h"
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

using scan_test::expect_found;
using scan_test::expect_nothing;

TEST(Engine, ReadsDictatedAndScatteredValues) {
  expect_found({
      {Category::kCustomerId, "my customer number is four four six one three five eight nine, ok",
       "four four six one three five eight nine"},
      {Category::kFaxNumber, "Fax no.: nine two three nine three four nine double zero",
       "nine two three nine three four nine double zero"},
      {Category::kOneTimeCode, "3 5 6 7 6 9 is your login code", "3 5 6 7 6 9"},
      {Category::kImei,
       "my phone's imei is three five two double five one six eight four four three seven five "
       "double nine",
       "three five two double five one six eight four four three seven five double nine"},
  });
}

TEST(Engine, ReadsDamagedValuesThatACheckDigitConfirms) {
  expect_found({{Category::kIbanCode, "IBAN: IT38 Z881 9664 9402 6S15 4249 1B5",
                 "IT38 Z881 9664 9402 6S15 4249 1B5"}});
}

TEST(Engine, FieldsWithAStrayBlank) {
  expect_found({{Category::kSwiftCode, "SWIFT code: HBLUINF ZXXX\n", "HBLUINF ZXXX"}});
}

TEST(Engine, GroupsOfFourHoldNoTelephoneNumber) {
  expect_nothing({"4085 0064 6727 6151", "call 4085 0064 6727 6151"});
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
