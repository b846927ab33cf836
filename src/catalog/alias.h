/// What a name in a recipe or flag means: a category, a group, or an alias of several.
#pragma once

#include <bitset>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/category.h"

namespace lauter {

using CategorySet = std::bitset<kCategoryCount>;

/// Another name, of common use or another tool's (knowledge/lexicon/category_aliases.tsv).
struct CategoryAlias {
  std::string_view name;
  std::string_view of;               ///< `common`, `presidio`, `dlp`
  std::vector<Category> categories;  ///< at least one, the plainest first
};

/// Sorted by name.
const std::vector<CategoryAlias>& category_aliases();

/// The categories of a name: of one, of all of a group, of an alias, or `all`. Names are compared
/// byte for byte; a category's own name comes before an alias.
std::optional<CategorySet> categories_from_name(std::string_view name);

/// The label that `name` means: the category's of which it is the name or an alias, else itself.
std::string_view label_from_name(std::string_view name);

/// All names that categories_from_name() knows, but `all`: for suggestions.
const std::vector<std::string>& category_group_and_alias_names();

}  // namespace lauter
