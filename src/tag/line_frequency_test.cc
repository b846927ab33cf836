#include "tag/line_frequency.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tag/line_features.h"

namespace lauter {
namespace {

std::vector<uint32_t> look_up(const LineFrequency& frequency, std::string_view text) {
  std::vector<uint32_t> documents;
  frequency.look_up(text, LineIndex(text), documents);
  return documents;
}

LineFrequency count(const std::vector<std::string>& texts) {
  LineCounter counter(1000);
  std::vector<uint64_t> hashes;
  for (const std::string& text : texts) {
    line_hashes(text, hashes);
    counter.add(hashes);
  }
  return LineFrequency(std::move(counter), true);
}

TEST(LineFrequency, CountsTheOtherDocuments) {
  const LineFrequency frequency = count({"Menu\nOne\nmenu\n", "MENU\n\nTwo", "Page 1\nTwo\n"});
  EXPECT_EQ(look_up(frequency, "menu\nOne\n\nTwo\npage 22\nnew"),
            (std::vector<uint32_t>{1, 0, 0, 1, 0, 0}));
}

TEST(LineFrequency, ATableCountsAsItSays) {
  const auto table = LineFrequency::parse("12\tMenu\n\n3\tPage 7\n1\tmenu\n", "t.tsv");
  ASSERT_TRUE(table.ok()) << table.error().message;
  EXPECT_EQ(look_up(*table, "MENU\npage 1\nx"), (std::vector<uint32_t>{13, 3, 0}));
  for (const char* bad : {"Menu", "x\tMenu", "-1\tMenu", "\tMenu", "1 \tMenu"}) {
    const auto refused = LineFrequency::parse("1\ta\n" + std::string(bad), "t.tsv");
    ASSERT_FALSE(refused.ok()) << bad;
    EXPECT_EQ(refused.error().message.find("t.tsv:2: "), 0U) << refused.error().message;
  }
}

TEST(LineCounter, IsExactWhileThereIsRoom) {
  std::mt19937_64 random(5);
  LineCounter counter(100'000);
  std::map<uint64_t, uint32_t> expected;
  for (int i = 0; i < 200'000; ++i) {
    const uint64_t hash = 1 + random() % 50'000 * 1'000'003;
    counter.add(hash, 1);
    ++expected[hash];
  }
  EXPECT_EQ(counter.size(), expected.size());
  for (const auto& [hash, n] : expected) ASSERT_EQ(counter.documents(hash), n);
  EXPECT_EQ(counter.documents(7), 0U);
}

TEST(LineCounter, KeepsWhatIsFrequentWhenItIsFull) {
  std::mt19937_64 random(6);
  LineCounter counter(1000);
  for (int i = 0; i < 100'000; ++i) {
    counter.add(1 + random(), 1);             // never again
    if (i % 10 == 0) counter.add(i % 70, 1);  // seven lines in 10,000 documents
    ASSERT_LE(counter.size(), 1000U);
  }
  for (uint64_t line = 10; line < 70; line += 10) EXPECT_GE(counter.documents(line), 1400U);
}

TEST(LineCounter, TakesNothingNewInWhenAllIsFrequent) {
  LineCounter counter(100);
  for (uint64_t round = 0; round < 3; ++round) {
    for (uint64_t line = 1; line <= 300; ++line) counter.add(line, 2);
  }
  EXPECT_EQ(counter.size(), 100U);
  EXPECT_EQ(counter.documents(1), 6U);
  EXPECT_EQ(counter.documents(300), 0U);
}

}  // namespace
}  // namespace lauter
