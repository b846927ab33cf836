#include "measure/pii.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "measure/measure_test_support.h"

namespace lauter {
namespace {

JsonValue measured(const MeasurePiiOptions& options) {
  Result<MeasureReport> report = measure_pii(options);
  EXPECT_TRUE(report.ok()) << report.error().message;
  if (!report.ok()) return {};
  EXPECT_FALSE(report->table.empty());
  Result<JsonValue> json = parse_json(report->json);
  EXPECT_TRUE(json.ok());
  return json.ok() ? *json : JsonValue{};
}

double figure(const JsonValue& json, std::initializer_list<std::string_view> path) {
  const JsonValue* at = &json;
  for (std::string_view name : path) {
    at = at == nullptr ? nullptr : at->find(name);
    EXPECT_NE(at, nullptr) << name;
  }
  return at == nullptr ? -1 : at->number_or(-1);
}

// "mail ann@x.de or bob@y.fr": two mails, 8 bytes each. One found whole, one to 7 of 8 bytes (87.5
// %: missed but justified); "or" is a false phone.
constexpr std::string_view kGold =
    R"({"id":"a","text":"mail ann@x.de or bob@y.fr","spans":[{"start":5,"end":13,"label":"EMAIL_ADDRESS"},{"start":17,"end":25,"label":"EMAIL_ADDRESS"}],"slice":"mail"}
{"id":"b","text":"ip 84.12.9.1","spans":[{"start":3,"end":12,"label":"IP_ADDRESS"}],"slice":"log"}
{"id":"c","text":"build 84.12.9.1","spans":[],"decoy":true,"slice":"log"}
{"id":"d","text":"nothing here","spans":[]}
)";
constexpr std::string_view kFound =
    R"({"id":"d","spans":[]}
{"id":"c","spans":[{"start":6,"end":15,"label":"IP_ADDRESS","score":0.9,"rule":"r"}]}
{"id":"b","spans":[{"start":3,"end":12,"label":"PHONE_NUMBER"}]}
{"id":"a","spans":[{"start":5,"end":13,"label":"EMAIL_ADDRESS"},{"start":14,"end":16,"label":"PHONE_NUMBER"},{"start":18,"end":25,"label":"EMAIL_ADDRESS"}]}
)";

TEST(MeasurePiiTest, FiguresOfAHandComputedCase) {
  const TestFolder folder;
  const JsonValue json = measured({.gold_path = folder.write("gold.jsonl", kGold),
                                   .pred_path = folder.write("found.jsonl", kFound)});
  EXPECT_EQ(figure(json, {"rows"}), 4);
  EXPECT_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "support"}), 2);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "recall"}), 0.5);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "precision"}), 1);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "f1"}), 0.6667);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "byte_recall"}), 0.9375);  // 15 of 16
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "EMAIL_ADDRESS", "byte_precision"}), 1);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "IP_ADDRESS", "recall"}), 0);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "IP_ADDRESS", "precision"}), 0);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "PHONE_NUMBER", "precision"}), 0);
  EXPECT_EQ(figure(json, {"macro", "labels"}), 2);  // PHONE_NUMBER has no gold
  EXPECT_DOUBLE_EQ(figure(json, {"macro", "recall"}), 0.25);
  EXPECT_DOUBLE_EQ(figure(json, {"macro", "precision"}), 0.5);
  EXPECT_DOUBLE_EQ(figure(json, {"macro_pattern", "recall"}), 0.25);
  EXPECT_DOUBLE_EQ(figure(json, {"any_label", "recall"}), 0.6667);          // 2 of 3
  EXPECT_DOUBLE_EQ(figure(json, {"any_label", "precision"}), 0.6);          // 3 of 5
  EXPECT_DOUBLE_EQ(figure(json, {"any_label", "byte_recall"}), 0.96);       // 24 of 25
  EXPECT_DOUBLE_EQ(figure(json, {"any_label", "byte_precision"}), 0.6857);  // 24 of 35
  EXPECT_EQ(figure(json, {"decoys", "rows_with_finds"}), 1);
  EXPECT_DOUBLE_EQ(figure(json, {"decoys", "share_with_finds"}), 1);
  EXPECT_EQ(figure(json, {"clean", "rows"}), 1);
  EXPECT_EQ(figure(json, {"clean", "rows_with_finds"}), 0);
  EXPECT_DOUBLE_EQ(figure(json, {"slices", "slice:log", "any_label_recall"}), 1);
  EXPECT_EQ(json.find("worst")->if_array()->front().string_or(""), "IP_ADDRESS");
  bool confused = false;
  for (const JsonValue& item : *json.find("confusion")->if_array()) {
    confused |= item.find("gold")->string_or("") == "IP_ADDRESS" &&
                item.find("predicted")->string_or("") == "PHONE_NUMBER" &&
                item.find("count")->int_or(0) == 1;
  }
  EXPECT_TRUE(confused);
}

