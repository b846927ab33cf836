/// The categories of private data: names, groups, how each is found. docs/CATEGORIES.md defines them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lauter {

enum class Category : uint16_t {
#define X(id, name, group, found_by) id,
#include "catalog/categories.inc"
#undef X
};

inline constexpr size_t kCategoryCount = 0
#define X(id, name, group, found_by) +1
#include "catalog/categories.inc"
#undef X
    ;

/// Stands for whatever has a label of the user's own.
inline constexpr auto kCustomCategory = static_cast<Category>(kCategoryCount);

enum class CategoryGroup : uint8_t {
  kPerson, kDate, kContact, kPlace, kGovernment, kFinancial,
  kHealth, kTravel, kOnline, kSecret, kWork, kOther,
};

/// Whether patterns alone reach a category, or names and free words that only a tagger can know.
enum class FoundBy : uint8_t { kPattern, kPatternOrLearned, kLearned };

/// What a value does to its person (data/book/GUIDELINES.md): gives access to or contacts, names, or describes.
enum class PrivacyClass : uint8_t { kAccess, kName, kTie };

/// `EMAIL_ADDRESS` and the like. `category` must be a built-in one.
std::string_view category_name(Category category);
std::optional<Category> category_from_name(std::string_view name);
/// The same for a label, which may be the user's own: kCustomCategory.
Category category_of_label(std::string_view label);
CategoryGroup category_group(Category category);
std::string_view group_name(CategoryGroup group);
FoundBy category_found_by(Category category);
PrivacyClass privacy_class(Category category);
/// What it is, and an example or its format, in a sentence of docs/CATEGORIES.md.
std::string_view category_description(Category category);
std::string_view category_example(Category category);

}  // namespace lauter
