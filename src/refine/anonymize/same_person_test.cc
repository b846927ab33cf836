#include "refine/anonymize/same_person.h"

#include <gtest/gtest.h>

#include "surrogate/surrogate.h"

namespace lauter::internal {
namespace {

std::vector<Found> persons(std::string_view text, std::initializer_list<std::string_view> names) {
  std::vector<Found> found;
  for (const std::string_view name : names) {
    const size_t at = text.find(name);
    EXPECT_NE(at, text.npos) << name;
    found.push_back(
        {{at, at + name.size()}, Category::kPerson, {"tag", "tag/person", "PERSON", 0.9F}, false});
  }
  return found;
}

using Names = std::vector<std::pair<std::string, std::string>>;
Names after(std::string_view text, std::initializer_list<std::string_view> names) {
  std::vector<Found> found = persons(text, names);
  add_same_persons(text, found);
  Names out;
  for (const Found& value : found) {
    out.emplace_back(std::string(value.span.of(text)), value.cause.label);
  }
  return out;
}

TEST(SamePerson, FindsThePartsElsewhere) {
  EXPECT_EQ(after("Maria Keller called. Ms Keller said: \"Maria's here\". The cellar, the keller.",
                  {"Maria Keller"}),
            (Names{{"Maria Keller", "PERSON"}, {"Keller", "LAST_NAME"}, {"Maria", "FIRST_NAME"}}));
}

TEST(SamePerson, KnowsPartsThatWereFound) {
  EXPECT_EQ(after("Keller, Maria. Keller wrote.", {"Keller, Maria", "Keller wrote"}),
            (Names{{"Keller, Maria", "PERSON"}, {"Keller wrote", "PERSON"}}));
  EXPECT_EQ(after("Maria sent it: Maria Keller", {"Maria", "Maria Keller"}),
            (Names{{"Maria", "FIRST_NAME"}, {"Maria Keller", "PERSON"}}));
}

TEST(SamePerson, SpreadsNoWordThatTheTextUsesOtherwise) {
  EXPECT_EQ(after("Maria Xanthopel left. Xanthopel slept.", {"Maria Xanthopel"}),
            (Names{{"Maria Xanthopel", "PERSON"}, {"Xanthopel", "LAST_NAME"}}));
  EXPECT_EQ(after("Maria Xanthopel: maria-xanthopel@x.org. Xanthopel slept.", {"Maria Xanthopel"}),
            (Names{{"Maria Xanthopel", "PERSON"}, {"Xanthopel", "LAST_NAME"}}));
  EXPECT_EQ(after("Maria Collection left. Collection of a collection here.", {"Maria Collection"}),
            (Names{{"Maria Collection", "PERSON"}}));
}

TEST(SamePerson, LeavesShortAndOtherWordsAlone) {
  EXPECT_EQ(after("Xi Jo left. Xi, Jo.", {"Xi Jo"}), (Names{{"Xi Jo", "PERSON"}}));
  EXPECT_EQ(after("Kellermann and Mariana.", {"Kellermann"}), (Names{{"Kellermann", "PERSON"}}));
}

/// The point of it: one person keeps one stand-in through the text.
TEST(SamePerson, StandInsFit) {
  const std::string_view text = "Maria Keller called. Ms Keller is ill; call Maria.";
  std::vector<Found> found = persons(text, {"Maria Keller"});
  add_same_persons(text, found);
  std::vector<Mention> mentions;
  for (const Found& value : found) mentions.push_back({value.span, value.category});
  const auto key =
      SecretKey::parse("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  ASSERT_TRUE(key.ok());
  const std::vector<std::string> names = SurrogateMaker(*key).make(text, "doc", mentions);
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0], names[2] + " " + names[1]);
}

}  // namespace
}  // namespace lauter::internal