TEST(MeasurePiiTest, PerfectFindsGiveOneEverywhereAndNarrowIntervals) {
  const TestFolder folder;
  const std::string gold = folder.write("gold.jsonl", kGold);
  const JsonValue json = measured({.gold_path = gold, .pred_path = gold});
  for (std::string_view name : {"recall", "precision", "f1"}) {
    EXPECT_DOUBLE_EQ(figure(json, {"macro", name}), 1);
    EXPECT_DOUBLE_EQ(figure(json, {"any_label", name}), 1);
  }
  const JsonValue* interval = json.find("macro")->find("recall_ci95");
  ASSERT_NE(interval, nullptr);
  EXPECT_DOUBLE_EQ((*interval->if_array())[0].number_or(0), 1);
}

TEST(MeasurePiiTest, TheSameSeedGivesTheSameReport) {
  const TestFolder folder;
  const MeasurePiiOptions options{.gold_path = folder.write("gold.jsonl", kGold),
                                  .pred_path = folder.write("found.jsonl", kFound)};
  const Result<MeasureReport> a = measure_pii(options);
  const Result<MeasureReport> b = measure_pii(options);
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(a->json, b->json);
  EXPECT_EQ(a->table, b->table);
}

TEST(MeasurePiiTest, PiecesOfABrokenValueCountTogether) {
  const TestFolder folder;
  const JsonValue json = measured(
      {.gold_path = folder.write(
           "gold.jsonl",
           R"({"id":1,"text":"card 5105\n> 1051","spans":[{"start":5,"end":16,"label":"CREDIT_CARD"}]})"),
       .pred_path = folder.write(
           "found.jsonl",
           R"({"id":"1","spans":[{"start":5,"end":9,"label":"CREDIT_CARD"},{"start":10,"end":16,"label":"CREDIT_CARD"}]})")});
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "CREDIT_CARD", "recall"}), 1);
}

TEST(MeasurePiiTest, NormsMapThePredictionsOntoTheGoldSet) {
  const TestFolder folder;
  const JsonValue json = measured(
      {.gold_path = folder.write(
           "gold.jsonl",
           R"({"id":"x","text":"fax 0561 77 12 34, Kiel","spans":[{"start":4,"end":17,"label":"TEL","norm":"PHONE"},{"start":19,"end":23,"label":"GPE","norm":"LOC"}],"split":"dev"}
{"id":"y","text":"never counted","spans":[{"start":0,"end":5,"label":"P","norm":"PHONE"}],"split":"train"})"),
       .pred_path = folder.write(
           "found.jsonl",
           R"({"id":"x","spans":[{"start":4,"end":17,"label":"FAX_NUMBER"},{"start":19,"end":23,"label":"CITY"}]}
{"id":"y","spans":[]})"),
       .labels = GoldLabels::kNorm,
       .only = "split=dev"});
  EXPECT_EQ(figure(json, {"rows"}), 1);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "PHONE", "f1"}), 1);
  EXPECT_DOUBLE_EQ(figure(json, {"labels", "LOC", "f1"}), 1);
  EXPECT_EQ(json.find("macro_pattern"), nullptr);
}

