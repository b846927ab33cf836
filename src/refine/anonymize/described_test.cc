#include "refine/anonymize/described.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

/// The finds of `values` in `text`, each behind the one before.
std::vector<Found> finds(std::string_view text,
                         const std::vector<std::pair<std::string_view, Category>>& values) {
  std::vector<Found> found;
  uint64_t at = 0;
  for (const auto& [value, category] : values) {
    const uint64_t begin = text.find(value, at);
    at = begin + value.size();
    found.push_back({.span = {begin, at}, .category = category, .cause = {}});
  }
  return found;
}

std::string said(const std::vector<DescribedPerson>& persons) {
  std::string out;
  for (const DescribedPerson& person : persons) {
    out += person.name + ":";
    for (size_t i = 0; i < kFactKinds; ++i) {
      if (person.kinds[i]) out += " " + std::string(fact_kind_name(static_cast<FactKind>(i)));
    }
    out += person.is_identified() ? "!\n" : "\n";
  }
  return out;
}

TEST(DescribedPersons, TakeTheFactsOfTheirLine) {
  const std::string_view text =
      "Ada Keller, 34, nurse at Northgate Hospital, met Bo Lind of Leeds.\n"
      "Keller has had lupus since May.\nIn Hull, 61: Bo Lind.\nShe moved in June.";
  EXPECT_EQ(
      said(described_persons(text, finds(text, {{"Ada Keller", Category::kPerson},
                                                {"34", Category::kAge},
                                                {"nurse", Category::kJobTitle},
                                                {"Northgate Hospital", Category::kOrganization},
                                                {"Bo Lind", Category::kPerson},
                                                {"Leeds", Category::kCity},
                                                {"Keller", Category::kLastName},
                                                {"lupus", Category::kMedicalCondition},
                                                {"Hull", Category::kCity},
                                                {"61", Category::kAge},
                                                {"Bo Lind", Category::kPerson},
                                                {"June", Category::kDateTime}}))),
      "Ada Keller: employer job age health!\nBo Lind: place age date!\n");
}

TEST(DescribedPersons, AreIdentifiedByThreeKindsOfWhichOneSaysWhereToLook) {
  const std::string_view text = "I am a nurse of 34, born 2 May 1990, with lupus. Leeds. Hull.";
  std::vector<std::pair<std::string_view, Category>> values = {
      {"nurse", Category::kJobTitle},
      {"34", Category::kAge},
      {"2 May 1990", Category::kDateOfBirth},
      {"lupus", Category::kMedicalCondition}};
  EXPECT_EQ(said(described_persons(text, finds(text, values))), ": job age date health\n");
  values.emplace_back("Leeds", Category::kCity);
  EXPECT_EQ(said(described_persons(text, finds(text, values))), ": place job age date health!\n");
  EXPECT_EQ(said(described_persons(
                text, finds(text, {{"Leeds", Category::kCity}, {"Hull", Category::kCity}}))),
            ": place\n");
  EXPECT_TRUE(described_persons(text, {}).empty());
}

TEST(DescribedPersons, HaveNothingOfContactsAndOfOwnRules) {
  const std::string_view text = "Ada Keller: 555-1234, badge 9.";
  EXPECT_TRUE(described_persons(text, finds(text, {{"Ada Keller", Category::kPerson},
                                                   {"555-1234", Category::kPhoneNumber},
                                                   {"9", kCustomCategory}}))
                  .empty());
}

}  // namespace
}  // namespace lauter
