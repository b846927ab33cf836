#include "json/field.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

std::string found(std::string_view row, std::string_view path) {
  const auto field = find_field(row, *FieldPath::parse(path));
  return field ? field_text(*field) : "(none)";
}

TEST(Field, IsFoundWhateverElseTheRowHolds) {
  EXPECT_EQ(found(R"( {"a" : "x\u00e9", "b":1} )", "a"), "x\xC3\xA9");
  EXPECT_EQ(found(R"({"lang":"de","lang":"en"})", "lang"), "en");
  EXPECT_EQ(found(R"({"o":"\udc00","\ud800":1,"lang":"en"})", "lang"), "en");
  EXPECT_EQ(found(R"({"e":1e400,"lang":"en"})", "lang"), "en");
  EXPECT_EQ(found(R"({"a":{"b":{"c":2}}})", "a.b.c"), "2");
  EXPECT_EQ(found(R"({"a":{"b":1},"a":{"c":2}})", "a.b"), "(none)");
  EXPECT_EQ(found(R"({"a":"b"})", "a.b"), "(none)");
  EXPECT_EQ(found(R"({"\u0061":7})", "a"), "7");
  EXPECT_EQ(found("{}", "a"), "(none)");
}

TEST(Field, SaysNumbersInTheirShortestForm) {
  EXPECT_EQ(found(R"({"n":1.50})", "n"), "1.5");
  EXPECT_EQ(found(R"({"n":1e400})", "n"), "1e400");
  EXPECT_EQ(found(R"({"n":true})", "n"), "true");
  EXPECT_EQ(found(R"({"n":null})", "n"), "null");
  EXPECT_EQ(found(R"({"n":"\ud800"})", "n"), "\\ud800");
}

}  // namespace
}  // namespace lauter
