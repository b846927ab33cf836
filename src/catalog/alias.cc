#include "catalog/alias.h"

#include <algorithm>

#include "base/check.h"

namespace lauter {
namespace {

struct AliasRow {
  std::string_view alias;
  std::string_view of;
  std::string_view categories;  ///< A|B
};

constexpr AliasRow kAliasRows[] = {
#include "known/category_aliases.inc"
};

std::vector<Category> categories_of(std::string_view names) {
  std::vector<Category> categories;
  while (!names.empty()) {
    const size_t end = std::min(names.find('|'), names.size());
    const auto category = category_from_name(names.substr(0, end));
    LAUTER_CHECK(category.has_value(), "an alias of a category that is none");
    categories.push_back(*category);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return categories;
}

const CategoryAlias* alias_of(std::string_view name) {
  const std::vector<CategoryAlias>& aliases = category_aliases();
  const auto at = std::lower_bound(
      aliases.begin(), aliases.end(), name,
      [](const CategoryAlias& alias, std::string_view wanted) { return alias.name < wanted; });
  return at == aliases.end() || at->name != name ? nullptr : &*at;
}

}  // namespace

const std::vector<CategoryAlias>& category_aliases() {
  static const std::vector<CategoryAlias> aliases = [] {
    std::vector<CategoryAlias> list;
    for (const AliasRow& row : kAliasRows) list.push_back({row.alias, row.of, categories_of(row.categories)});
    std::sort(list.begin(), list.end(),
              [](const CategoryAlias& a, const CategoryAlias& b) { return a.name < b.name; });
    return list;
  }();
  return aliases;
}

std::optional<CategorySet> categories_from_name(std::string_view name) {
  CategorySet set;
  if (name == "all") return set.set();
  if (const auto category = category_from_name(name)) {
    return set.set(static_cast<size_t>(*category));
  }
  if (const CategoryAlias* alias = alias_of(name)) {
    for (const Category category : alias->categories) set.set(static_cast<size_t>(category));
    return set;
  }
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (group_name(category_group(static_cast<Category>(i))) == name) set.set(i);
  }
  if (set.none()) return std::nullopt;
  return set;
}

std::string_view label_from_name(std::string_view name) {
  if (category_from_name(name)) return name;
  const CategoryAlias* alias = alias_of(name);
  return alias == nullptr ? name : category_name(alias->categories.front());
}

const std::vector<std::string>& category_group_and_alias_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (size_t i = 0; i < kCategoryCount; ++i) {
      list.emplace_back(category_name(static_cast<Category>(i)));
    }
    for (size_t g = 0; g <= static_cast<size_t>(CategoryGroup::kOther); ++g) {
      list.emplace_back(group_name(static_cast<CategoryGroup>(g)));
    }
    for (const CategoryAlias& alias : category_aliases()) list.emplace_back(alias.name);
    return list;
  }();
  return names;
}

}  // namespace lauter
