#include "run/verify/row_matcher.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace lauter {
namespace {

struct Script {
  std::vector<int> paired, missing, extra;
  std::vector<std::pair<int, int>> changed;
};

Script match(const std::vector<int>& expected, const std::vector<int>& actual) {
  Script script;
  size_t at = 0;
  RowMatcher<int, int> matcher({
      .pull = [&]() -> Result<std::optional<int>> {
        return at == actual.size() ? std::optional<int>() : std::optional(actual[at++]);
      },
      .equal = [](const int& a, const int& b) { return a == b; },
      .pair = [&](int& a, int&) { script.paired.push_back(a); },
      .changed = [&](int& a, int& b) { script.changed.emplace_back(a, b); },
      .missing = [&](int& a) { script.missing.push_back(a); },
      .extra = [&](int& b) { script.extra.push_back(b); },
  });
  for (const int row : expected) EXPECT_TRUE(matcher.push(row).ok());
  EXPECT_TRUE(matcher.finish().ok());
  return script;
}

/// What was done to the rows is what is told, where it is within the window.
TEST(RowMatcher, TellsWhatWasDone) {
  std::mt19937 random(7);
  const auto draw = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  for (int round = 0; round < 300; ++round) {
    std::vector<int> expected, actual;
    Script done;
    int stranger = -1;
    for (int row = 0; row < 400; ++row) {
      expected.push_back(row);
      const int what = row % 5 == 2 ? draw(12) : 11;  // equal rows stand between
      if (what == 0) {
        done.missing.push_back(row);
      } else if (what == 1) {
        done.changed.emplace_back(row, stranger);
        actual.push_back(stranger--);
      } else {
        done.paired.push_back(row);
        actual.push_back(row);
      }
      if (what == 2) {
        done.extra.push_back(stranger);
        actual.push_back(stranger--);
      }
    }
    const Script told = match(expected, actual);
    EXPECT_EQ(told.paired, done.paired);
    EXPECT_EQ(told.missing, done.missing);
    EXPECT_EQ(told.extra, done.extra);
    EXPECT_EQ(told.changed, done.changed);
  }
}

TEST(RowMatcher, EveryRowIsToldOnce) {
  std::mt19937 random(8);
  for (int round = 0; round < 500; ++round) {
    std::vector<int> expected(random() % 120), actual(random() % 120);
    for (int& row : expected) row = static_cast<int>(random() % 6);
    for (int& row : actual) row = static_cast<int>(random() % 6);
    const Script told = match(expected, actual);
    EXPECT_EQ(told.paired.size() + told.changed.size() + told.missing.size(), expected.size());
    EXPECT_EQ(told.paired.size() + told.changed.size() + told.extra.size(), actual.size());
  }
}

TEST(RowMatcher, OneEndsFarBeforeTheOther) {
  std::vector<int> rows(1000);
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i);
  const std::vector<int> few(rows.begin(), rows.begin() + 10);
  EXPECT_EQ(match(rows, few).missing.size(), 990U);
  EXPECT_EQ(match(few, rows).extra.size(), 990U);
}

}  // namespace
}  // namespace lauter
