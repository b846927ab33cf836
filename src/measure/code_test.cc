#include "measure/code.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "measure/measure_test_support.h"

namespace lauter {
namespace {

double figure(const JsonValue& json, std::string_view section, std::string_view name) {
  const JsonValue* at = json.find(section);
  EXPECT_NE(at, nullptr);
  return at == nullptr || at->find(name) == nullptr ? -1 : at->find(name)->number_or(-1);
}

TEST(MeasureCodeTest, LinesAndRepositories) {
  const TestFolder folder;
  // r1: line 1 T found, line 2 no gold but flagged, line 3 F not flagged. r2: X flagged by a
  // category that is no secret. r3: T missed.
  const std::string gold = folder.write(
      "gold.jsonl",
      R"({"id":"1","text":"pw = Kumquat77\nx = 4\ntoken = null\n","source":"r1","spans":[{"start":5,"end":14,"label":"Password","truth":"T"},{"start":29,"end":33,"label":"Token","truth":"F"}]}
{"id":"2","text":"key: 10.1.1.1","source":"r2","spans":[{"start":5,"end":13,"label":"Key","truth":"X"}]}
{"id":"3","text":"secret: Marzipan9","source":"r3","spans":[{"start":8,"end":17,"label":"Secret","truth":"T"}]}
)");
  const std::string found = folder.write(
      "found.jsonl",
      R"({"id":"1","spans":[{"start":5,"end":14,"label":"PASSWORD"},{"start":19,"end":20,"label":"PASSWORD"}]}
{"id":"2","spans":[{"start":5,"end":13,"label":"IP_ADDRESS"}]}
{"id":"3","spans":[]}
)");
  Result<MeasureReport> report = measure_code({.gold_path = gold, .pred_path = found});
  ASSERT_TRUE(report.ok()) << report.error().message;
  Result<JsonValue> json = parse_json(report->json);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(figure(*json, "lines", "tp"), 1);
  EXPECT_EQ(figure(*json, "lines", "fp"), 1);
  EXPECT_EQ(figure(*json, "lines", "fn"), 1);
  EXPECT_EQ(figure(*json, "lines", "tn"), 2);
  EXPECT_DOUBLE_EQ(figure(*json, "lines", "f1"), 0.5);
  EXPECT_EQ(figure(*json, "repositories", "tp"), 1);
  EXPECT_EQ(figure(*json, "repositories", "fn"), 1);
  EXPECT_EQ(figure(*json, "repositories", "tn"), 1);
  EXPECT_NE(report->table.find("lines of truth X"), std::string::npos);

  report = measure_code({.gold_path = gold, .pred_path = found, .secrets_only = false});
  ASSERT_TRUE(report.ok());
  json = parse_json(report->json);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(figure(*json, "lines", "fp"), 2);
  EXPECT_EQ(figure(*json, "repositories", "fp"), 1);
}

TEST(MeasureCodeTest, SpansWithoutTruthAreSecrets) {
  const TestFolder folder;
  const std::string gold = folder.write(
      "gold.jsonl", R"({"id":"1","text":"a\nb","spans":[{"start":2,"end":3,"label":"PASSWORD"}]})");
  const Result<MeasureReport> report = measure_code({.gold_path = gold, .pred_path = gold});
  ASSERT_TRUE(report.ok());
  const Result<JsonValue> json = parse_json(report->json);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(figure(*json, "lines", "tp"), 1);
  EXPECT_EQ(figure(*json, "lines", "tn"), 1);
}

}  // namespace
}  // namespace lauter
