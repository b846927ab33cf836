#include "measure/toxicity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "curate/metrics/chrf.h"
#include "json/value.h"
#include "measure/measure_test_support.h"

namespace lauter {
namespace {

double chrf(std::vector<std::pair<std::string, std::string>> pairs, double beta) {
  Chrf sum;
  for (const auto& [text, reference] : pairs) sum.add(text, reference);
  return sum.score(beta);
}

/// sacreBLEU blanks kept are letters here.
std::string blanks_as_letters(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

/// Values of sacreBLEU's own tests (test_chrf.py at 0dca9d4: effective order, beta 3).
TEST(Chrf, AgreesWithSacreBleu) {
  EXPECT_NEAR(chrf({{"a", "a"}}, 3), 100, 1e-4);
  EXPECT_NEAR(chrf({{"", "reference"}}, 3), 0, 1e-4);
  EXPECT_NEAR(chrf({{"a b c", "a b c"}}, 3), 100, 1e-4);
  EXPECT_NEAR(chrf({{"a b c", "abc"}}, 3), 100, 1e-4);
  EXPECT_NEAR(chrf({{"a", "a"}, {"b", "c"}}, 3), 50, 1e-4);
  EXPECT_NEAR(chrf({{"aa", "ab"}}, 3), 25, 1e-4);
  EXPECT_NEAR(
      chrf({{blanks_as_letters(
                 "Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich."),
             blanks_as_letters("Das Verh\u00e4ltnis zwischen Obama und Netanyahu ist nicht gerade "
                               "freundschaftlich.")}},
           3),
      67.3481606, 1e-4);
  EXPECT_NEAR(
      chrf({{blanks_as_letters("risk assessment must be made of those who are qualified and "
                               "expertise in the sector - these are the scientists ."),
             blanks_as_letters("risk assessment has to be undertaken by those who are "
                               "qualified and expert in that area - that is the "
                               "scientists .")}},
           3),
      65.2414427, 1e-4);
}

TEST(Auroc, IsTheChanceOfTheRightOrder) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<std::pair<double, bool>> rows;
    for (size_t n = 2 + random() % 30; n > 0; --n) {
      rows.emplace_back(static_cast<double>(random() % 7), random() % 2 == 0);
    }
    double right = 0;
    double pairs = 0;
    for (const auto& a : rows) {
      for (const auto& b : rows) {
        if (!a.second || b.second) continue;
        ++pairs;
        right += a.first > b.first ? 1 : a.first == b.first ? 0.5 : 0;
      }
    }
    EXPECT_NEAR(internal::auroc(rows), pairs == 0 ? 0.5 : right / pairs, 1e-12);
  }
}

TEST(WithoutWords, TakesWholeWordsAndOneBlank) {
  const std::unordered_set<std::string> words = {"damn", "fool"};
  EXPECT_EQ(internal::without_words("The Damn page, fool.", words), "The page, .");
  EXPECT_EQ(internal::without_words("damnation foolish", words), "damnation foolish");
  EXPECT_EQ(internal::without_words("", words), "");
}

double number(const std::string& json, const char* part, const char* name) {
  const auto value = parse_json(json);
  EXPECT_TRUE(value.ok());
  return value->find(part)->find(name)->number_or(-1);
}

TEST(MeasureToxicity, CharacterF1IsTheMeanOverTexts) {
  const TestFolder folder;
  const std::string gold = folder.write(
      "gold.jsonl",
      "{\"id\":\"a\",\"text\":\"\u00fcber fool\",\"spans\":[{\"start\":6,\"end\":10}]}\n"
      "{\"id\":\"b\",\"text\":\"fine\",\"spans\":[]}\n"
      "{\"id\":\"c\",\"text\":\"fine\",\"spans\":[]}\n");
  const std::string pred =
      folder.write("pred.jsonl",
                   "{\"id\":\"a\",\"spans\":[{\"start\":0,\"end\":10,\"label\":\"TOXIC\"}]}\n"
                   "{\"id\":\"b\",\"spans\":[]}\n"
                   "{\"id\":\"c\",\"spans\":[{\"start\":0,\"end\":1,\"label\":\"TOXIC\"}]}\n");
  const auto report = measure_toxicity({.gold_path = gold, .pred_path = pred});
  ASSERT_TRUE(report.ok()) << report.error().message;
  // a: 4 of 9 found characters are right (the u with dots is one): 2 * 4 / (4 + 9); b 1; c 0.
  EXPECT_NEAR(number(report->json, "spans", "f1"), (8.0 / 13 + 1 + 0) / 3, 1e-4);
  EXPECT_NEAR(number(report->json, "spans", "recall"), 1, 1e-4);
  EXPECT_NEAR(number(report->json, "spans", "precision"), 0.4, 1e-4);
  EXPECT_EQ(number(report->json, "spans", "left_alone"), 1);
}

TEST(MeasureToxicity, EveryScorerIsMeasured) {
  const TestFolder folder;
  const std::string gold = folder.write("gold.jsonl",
                                        "{\"id\":1,\"text\":\"x\",\"toxic\":1}\n"
                                        "{\"id\":2,\"text\":\"y\",\"toxic\":0}\n"
                                        "{\"id\":3,\"text\":\"z\",\"toxic\":0}\n");
  const std::string pred = folder.write("pred.jsonl",
                                        "{\"id\":1,\"scores\":{\"one\":0.7,\"two\":0.4}}\n"
                                        "{\"id\":2,\"scores\":{\"one\":0.2,\"two\":0.6}}\n"
                                        "{\"id\":3,\"scores\":{\"one\":0.6,\"two\":0.1}}\n");
  const auto report = measure_toxicity({.gold_path = gold, .pred_path = pred});
  ASSERT_TRUE(report.ok()) << report.error().message;
  const auto json = parse_json(report->json);
  const JsonValue* documents = json->find("documents");
  EXPECT_EQ(documents->find("one")->find("auroc")->number_or(-1), 1);
  EXPECT_EQ(documents->find("two")->find("auroc")->number_or(-1), 0.5);
  EXPECT_EQ(documents->find("one")->find("harmless_above_half")->number_or(-1), 0.5);
}

TEST(MeasureToxicity, SaysWhatIsWrong) {
  const TestFolder folder;
  const std::string gold =
      folder.write("gold.jsonl", "{\"id\":\"a\",\"text\":\"x\",\"spans\":[]}\n");
  const std::string other = folder.write("other.jsonl", "{\"id\":\"b\",\"spans\":[]}\n");
  EXPECT_FALSE(measure_toxicity({.gold_path = gold, .pred_path = other}).ok());
  EXPECT_FALSE(measure_toxicity({.gold_path = gold}).ok());
  const std::string broken =
      folder.write("broken.jsonl", "{\"id\":\"a\",\"text\":\"x\",\"toxic\":7}\n");
  EXPECT_FALSE(measure_toxicity({.gold_path = broken, .pred_path = other}).ok());
}

}  // namespace
}  // namespace lauter
