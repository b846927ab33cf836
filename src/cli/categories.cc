#include "cli/categories.h"

#include <algorithm>
#include <map>

#include "catalog/alias.h"

namespace lauter {
namespace {

std::map<Category, std::vector<const CategoryAlias*>> aliases_by_category() {
  std::map<Category, std::vector<const CategoryAlias*>> aliases;
  for (const CategoryAlias& alias : category_aliases()) {
    for (const Category category : alias.categories) aliases[category].push_back(&alias);
  }
  return aliases;
}

}  // namespace

JsonValue categories_json() {
  const auto aliases = aliases_by_category();
  JsonValue list = JsonValue::Array();
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const auto category = static_cast<Category>(i);
    JsonValue names = JsonValue::Array();
    if (const auto known = aliases.find(category); known != aliases.end()) {
      for (const CategoryAlias* alias : known->second) {
        names.push(std::move(JsonValue().set("name", alias->name).set("of", alias->of)));
      }
    }
    JsonValue one;
    one.set("name", category_name(category))
        .set("group", group_name(category_group(category)))
        .set("description", category_description(category))
        .set("example", category_example(category))
        .set("aliases", std::move(names));
    list.push(std::move(one));
  }
  return list;
}

std::string categories_text() {
  constexpr size_t kNameWidth = 28;
  const auto aliases = aliases_by_category();
  std::string text;
  for (size_t g = 0; g <= static_cast<size_t>(CategoryGroup::kOther); ++g) {
    const auto group = static_cast<CategoryGroup>(g);
    text += (g > 0 ? "\n" : "") + std::string(group_name(group)) + "\n";
    for (size_t i = 0; i < kCategoryCount; ++i) {
      const auto category = static_cast<Category>(i);
      if (category_group(category) != group) continue;
      std::string name(category_name(category));
      name.resize(std::max(kNameWidth, name.size() + 2), ' ');
      text += "  " + name + std::string(category_description(category)) + "\n";
      const auto known = aliases.find(category);
      if (known == aliases.end()) continue;
      text += std::string(2 + kNameWidth, ' ') + "also:";
      for (const CategoryAlias* alias : known->second) text += " " + std::string(alias->name);
      text += "\n";
    }
  }
  return text;
}

}  // namespace lauter