TEST(MeasurePiiTest, LeaksAndIdenticalBytesOfRefinedText) {
  const TestFolder folder;
  const JsonValue json =
      measured({.gold_path = folder.write("gold.jsonl", kGold),
                .pred_path = folder.write("found.jsonl", kFound),
                .refined_path = folder.write("refined.jsonl",
                                             R"({"id":"a","text":"mail zed@q.example or bob@y.fr"}
{"id":"b","text":"ip 192.0.2.7"}
{"id":"c","text":"build 84.12.9.2"}
)")});
  EXPECT_EQ(figure(json, {"refined", "rows"}), 3);
  EXPECT_EQ(figure(json, {"refined", "rows_missing"}), 1);
  EXPECT_EQ(figure(json, {"refined", "values"}), 3);
  EXPECT_EQ(figure(json, {"refined", "leaked"}), 1);
  EXPECT_EQ(figure(json, {"refined", "leaked_by_label", "EMAIL_ADDRESS"}), 1);
  EXPECT_EQ(figure(json, {"refined", "clean_rows"}), 1);
  EXPECT_EQ(figure(json, {"refined", "clean_rows_identical"}), 0);
  // outside gold: "mail " and " or " (9), "ip " (3), "build 84.12.9.1" (15) of which the last "1"
  // is gone
  EXPECT_DOUBLE_EQ(figure(json, {"refined", "outside_identical"}), 0.963);
}

std::string error_of(const MeasurePiiOptions& options) {
  Result<MeasureReport> report = measure_pii(options);
  EXPECT_FALSE(report.ok());
  return report.ok() ? "" : report.error().message;
}

TEST(MeasurePiiTest, ErrorsNameFileRowAndId) {
  const TestFolder folder;
  const std::string gold = folder.write("gold.jsonl", kGold);
  const std::string found = folder.write("found.jsonl", kFound);
  EXPECT_NE(
      error_of({.gold_path = folder.write("none.jsonl", ""), .pred_path = found}).find("no rows"),
      std::string::npos);
  const std::string part = folder.write("part.jsonl", R"({"id":"a","spans":[]})");
  EXPECT_NE(error_of({.gold_path = gold, .pred_path = part}).find("3 of 4 gold rows"),
            std::string::npos);
  EXPECT_NE(error_of({.gold_path = part, .pred_path = part}).find("part.jsonl:1: no text"),
            std::string::npos);
  const std::string other =
      folder.write("other.jsonl", std::string(kFound) + R"({"id":"zz","spans":[]})");
  EXPECT_NE(error_of({.gold_path = gold, .pred_path = other}).find("`zz`"), std::string::npos);
  const std::string twice =
      folder.write("twice.jsonl", std::string(kFound) + R"({"id":"a","spans":[]})");
  EXPECT_NE(error_of({.gold_path = gold, .pred_path = twice}).find("twice.jsonl:5: id `a`"),
            std::string::npos);
  const std::string outside = folder.write(
      "outside.jsonl", R"({"id":"a","text":"ab","spans":[{"start":0,"end":3,"label":"AGE"}]})");
  EXPECT_NE(error_of({.gold_path = outside, .pred_path = found}).find("outside.jsonl:1: a span"),
            std::string::npos);
  const std::string inside = folder.write(
      "inside.jsonl",
      "{\"id\":\"a\",\"text\":\"\xC3\xA4\",\"spans\":[{\"start\":0,\"end\":1,\"label\":\"AGE\"}]}");
  EXPECT_NE(error_of({.gold_path = inside, .pred_path = found}).find("inside a character"),
            std::string::npos);
  EXPECT_NE(error_of({.gold_path = gold, .pred_path = found, .only = "slice"}).find("field=value"),
            std::string::npos);
}

}  // namespace
}  // namespace lauter
