#include "refine/ages_beside_names.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

/// The age found in `text`, whose name is given; "" if none.
std::string age(std::string_view text, std::string_view name) {
  const uint64_t begin = text.find(name);
  std::vector<Found> found = {{{begin, begin + name.size()},
                               Category::kPerson,
                               {"tag", "tag/person", "PERSON", 0.9F},
                               false}};
  add_ages_beside_names(text, found);
  for (const Found& value : found) {
    if (value.category == Category::kAge) return std::string(value.span.of(text));
  }
  return "";
}

TEST(AgesBesideNames, StandBehindAComma) {
  EXPECT_EQ(age("Roberta Kessling, 58, of Dayton, was arrested", "Roberta Kessling"), "58");
  EXPECT_EQ(age("Roberta Kessling, 58, Dayton", "Roberta Kessling"), "58");
  EXPECT_EQ(age("Peggy Hallorann (n\u00E9e Tighe), 88, of Duluth", "Peggy Hallorann"), "88");
  EXPECT_EQ(age("Kessling, 58, said", "Kessling"), "58");
  EXPECT_EQ(age("Jonas here, 34, from Bergen", "Jonas"), "34");
  EXPECT_EQ(age("one kid (Ada, 6)", "Ada"), "6");
}

TEST(AgesBesideNames, StandInBracketsAndBefore) {
  EXPECT_EQ(age("The driver, Amir Haddad (44), escaped", "Amir Haddad"), "44");
  EXPECT_EQ(age("Emma (8) goes to school", "Emma"), "8");
  EXPECT_EQ(age("At 67, Wendell Pruitt still runs", "Wendell Pruitt"), "67");
}

TEST(AgesBesideNames, AreNoResultsNorCitations) {
  EXPECT_EQ(age("Harry Kane (45), Bukayo Saka (67)", "Harry Kane"), "");
  EXPECT_EQ(age("Zzyzxov (12) showed that", "Zzyzxov"), "");  // a reference
  EXPECT_EQ(age("Smith, 12, pp. 3", "Smith"), "");
  EXPECT_EQ(age("Smith, 12, Jones, 14", "Smith"), "");
  EXPECT_EQ(age("Anna Smith, 2019, said", "Anna Smith"), "");
  EXPECT_EQ(age("Anna Smith, 58 points", "Anna Smith"), "");
  EXPECT_EQ(age("Anna Smith, 034, of", "Anna Smith"), "");
}

}  // namespace
}  // namespace lauter::internal
