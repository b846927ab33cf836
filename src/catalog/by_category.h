/// A table by category, made at compile time: what each of some categories has, and one value for all others.
#pragma once

#include <array>
#include <initializer_list>
#include <utility>

#include "catalog/category.h"

namespace lauter {

template <typename T>
class ByCategory {
 public:
  constexpr ByCategory(std::initializer_list<std::pair<Category, T>> entries, T other = {}) {
    values_.fill(other);
    for (const auto& [category, value] : entries) values_[static_cast<size_t>(category)] = value;
  }

  /// Of any category, kCustomCategory too.
  constexpr T operator[](Category category) const { return values_[static_cast<size_t>(category)]; }

 private:
  std::array<T, kCategoryCount + 1> values_{};
};

/// Some categories.
class SomeCategories {
 public:
  constexpr SomeCategories(std::initializer_list<Category> members) {
    for (const Category category : members) has_[static_cast<size_t>(category)] = true;
  }

  constexpr bool has(Category category) const { return has_[static_cast<size_t>(category)]; }

 private:
  std::array<bool, kCategoryCount + 1> has_{};
};

}  // namespace lauter
