#include "tag/gazetteer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace lauter {
namespace {

/// A table in the format of knowledge/public/build: names and their levels.
std::string table_of(const std::vector<std::pair<std::string, uint32_t>>& names) {
  std::map<uint32_t, std::map<uint32_t, uint32_t>> buckets;
  for (const auto& [name, level] : names) {
    const uint64_t hash = hash64(name);
    buckets[static_cast<uint32_t>(hash >> 48)][static_cast<uint32_t>(hash >> 35 & 0x1FFF)] = level;
  }
  std::vector<uint32_t> numbers = {static_cast<uint32_t>(names.size()), 0};
  std::vector<uint16_t> entries;
  for (uint32_t b = 0; b < 1 << 16; ++b) {
    for (const auto& [rest, level] : buckets[b]) entries.push_back(static_cast<uint16_t>(rest << 3 | (level - 1)));
    numbers.push_back(static_cast<uint32_t>(entries.size()));
  }
  std::string out = "LTRENOWN";
  out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(uint32_t));
  return out.append(reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(uint16_t));
}

/// The known names of a text, each with what its first token is marked.
std::vector<std::pair<std::string, int>> known_in(const Gazetteer& gazetteer, std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  std::vector<uint8_t> marks;
  gazetteer.mark(text, tokens, marks);
  std::vector<std::pair<std::string, int>> out;
  size_t begin = 0;
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (marks[t] == 0) continue;
    const bool inside = (marks[t] - 1) % 2 == 1;
    if (!inside) {
      begin = tokens[t].begin;
      out.emplace_back("", marks[t]);
    }
    out.back().first = text.substr(begin, tokens[t].end - begin);
  }
  return out;
}

using Found = std::vector<std::pair<std::string, int>>;
constexpr int kLong = 2 * Gazetteer::kLevels;

TEST(Gazetteer, MarksTheLongestNamesAsTheyAreWritten) {
  const std::string table = table_of({{"marie curie", 8}, {"curie", 3}, {"petals of blood", 1}, {"o'neil", 2},
                                      {"jean-paul sartre", 7}, {"émile zola", 6}, {"j. r. r. tolkien", 5}, {"the", 4}});
  const Result<Gazetteer> made = Gazetteer::open(table);
  ASSERT_TRUE(made.ok());
  const Gazetteer& gazetteer = *made;
  EXPECT_EQ(known_in(gazetteer, "Marie Curie wrote."), (Found{{"Marie Curie", 1 + 14 + kLong}}));
  EXPECT_EQ(known_in(gazetteer, "MARIE  CURIE\nand Curie"), (Found{{"MARIE  CURIE", 1 + 14 + kLong}, {"Curie", 1 + 4}}));
  EXPECT_EQ(known_in(gazetteer, "She read Petals of Blood to O’Neil."), (Found{{"Petals of Blood", 1 + kLong}, {"O’Neil", 1 + 2}}));
  EXPECT_EQ(known_in(gazetteer, "Jean-Paul Sartre, ÉMILE ZOLA"), (Found{{"Jean-Paul Sartre", 1 + 12 + kLong}, {"ÉMILE ZOLA", 1 + 10 + kLong}}));
  EXPECT_EQ(known_in(gazetteer, "by J. R. R. Tolkien"), (Found{{"J. R. R. Tolkien", 1 + 8 + kLong}}));
  // Not across an empty line, a comma, or what no name holds; nor from a small letter.
  EXPECT_EQ(known_in(gazetteer, "Marie\n\nCurie"), (Found{{"Curie", 1 + 4}}));
  EXPECT_EQ(known_in(gazetteer, "Marie, Curie / marie curie"), (Found{{"Curie", 1 + 4}}));
  EXPECT_EQ(known_in(gazetteer, "Petals of blood, Emma Brown"), Found{});
}

TEST(Gazetteer, DamagedTablesAreErrors) {
  const std::string table = table_of({{"marie curie", 8}});
  EXPECT_FALSE(Gazetteer::open("").ok());
  EXPECT_FALSE(Gazetteer::open(table.substr(0, table.size() - 1)).ok());
  EXPECT_FALSE(Gazetteer::open("X" + table.substr(1)).ok());
  std::string wild = table;  // the bounds of buckets lie outside
  std::fill(wild.begin() + 12, wild.end(), '\xff');
  const Result<Gazetteer> made = Gazetteer::open(wild);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->level("anything"), 0U);
}

/// People, works and places of the world are there, invented people are not.
TEST(Gazetteer, KnowsTheWorldAndNobodyElse) {
  std::ifstream file(LAUTER_GAZETTEER, std::ios::binary);
  const std::string table{std::istreambuf_iterator<char>(file), {}};
  const Result<Gazetteer> made = Gazetteer::open(table);
  ASSERT_TRUE(made.ok());
  for (const char* name : {"marie curie", "louvre", "robert burns", "catherine trautmann", "trollope", "elspeth huxley", "hans thoma"}) {
    EXPECT_NE(made->level(name), 0U) << name;
  }
  EXPECT_GT(made->level("marie curie"), made->level("catherine trautmann"));
  int wrong = 0;
  const char* given[] = {"gertrude", "levin", "oumar", "hannelore", "svantje", "tabitha", "samia", "ulrich", "nalini", "achieng"};
  const char* family[] = {"kuttruff", "obrecht-bosc", "schaubmann", "chomaratti", "ferrantino", "opondowa", "zipfelmeier", "rombachowski", "vetterliz", "lazrakian"};
  for (const std::string first : given) {
    for (const char* last : family) wrong += made->level(first + " " + last) != 0 ? 1 : 0;
  }
  EXPECT_LE(wrong, 3) << "of 100";
}

}  // namespace
}  // namespace lauter
