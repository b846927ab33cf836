#include "catalog/alias.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

TEST(CategoryAlias, MeansCategoriesAndHidesNone) {
  EXPECT_GT(category_aliases().size(), 100U);
  for (const CategoryAlias& alias : category_aliases()) {
    EXPECT_FALSE(alias.categories.empty()) << alias.name;
    EXPECT_FALSE(category_from_name(alias.name)) << alias.name;
    EXPECT_TRUE(alias.of == "common" || alias.of == "presidio" || alias.of == "dlp") << alias.name;
    EXPECT_EQ(categories_from_name(alias.name)->count(), alias.categories.size()) << alias.name;
  }
}

TEST(CategoryAlias, NamesAreCategoriesAliasesAndGroups) {
  const auto has = [](std::string_view name, Category category) {
    const auto set = categories_from_name(name);
    return set && set->test(static_cast<size_t>(category));
  };
  EXPECT_TRUE(has("EMAIL", Category::kEmailAddress));
  EXPECT_TRUE(has("US_SOCIAL_SECURITY_NUMBER", Category::kUsSsn));
  EXPECT_TRUE(has("NRP", Category::kReligion));
  EXPECT_TRUE(has("contact", Category::kEmailAddress));
  EXPECT_TRUE(has("all", Category::kPin));
  EXPECT_EQ(categories_from_name("LOCATION")->count(), 1U);  // a name of its own
  EXPECT_FALSE(categories_from_name("email"));
  EXPECT_FALSE(categories_from_name(""));
  EXPECT_EQ(label_from_name("NAME"), "PERSON");
  EXPECT_EQ(label_from_name("PERSON"), "PERSON");
  EXPECT_EQ(label_from_name("TICKET"), "TICKET");
}

}  // namespace
}  // namespace lauter
