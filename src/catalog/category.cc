#include "catalog/category.h"

#include <array>

#include "base/check.h"

namespace lauter {
namespace {

struct Row {
  std::string_view name;
  CategoryGroup group;
  FoundBy found_by;
};

constexpr std::array<Row, kCategoryCount> kRows = {{
#define X(id, name, group, found_by) {name, CategoryGroup::group, FoundBy::found_by},
#include "catalog/categories.inc"
#undef X
}};

struct CategoryWords {
  std::string_view description;
  std::string_view example;
};
/// In the order of docs/CATEGORIES.md, which is that of the categories (catalog_test).
constexpr std::array<CategoryWords, kCategoryCount> kCategoryWords = {{
#include "known/category_words.inc"
}};

constexpr std::array<std::string_view, 12> kGroupNames = {
    "person", "date",   "contact", "place",  "government", "financial",
    "health", "travel", "online",  "secret", "work",       "other"};

const Row& row(Category category) {
  const auto index = static_cast<size_t>(category);
  LAUTER_CHECK(index < kRows.size(), "not a built-in category");
  return kRows[index];
}

}  // namespace

std::string_view category_name(Category category) { return row(category).name; }
std::string_view category_description(Category category) { return kCategoryWords[static_cast<size_t>(category)].description; }
std::string_view category_example(Category category) { return kCategoryWords[static_cast<size_t>(category)].example; }
CategoryGroup category_group(Category category) { return row(category).group; }
FoundBy category_found_by(Category category) { return row(category).found_by; }
PrivacyClass privacy_class(Category category) {
  switch (category) {
    case Category::kPerson:
    case Category::kFirstName:
    case Category::kLastName:
    case Category::kMaidenName:
    case Category::kNickname:
    case Category::kUsername:
      return PrivacyClass::kName;
    case Category::kCreditScore:
    case Category::kSalary:
    case Category::kMedicalCondition:
    case Category::kMedication:
    case Category::kBloodType:
    case Category::kOrganization:
    case Category::kJobTitle:
    case Category::kSchool:
    case Category::kAcademicRecord:
    case Category::kGeneticData:
    case Category::kPhysicalTrait:
    case Category::kBodyMeasurement:
      return PrivacyClass::kTie;
    default: {
      const CategoryGroup group = category_group(category);
      const bool is_tie = group == CategoryGroup::kPerson || group == CategoryGroup::kDate ||
                          group == CategoryGroup::kPlace;
      return is_tie ? PrivacyClass::kTie : PrivacyClass::kAccess;
    }
  }
}
std::string_view group_name(CategoryGroup group) {
  return kGroupNames[static_cast<size_t>(group)];
}

std::optional<Category> category_from_name(std::string_view name) {
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].name == name) return static_cast<Category>(i);
  }
  return std::nullopt;
}

Category category_of_label(std::string_view label) {
  return category_from_name(label).value_or(kCustomCategory);
}

}  // namespace lauter
