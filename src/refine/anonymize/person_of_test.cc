#include "refine/anonymize/person_of.h"

#include <gtest/gtest.h>

#include "refine/anonymize/placeholder.h"

namespace lauter {
namespace {

/// Names in a text of "Name; Name; ...": each with the one that names its person.
std::string owners(const std::vector<std::pair<std::string, Category>>& names) {
  std::string text;
  std::vector<Found> found;
  for (const auto& [name, category] : names) {
    found.push_back({{text.size(), text.size() + name.size()}, category, {}});
    text += name + "; ";
  }
  std::string out;
  for (const size_t owner : internal::persons_of(text, found)) out += std::to_string(owner);
  return out;
}

TEST(PersonsOf, PartsHaveTheirPerson) {
  using enum Category;
  EXPECT_EQ(owners({{"Ada Lovelace", kPerson}, {"Ada", kFirstName}, {"LOVELACE", kLastName}}), "000");
  EXPECT_EQ(owners({{"Ada", kFirstName}, {"Ada Lovelace", kPerson}}), "11");
  EXPECT_EQ(owners({{"Ada Lovelace", kPerson}, {"Lovelace, Ada", kPerson}, {"A. Lovelace", kPerson}}), "000");
  EXPECT_EQ(owners({{"Ada Lovelace", kPerson}, {"Grace", kFirstName}, {"Ada", kUsername}}), "012");
  EXPECT_EQ(owners({{"Ada Lovelace", kPerson}, {"B. Lovelace", kPerson}}), "01");
  EXPECT_EQ(owners({{"Ada", kPerson}, {"Ada", kFirstName}}), "01");  // nobody is named in full
}

TEST(PersonsOf, OfSeveralTheOneMentionedLast) {
  using enum Category;
  EXPECT_EQ(owners({{"Ruth Keller", kPerson}, {"Max Keller", kPerson}, {"Keller", kLastName}, {"Ruth", kFirstName}, {"Keller", kLastName}}),
            "01100");
}

TEST(PersonsOf, ManyNamesakesTieNobody) {
  std::vector<std::pair<std::string, Category>> names;
  for (char c = 'a'; c <= 'z'; ++c) names.emplace_back(std::string("Jo Mare") + c, Category::kPerson);
  names.emplace_back("Jo", Category::kFirstName);
  EXPECT_TRUE(owners(names).ends_with("2526"));
}

TEST(PlaceholderForm, HasLabelAndNumber) {
  EXPECT_EQ(PlaceholderForm().of("TICKET", 3), "[TICKET_3]");
  EXPECT_EQ(PlaceholderForm::parse("<{n}:{label}>")->of("{n}", 3), "<3:{n}>");
  EXPECT_EQ(PlaceholderForm::parse("[REDACTED]")->of("TICKET", 3), "[REDACTED]");
  for (const char* wrong : {"", "{x}", "{label}{label}", "a\nb", "{"}) {
    EXPECT_FALSE(PlaceholderForm::parse(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace lauter
